"""Procrastinate's job manager, for a server that restarts now and then and for workers that die.

A query that fails because the server is away is asked again or let go, so that a restart of PostgreSQL stops
no worker; what the lost answer said is found out afterwards.
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
from crawler.cluster.retries import may_go_back, tally

logger = logging.getLogger(__name__)

PAUSE = 0.5
"""Seconds between two tries while the server is away."""

RESCUE_LOCK = 0x7265736375  # "rescu": the advisory lock under which dead workers' tasks are put back

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
    """Whether the error says that the server could not be reached, rather than that it refused."""
    return isinstance(error.__cause__, (psycopg.OperationalError, psycopg_pool.PoolTimeout))


def _is_settled(error: ConnectorException) -> bool:
    """Whether the queue refused because the job is not being done any more."""
    return isinstance(error.__cause__, psycopg.errors.RaiseException)


class PatientManager(JobManager):
    """The queue as workers use it."""

    def __init__(self, connector: Any) -> None:
        super().__init__(connector)
        self._ours: set[int] = set()
        self._settled: set[int] = set()
        self._in_doubt = False

    # --- fetching ----------------------------------------------------------------------------------

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        """The next job, None also while the server is away. One whose answer was lost comes up again."""
        try:
            job = await self._lost(queues, worker_id) if self._in_doubt else None
            self._in_doubt = False
            job = job or await super().fetch_job(queues, worker_id)
        except ConnectorException as error:
            if not server_is_away(error):
                raise
            self._in_doubt = True
            return None
        if job is not None and job.id is not None:
            self._ours.add(job.id)
        return job

    async def _lost(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        """A job that this worker was given without hearing of it."""
        wanted = set(queues or ())
        for job in await self.list_jobs_async(status=Status.DOING.value, worker_id=worker_id):
            if job.id not in self._ours and job.queue in wanted:
                return job
        return None

    async def is_idle(self, queue: str) -> bool:
        """Whether this worker does nothing and no task waits but those that rest."""
        rows = await self.connector.execute_query_all_async(_READY, queue=queue)
        return not self._ours and not rows[0]["ready"]

    # --- signs of life -----------------------------------------------------------------------------

    async def update_heartbeat(self, worker_id: int) -> None:
        """Write a sign of life, or leave it out while the server is away."""
        try:
            await super().update_heartbeat(worker_id)
        except ConnectorException as error:
            if not server_is_away(error):
                raise

    async def sign_of_life(self, worker_id: int) -> tuple[float, float] | None:
        """The server's time and the age of the worker's heartbeat in seconds, as other workers see it.

        None when they took the worker for dead. Raises ConnectorException.
        """
        rows = await self.connector.execute_query_all_async(_LIVES, worker_id=worker_id)
        return (float(rows[0]["now"]), float(rows[0]["age"])) if rows else None

    # --- settling ----------------------------------------------------------------------------------

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
        """Settle a job, unless it was put back or another worker took it over."""
        await self._settle(job, lambda: super(PatientManager, self).finish_job(job, status, delete_job))

    async def retry_job(self, job: Job, *arguments: Any, **options: Any) -> None:
        """Let a failed job rest; where the same task waits already, that one does."""
        try:
            await self._settle(job, lambda: super(PatientManager, self).retry_job(job, *arguments, **options))
        except UniqueViolation:
            await self.finish_job(job, Status.ABORTED, delete_job=False)

    async def note(self, job: Job, reason: str) -> None:
        """Keep with the job why it failed."""
        await self._insist(
            lambda: self.connector.execute_query_async(_NOTE, job_id=job.id, reason=reason.replace("\0", ""))
        )

    async def put_back(self, job: Job) -> None:
        """Give an interrupted job to whoever comes first. Its failures so far stay with it, and no more."""
        assert job.id is not None
        try:
            async with self._transaction() as connection:
                await self._replace(connection, job, lost=0)
        except ConnectorException as error:
            if not _is_settled(error):
                raise
            logger.info("%s was taken over by another worker", job.call_string)
        finally:
            # If that failed the job stays as it is: found by our silence, or, while we live, looked for.
            self._settled.add(job.id)
            self._in_doubt = True

    async def rescue(self, stalled: float) -> tuple[int, list[Job]]:
        """Put back the jobs of workers that are silent for `stalled` seconds.

        Returns how many went back, and those that lost too many workers and are parked instead. Only one
        worker at a time does it; for the others there is nothing to do. Raises ConnectorException.
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
                        if may_go_back(tally(job.task_kwargs, "lost") + 1):
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
        """In one transaction: end this job, and put the same task in anew unless it waits already."""
        await self._finish(connection, job, Status.ABORTED)
        if job.queue != WORK:
            return  # upkeep: the clock brings it again
        arguments = dict(job.task_kwargs)
        arguments["failures"] = tally(arguments, "failures") + job.attempts
        arguments["lost"] = tally(arguments, "lost") + lost
        anew = job.evolve(
            id=None, status=None, attempts=0, scheduled_at=None, worker_id=None, task_kwargs=arguments
        )
        try:
            async with connection.transaction():
                await self.batch_defer_jobs_async([anew], connection)
        except AlreadyEnqueued:
            logger.debug("%s waits already", job.call_string)

    async def _finish(self, connection: Any, job: Job, status: Status) -> None:
        await self.connector.execute_query_all_async_with_connection(
            connection, sql.queries["finish_job"], job_id=job.id, status=status.value, delete_job=False
        )

    async def _settle(self, job: Job, settle: Any) -> None:
        assert job.id is not None
        if job.id not in self._settled:
            try:
                await self._insist(settle)
            except ConnectorException as error:
                if not _is_settled(error):
                    raise
                logger.info("%s was taken over by another worker, or settled twice", job.call_string)
        self._settled.discard(job.id)
        self._ours.discard(job.id)

    async def _insist(self, ask: Any) -> None:
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
        """Put a periodic task in; while the server is away this turn is left out."""
        try:
            return await super().defer_periodic_job(job, periodic_id, defer_timestamp)
        except ConnectorException as error:
            if not server_is_away(error):
                raise
            return None


def moment(seconds: float) -> datetime.datetime:
    """A time in seconds since 1970 as Procrastinate wants it."""
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC)
