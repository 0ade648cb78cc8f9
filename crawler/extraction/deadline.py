"""How long one page may take: its extraction runs in the crawl's own thread, and every portal waits for it.

The time is the thread's own (CPU seconds), so that a busy machine takes nothing from a page. It is looked at
between the steps and inside the loops that grow with the page; a thread that was interrupted elsewhere would
leave things half done.
"""

from __future__ import annotations

from contextvars import ContextVar, Token
from dataclasses import dataclass, field
from time import perf_counter, thread_time


class OutOfTime(Exception):
    """The page has used up its time; the message says how much that was."""


_running: ContextVar[Deadline | None] = ContextVar("time budget of the page", default=None)


@dataclass(slots=True)
class Deadline:
    """Seconds of the thread's own time for one page, in as many pieces (`with budget:`) as it takes.

    `seconds` of 0 are no limit, and then no time is taken.
    """

    seconds: float
    spent: float = 0.0
    _since: float = 0.0
    _began: float = 0.0
    _before: Token[Deadline | None] | None = field(default=None, repr=False)

    def __enter__(self) -> None:
        if self.seconds:
            self._since = thread_time()
            self._began = perf_counter()
        self._before = _running.set(self)

    def __exit__(self, *_: object) -> None:
        if self.seconds:
            self.spent += thread_time() - self._since
        if self._before is not None:
            _running.reset(self._before)

    def check(self) -> None:
        """Raise OutOfTime when the time is used up."""
        # The thread's time never runs ahead of the clock's, which is read without a call into the system.
        if not self.seconds or self.spent + perf_counter() - self._began <= self.seconds:
            return
        if self.spent + thread_time() - self._since > self.seconds:
            raise OutOfTime(f"more than {self.seconds:g} seconds")


def check_time() -> None:
    """Raise OutOfTime when the page that is worked on has used up its time. Without a budget, nothing."""
    budget = _running.get()
    if budget is not None:
        budget.check()
