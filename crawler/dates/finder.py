"""Find the dates in a text."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from crawler.dates import context
from crawler.dates.calendar_day import Printed, read_day
from crawler.dates.folding import fold
from crawler.dates.grammar import ANCHOR
from crawler.dates.mention import DateMention
from crawler.dates.phrases import Phrase, group, read_items
from crawler.dates.resolve import Reading, Resolver
from crawler.dates.zones import as_zone, local


def find_dates(
    text: str, *, reference: datetime | None = None, timezone: str | tzinfo = "Asia/Jakarta"
) -> list[DateMention]:
    """The dates, times of a day and ranges that `text` names, in order, none overlapping another.

    `reference` is the publication time that `kemarin` and `(22/3)` are read from; a naive one is taken to
    be on the portal's clock. Without it relative words give nothing and a date without a year keeps none
    (`--03-22`). `timezone` is the portal's zone: an IANA name, WIB/WITA/WIT or a tzinfo (ValueError for a
    name that does not exist). Any text is fine: what is no date is left out. Time is linear in its length.
    """
    low = fold(text)
    zone = as_zone(timezone)
    resolver: Resolver | None = None
    readings: list[Reading] = []
    position = 0
    while (anchor := ANCHOR.search(low, position)) is not None:
        start = anchor.start()
        items = read_items(low, start)
        if not items:
            position = anchor.end()
            continue
        if resolver is None:
            resolver = Resolver(text, low, local(reference, zone), zone)
        readings += _interpret(group(items), resolver)
        position = max(anchor.end(), items[-1].end)
    return _mentions(text, readings)


def _interpret(phrases: list[Phrase], resolver: Resolver) -> list[Reading]:
    """Resolve phrases from left to right; the ends of a range lend each other month and year."""
    printed = [read_day(p.day, resolver.today) if p.day is not None else None for p in phrases]
    _share_years(phrases, printed)
    readings: list[Reading] = []
    previous: Reading | None = None
    for number, phrase in enumerate(phrases):
        said = printed[number]
        joins = _joins(phrases, printed, number)
        after: date | None = None
        if joins and previous is not None and said is not None and said.year is None:
            after = previous.day
        linked = joins or (number + 1 < len(phrases) and _joins(phrases, printed, number + 1))
        found = resolver.resolve(phrase, said, linked and _sure_near(phrases, printed, number), after)
        if (
            joins
            and phrase.link in ("range", "dash")
            and len(found) == 1
            and previous is not None
            and not found[0].last
        ):
            reading = found[0]
            if (
                not previous.last
                and previous.precision in ("day", "minute", "second", "month", "year")
                and _ordered(previous, reading)
            ):
                previous.last = reading.first
                previous.end = reading.end
                previous.flags += [f for f in reading.flags if f not in previous.flags]
                previous = None
                continue
        readings += found
        previous = found[-1] if len(found) == 1 else None
    return readings


def _ordered(first: Reading, last: Reading) -> bool:
    return first.first[:10] <= last.first[:10] and first.first.startswith("--") == last.first.startswith("--")


def _joins(phrases: list[Phrase], printed: list[Printed | None], number: int) -> bool:
    """Whether this phrase continues a range or list that the one before began."""
    if number == 0 or phrases[number].link not in ("range", "dash", "list"):
        return False
    first, second = printed[number - 1], printed[number]
    return first is not None and second is not None and bool(first.days) == bool(second.days)


def _sure_near(phrases: list[Phrase], printed: list[Printed | None], number: int) -> bool:
    """Whether a neighbour in the range is a date beyond doubt, so that this one is too."""
    for neighbour in (number - 1, number + 1):
        if 0 <= neighbour < len(phrases):
            said = printed[neighbour]
            if said is not None and (said.sure or phrases[neighbour].weekdays):
                return True
    return False


def _share_years(phrases: list[Phrase], printed: list[Printed | None]) -> None:
    """`29 Desember - 2 Januari 2023`: the year at the end holds for the start, or the year before it."""
    for number in range(len(phrases) - 1, 0, -1):
        last, first = printed[number], printed[number - 1]
        if last is None or first is None or not _joins(phrases, printed, number):
            continue
        if first.year is None and last.year is not None:
            turns = (first.month, first.days[:1]) > (last.month, last.days[:1])
            first.year = last.year - 1 if turns else last.year


def _mentions(text: str, readings: list[Reading]) -> list[DateMention]:
    mentions = []
    edges: list[int] | None = None
    for r in readings:
        start, end = r.start, r.end
        if (
            text.find("(", start, end) > text.find(")", start, end)
            and text[end : end + 2].lstrip()[:1] == ")"
        ):
            end = text.index(")", end) + 1
        if r.relative:
            if edges is None:
                edges = context.quote_ends(text)
            if context.is_quoted(edges, start):
                r.flags.append("in_quote")
        iso = f"{r.first}/{r.last}" if r.last else r.first
        mentions.append(
            DateMention(iso, r.precision, start, end, text[start:end], r.zone_source, tuple(r.flags))
        )
    return mentions
