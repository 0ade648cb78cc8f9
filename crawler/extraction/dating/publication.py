"""Chooses the publication and modification time from all signals of a page.

Signals, most trusted first: structured data, share metadata, microdata, `<time>`, a printed line near the
title, the address; the source that led to the page ranks between metadata and lines. A timestamp in UTC or
without zone is checked against the printed local time: search plugins write UTC for local time and the
reverse (44 of 585 articles of one portal fall on the previous day that way).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from urllib.parse import urlsplit

from crawler.dates import parse_machine_date
from crawler.extraction.metadata.fields import Signal
from crawler.extraction.metadata.portal_facts import swapped_day

FIRST_YEAR = 1995
"""No portal is older: 0000-00-00 or 1970-01-01 are empty fields."""

SAME_MINUTE = timedelta(seconds=119)
DAY = timedelta(days=1)

_MAX_STAMP_LENGTH = 200
_MAX_KEPT_LENGTH = 64
"""Characters of a stamp whose meaning is remembered."""
_UTC = re.compile(r"(?:Z|UTC|GMT|[+-]00:?00)$", re.I)
_WITH_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*")
_URL_DAY = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/-]|$)")
_URL_MONTH = re.compile(r"/((?:19|20)\d\d)/(\d\d)/")


@dataclass(frozen=True, slots=True)
class Stamp:
    """One parsed signal. `moment` is aware and in the portal's zone unless the timestamp names another;
    None if only the day is given. `zone` is `offset`, `utc`, `label` or None (none named).
    """

    source: str
    day: date
    moment: datetime | None = None
    zone: str | None = None
    text: str = ""
    """What was printed."""


@dataclass(slots=True)
class Publication:
    """ISO 8601 with offset, or a plain date; `source` names the signal of the publication time."""

    published_at: str | None = None
    modified_at: str | None = None
    source: str | None = None
    text: str | None = None
    """The page's publication time, as printed."""
    warnings: list[str] = field(default_factory=list)
    assumes_zone: bool = False
    """One of the times names no zone, and has that of the portal."""


def read_stamp(signal: Signal, zone: tzinfo) -> Stamp | None:
    """Parse a machine-readable timestamp; None if invalid, without a day, or 1970 from an empty field."""
    if len(signal.value) > _MAX_STAMP_LENGTH:
        return None
    return _read_once(signal, zone) if len(signal.value) <= _MAX_KEPT_LENGTH else _read_signal(signal, zone)


def _read_signal(signal: Signal, zone: tzinfo) -> Stamp | None:
    text = signal.value.strip()
    if _WITH_TIME.fullmatch(text):
        # The usual form, parsed without the full grammar.
        try:
            return _stamp(signal.source, datetime.fromisoformat(text), text, zone)
        except ValueError:
            pass
    mention = parse_machine_date(text, zone)
    if mention is None or mention.precision not in {"day", "minute", "second"} or "/" in mention.iso:
        return None
    if mention.precision == "day":
        return _checked(Stamp(signal.source, date.fromisoformat(mention.iso[:10]), text=text))
    moment = datetime.fromisoformat(mention.iso)
    if mention.zone_source == "default":
        return _stamp(signal.source, moment.replace(tzinfo=None), text, zone)
    named = "label" if mention.zone_source == "label" else "utc" if _UTC.search(text) else "offset"
    return _checked(Stamp(signal.source, moment.date(), moment, named, text))


_read_once = lru_cache(maxsize=64)(_read_signal)
"""Two steps ask what the stamps of a page mean."""


def _stamp(source: str, moment: datetime, text: str, zone: tzinfo) -> Stamp | None:
    moment = moment.replace(microsecond=0)
    if moment.tzinfo is None:
        if moment.time() == time.min:
            return _checked(Stamp(source, moment.date(), text=text))  # the form in which CMSs print a day
        return _checked(Stamp(source, moment.date(), moment.replace(tzinfo=zone), text=text))
    if _UTC.search(text):
        moment = moment.astimezone(zone)
        return _checked(Stamp(source, moment.date(), moment, "utc", text))
    return _checked(Stamp(source, moment.date(), moment, "offset", text))


def _checked(stamp: Stamp) -> Stamp | None:
    return stamp if stamp.day.year >= FIRST_YEAR else None


def url_day(url: str) -> tuple[int, int, int | None] | None:
    """Year, month and day in the address: `/2022/11/17/slug/`, `/2022/11/slug.html`."""
    path = urlsplit(url).path
    match = _URL_DAY.search(path)
    if match:
        year, month, day = (int(group) for group in match.groups())
        if 1 <= month <= 12 and 1 <= day <= 31 and year >= FIRST_YEAR:
            return year, month, day
    match = _URL_MONTH.search(path)
    if match and 1 <= int(match[2]) <= 12 and int(match[1]) >= FIRST_YEAR:
        return int(match[1]), int(match[2]), None
    return None


def choose_publication(
    published: list[Signal],
    modified: list[Signal],
    lines: list[Stamp],
    url: str,
    zone: tzinfo,
    *,
    latest: datetime | None = None,
    created: Sequence[Signal] = (),
    changes: Sequence[Stamp] = (),
) -> Publication:
    """Choose the publication and modification time.

    `published` and `modified` are machine-readable signals, most trusted first; `lines` are dates printed in
    local time, nearest to the title first. Ignores dates later than `latest` (the fetch time) plus a day.
    `created`, the page's creation time, is used if no publication date is found; `changes` are printed times
    of the last change.
    """
    result = Publication()
    stamps = _read(published, zone, latest, result.warnings, "published")
    lines = [line for line in lines if not _late(line, latest)]
    address = url_day(url)
    modifications = _read(modified, zone, latest, result.warnings, "modified")
    if stamps and lines and _is_of_a_change(stamps[0], modifications) and stamps[0].day - lines[0].day > DAY:
        stamps = [stamp for stamp in stamps if stamp.source != stamps[0].source]
    stamps = [_as_printed(stamp, lines) for stamp in stamps]
    chosen = _primary(stamps, lines)
    if chosen is None and not (address is not None and address[2] is not None):
        chosen = next(iter(_read(created, zone, latest, result.warnings, "published")), None)
    if chosen is None:
        if address is not None and address[2] is not None:
            try:
                result.published_at = date(address[0], address[1], address[2]).isoformat()
                result.source = "url"
                result.text = urlsplit(url).path
            except ValueError:
                result.warnings.append("published_unusable:url")
    else:
        settled = _settle(chosen, stamps, lines, address, zone, result.warnings)
        result.published_at, result.source = _iso(settled), settled.source
        result.text = chosen.text or None
        result.assumes_zone = _assumes_zone(chosen) and settled.moment is not None
        for other in (*stamps, *lines):
            if other.source != settled.source and abs(other.day - settled.day) > DAY:
                result.warnings.append(f"published_disagrees:{other.source}")
    if modifications:
        change = _shift_like(modifications[0], chosen, result.published_at, zone)
        result.modified_at = _iso(change)
        result.assumes_zone |= _assumes_zone(modifications[0])
    elif changes and (modification := next((c for c in changes if not _late(c, latest)), None)) is not None:
        result.modified_at = _iso(modification)
        result.assumes_zone |= _assumes_zone(modification)
    result.warnings = list(dict.fromkeys(result.warnings))
    return result


def _as_printed(stamp: Stamp, lines: list[Stamp]) -> Stamp:
    """A numeric day that the page prints as the other of its two readings: `03-09-2026`, `March 9, 2026`."""
    other = swapped_day(stamp.text, stamp.day) if stamp.moment is None and lines else None
    return replace(stamp, day=other) if other is not None and other == lines[0].day else stamp


def _is_of_a_change(stamp: Stamp, changes: list[Stamp]) -> bool:
    """Whether a source gives the time of the last change as that of the publication too."""
    return any(change.source == stamp.source and stamp.day >= change.day for change in changes)


def _read(
    signals: Sequence[Signal], zone: tzinfo, latest: datetime | None, warnings: list[str], what: str
) -> list[Stamp]:
    stamps = []
    for signal in signals:
        stamp = read_stamp(signal, zone)
        if stamp is None:
            warnings.append(f"{what}_unusable:{signal.source}")
        elif _late(stamp, latest):
            warnings.append(f"{what}_in_future:{signal.source}")
        else:
            stamps.append(stamp)
    return stamps


def _late(stamp: Stamp, latest: datetime | None) -> bool:
    return latest is not None and stamp.day > (latest + DAY).date()


def _primary(stamps: list[Stamp], lines: list[Stamp]) -> Stamp | None:
    first = stamps[0] if stamps else lines[0] if lines else None
    if first is None or first.moment is not None:
        return first
    # Only a day: another signal of that day may give the time.
    return next((s for s in (*stamps, *lines) if s.moment is not None and s.day == first.day), first)


def _settle(
    stamp: Stamp,
    stamps: list[Stamp],
    lines: list[Stamp],
    address: tuple[int, int, int | None] | None,
    zone: tzinfo,
    warnings: list[str],
) -> Stamp:
    """The time of a timestamp in UTC or without zone, corrected by dates known to be local."""
    if stamp.moment is None or stamp.zone in {"offset", "label"} or stamp in lines:
        return stamp
    as_utc = stamp.moment if stamp.zone == "utc" else stamp.moment.replace(tzinfo=UTC).astimezone(zone)
    wall = (
        stamp.moment.astimezone(UTC).replace(tzinfo=None)
        if stamp.zone == "utc"
        else stamp.moment.replace(tzinfo=None)
    )
    # The page prints its own zone: `18:02 WITA` beside a timestamp of 18:02 without one.
    printed = next((s.moment.tzinfo for s in lines if s.zone == "label" and s.moment), None)
    as_local = wall.replace(tzinfo=printed or zone)
    default, other = (as_utc, as_local) if stamp.zone == "utc" else (as_local, as_utc)
    certain = [s for s in stamps if s.zone == "offset" and s.moment] + [s for s in lines if s.moment]
    for witness in certain:
        assert witness.moment is not None
        for reading in (default, other):
            if abs(reading - witness.moment) <= SAME_MINUTE:
                return _reading(stamp, reading, default, warnings)
    if stamp.zone == "utc" and wall.time() == time.min:
        # Static generators write a day without a time this way.
        day = Stamp(stamp.source, wall.date(), text=stamp.text)
        return next((line for line in lines if line.moment is not None and line.day == day.day), day)
    days = {witness.day for witness in lines[:1]}
    if not days and address is not None and address[2] is not None:
        days = {day for day in (default.date(), other.date()) if (day.year, day.month, day.day) == address}
    if days and default.date() not in days and other.date() in days:
        return _reading(stamp, other, default, warnings)
    return _reading(stamp, default, default, warnings)


def _reading(stamp: Stamp, reading: datetime, default: datetime, warnings: list[str]) -> Stamp:
    if reading != default:
        warnings.append(f"zone_corrected:{stamp.source}")
    return Stamp(stamp.source, reading.date(), reading, "offset")


def _shift_like(change: Stamp, chosen: Stamp | None, published_at: str | None, zone: tzinfo) -> Stamp:
    """Apply to a modification timestamp the zone error found in the same source's publication timestamp."""
    if change.moment is None or chosen is None or chosen.moment is None or published_at is None:
        return change
    if change.source != chosen.source or change.zone != chosen.zone or change.zone == "offset":
        return change
    if "T" not in published_at:
        return change
    moved = datetime.fromisoformat(published_at) - chosen.moment
    moment = change.moment + moved
    return Stamp(change.source, moment.date(), moment, change.zone)


def _assumes_zone(stamp: Stamp) -> bool:
    return stamp.moment is not None and stamp.zone is None


def _iso(stamp: Stamp) -> str:
    return stamp.day.isoformat() if stamp.moment is None else stamp.moment.isoformat(timespec="seconds")
