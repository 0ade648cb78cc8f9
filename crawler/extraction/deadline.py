"""Time limit for one page: extraction may run in the crawl's own thread, where every portal waits for it.

Counts the thread's own CPU seconds, so that other load on the machine does not shorten the limit. Checked
between steps and inside loops that grow with the page; interrupting the thread elsewhere would leave partial
results.
"""

from __future__ import annotations

from contextvars import ContextVar, Token
from dataclasses import dataclass, field
from time import perf_counter, thread_time


class OutOfTime(Exception):
    """The page has exceeded its time limit; the message gives the time used."""


_running: ContextVar[Deadline | None] = ContextVar("time budget of the page", default=None)


@dataclass(slots=True)
class Deadline:
    """The thread's CPU seconds for one page, counted over any number of `with budget:` sections.

    With `seconds` 0 there is no limit and nothing is measured.
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
        """Raise OutOfTime if the time is used up."""
        # CPU time is never ahead of the wall clock, which is read without a system call.
        if not self.seconds or self.spent + perf_counter() - self._began <= self.seconds:
            return
        if self.spent + thread_time() - self._since > self.seconds:
            raise OutOfTime(f"more than {self.seconds:g} seconds")


def check_time() -> None:
    """Raise OutOfTime if the current page has used up its time. Does nothing without a budget."""
    budget = _running.get()
    if budget is not None:
        budget.check()
