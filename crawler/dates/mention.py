"""The result type of date parsing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DateMention:
    """One date, time or range found in a text.

    `iso` is `2022`, `2022-11`, `2022-11-16`, `2022-11-16T14:05:00+07:00`, `--03-22` (year not known),
    or `start/end` for a range, each end in one of these forms.
    `precision` is `year`, `month`, `day`, `minute` or `second`; for a range, that of the start.
    `text` equals `source[start:end]`, offsets in code points.
    `zone_source` is the source of the offset: `offset`, `label`, `default`, or None without a time.
    `flags` are remarks such as `weekday_mismatch`, `year_inferred`, `in_quote`, `malformed`, `relative`.
    """

    iso: str
    precision: str
    start: int
    end: int
    text: str
    zone_source: str | None = None
    flags: tuple[str, ...] = ()
