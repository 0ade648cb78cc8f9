"""Number of extraction workers: from the setting, or estimated from the crawl."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

AUTO = "auto"

FAST = 20.0
"""Pages per second from which a worker is worth its memory: extracting so many takes about a fifth of a
core."""

MOST = 2
"""Maximum workers of `auto`: per page, the crawl's own process costs as much as extraction."""

CHAIN = (
    "pipelines.extract.ExtractPipeline",
    "pipelines.boilerplate.BoilerplatePipeline",
    "pipelines.dates.DatesPipeline",
    "pipelines.period.PeriodPipeline",
    "pipelines.validate.ValidatePipeline",
)
"""The pipelines that a worker replaces (the period is checked again afterwards)."""

STORE = "pipelines.store.StorePipeline"
TO_STORE = frozenset(
    {
        *CHAIN,
        "pipelines.match.MatchPipeline",
        "pipelines.duplicates.DuplicatesPipeline",
        "pipelines.archive.ArchivePipeline",
        STORE,
    }
)
"""The pipelines that do not modify the content of an article."""


def processes(setting: str | int, *, cores: int, portals: int, delay: float) -> int:
    """Number of extraction workers.

    `setting` is a number or `auto`: no worker on one core, and none if `portals` hosts, each requested at
    most every `delay` seconds, cannot deliver pages fast enough to keep a core busy.
    """
    if setting != AUTO:
        return int(setting)
    pace = portals / delay if delay else math.inf
    return min(cores - 1, MOST) if pace > FAST else 0


def has_default_steps(pipelines: Mapping[Any, int | None]) -> bool:
    """Whether the pipelines from page to article are the default ones, without others between them.

    A custom pipeline there needs the intermediate items, in the crawl's process.
    """
    order = {_name(step): number for step, number in pipelines.items() if number is not None}
    last = order.get(CHAIN[-1])
    return last is not None and tuple(sorted(_up_to(order, last), key=order.__getitem__)) == CHAIN


def stores_unmodified(pipelines: Mapping[Any, int | None], middlewares: Mapping[Any, int | None]) -> bool:
    """Whether articles are stored exactly as extracted: only default pipelines and middlewares.

    A custom pipeline or spider middleware may modify an article, so its fingerprint cannot be computed ahead.
    `middlewares` are those besides Scrapy's.
    """
    if any(number is not None for number in middlewares.values()):
        return False
    order = {_name(step): number for step, number in pipelines.items() if number is not None}
    return STORE in order and TO_STORE.issuperset(_up_to(order, order[STORE]))


def _up_to(order: Mapping[str, int], last: int) -> list[str]:
    return [name for name, number in order.items() if number <= last]


def _name(step: Any) -> str:
    return step if isinstance(step, str) else f"{step.__module__}.{step.__qualname__}"
