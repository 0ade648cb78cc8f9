"""Parse machine-written timestamps: metadata, feeds, APIs, sitemaps."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from crawler.dates.calendar_math import FIRST_YEAR, LAST_YEAR, exists, full_year
from crawler.dates.mention import DateMention
from crawler.dates.publication_line import parse_date
from crawler.dates.zones import as_zone, suffix

_ABBREVIATED: Final = {
    "wet": "+0000", "west": "+0100", "bst": "+0100", "cet": "+0100", "cest": "+0200", "eet": "+0200",
    "eest": "+0300", "msk": "+0300", "sgt": "+0800", "myt": "+0800", "hkt": "+0800", "awst": "+0800",
    "jst": "+0900", "kst": "+0900", "acst": "+0930", "aest": "+1000", "aedt": "+1100", "nzst": "+1200",
    "nzdt": "+1300", "est": "-0500", "edt": "-0400", "cst": "-0600", "cdt": "-0500", "mst": "-0700",
    "mdt": "-0600", "pst": "-0800", "pdt": "-0700",
}  # fmt: skip
"""What `date` and Java print of a server's zone; of names with several meanings that of RFC 2822, or none."""
_NAMED: Final = f"UTC|GMT|WIB|WITA|WIT|{'|'.join(_ABBREVIATED)}"
_ISO: Final = re.compile(
    r"(?P<y>\d{4})-?(?P<mo>\d{2})-?(?P<d>\d{2})"
    rf"(?:(?:[T_]|\s{{1,2}}|(?P<php>{_NAMED}|[+-]\d\d(?=\d\d:)))\s?"
    r"(?P<h>\d{2})(?::?(?P<mi>\d{2})(?::?(?P<s>\d{2})(?:[.,]\d{1,9})?)?)?"
    rf"\s?(?P<zone>Z|(?:UTC|GMT)?\s?[+-]\d{{1,2}}(?::?\d{{2}})?(?::?00)?|{_NAMED})?)?",
    re.IGNORECASE | re.ASCII,
)
"""`php`: the zone where `T` is in an unescaped format of PHP (`Y-m-dTH:i:s`): `2024-03-12WIB10:15:00`."""
_MONTH: Final = re.compile(r"(?P<y>\d{4})(?:-(?P<mo>\d{2}))?", re.ASCII)
_EPOCH: Final = re.compile(r"\d{9,10}(?:\d{3}){0,3}(?:\.\d+)?", re.ASCII)
_CTIME: Final = re.compile(
    r"(?:[a-z]{3},?\s+)?(?P<mon>[a-z]{3})\s+(?P<d>\d{1,2})\s+(?P<clock>\d\d?:\d\d(?::\d\d)?)"
    rf"(?:\s+(?P<zone>[+-]\d{{4}}|UTC|GMT|WIB|WITA|WIT|{'|'.join(_ABBREVIATED)}))?\s+(?P<y>\d{{4}})",
    re.IGNORECASE | re.ASCII,
)
_RFC_822: Final = re.compile(
    r"(?:[a-z]{3,9},?\s+)?(?P<d>\d{1,2})[\s-](?P<mon>[a-z]{3,9})[\s-](?P<y>\d{4}|\d{2})"
    r"\s+(?P<clock>\d\d?:\d\d(?::\d\d)?)"
    rf"(?:\s?(?P<zone>[+-]\d{{2}}:?\d{{2}}|[+-]\d{{2}}|UTC?|GMT|Z|WIB|WITA|WIT|{'|'.join(_ABBREVIATED)}))?",
    re.IGNORECASE | re.ASCII,
)
"""RFC 822 and RFC 850 as PHP prints them: two digits of a year, names of zones."""
_LABELS: Final = {"wib": 7, "wita": 8, "wit": 9}
_EARLIEST_EPOCH: Final = 315532800
"""1980: smaller numbers are counters, not the time of an article."""


def parse_machine_date(text: str, timezone: str | tzinfo = "Asia/Jakarta") -> DateMention | None:
    """Parse a machine-written timestamp to a time or day in the portal's zone; None if it is no timestamp.

    Reads ISO 8601 and its common variants (`2022-11-17T09:12:05+0700`, `2022-11-17 09:12:05`,
    `20221117T091205Z`), RFC 822 and 2822 (zone names, two-digit years), C's asctime, seconds or milliseconds
    since 1970, and everything that `parse_date` reads. A printed offset is kept, except that UTC is
    converted to `timezone`; a timestamp without offset is in the portal's zone (see `zone_source`).
    `timezone` as in `find_dates`.
    """
    stamp = text.strip().strip("\"'")
    if len(stamp) > 100:
        return None
    start = text.find(stamp)
    zone = as_zone(timezone)
    match = _ISO.fullmatch(stamp)
    if match is not None and not ("-" not in stamp[:10] and match["h"] is None and len(stamp) != 8):
        return _iso(match, stamp, start, zone)
    match = _MONTH.fullmatch(stamp)
    if match is not None:
        year, month = int(match["y"]), int(match["mo"] or 1)
        if not exists(year, month, 1):
            return None
        return DateMention(stamp, "month" if match["mo"] else "year", start, start + len(stamp), stamp)
    if _EPOCH.fullmatch(stamp) is not None:
        return _epoch(stamp, start, zone)
    match = _CTIME.fullmatch(stamp) or _RFC_822.fullmatch(stamp)
    line = stamp
    if match is not None:
        named = match["zone"] or ""
        named = "+0000" if named.lower() in {"ut", "z"} else _ABBREVIATED.get(named.lower(), named)
        full = int(match["y"]) if len(match["y"]) == 4 else full_year(int(match["y"]), None)
        line = f"{match['d']} {match['mon']} {full} {match['clock']} {named}"
    mention = parse_date(line.rstrip(), timezone=zone)
    if mention is None or mention.iso.startswith("--") or "/" in mention.iso:
        return None
    return DateMention(
        mention.iso, mention.precision, start, start + len(stamp), stamp, mention.zone_source, mention.flags
    )


def _iso(match: re.Match[str], stamp: str, start: int, zone: tzinfo) -> DateMention | None:
    year, month, day = int(match["y"]), int(match["mo"]), int(match["d"])
    if not exists(year, month, day):
        return None
    end = start + len(stamp)
    if match["h"] is None:
        return DateMention(date(year, month, day).isoformat(), "day", start, end, stamp)
    hour, minute, second = int(match["h"]), int(match["mi"] or 0), int(match["s"] or 0)
    if hour > 23 or minute > 59 or second > 60:
        return None
    moment = datetime(year, month, day, hour, minute, min(second, 59))
    precision = "minute" if match["s"] is None else "second"
    source, offset = _zone(match["zone"] or match["php"], zone, moment)
    if offset is None:
        return None
    if source == "offset" and not offset:
        shift = zone.utcoffset(moment) or timedelta(0)
        moment, offset = moment + shift, shift
    return DateMention(moment.isoformat() + suffix(offset), precision, start, end, stamp, source)


def _zone(printed: str | None, zone: tzinfo, moment: datetime) -> tuple[str, timedelta | None]:
    if not printed:
        return "default", zone.utcoffset(moment) or timedelta(0)
    label = printed.lower().strip()
    if label in _LABELS:
        return "label", timedelta(hours=_LABELS[label])
    label = _ABBREVIATED.get(label, label)
    digits = re.sub(r"\D", "", label)
    hours, minutes = int(digits[:2] or 0), int(digits[2:4] or 0)
    if hours > 14 or minutes > 59:
        return "offset", None
    offset = timedelta(hours=hours, minutes=minutes)
    return "offset", -offset if "-" in label else offset


def _epoch(stamp: str, start: int, zone: tzinfo) -> DateMention | None:
    whole = stamp.partition(".")[0]
    seconds = int(whole[:10] if len(whole) > 10 else whole)
    if seconds < _EARLIEST_EPOCH:
        return None
    moment = datetime(1970, 1, 1) + timedelta(seconds=seconds)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    shift = zone.utcoffset(moment) or timedelta(0)
    iso = (moment + shift).isoformat() + suffix(shift)
    return DateMention(iso, "second", start, start + len(stamp), stamp, "offset", ("epoch",))
