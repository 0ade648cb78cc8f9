"""Outcome of a task after its crawl: done, retried after a delay, parked, or requeued. Pure."""

from __future__ import annotations

import signal
from collections.abc import Mapping, Sequence
from enum import StrEnum

BACKOFF = (60, 600, 3600)
"""Seconds before each retry; a task that fails after the last one is parked."""

PARKED_REST = 86_400
"""Seconds that a parked portal pauses even if overdue; then the schedule enqueues it again."""

MAX_LOSSES = 10
"""Workers that may die over one task before it is parked."""

CUT_OFF = 75
"""Exit status of a crawl that stopped because it lost its worker (EX_TEMPFAIL of sysexits.h)."""


class Outcome(StrEnum):
    """How a crawl's process ended."""

    DONE = "done"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


def outcome_of(status: int, *, stopped: bool) -> Outcome:
    """The outcome by exit status (negative: the signal that killed it); `stopped` if the worker stopped
    it."""
    if status == 0:
        return Outcome.DONE
    if stopped or status in (CUT_OFF, -signal.SIGTERM):  # an orderly stop
        return Outcome.INTERRUPTED
    return Outcome.FAILED


def rest_after_failure(failures: int, backoff: Sequence[float] = BACKOFF) -> float | None:
    """Seconds until the next try after this many failures (1 or more); None: park the task."""
    return backoff[failures - 1] if failures <= len(backoff) else None


def tally(arguments: Mapping[str, object], name: str) -> int:
    """A counter in a task's arguments from before it was requeued: `failures`, or workers `lost`."""
    count = arguments.get(name, 0)
    return count if isinstance(count, int) else 0


def may_requeue(losses: int) -> bool:
    """Whether a task whose worker died for the `losses`th time is requeued rather than parked."""
    return losses <= MAX_LOSSES
