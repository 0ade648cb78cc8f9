"""What becomes of a task when its crawl is over: done, tried again after a rest, parked, put back. Pure."""

from __future__ import annotations

import signal
from collections.abc import Mapping, Sequence
from enum import StrEnum

BACKOFF = (60, 600, 3600)
"""Seconds of rest before each retry; a task that fails after the last one is parked."""

PARKED_REST = 86_400
"""Seconds that a parked portal is left alone, however overdue: then what is due gives it another chance."""

MOST_LOSSES = 10
"""Workers that may die over one task before it is parked: more is no coincidence."""

CUT_OFF = 75
"""Exit status of a crawl that stopped because it lost its worker (EX_TEMPFAIL of sysexits.h)."""


class Outcome(StrEnum):
    """How a crawl's process ended."""

    DONE = "done"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


def outcome_of(status: int, *, stopped: bool) -> Outcome:
    """The outcome by exit status (negative: the signal that killed it); `stopped` where the worker asked."""
    if status == 0:
        return Outcome.DONE
    if stopped or status in (CUT_OFF, -signal.SIGTERM):  # a signal of order: somebody wanted it to stop
        return Outcome.INTERRUPTED
    return Outcome.FAILED


def rest_after_failure(failures: int, backoff: Sequence[float] = BACKOFF) -> float | None:
    """Seconds until the next try after so many failures (1 or more); None: no more tries, park it."""
    return backoff[failures - 1] if failures <= len(backoff) else None


def tally(arguments: Mapping[str, object], name: str) -> int:
    """A count that a task carries in its arguments: `failures`, or workers `lost`, before it was put back."""
    count = arguments.get(name, 0)
    return count if isinstance(count, int) else 0


def may_go_back(losses: int) -> bool:
    """Whether a task whose worker died, for the `losses`th time, is put back rather than parked."""
    return losses <= MOST_LOSSES
