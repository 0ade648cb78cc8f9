"""How many processes read a crawl's pages: what the settings say, and what they let expect."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

AUTO = "auto"

FAST = 20.0
"""Pages a second from which on another process is worth its memory: extracting so many takes about a fifth of
a core."""

MOST = 2
"""Processes that `auto` takes at most: the crawl's own costs as much a page as reading it does."""

CHAIN = (
    "pipelines.extract.ExtractPipeline",
    "pipelines.boilerplate.BoilerplatePipeline",
    "pipelines.dates.DatesPipeline",
    "pipelines.period.PeriodPipeline",
    "pipelines.validate.ValidatePipeline",
)
"""The steps that a reading process takes at once (the period is asked about afterwards)."""

STORE = "pipelines.store.StorePipeline"
TO_STORE = frozenset(
    {*CHAIN, "pipelines.duplicates.DuplicatesPipeline", "pipelines.archive.ArchivePipeline", STORE}
)
"""The steps that leave what an article says as it was extracted."""


def processes(setting: str | int, *, cores: int, portals: int, delay: float) -> int:
    """How many processes may read beside the crawl's own.

    `setting` is a number or `auto`: then there is none on one core, and none where `portals` hosts, each
    asked every `delay` seconds at most, cannot give pages fast enough to keep a core busy.
    """
    if setting != AUTO:
        return int(setting)
    pace = portals / delay if delay else math.inf
    return min(cores - 1, MOST) if pace > FAST else 0


def is_whole(pipelines: Mapping[Any, int | None]) -> bool:
    """Whether the steps from page to article are all there and no other is among them, as in our settings.

    A pipeline of the user's own there wants to see what ours hand to each other, in the crawl's own process.
    """
    order = {_name(step): number for step, number in pipelines.items() if number is not None}
    last = order.get(CHAIN[-1])
    return last is not None and tuple(sorted(_up_to(order, last), key=order.__getitem__)) == CHAIN


def is_untouched(pipelines: Mapping[Any, int | None], middlewares: Mapping[Any, int | None]) -> bool:
    """Whether articles are stored, and nothing but our own steps sees them before.

    Else a pipeline or a spider middleware of the user's own may change an article, so what is to be stored
    shows at the end only. `middlewares` are those beside Scrapy's.
    """
    if any(number is not None for number in middlewares.values()):
        return False
    order = {_name(step): number for step, number in pipelines.items() if number is not None}
    return STORE in order and TO_STORE.issuperset(_up_to(order, order[STORE]))


def _up_to(order: Mapping[str, int], last: int) -> list[str]:
    return [name for name, number in order.items() if number <= last]


def _name(step: Any) -> str:
    return step if isinstance(step, str) else f"{step.__module__}.{step.__qualname__}"
