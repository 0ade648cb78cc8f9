"""When stored articles are read again: days after their publication. Pure functions; times are seconds since
1970 UTC.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

HOUR = 3600
DAY = 24 * HOUR
EPOCH = date(1970, 1, 1).toordinal()

REVISIT = (1, 3, 7, 30)
"""Default of the setting `REVISIT`: days after publication on which an article is fetched again."""

OLD_ARTICLE = 30 * DAY
"""Minimum interval of an article after its last visit: a doubted `lastmod` (`DOUBTED_CHECKS`) waits."""


def next_visit(published: str | None, now: int, checks: int, revisit: Sequence[int]) -> int:
    """When an article that was fetched now is due again.

    `revisit`: days after publication, ascending. An article without a date counts from its first fetch by its
    unchanged `checks`. After the last of these days the interval is long (`OLD_ARTICLE`).
    """
    began = _moment(published)
    if began is None:
        done = [0, *revisit][min(checks, len(revisit))]
        began = now - done * DAY
    later = [began + days * DAY for days in revisit if began + days * DAY > now]
    return later[0] if later else now + max(OLD_ARTICLE, max(revisit, default=0) * DAY)


def oldest_visited(now: int, revisit: Sequence[int]) -> date:
    """The first day of publication whose articles are revisited: the last visit may be late by half."""
    return date.fromordinal(EPOCH + (now - max(revisit, default=0) * DAY * 3 // 2) // DAY)


def _moment(published: str | None) -> int | None:
    """Seconds since 1970 of a publication time (ISO 8601); of a plain day its midnight, UTC."""
    if published is None:
        return None
    try:
        moment = datetime.fromisoformat(published)
    except ValueError:
        return None
    return int((moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).timestamp())
