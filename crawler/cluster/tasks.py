"""Implements the tasks of the queue: each starts a process and handles its exit."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Mapping, Sequence
from typing import Any

from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import ConnectorException, JobAborted
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy, RetryDecision

from crawler.cluster.child_process import LEDGER
from crawler.cluster.database import Database
from crawler.cluster.delivery import PeriodicDelivery
from crawler.cluster.due_jobs import enqueue_due
from crawler.cluster.errors import ClusterError
from crawler.cluster.job_process import ForkServer, JobExit, JobProcess
from crawler.cluster.job_protocol import Conditions, JobSpec, crawl_job, extraction_job
from crawler.cluster.manager import RobustJobManager, moment
from crawler.cluster.queue import CRAWL, DELIVER, DELIVERY, DUE, EXTRACT, UPKEEP, WORK, Added
from crawler.cluster.retries import Outcome, outcome_of, rest_after_failure, tally
from crawler.counting import counted
from crawler.portals import UsageError
from crawler.program import program
from spiders.arguments import registry_of

logger = logging.getLogger(__name__)

RETRIED = -1
"""Priority of a failed task: other tasks of the same host do not wait for its retry."""


class TaskFailed(Exception):
    """A task's process failed; the message is the reason."""


class Retry(BaseRetryStrategy):
    """Retry delays by the database's clock; after the last one the task is parked."""

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if not isinstance(exception, TaskFailed):
            return None
        rest = rest_after_failure(failures_of(job) + 1, self._tasks.backoff)
        if rest is None:
            return None
        return RetryDecision(retry_at=moment(self._tasks.now() + rest), priority=RETRIED)


class Tasks:
    """The tasks of one worker, and their processes.

    `selection` (as `Registry.select` takes it) narrows what the worker enqueues as due, not what it crawls.
    """

    def __init__(
        self,
        settings: Any,
        database: Database,
        conditions: Conditions,
        backoff: Sequence[float],
        cron: str | None,
        selection: Mapping[str, str | None] | None = None,
        delivery: PeriodicDelivery | None = None,
    ) -> None:
        self.settings = settings
        self._selection = dict(selection or {})
        self.backoff = backoff
        self.processes: set[JobProcess] = set()
        self.stopping = False
        self.delivery = delivery
        self._database = database
        self._conditions = conditions
        os.environ[LEDGER] = database.url  # inherited by forked processes
        self._fork_server = ForkServer()
        self._ahead = database.skew
        self._counted_at = time.monotonic()
        self._counted = time.time() - database.skew
        self.app = App(
            connector=PsycopgConnector(
                conninfo=database.address, min_size=1, max_size=4, kwargs={"application_name": "warta worker"}
            )
        )
        self.manager = self.app.job_manager = RobustJobManager(self.app.connector)
        retry = Retry(self)
        self.app.task(name=CRAWL, queue=WORK, pass_context=True, retry=retry)(self.crawl)
        self.app.task(name=EXTRACT, queue=WORK, pass_context=True, retry=retry)(self.extract)
        due = self.app.task(name=DUE, queue=UPKEEP, queueing_lock=DUE)(self.due)
        if cron is not None:
            self.app.periodic(cron=cron)(due)
        deliver = self.app.task(name=DELIVER, queue=DELIVERY, queueing_lock=DELIVER)(self.deliver)
        if delivery is not None:
            self.app.periodic(cron=delivery.cron)(deliver)

    # --- the server's clock ------------------------------------------------------------------------

    def now(self) -> float:
        """Seconds since 1970, by the database's clock."""
        return self._counted + time.monotonic() - self._counted_at

    def set_clock(self, now: float) -> None:
        """Set the database's current time."""
        self._counted, self._counted_at = now, time.monotonic()

    # --- tasks -------------------------------------------------------------------------------------

    async def crawl(self, context: JobContext, /, portal_id: str, **_: object) -> None:
        """Crawl a portal. A portal that is no longer in the registry is dropped with an error line."""
        if not await asyncio.to_thread(self._knows, portal_id):
            logger.error(
                "%s is no longer in the registry: its task is dropped; see PORTALS_FILE on this machine",
                portal_id,
            )
            raise JobAborted
        await self._do(context.job, portal_id, crawl_job(portal_id, self._conditions))

    async def extract(self, context: JobContext, /, file: str, **_: object) -> None:
        """Extract the articles of a WARC file."""
        await self._do(context.job, file, extraction_job(file, self._conditions))

    async def due(self, timestamp: int) -> None:
        """Enqueue the portals whose re-crawl interval has elapsed."""
        try:
            added = await asyncio.to_thread(self._enqueue_due)
        except (ClusterError, UsageError) as error:
            logger.error("due portals cannot be determined: %s", error)
            return
        if added.added:
            logger.info(
                "%s due (%s or running already, %d parked)",
                counted(added.added, "portal is", "portals are"),
                counted(added.waiting, "is waiting", "are waiting"),
                added.parked,
            )

    def _enqueue_due(self) -> Added:
        portals = registry_of(self.settings).select("all", **self._selection)
        return enqueue_due(self.settings, self._database, portals)

    async def deliver(self, timestamp: int) -> None:
        """Deliver new records to the sinks of this worker's file."""
        if self.delivery is not None:
            await self.delivery.run()

    async def _do(self, job: Job, name: str, spec: JobSpec) -> None:
        if self.stopping:
            await self._put_back(job, name)
        tries = failures_of(job) + 1
        began = time.monotonic()
        process = await self._fork_server.start(name, spec)
        self.processes.add(process)
        if self.stopping:  # the stop came while the process was starting
            await process.stop()
        logger.info("%s: started (try %d, process %d)", name, tries, process.pid)
        try:
            ended = await process.ended()
        finally:
            self.processes.discard(process)
        match outcome_of(ended.status, stopped=ended.stopped):
            case Outcome.DONE:
                took = time.monotonic() - began
                logger.info("%s: done in %.0f s (CPU %.2f s, %d MiB)", name, took, ended.cpu, ended.memory)
            case Outcome.INTERRUPTED:
                await self._put_back(job, name)
            case Outcome.FAILED:
                await self._fail(job, name, tries, ended)

    async def end_processes(self) -> None:
        """Stop the running processes and deliveries; any worker continues their tasks."""
        if self.delivery is not None:
            self.delivery.stop()
        await asyncio.gather(*(process.stop() for process in self.processes))

    async def _put_back(self, job: Job, name: str) -> None:
        logger.info("%s: interrupted; requeued for the next worker", name)
        try:
            await self.manager.put_back(job)
        except ConnectorException as error:
            logger.warning(
                "%s: could not be requeued (%s); other workers will find it by our missing heartbeat",
                name,
                error.__cause__,
            )
        raise JobAborted

    async def _fail(self, job: Job, name: str, tries: int, ended: JobExit) -> None:
        reason = ended.reason
        rest = rest_after_failure(tries, self.backoff)
        if rest is None:
            logger.error(
                f"%s: parked after %d tries: %s; {program()} enqueue --parked lists parked tasks",
                name,
                tries,
                reason,
            )
        else:
            logger.warning("%s: failed (try %d): %s; retry in %.0f s", name, tries, reason, rest)
        await self.manager.note(job, reason)
        raise TaskFailed(reason)

    def _knows(self, portal_id: str) -> bool:
        try:
            registry_of(self.settings).get(portal_id)
        except UsageError:
            return False
        return True


def failures_of(job: Job) -> int:
    """Number of earlier failures of the task."""
    return job.attempts + tally(job.task_kwargs, "failures")
