"""Exponential back-off between two attempts to send a batch. Pure."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

FIRST = 0.5
LONGEST = 300.0
"""Seconds of the first and the longest pause; each failure doubles the pause."""

MAX_ASKED = 3600.0
"""Upper limit in seconds for `Retry-After`."""


def pause(failures: int, retry_after: float | None, chance: random.Random) -> float:
    """Seconds to wait after `failures` consecutive failures: half to all of the doubled pause (jitter spreads
    concurrent senders), at least `retry_after`."""
    most = min(LONGEST, FIRST * 2.0 ** min(failures - 1, 20))
    waited = most * (0.5 + chance.random() / 2)
    return max(waited, min(retry_after or 0.0, MAX_ASKED))


def read_retry_after(value: str | None, now: datetime | None = None) -> float | None:
    """Seconds of a `Retry-After` header (RFC 9110, section 10.2.3); None if it is missing or invalid."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())
