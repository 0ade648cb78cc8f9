"""Times in sitemaps, feeds and APIs as ISO 8601 strings; impossible values are dropped."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

MAX_LENGTH = 80
EARLIEST = "1990"
AHEAD = timedelta(days=2)
"""Clocks and time zones are wrong by up to a day; a `lastmod` further in the future is meaningless."""

PRECISE = frozenset({"day", "minute", "second"})


def read_time(text: str | None, now: datetime, timezone: str = "WIB") -> str | None:
    """Return the time in ISO 8601, with the offset of `timezone` if the source has none; None if it is no
    time.

    Broken feed dates such as `05 Agustus 2019` are accepted. `now` is timezone-aware; a time after `now`,
    or before the web existed, is None.
    """
    if not text or len(text) > MAX_LENGTH:
        return None
    from crawler.dates import (
        parse_machine_date,
    )  # loads the date grammar, which the first requests do not need

    mention = parse_machine_date(text, timezone)
    if mention is None or mention.precision not in PRECISE:
        return None
    iso = mention.iso
    if iso[:4] < EARLIEST or iso[:10] > (now + AHEAD).date().isoformat():
        return None
    return iso


def in_utc(iso: str | None) -> str | None:
    """Normalize a time to UTC so that times can be compared as strings; a plain date is kept."""
    if iso is None or "T" not in iso:
        return iso
    return moment(iso).astimezone(UTC).isoformat(timespec="seconds")


def moment(iso: str) -> datetime:
    """Parse to an aware datetime; a plain date is its midnight, a time without offset is taken as UTC."""
    value = datetime.fromisoformat(iso)
    return value if value.tzinfo is not None else value.replace(tzinfo=UTC)
