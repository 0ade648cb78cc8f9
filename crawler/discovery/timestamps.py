"""The times that sitemaps, feeds and APIs print, as ISO 8601 strings; what cannot be true is dropped."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

MAX_LENGTH = 80
EARLIEST = "1990"
AHEAD = timedelta(days=2)
"""Clocks and zones err by a day; a `lastmod` further ahead says nothing about the page."""

PRECISE = frozenset({"day", "minute", "second"})


def read_time(text: str | None, now: datetime, timezone: str = "WIB") -> str | None:
    """The time in ISO 8601, with the offset of `timezone` where the source gives none; None if it is no time.

    Also read: the broken dates of feeds such as `05 Agustus 2019`. `now` is aware; a time that lies ahead of
    it, or before the web, is None.
    """
    if not text or len(text) > MAX_LENGTH:
        return None
    from crawler.dates import parse_machine_date  # the grammar of dates; the first requests need none

    mention = parse_machine_date(text, timezone)
    if mention is None or mention.precision not in PRECISE:
        return None
    iso = mention.iso
    if iso[:4] < EARLIEST or iso[:10] > (now + AHEAD).date().isoformat():
        return None
    return iso


def in_utc(iso: str | None) -> str | None:
    """The same moment in one spelling, whoever printed it, so that two can be compared; a plain day stays."""
    if iso is None or "T" not in iso:
        return iso
    return moment(iso).astimezone(UTC).isoformat(timespec="seconds")


def moment(iso: str) -> datetime:
    """An aware time for comparing; a plain date is its midnight, a time without offset is taken as UTC."""
    value = datetime.fromisoformat(iso)
    return value if value.tzinfo is not None else value.replace(tzinfo=UTC)
