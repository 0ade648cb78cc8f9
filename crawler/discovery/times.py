"""The times that sitemaps, feeds and APIs print, as ISO 8601 strings; what cannot be true is dropped."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

MAX_LENGTH = 80
EARLIEST = 1990
AHEAD = timedelta(days=2)
"""Clocks and zones err by a day; a `lastmod` further ahead says nothing about the page."""

ISO = re.compile(
    r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?)?)?)?",
    re.IGNORECASE,
)


def read_time(text: str | None, now: datetime) -> str | None:
    """The time in ISO 8601 (from W3C or RFC 822 form), or None.

    With an offset where the source gives one, else a plain local time or date. `now` is aware; a time that
    lies ahead of it, or before the web, is None.
    """
    if not text or len(text) > MAX_LENGTH:
        return None
    iso = _iso(text.strip()) or _rfc822(text.strip())
    if iso is None or not (str(EARLIEST) <= iso[:4]) or iso[:10] > (now + AHEAD).date().isoformat():
        return None
    return iso


def moment(iso: str) -> datetime:
    """An aware time for comparing; a plain date is its midnight, a time without offset is taken as UTC."""
    value = datetime.fromisoformat(iso if len(iso) > 7 else (iso + "-01-01")[:10])
    return value if value.tzinfo is not None else value.replace(tzinfo=UTC)


def _iso(text: str) -> str | None:
    match = ISO.fullmatch(text)
    if match is None:
        return None
    year, month, day, clock, zone = match.groups()
    if zone and zone.upper() == "Z":
        zone = "+00:00"
    elif zone and ":" not in zone:
        zone = f"{zone[:3]}:{zone[3:]}"
    iso = "-".join(part for part in (year, month, day) if part)
    if clock:
        iso += f"T{clock if len(clock) == 8 else clock + ':00'}{zone or ''}"
    try:
        moment(iso)
    except ValueError:
        return None
    return iso


def _rfc822(text: str) -> str | None:
    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, IndexError):
        return None
