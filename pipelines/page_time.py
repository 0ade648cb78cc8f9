"""Shared by pipeline steps: the type of intermediate items, and the time limit of a page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from crawler.extraction.deadline import Deadline, OutOfTime
from crawler.stats.outcomes import Dropped
from crawler.workers.wire_format import ExtractedPage

if TYPE_CHECKING:  # extraction is imported with the first page
    from crawler.extraction.draft import Draft

IntermediateItem = TypeVar("IntermediateItem", "Draft", ExtractedPage)


@contextmanager
def time_limit(budget: Deadline) -> Iterator[None]:
    """Spend from `budget`. Raises Dropped when it is exhausted."""
    try:
        with budget:
            yield
            budget.check()
    except OutOfTime as error:
        raise Dropped("too_slow", str(error)) from error
