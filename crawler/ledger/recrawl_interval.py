"""Re-crawl interval of a portal, learned from how often it publishes. Pure: no clock, no database."""

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

VISITS_PER_ARTICLE = 2
"""A portal is visited twice per usual gap between two articles: an article waits half a visit on average."""

QUIET_SHARE = 10
"""A portal without new articles is visited after a tenth of its silence: a dead portal costs little."""

SPREAD = 0.2
"""Each interval is stretched or cut by up to a tenth, so that portals do not synchronize."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Shortest and longest re-crawl interval, in seconds."""

    least: float = 1 * HOUR
    most: float = 1 * DAY


def typical_publication_gap(published: Sequence[str]) -> float | None:
    """Median time between two publications in seconds; None with fewer than three.

    `published` are ISO 8601 times or dates. Articles with the same time count as one publication: many
    offices publish the day's releases together.
    """
    moments = sorted({moment for moment in map(_seconds, published) if moment is not None})
    if len(moments) < 3:
        return None
    return median(after - before for before, after in pairwise(moments))


def recrawl_interval(published: Sequence[str], history: Sequence[Visit], now: float, bounds: Bounds) -> float:
    """Seconds between two visits of a portal. `history` holds its visits, newest first."""
    gap = typical_publication_gap(published)
    newest = max((moment for moment in map(_seconds, published) if moment is not None), default=None)
    wanted = bounds.most
    if gap is not None and newest is not None:
        wanted = max(gap / VISITS_PER_ARTICLE, (now - newest) / QUIET_SHARE)
    wanted = min(max(wanted, bounds.least), bounds.most)
    failures = failures_in_a_row(history)
    return min(wanted * 2 ** min(failures, 10), max(bounds.most, wanted)) if failures else wanted


def overdue(
    portal_id: str, published: Sequence[str], history: Sequence[Visit], now: float, bounds: Bounds
) -> float:
    """Time since the last visit in re-crawl intervals: due from 1 on, infinite for a portal never visited.

    A portal whose last visit was cut short (by a budget or a stop) is due at once.
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
