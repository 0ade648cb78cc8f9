"""Find the dates in a text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, tzinfo
from typing import Final

from crawler.dates import text_context
from crawler.dates.ambiguity import is_idle
from crawler.dates.calendar_day import Printed, read_day
from crawler.dates.casefolding import fold
from crawler.dates.fast_path import read_common_form
from crawler.dates.grammar import ANCHOR, DAY_RUN
from crawler.dates.iso_output import Reading, Setting
from crawler.dates.mention import DateMention
from crawler.dates.phrase_parser import WHOLE, Phrase, group, read_items
from crawler.dates.relative import relative
from crawler.dates.resolve import calendar
from crawler.dates.unknown_months import FOREIGN, MISPRINT, Rewritten, correct_misprints, translate
from crawler.dates.zones import as_zone

MAX_ITEMS: Final = 20_000
"""Days, times and weekdays read in one text: more than any article has; a hostile one costs little."""
CUT: Final = "text_cut"
"""The flag of the last mention where a text holds more than that: nothing after it was looked at."""


def find_dates(
    text: str, *, reference: datetime | None = None, timezone: str | tzinfo = "Asia/Jakarta"
) -> list[DateMention]:
    """Find all dates, times and ranges in `text`, in order, without overlaps.

    `reference` is the publication time against which `kemarin` and `(22/3)` are resolved; a naive one is
    taken in the portal's zone. Without a reference, relative words give nothing and a date without a year
    stays without one (`--03-22`). `timezone` is the portal's zone: an IANA name, WIB/WITA/WIT or a tzinfo
    (raises ValueError for an unknown name). Accepts any text; time is linear in its length. After
    `MAX_ITEMS` items the rest of the text is skipped, and the last mention has the flag `text_cut`.
    """
    return scan(text, reference, as_zone(timezone))[0]


def scan(text: str, reference: datetime | None, zone: tzinfo) -> tuple[list[DateMention], bool]:
    """The mentions of `find_dates`, and whether a form was rejected: a day that does not exist, Hijri."""
    low = fold(text)
    corrected = correct_misprints(low)
    if corrected is None:
        return _scan(text, low, reference, zone)
    mentions, refused = _scan(corrected.text, corrected.text, reference, zone)
    return [_in_original(mention, corrected, text, (MISPRINT,)) for mention in mentions], refused


def translated(line: str, zone: tzinfo) -> DateMention | None:
    """The date of a line in another language or script, flagged `foreign`; None if it holds none."""
    rewritten = translate(line)
    if rewritten is None:
        return None
    mentions, _ = _scan(rewritten.text, fold(rewritten.text), None, zone)
    found = next((m for m in mentions if m.precision in {"day", "minute"}), None)
    return _in_original(found, rewritten, line, (FOREIGN,)) if found is not None else None


def _in_original(
    mention: DateMention, rewritten: Rewritten, text: str, flags: tuple[str, ...]
) -> DateMention:
    """Map a mention of the rewritten text back to the original."""
    start = rewritten.original(mention.start)
    end = rewritten.original(mention.end, at_end=True)
    if rewritten.changed(start, end):
        flags = mention.flags + tuple(flag for flag in flags if flag not in mention.flags)
    else:
        flags = mention.flags
    return replace(mention, start=start, end=end, text=text[start:end], flags=flags)


def _scan(text: str, low: str, reference: datetime | None, zone: tzinfo) -> tuple[list[DateMention], bool]:
    """`scan` for a text without misspelt months; `low` is the folded text."""
    setting = Setting(text, low, reference, zone)
    readings: list[Reading] = []
    refused = False
    position = count = 0
    padded = " " + low  # offsets refer to the character before: see ANCHOR
    while count < MAX_ITEMS and (anchor := ANCHOR.search(padded, position)) is not None:
        start, end = anchor.start(), anchor.end() - 1
        stamp = read_common_form(setting, start)
        if stamp is not None:
            count += 1
            readings.append(stamp)
            position = stamp.end
            continue
        items = read_items(low, start)
        if not items:
            run = DAY_RUN.match(low, start)
            position = end if run is None else max(end, run.end() - 2)
            continue
        count += len(items)
        position = max(end, items[-1].end)
        if len(items) == 1 and is_idle(low, items[0]):
            continue
        found = _interpret(group(items), setting)
        if not found and not refused:
            refused = any(item.kind in WHOLE for item in items)
        readings += found
    if readings and count >= MAX_ITEMS and ANCHOR.search(padded, position) is not None:
        readings[-1].flags.append(CUT)
    return _mentions(text, readings) if readings else [], refused


def _interpret(phrases: list[Phrase], setting: Setting) -> list[Reading]:
    """Resolve phrases from left to right; the ends of a range share month and year."""
    printed = [read_day(p.day, setting) if p.day is not None else None for p in phrases]
    if len(phrases) == 1:
        return _resolve(phrases[0], printed[0], setting, False, None)
    joins = [_joins(phrases, printed, number) for number in range(len(phrases))]
    for number in range(len(phrases) - 1, 0, -1):
        if joins[number]:
            _lend(printed[number], printed[number - 1])
    joins.append(False)
    readings: list[Reading] = []
    previous: Reading | None = None
    for number, phrase in enumerate(phrases):
        said = printed[number]
        after = previous.day if joins[number] and previous is not None else None
        linked = (joins[number] and _is_sure(phrases, printed, number - 1)) or (
            joins[number + 1] and _is_sure(phrases, printed, number + 1)
        )
        found = _resolve(phrase, said, setting, linked, after)
        is_end = joins[number] and phrase.link != "list" and len(found) == 1
        if is_end and previous is not None and _extends(previous, found[0]):
            previous = None
            continue
        readings += found
        previous = found[-1] if found else None
    return readings


def _resolve(
    phrase: Phrase, printed: Printed | None, setting: Setting, linked: bool, after: date | None
) -> list[Reading]:
    if phrase.day is None:
        return relative(setting, phrase)
    return [] if printed is None else calendar(setting, phrase, printed, linked, after)


def _extends(first: Reading, last: Reading) -> bool:
    """Merge the two ends of a range into one reading, if they are in order and neither is a range."""
    if first.last or last.last or first.first[:10] > last.first[:10]:
        return False
    if first.first.startswith("--") != last.first.startswith("--"):
        return False
    first.last, first.end = last.first, last.end
    first.flags += [flag for flag in last.flags if flag not in first.flags]
    return True


def _joins(phrases: list[Phrase], printed: list[Printed | None], number: int) -> bool:
    """Whether this phrase continues the range or list that the previous one began."""
    if number == 0 or phrases[number].link not in ("range", "dash", "list"):
        return False
    first, second = printed[number - 1], printed[number]
    return first is not None and second is not None and bool(first.days) == bool(second.days)


def _is_sure(phrases: list[Phrase], printed: list[Printed | None], number: int) -> bool:
    said = printed[number]
    return said is not None and said.month > 0 and (said.sure or bool(phrases[number].weekdays))


def _lend(last: Printed | None, first: Printed | None) -> None:
    """Complete the start from the end: `29 Desember - 2 Januari 2023`, `Senin 14 - Rabu 16 November`."""
    assert last is not None
    assert first is not None
    if first.month < 0:
        first.month = last.month
    if first.year is None and last.year is not None:
        turns = (first.month, first.days[:1]) > (last.month, last.days[:1])
        first.year = last.year - turns


def _mentions(text: str, readings: list[Reading]) -> list[DateMention]:
    mentions = []
    edges: list[int] | None = None
    for reading in readings:
        start, end, flags = reading.start, reading.end, reading.flags
        if (
            text.find("(", start, end) > text.find(")", start, end)
            and text[end : end + 2].lstrip()[:1] == ")"
        ):
            end = text.index(")", end) + 1
        if reading.relative:
            if edges is None:
                edges = text_context.quote_edges(text)
            if text_context.is_quoted(edges, start):
                flags.append("in_quote")
        iso = f"{reading.first}/{reading.last}" if reading.last else reading.first
        mentions.append(
            DateMention(
                iso, reading.precision, start, end, text[start:end], reading.zone_source, tuple(flags)
            )
        )
    return mentions
