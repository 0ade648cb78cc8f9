"""Indonesian time zones: names and labels to fixed offsets."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

WIB: Final = timezone(timedelta(hours=7), "WIB")
WITA: Final = timezone(timedelta(hours=8), "WITA")
WIT: Final = timezone(timedelta(hours=9), "WIT")

FIXED: Final[dict[str, timezone]] = {
    "wib": WIB, "wita": WITA, "wit": WIT,
    "asia/jakarta": WIB, "asia/pontianak": WIB,
    "asia/makassar": WITA, "asia/ujung_pandang": WITA,
    "asia/jayapura": WIT,
}  # fmt: skip
"""The zone database knows +07:20, +07:30, +08:30 and +09:30 for old years; an archive's clock does not."""


def as_zone(name: str | tzinfo) -> tzinfo:
    """The zone for `name`: an IANA name, WIB/WITA/WIT in any case, or a tzinfo.

    Indonesian zones are fixed offsets. Raises ValueError for an unknown name.
    """
    if isinstance(name, str):
        return _named(name)
    if isinstance(name, ZoneInfo) and name.key is not None:
        return FIXED.get(name.key.lower(), name)
    return name


@lru_cache(maxsize=64)
def _named(name: str) -> tzinfo:
    fixed = FIXED.get(name.strip().lower())
    if fixed is not None:
        return fixed
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"no such time zone: {name!r} (give an IANA name or WIB, WITA, WIT)") from error


def suffix(offset: timedelta) -> str:
    """The offset as ISO 8601 text: `+07:00` for seven hours."""
    minutes = offset.days * 1440 + offset.seconds // 60
    sign = "-" if minutes < 0 else "+"
    minutes = abs(minutes)
    return f"{sign}{minutes // 60:02d}:{minutes % 60:02d}"


def local(reference: datetime | None, zone: tzinfo) -> datetime | None:
    """The reference as a naive time in the zone; a naive reference is taken to be in it already."""
    if reference is None or reference.tzinfo is None:
        return reference
    try:
        return reference.astimezone(zone).replace(tzinfo=None)
    except OverflowError:
        return reference.replace(tzinfo=None)
