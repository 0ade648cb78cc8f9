"""A worker: takes tasks from the queue, keeps their processes on the tether, and stops in order.

At each beat it reads back its own heartbeat and passes the sign of life on to its crawls, and puts back the
tasks of dead workers. It begins anew when the others took it for dead.
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
from crawler.cluster.manager import PatientManager, server_is_away
from crawler.cluster.queue import UPKEEP, WORK
from crawler.cluster.tasks import Tasks

logger = logging.getLogger(__name__)

POLL = 5.0
"""Seconds between two looks into an empty queue, at most."""

QUIET_ACTIONS = ("job_", "start_job", "periodic_task_", "loaded_job", "task_not_found")
"""What Procrastinate logs of each job; the tasks say it in their own words."""

OLD_HOURS = 24 * 30
"""Finished tasks that are kept for people (parked, put back, dropped) go after this."""


@dataclass(frozen=True, slots=True)
class WorkerOptions:
    """How a worker works. `budget` in seconds; `drain`: end when no task is left that could be done."""

    concurrency: int = 4
    budget: float | None = None
    drain: bool = False
    timing: Timing = field(default_factory=Timing)


class ClusterWorker:
    """One `scrapy work`."""

    def __init__(self, tasks: Tasks, plan: WorkerOptions) -> None:
        self._tasks = tasks
        self._plan = plan
        self._manager: PatientManager = tasks.manager
        self._stop = asyncio.Event()
        self._drained = False

    async def run(self) -> None:
        """Work until told to stop, or drained. Raises ClusterError when the queue refuses."""
        loop = asyncio.get_running_loop()
        for signal_ in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(signal_, self._asked_to_stop)
        if self._plan.budget is not None:
            loop.call_later(self._plan.budget, self._asked_to_stop)
        try:
            async with self._tasks.app.open_async():
                while not self._stop.is_set() and await self._shift():
                    pass
        except (ConnectorException, PoolTimeout) as error:
            raise ClusterError(f"the queue cannot be used: {first_line(error.__cause__ or error)}") from error

    def _asked_to_stop(self) -> None:
        if not self._stop.is_set():
            logger.info("stopping: crawls are ended in order and go on elsewhere")
        self._tasks.stopping = True
        self._stop.set()

    async def _shift(self) -> bool:
        """Work as one registered worker until it ends; whether there is to be another shift."""
        self._tasks.stopping = self._stop.is_set()
        workers = [self._worker(WORK, self._plan.concurrency)]
        if not self._plan.drain:
            workers.append(self._worker(UPKEEP, 1))
        running = [
            asyncio.create_task(worker.run())  # type: ignore[no-untyped-call]
            for worker in workers
        ]
        stop = asyncio.create_task(self._stop.wait())
        pulse = asyncio.create_task(self._pulse(workers[0]))
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
            pulse.result()  # its error, if it has one
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
        timing = self._plan.timing
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

    async def _pulse(self, worker: Worker) -> None:
        """At each beat: is this worker alive in the eyes of the others? Ends when it is not, or drained."""
        timing = self._plan.timing
        while True:
            if worker.worker_id is not None:
                try:
                    sign = await self._manager.sign_of_life(worker.worker_id)
                    if sign is None:
                        logger.warning("the queue took this worker for dead; it begins anew")
                        return
                    self._tasks.set_clock(sign[0])
                    if sign[1] <= timing.fresh:
                        for process in self._tasks.processes:
                            process.feed()
                    await self._rescue()
                    if self._plan.drain and await self._manager.is_idle(WORK):
                        self._drained = True
                        return
                except ConnectorException as error:
                    if not server_is_away(error):
                        raise
                    logger.warning("the database does not answer; crawls go on for %.0f s", timing.fence)
            await asyncio.sleep(timing.beat)

    async def _rescue(self) -> None:
        back, parked = await self._manager.rescue(self._plan.timing.stalled)
        if back:
            logger.warning("%d tasks of dead workers were put back", back)
        for job in parked:
            logger.error("%s: parked, too many workers died over it", job.queueing_lock)

    async def _pause(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), self._plan.timing.beat / 2)


def _is_away(error: BaseException) -> bool:
    return isinstance(error, ConnectorException) and server_is_away(error)


class _OwnWords(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        return not str(getattr(record, "action", "")).startswith(QUIET_ACTIONS)


def quiet_logging(names: Sequence[str] = ("procrastinate.worker", "procrastinate.periodic")) -> None:
    """Leave to the tasks what is said of tasks: Procrastinate's way is a trace for each that fails."""
    for name in names:
        logging.getLogger(name).addFilter(_OwnWords())
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
