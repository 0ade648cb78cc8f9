"""The command lines of the processes that do a worker's tasks. Pure."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crawler.cluster.timing import Timing

CHILD = "crawler.cluster.child"


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


def crawl_order(portal_id: str, conditions: Conditions) -> list[str]:
    """The command that crawls a portal."""
    spider = ["portal", "-a", f"portal={portal_id}", "-a", f"budget={conditions.budget}"]
    return _order(spider, conditions, ["--portal", portal_id])


def extraction_order(file: str, conditions: Conditions) -> list[str]:
    """The command that extracts the articles of a WARC file: one process, as other tasks run beside it."""
    return _order(["archive", "-a", f"warc={file}", "-a", "workers=1"], conditions, [])


def child_environment(environment: Mapping[str, str], ledger_url: str) -> dict[str, str]:
    """The environment of a crawl; the ledger's address may hold a password, so it is on no command line."""
    return {**environment, "WARTA_LEDGER_URL": ledger_url}


def _order(spider: Sequence[str], conditions: Conditions, options: Sequence[str]) -> list[str]:
    timing = conditions.timing
    tether = [
        "--fence",
        f"{timing.fence:g}",
        "--grace",
        f"{timing.grace:g}",
        "--memory",
        str(conditions.memory),
    ]
    settings = [part for one in conditions.settings for part in ("-s", one)]
    return [sys.executable, "-m", CHILD, *tether, *options, "--", "crawl", *spider, "--quiet", *settings]
