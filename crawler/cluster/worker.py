"""Cluster worker: takes tasks from the queue, forwards heartbeats to their processes, and stops orderly.

At each interval it reads back its own heartbeat, forwards it to its crawls, and requeues the tasks of dead
workers. It registers again when others have declared it dead.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Sequence
from dataclasses import dataclass, field

from procrastinate.exceptions import ConnectorException
from procrastinate.worker import Worker
from psycopg_pool import PoolTimeout

from crawler.cluster.durations import Timing
from crawler.cluster.errors import ClusterError, first_line
from crawler.cluster.manager import RobustJobManager, server_is_away
from crawler.cluster.queue import DELIVERY, UPKEEP, WORK
from crawler.cluster.tasks import Tasks
from crawler.counting import counted

logger = logging.getLogger(__name__)

POLL = 5.0
"""Maximum seconds between two polls of an empty queue."""

QUIET_ACTIONS = ("job_", "start_job", "periodic_task_", "loaded_job", "task_not_found")
"""Procrastinate's log records about jobs; the tasks log their own."""

OLD_HOURS = 24 * 30
"""Hours after which finished tasks kept for display (parked, requeued, dropped) are deleted."""


@dataclass(frozen=True, slots=True)
class WorkerOptions:
    """Options of a worker. `budget` in seconds; `drain`: end when no task is ready."""

    concurrency: int = 4
    budget: float | None = None
    drain: bool = False
    timing: Timing = field(default_factory=Timing)


class ClusterWorker:
    """One `scrapy work`."""

    def __init__(self, tasks: Tasks, plan: WorkerOptions) -> None:
        self._tasks = tasks
        self._options = plan
        self._manager: RobustJobManager = tasks.manager
        self._stop = asyncio.Event()
        self._drained = False

    async def run(self) -> None:
        """Work until stopped or drained. Raises ClusterError if the queue refuses."""
        loop = asyncio.get_running_loop()
        for signal_ in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(signal_, self._request_stop)
        if self._options.budget is not None:
            loop.call_later(self._options.budget, self._request_stop)
        try:
            async with self._tasks.app.open_async():
                while not self._stop.is_set() and await self._run_registered():
                    pass
        except (ConnectorException, PoolTimeout) as error:
            raise ClusterError(f"the queue cannot be used: {first_line(error.__cause__ or error)}") from error

    def _request_stop(self) -> None:
        if not self._stop.is_set():
            logger.info("stopping: crawls are stopped orderly and requeued")
        self._tasks.stopping = True
        self._stop.set()

    async def _run_registered(self) -> bool:
        """Work as one registered worker until it ends; returns whether to register again."""
        self._tasks.stopping = self._stop.is_set()
        workers = [self._worker(WORK, self._options.concurrency)]
        if not self._options.drain:
            workers.append(self._worker(UPKEEP, 1))
            if self._tasks.delivery is not None:
                workers.append(self._worker(DELIVERY, 1))
        running = [
            asyncio.create_task(worker.run())  # type: ignore[no-untyped-call]
            for worker in workers
        ]
        stop = asyncio.create_task(self._stop.wait())
        pulse = asyncio.create_task(self._watch_heartbeat(workers[0]))
        try:
            await asyncio.wait([*running, stop, pulse], return_when=asyncio.FIRST_COMPLETED)
            pulse_failed = pulse.done()
        finally:
            self._tasks.stopping = True
            for worker in workers:
                worker.stop()  # type: ignore[no-untyped-call]
            await self._tasks.end_processes()
            await asyncio.gather(*running, return_exceptions=True)
            for task in (stop, pulse):
                task.cancel()
            await asyncio.gather(stop, pulse, return_exceptions=True)
        if pulse_failed:
            pulse.result()  # raises its error, if any
        for task in running:
            if (error := task.exception()) is not None and not _is_away(error):
                raise error
        if self._stop.is_set():
            return False
        if self._drained:
            return False
        await self._pause()
        return True

    def _worker(self, queue: str, concurrency: int) -> Worker:
        timing = self._options.timing
        return Worker(
            self._tasks.app,
            queues=[queue],
            name=queue,
            concurrency=concurrency,
            fetch_job_polling_interval=min(POLL, timing.beat),
            listen_notify=False,  # its connection would end the worker when the server restarts
            delete_jobs="successful",
            install_signal_handlers=False,
            update_heartbeat_interval=timing.beat,
            stalled_worker_timeout=timing.stalled,
        )

    async def _watch_heartbeat(self, worker: Worker) -> None:
        """At each interval: check that other workers see this one alive. Returns when they do not, or when
        drained."""
        timing = self._options.timing
        while True:
            if worker.worker_id is not None:
                try:
                    sign = await self._manager.heartbeat_age(worker.worker_id)
                    if sign is None:
                        logger.warning("the queue declared this worker dead; registering again")
                        return
                    self._tasks.set_clock(sign[0])
                    if sign[1] <= timing.fresh:
                        for process in self._tasks.processes:
                            process.send_heartbeat()
                    await self._requeue_stalled()
                    if self._options.drain and await self._manager.is_idle(WORK):
                        self._drained = True
                        return
                except ConnectorException as error:
                    if not server_is_away(error):
                        raise
                    logger.warning("the database does not answer; crawls continue for %.0f s", timing.fence)
            await asyncio.sleep(timing.beat)

    async def _requeue_stalled(self) -> None:
        back, parked = await self._manager.requeue_stalled(self._options.timing.stalled)
        if back:
            logger.warning("%s of dead workers requeued", counted(back, "task"))
        for job in parked:
            logger.error("%s: parked, too many workers died over it", job.queueing_lock)

    async def _pause(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), self._options.timing.beat / 2)


def _is_away(error: BaseException) -> bool:
    return isinstance(error, ConnectorException) and server_is_away(error)


class _OwnMessages(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        return not str(getattr(record, "action", "")).startswith(QUIET_ACTIONS)


def quiet_logging(names: Sequence[str] = ("procrastinate.worker", "procrastinate.periodic")) -> None:
    """Suppress Procrastinate's log of tasks, which prints a traceback for each failure; the tasks log their
    own."""
    for name in names:
        logging.getLogger(name).addFilter(_OwnMessages())
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
