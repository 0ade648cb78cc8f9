"""Job specifications: the command of a task's process and its conditions. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from crawler.cluster.durations import Timing


@dataclass(frozen=True, slots=True)
class Conditions:
    """Conditions for every crawl of a worker.

    `settings` are `NAME=VALUE` as given with -s; `budget` is a crawl's time as in `-a budget=`; `memory` is
    its address space in MiB, 0 for no limit.
    """

    settings: tuple[str, ...] = ()
    budget: str = "50m"
    memory: int = 0
    timing: Timing = field(default_factory=Timing)


@dataclass(frozen=True, slots=True)
class JobSpec:
    """A Scrapy command for one process; `portal`: the portal whose lease it needs, if any.

    `fence`, `grace` (seconds) and `memory` (MiB) are those of `Timing` and `Conditions`.
    """

    command: tuple[str, ...]
    portal: str | None
    fence: float
    grace: float
    memory: int


def crawl_job(portal_id: str, conditions: Conditions) -> JobSpec:
    """The job that crawls a portal."""
    spider = ["portal", "-a", f"portal={portal_id}", "-a", f"budget={conditions.budget}"]
    return _job(spider, portal_id, conditions)


def extraction_job(file: str, conditions: Conditions) -> JobSpec:
    """The job that extracts a WARC file, in one process, as other tasks run in parallel."""
    return _job(["archive", "-a", f"warc={file}", "-a", "workers=1"], None, conditions)


def _job(spider: Sequence[str], portal: str | None, conditions: Conditions) -> JobSpec:
    settings = [part for one in conditions.settings for part in ("-s", one)]
    timing = conditions.timing
    # The crawls of a worker run in parallel and use all cores; none needs extraction workers.
    # The worker itself delivers, see `PeriodicDelivery`.
    own = ("-s", "EXTRACT_PROCESSES=0", *settings, "-s", "DELIVER=0")
    command = ("scrapy", "crawl", *spider, "--quiet", *own)
    return JobSpec(command, portal, timing.fence, timing.grace, conditions.memory)
