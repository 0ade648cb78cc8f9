"""When a portal is due again: learned from how often it publishes. Pure: no clock, no database."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from statistics import median

from crawler.ledger.visit import Visit, failures_in_a_row

HOUR = 3600
DAY = 24 * HOUR

ASKS_PER_ARTICLE = 2
"""A portal is asked twice in the usual time between two articles: an article waits half of it on average."""

QUIET_SHARE = 10
"""A portal that has been quiet for long is asked after a tenth of its quiet: a dead one costs little."""

SPREAD = 0.2
"""The rest of each portal is stretched or cut by up to a tenth, so that portals do not fall into step."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The shortest and the longest rest of a portal, in seconds."""

    least: float = 1 * HOUR
    most: float = 1 * DAY


def typical_publication_gap(published: Sequence[str]) -> float | None:
    """The median time between two publications in seconds; None with fewer than three.

    `published` are ISO 8601 times or plain days. Articles published at one moment are one publication: many
    offices put the day's releases up together.
    """
    moments = sorted({moment for moment in map(_seconds, published) if moment is not None})
    if len(moments) < 3:
        return None
    return median(after - before for before, after in pairwise(moments))


def recrawl_interval(published: Sequence[str], history: Sequence[Visit], now: float, bounds: Bounds) -> float:
    """Seconds between two visits of a portal. `history` holds its visits, the newest first."""
    gap = typical_publication_gap(published)
    newest = max((moment for moment in map(_seconds, published) if moment is not None), default=None)
    wanted = bounds.most
    if gap is not None and newest is not None:
        wanted = max(gap / ASKS_PER_ARTICLE, (now - newest) / QUIET_SHARE)
    wanted = min(max(wanted, bounds.least), bounds.most)
    failures = failures_in_a_row(history)
    return min(wanted * 2 ** min(failures, 10), max(bounds.most, wanted)) if failures else wanted


def overdue(
    portal_id: str, published: Sequence[str], history: Sequence[Visit], now: float, bounds: Bounds
) -> float:
    """How long the portal has waited, in rests: due from 1 on. A portal never seen is infinitely late.

    One whose last visit was cut short (by a budget, a stop) is due at once.
    """
    if not history:
        return float("inf")
    last = history[0]
    waited = now - last.ended_at
    if waited < 0 or (not last.complete and last.failed is None):
        return max(1.0, 1.0 + waited / bounds.most)
    pause = recrawl_interval(published, history, now, bounds)
    return waited / (pause * _stretch(portal_id, last.ended_at))


def _stretch(portal_id: str, salt: int) -> float:
    digest = hashlib.blake2b(f"{portal_id} {salt}".encode(), digest_size=4).digest()
    return 1 - SPREAD / 2 + SPREAD * int.from_bytes(digest) / 2**32


def _seconds(text: str) -> float | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
