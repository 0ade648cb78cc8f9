"""Tokenize dates into items and group them into phrases: one phrase is one day with its weekday and time."""

from __future__ import annotations

import re
from typing import Final

from crawler.dates.grammar import CLOCK, GLUE, LIST_WORD, NUMBER, WORD
from crawler.dates.vocabulary import DIGITS

CALENDAR: Final = frozenset({
    "iso", "named", "dmy", "span", "bent", "dm", "spaced", "bareday", "mdy", "monthyear", "monthname",
    "worded", "yearword", "hijri", "roman", "yearfirst",
})  # fmt: skip
WHOLE: Final = frozenset({"iso", "named", "dmy", "span", "bent", "mdy", "hijri", "roman", "yearfirst"})
"""Forms that are dates of themselves: where one is refused, nobody else needs to be asked."""
RELATIVE: Final = frozenset({"deictic", "ago", "weekend"})
MAX_ITEMS: Final = 40
"""No date is said in more: longer runs of items are read in pieces."""
_LISTS: Final = frozenset(LIST_WORD.strip("(?:)").split("|"))


class Item:
    """One token: `kind` names its form in the grammar; `link` is how it follows the previous item.

    `link` is `range`, `list`, `dash`, `slash` or empty; `gap` the punctuation; `labelled` is True after
    the word `tanggal`. Offsets refer to the whole text.
    """

    __slots__ = ("end", "gap", "kind", "labelled", "link", "match", "start")

    def __init__(self, kind: str, match: re.Match[str], link: str, gap: str, labelled: bool) -> None:
        self.kind = kind
        self.start, self.end = match.span()
        self.match = match
        self.link = link
        self.gap = gap
        self.labelled = labelled


class Phrase:
    """A day and its weekday, time and cue words. `link` is how it follows the previous phrase."""

    __slots__ = ("clock", "clock_end", "cue", "day", "daypart", "deictic", "end", "link", "start", "weekdays")

    def __init__(self, link: str, start: int) -> None:
        self.link = link
        self.start = start
        self.end = start
        self.day: Item | None = None
        self.deictic: Item | None = None
        self.weekdays: list[Item] = []
        self.clock: Item | None = None
        self.clock_end: Item | None = None
        self.daypart: Item | None = None
        self.cue: Item | None = None


def read_items(low: str, start: int) -> list[Item]:
    """Consecutive items from `start` of the folded text; empty if none begins there."""
    items: list[Item] = []
    position, size = start, len(low)
    link, gap, labelled = "", "", False
    while True:
        match = _match(low, position)
        if match is None:
            return items
        kind = match.lastgroup or ""
        if kind == "dmy" and items and match.group("nsep") == "." and items[-1].kind in CALENDAR:
            match = CLOCK.match(low, position) or match  # 16 November 2022 14.05.33
            kind = match.lastgroup or ""
        elif kind == "bareday" and not labelled and not _may_be_bare(low, position, items):
            return items
        elif kind == "cue" and "," in gap:
            return items  # "besok, nanti kita mulai": another clause
        items.append(Item(kind, match, link, gap, labelled))
        end = match.end()
        if end >= size or len(items) == MAX_ITEMS:
            return items
        glue = GLUE.match(low, end)
        assert glue is not None  # the pattern matches the empty string
        position = glue.end()
        if position >= size or (position == end and kind != "iso"):
            return items
        gap, join, tanggal = glue.groups()
        labelled = tanggal is not None
        if join is not None:
            link = "list" if join in _LISTS else "range"
        elif "-" in gap:
            link = "dash" if gap.strip(" ,|()\n") in {"-", "--"} else ""
        else:
            link = "slash" if "/" in gap else ""


def _match(low: str, position: int) -> re.Match[str] | None:
    if low[position] not in DIGITS:
        return WORD.match(low, position)
    if ":" in low[position + 1 : position + 3]:
        return CLOCK.match(low, position)
    return NUMBER.match(low, position)


def ends_at(low: str, position: int) -> bool:
    """Whether no other item follows one that ends at `position`."""
    if position >= len(low):
        return True
    glue = GLUE.match(low, position)
    assert glue is not None  # the pattern matches the empty string
    begin = glue.end()
    return begin >= len(low) or begin == position or _match(low, begin) is None


def _may_be_bare(low: str, position: int, items: list[Item]) -> bool:
    """Whether a bare number is a day: after a weekday or after the word `tanggal`."""
    if items:
        return items[-1].kind == "weekday"
    return low[max(0, position - 9) : position].rstrip(" .:").endswith(("tanggal", "tgl"))


def group(items: list[Item]) -> list[Phrase]:
    """Group items into phrases: each has at most one day, with its weekday, time and cue words."""
    phrase = Phrase("", items[0].start)
    phrases = [phrase]
    for number, item in enumerate(items):
        if not _takes(phrase, item, items, number):
            phrase = Phrase(item.link, item.start)
            phrases.append(phrase)
            _takes(phrase, item, items, number)
        phrase.end = item.end
    return phrases


def _takes(phrase: Phrase, item: Item, items: list[Item], number: int) -> bool:
    """Put `item` into its slot of `phrase`; return False if it begins another phrase."""
    kind = item.kind
    if kind in CALENDAR:
        if phrase.day is not None or (phrase.deictic is not None and item.link in ("list", "range")):
            return False
        phrase.day = item
    elif kind == "weekday":
        if phrase.day is not None and (phrase.weekdays or item.link or _leads_on(items, number + 1)):
            return False
        if phrase.deictic is not None and item.link:
            return False
        phrase.weekdays.append(item)
    elif kind == "clock":
        if phrase.clock is None:
            phrase.clock = item
        elif phrase.clock_end is None and item.link in ("dash", "range"):
            phrase.clock_end = item
        else:
            return False
    elif kind in RELATIVE:
        return _takes_relative(phrase, item)
    elif kind == "daypart":
        if phrase.daypart is None:
            phrase.daypart = item
    elif phrase.cue is None and (phrase.day is not None or phrase.weekdays or phrase.deictic is not None):
        phrase.cue = item
    return True


def _takes_relative(phrase: Phrase, item: Item) -> bool:
    if phrase.day is not None:
        if item.kind != "deictic" or item.link or item.gap.strip(" ()") or phrase.cue is not None:
            return False
        phrase.cue = item
    elif phrase.deictic is not None or (item.link in ("list", "range") and phrase.weekdays):
        return False
    else:
        phrase.deictic = item
    return True


def _leads_on(items: list[Item], number: int) -> bool:
    """Whether the item at `number` shows that the weekday before it begins a new phrase."""
    if number >= len(items):
        return False
    kind = items[number].kind
    return kind in CALENDAR or kind in ("weekday", "deictic", "cue")
