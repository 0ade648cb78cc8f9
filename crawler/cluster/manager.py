"""Procrastinate's job manager, made robust against server restarts and dead workers.

A query that fails because the server is unreachable is repeated or skipped, so that a restart of PostgreSQL
stops no worker; the effect of a query whose answer was lost is determined afterwards.
"""

from __future__ import annotations

import asyncio
import datetime
import logging
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import psycopg
import psycopg_pool
from procrastinate import PsycopgConnector, sql
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

from crawler.cluster.queue import WORK
from crawler.cluster.retries import may_requeue, tally

logger = logging.getLogger(__name__)

PAUSE = 0.5
"""Seconds between two attempts while the server is unreachable."""

RESCUE_LOCK = 0x7265736375  # "rescu": advisory lock for requeueing the tasks of dead workers

_NOTE = """UPDATE procrastinate_jobs SET args = args || jsonb_build_object('reason', %(reason)s::text)
 WHERE id = %(job_id)s"""
_LIVES = """SELECT extract(epoch FROM now())::float8 AS now,
       extract(epoch FROM now() - last_heartbeat)::float8 AS age
  FROM procrastinate_workers WHERE id = %(worker_id)s"""

_READY = """SELECT EXISTS (
 SELECT 1 FROM procrastinate_jobs
  WHERE queue_name = %(queue)s AND status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())
) AS ready"""


def server_is_away(error: ConnectorException) -> bool:
    """Whether the error means that the server was unreachable, rather than that it refused the query."""
    return isinstance(error.__cause__, (psycopg.OperationalError, psycopg_pool.PoolTimeout))


def _is_settled(error: ConnectorException) -> bool:
    """Whether the queue refused because the job is no longer running."""
    return isinstance(error.__cause__, psycopg.errors.RaiseException)


class RobustJobManager(JobManager):
    """The queue for workers."""

    def __init__(self, connector: Any) -> None:
        super().__init__(connector)
        self._running: set[int] = set()
        self._settled: set[int] = set()
        self._answer_lost = False

    # --- fetching ----------------------------------------------------------------------------------

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        """The next job, None also while the server is unreachable. A job whose answer was lost is found
        later."""
        try:
            job = await self._lost(queues, worker_id) if self._answer_lost else None
            self._answer_lost = False
            job = job or await super().fetch_job(queues, worker_id)
        except ConnectorException as error:
            if not server_is_away(error):
                raise
            self._answer_lost = True
            return None
        if job is not None and job.id is not None:
            self._running.add(job.id)
        return job

    async def _lost(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        """A job assigned to this worker whose answer was lost."""
        wanted = set(queues or ())
        for job in await self.list_jobs_async(status=Status.DOING.value, worker_id=worker_id):
            if job.id not in self._running and job.queue in wanted:
                return job
        return None

    async def is_idle(self, queue: str) -> bool:
        """Whether this worker has no job and no task is ready."""
        rows = await self.connector.execute_query_all_async(_READY, queue=queue)
        return not self._running and not rows[0]["ready"]

    # --- heartbeats --------------------------------------------------------------------------------

    async def update_heartbeat(self, worker_id: int) -> None:
        """Write a heartbeat, or skip it while the server is unreachable."""
        try:
            await super().update_heartbeat(worker_id)
        except ConnectorException as error:
            if not server_is_away(error):
                raise

    async def heartbeat_age(self, worker_id: int) -> tuple[float, float] | None:
        """The server's time and the age of the worker's heartbeat in seconds, as other workers see it.

        None if they have declared the worker dead. Raises ConnectorException.
        """
        rows = await self.connector.execute_query_all_async(_LIVES, worker_id=worker_id)
        return (float(rows[0]["now"]), float(rows[0]["age"])) if rows else None

    # --- finishing ---------------------------------------------------------------------------------

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
        """Finish a job, unless it was requeued or another worker took it over."""
        await self._settle(job, lambda: super(RobustJobManager, self).finish_job(job, status, delete_job))

    async def retry_job(self, job: Job, *arguments: Any, **options: Any) -> None:
        """Schedule a retry of a failed job; if the same task is already waiting, abort this one."""
        try:
            await self._settle(
                job, lambda: super(RobustJobManager, self).retry_job(job, *arguments, **options)
            )
        except UniqueViolation:
            await self.finish_job(job, Status.ABORTED, delete_job=False)

    async def note(self, job: Job, reason: str) -> None:
        """Store with the job why it failed."""
        await self._retry(
            lambda: self.connector.execute_query_async(_NOTE, job_id=job.id, reason=reason.replace("\0", ""))
        )

    async def put_back(self, job: Job) -> None:
        """Requeue an interrupted job for any worker; it keeps its number of failures."""
        assert job.id is not None
        try:
            async with self._transaction() as connection:
                await self._replace(connection, job, lost=0)
        except ConnectorException as error:
            if not _is_settled(error):
                raise
            logger.info("%s was taken over by another worker", job.call_string)
        finally:
            # On failure the job stays running: others find it by our missing heartbeat, or we look for it.
            self._settled.add(job.id)
            self._answer_lost = True

    async def requeue_stalled(self, stalled: float) -> tuple[int, list[Job]]:
        """Requeue the jobs of workers without a heartbeat for `stalled` seconds.

        Returns the number of requeued jobs, and the jobs that lost too many workers and are parked. Runs on
        one worker at a time; the others return at once. Raises ConnectorException.
        """
        parked: list[Job] = []
        back = 0
        async with self._transaction() as connection:
            cursor = await connection.execute("SELECT pg_try_advisory_xact_lock(%s)", [RESCUE_LOCK])
            row = await cursor.fetchone()
            if row is None or not row[0]:
                return 0, []
            rows = await self.connector.execute_query_all_async_with_connection(
                connection,
                sql.queries["select_stalled_jobs_by_heartbeat"],
                queue=None,
                task_name=None,
                seconds_since_heartbeat=stalled,
            )
            for job in map(Job.from_row, rows):
                try:
                    async with connection.transaction():
                        if may_requeue(tally(job.task_kwargs, "lost") + 1):
                            await self._replace(connection, job, lost=1)
                            back += 1
                        else:
                            await self._finish(connection, job, Status.FAILED)
                            parked.append(job)
                except ConnectorException as error:
                    if not _is_settled(error):
                        raise
        return back, parked

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Any]:
        assert isinstance(self.connector, PsycopgConnector)
        try:
            async with self.connector.pool.connection() as connection, connection.transaction():
                yield connection
        except (psycopg.Error, psycopg_pool.PoolTimeout) as error:
            raise ConnectorException from error

    async def _replace(self, connection: Any, job: Job, *, lost: int) -> None:
        """In one transaction: finish this job, and enqueue the same task again unless it is waiting
        already."""
        await self._finish(connection, job, Status.ABORTED)
        if job.queue != WORK:
            return  # upkeep: the periodic schedule enqueues it again
        arguments = dict(job.task_kwargs)
        arguments["failures"] = tally(arguments, "failures") + job.attempts
        arguments["lost"] = tally(arguments, "lost") + lost
        requeued = job.evolve(
            id=None, status=None, attempts=0, scheduled_at=None, worker_id=None, task_kwargs=arguments
        )
        try:
            async with connection.transaction():
                await self.batch_defer_jobs_async([requeued], connection)
        except AlreadyEnqueued:
            logger.debug("%s is waiting already", job.call_string)

    async def _finish(self, connection: Any, job: Job, status: Status) -> None:
        await self.connector.execute_query_all_async_with_connection(
            connection, sql.queries["finish_job"], job_id=job.id, status=status.value, delete_job=False
        )

    async def _settle(self, job: Job, settle: Any) -> None:
        assert job.id is not None
        if job.id not in self._settled:
            try:
                await self._retry(settle)
            except ConnectorException as error:
                if not _is_settled(error):
                    raise
                logger.info("%s was taken over by another worker, or finished twice", job.call_string)
        self._settled.discard(job.id)
        self._running.discard(job.id)

    async def _retry(self, ask: Any) -> None:
        while True:
            try:
                await ask()
            except ConnectorException as error:
                if not server_is_away(error):
                    raise
                await asyncio.sleep(PAUSE)
            else:
                return

    # --- periodic tasks ----------------------------------------------------------------------------

    async def defer_periodic_job(self, job: Job, periodic_id: str, defer_timestamp: int) -> int | None:
        """Enqueue a periodic task; skipped while the server is unreachable."""
        try:
            return await super().defer_periodic_job(job, periodic_id, defer_timestamp)
        except ConnectorException as error:
            if not server_is_away(error):
                raise
            return None


def moment(seconds: float) -> datetime.datetime:
    """A time in seconds since 1970 as Procrastinate expects it."""
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC)
