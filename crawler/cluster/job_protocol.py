"""What the process of a task is to do, and under which conditions. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from crawler.cluster.durations import Timing


@dataclass(frozen=True, slots=True)
class Conditions:
    """What holds for every crawl of a worker.

    `settings` are `NAME=VALUE` as given with -s; `budget` is a crawl's time as `-a budget=` has it; `memory`
    is its address space in MiB, 0 for no bound.
    """

    settings: tuple[str, ...] = ()
    budget: str = "50m"
    memory: int = 0
    timing: Timing = field(default_factory=Timing)


@dataclass(frozen=True, slots=True)
class Order:
    """A command of Scrapy for one process; `portal` is what it has to have for itself, if that is a portal.

    `fence`, `grace` (seconds) and `memory` (MiB) are those of `Timing` and `Conditions`.
    """

    command: tuple[str, ...]
    portal: str | None
    fence: float
    grace: float
    memory: int


def crawl_order(portal_id: str, conditions: Conditions) -> Order:
    """Crawl a portal."""
    spider = ["portal", "-a", f"portal={portal_id}", "-a", f"budget={conditions.budget}"]
    return _order(spider, portal_id, conditions)


def extraction_order(file: str, conditions: Conditions) -> Order:
    """Extract the articles of a WARC file, in one process, as other tasks run beside it."""
    return _order(["archive", "-a", f"warc={file}", "-a", "workers=1"], None, conditions)


def _order(spider: Sequence[str], portal: str | None, conditions: Conditions) -> Order:
    settings = [part for one in conditions.settings for part in ("-s", one)]
    timing = conditions.timing
    # A worker's crawls use the cores side by side; each alone needs no second one.
    command = ("scrapy", "crawl", *spider, "--quiet", "-s", "EXTRACT_PROCESSES=0", *settings)
    return Order(command, portal, timing.fence, timing.grace, conditions.memory)
