"""The queue for commands and the periodic task: enqueue tasks, list waiting and parked ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from procrastinate import SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Job
from procrastinate.manager import JobManager

from crawler.cluster.errors import ClusterError, first_line
from crawler.cluster.locks import HostLocks, crawl_name, extraction_name
from crawler.cluster.retries import PARKED_REST
from crawler.portals import Portal

WORK = "warta"
"""The queue of crawls and extractions."""

UPKEEP = "warta_upkeep"
"""The queue of the periodic tasks, which must not wait behind crawls."""

DELIVERY = "warta_delivery"
"""The queue of the periodic deliveries, which may take long."""

CRAWL, EXTRACT, DUE, DELIVER = "crawl", "extract", "due", "deliver"
AT_ONCE = 500
"""Tasks per statement."""

_BUSY = """SELECT queueing_lock FROM procrastinate_jobs
 WHERE queue_name = %(queue)s AND queueing_lock IS NOT NULL AND status IN ('todo', 'doing')"""
_PARKED = """SELECT job.task_name, job.args, job.attempts, job.queueing_lock, max(event.at) AS since,
       max(event.at) > now() - make_interval(secs => %(rest)s) AS resting
  FROM procrastinate_jobs job JOIN procrastinate_events event ON event.job_id = job.id
 WHERE job.queue_name = %(queue)s AND job.status = 'failed'
 GROUP BY job.id ORDER BY since"""
_RELEASE = """DELETE FROM procrastinate_jobs
 WHERE queue_name = %(queue)s AND status = 'failed' AND queueing_lock = ANY(%(names)s)"""
_COUNT = """SELECT status::text AS status, count(*) AS count FROM procrastinate_jobs
 WHERE queue_name = %(queue)s GROUP BY status"""


@dataclass(frozen=True, slots=True)
class Parked:
    """A task that is not retried automatically: portal or file, attempts, since when, and why.

    `resting` for `PARKED_REST`; afterwards `--due` enqueues the portal again when it is due.
    """

    what: str
    name: str
    tries: int
    since: datetime
    reason: str
    resting: bool


@dataclass(frozen=True, slots=True)
class Added:
    """Number of tasks that were added, and of those that were already waiting or parked."""

    added: int = 0
    waiting: int = 0
    parked: int = 0


class Queue:
    """A connection to the queue. Every method raises ClusterError on database errors."""

    def __init__(self, connector: SyncPsycopgConnector) -> None:
        self._connector = connector
        self._manager = JobManager(connector)

    @classmethod
    @contextmanager
    def open(cls, address: str) -> Iterator[Queue]:
        """The queue in the database at a psycopg URL that `prepare` has checked."""
        connector = SyncPsycopgConnector(
            conninfo=address, min_size=1, max_size=1, timeout=10, kwargs={"application_name": "warta queue"}
        )
        try:
            connector.open()
            try:
                yield cls(connector)
            finally:
                connector.close()
        except ConnectorException as error:
            raise ClusterError(f"the queue cannot be used: {first_line(error.__cause__ or error)}") from error

    def add_portals(self, portals: Sequence[Portal], locks: HostLocks) -> Added:
        """Enqueue crawls that a user asked for: parked tasks are released."""
        return self._add([_crawl(portal, locks) for portal in portals])

    def add_due(self, due: Callable[[], Sequence[Portal]], locks: HostLocks) -> Added:
        """Enqueue crawls of the portals that `due` gives, except those that wait, run or are parked."""
        # First what runs, then what is due: a crawl that ends between the two was due before it ended.
        busy = self._busy()
        jobs = [_crawl(portal, locks) for portal in due()]
        busy |= self._busy()
        parked = {one.name for one in self.parked() if one.resting}
        added = self._add([job for job in jobs if job.queueing_lock not in busy | parked]).added
        left = sum(job.queueing_lock in parked for job in jobs)
        return Added(added, len(jobs) - added - left, left)

    def add_archives(self, files: Iterable[tuple[str, str]]) -> Added:
        """Enqueue extractions: absolute path and lock of each WARC file."""
        jobs = [_job(EXTRACT, lock, extraction_name(file), {"file": file}) for file, lock in files]
        return self._add(jobs)

    def parked(self) -> list[Parked]:
        """The parked tasks, oldest first."""
        rows = self._connector.execute_query_all(_PARKED, queue=WORK, rest=PARKED_REST)
        return [
            Parked(
                str(row["args"].get("portal_id") or row["args"].get("file")),
                str(row["queueing_lock"]),
                int(row["attempts"]) + int(row["args"].get("failures", 0)),
                row["since"],
                str(row["args"].get("reason") or "unknown"),
                bool(row["resting"]),
            )
            for row in rows
        ]

    def counts(self) -> dict[str, int]:
        """Number of tasks that wait (`todo`), run (`doing`), are parked (`failed`), ..."""
        rows = self._connector.execute_query_all(_COUNT, queue=WORK)
        return {str(row["status"]): int(row["count"]) for row in rows}

    def _busy(self) -> set[str]:
        rows = self._connector.execute_query_all(_BUSY, queue=WORK)
        return {str(row["queueing_lock"]) for row in rows}

    def _add(self, jobs: list[Job]) -> Added:
        """Enqueue these unless they wait already; parked ones are released."""
        self._connector.execute_query(_RELEASE, queue=WORK, names=[str(job.queueing_lock) for job in jobs])
        added = sum(self._defer(jobs[start : start + AT_ONCE]) for start in range(0, len(jobs), AT_ONCE))
        return Added(added, len(jobs) - added)

    def _defer(self, jobs: list[Job]) -> int:
        """Insert these, at once if none is waiting already; returns the number of new ones."""
        try:
            return len(self._manager.batch_defer_jobs(jobs))
        except AlreadyEnqueued:
            if len(jobs) == 1:
                return 0
        half = len(jobs) // 2
        return self._defer(jobs[:half]) + self._defer(jobs[half:])


def _crawl(portal: Portal, locks: HostLocks) -> Job:
    return _job(CRAWL, locks.of_portal(portal), crawl_name(portal.id), {"portal_id": portal.id})


def _job(task: str, lock: str, queueing_lock: str, arguments: dict[str, Any]) -> Job:
    return Job(queue=WORK, task_name=task, lock=lock, queueing_lock=queueing_lock, task_kwargs=arguments)
