"""How long to wait before a batch is sent again. Pure."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

FIRST = 0.5
LONGEST = 300.0
"""Seconds of the first and of the longest pause; each pause is twice the last one."""

MOST_ASKED = 3600.0
"""Seconds of `Retry-After` that are obeyed; a receiver that asks for more is asked again then."""


def pause(failures: int, retry_after: float | None, chance: random.Random) -> float:
    """Seconds to wait after so many failures in a row: between half and all of the doubled pause, so that
    many senders do not return at once; at least `retry_after`."""
    most = min(LONGEST, FIRST * 2.0 ** min(failures - 1, 20))
    waited = most * (0.5 + chance.random() / 2)
    return max(waited, min(retry_after or 0.0, MOST_ASKED))


def read_retry_after(value: str | None, now: datetime | None = None) -> float | None:
    """Seconds that a `Retry-After` header asks for (RFC 9110, section 10.2.3); None for none or nonsense."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())
