"""The time that a page may take, over all steps: what takes longer is dropped with the reason `too_slow`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from crawler.extraction.deadline import Deadline, OutOfTime
from crawler.stats.outcomes import Dropped


@contextmanager
def taking(budget: Deadline) -> Iterator[None]:
    """Spend from `budget`. Raises Dropped when it is used up."""
    try:
        with budget:
            yield
            budget.check()
    except OutOfTime as error:
        raise Dropped("too_slow", str(error)) from error
