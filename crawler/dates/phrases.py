"""Read the items of a date phrase and group them: one phrase is one day with what was said about it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from crawler.dates.grammar import GLUE, LIST_WORD, NUMBER, WORD

CALENDAR: Final = frozenset(
    {
        "iso",
        "named",
        "dmy",
        "span",
        "bent",
        "dm",
        "spaced",
        "mdy",
        "monthyear",
        "monthname",
        "yearword",
        "hijri",
    }
)
RELATIVE: Final = frozenset({"deictic", "ago", "wordago", "weekend"})
LISTS: Final = frozenset(LIST_WORD.strip("(?:)").split("|"))
DIGITS: Final = frozenset("0123456789")


@dataclass(slots=True)
class Item:
    """One thing read: `kind` names the group of the grammar; `link` is how it follows the item before.

    `link` is `range`, `list`, `dash`, `slash` or empty; `labelled` tells of a `tanggal` before it.
    """

    kind: str
    start: int
    end: int
    match: re.Match[str]
    link: str = ""
    gap: str = ""
    labelled: bool = False


@dataclass(slots=True)
class Phrase:
    """A day and what belongs to it. `link` is how the phrase follows the one before."""

    link: str
    start: int
    end: int
    day: Item | None = None
    deictic: Item | None = None
    weekdays: list[Item] = field(default_factory=list)
    clock: Item | None = None
    clock_end: Item | None = None
    daypart: Item | None = None
    cue: Item | None = None


def read_items(low: str, start: int) -> list[Item]:
    """The items that follow one another from `start` of the folded text; empty where none begins."""
    items: list[Item] = []
    position, size = start, len(low)
    link, gap, labelled = "", "", False
    while True:
        match = (NUMBER if low[position] in DIGITS else WORD).match(low, position)
        if match is None:
            return items
        kind = match.lastgroup
        assert kind is not None
        items.append(Item(kind, position, match.end(), match, link, gap, labelled))
        glue = GLUE.match(low, match.end())
        assert glue is not None
        position = glue.end()
        if position >= size or (position == match.end() and kind != "iso"):
            return items
        gap, join, tanggal = glue.group("gap", "join", "tanggal")
        labelled = tanggal is not None
        if join is not None:
            link = "list" if join in LISTS else "range"
        elif "-" in gap:
            link = "dash" if gap.strip(" ,|()\n") in {"-", "--"} else ""
        else:
            link = "slash" if "/" in gap else ""


def group(items: list[Item]) -> list[Phrase]:
    """Group items into phrases: each has at most one day, with its weekday, time and cue words."""
    phrases: list[Phrase] = []
    phrase: Phrase | None = None
    for number, item in enumerate(items):
        if phrase is None or not _takes(phrase, item, items, number):
            phrase = Phrase(item.link if phrase is not None else "", item.start, item.end)
            phrases.append(phrase)
            _takes(phrase, item, items, number)
        phrase.end = item.end
    return phrases


def _takes(phrase: Phrase, item: Item, items: list[Item], number: int) -> bool:
    """Put `item` into its slot of `phrase`, or say that it begins another phrase."""
    kind, joined = item.kind, item.link in ("list", "range")
    if kind in CALENDAR:
        if phrase.day is not None or (joined and phrase.deictic is not None):
            return False
        phrase.day = item
    elif kind == "weekday":
        following = items[number + 1].kind if number + 1 < len(items) else ""
        if phrase.day is not None and (
            phrase.weekdays
            or item.link
            or following in CALENDAR
            or following in ("weekday", "deictic", "cue")
        ):
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
        if phrase.day is not None:
            if kind != "deictic" or item.link or item.gap.strip(" ()") or phrase.cue is not None:
                return False
            phrase.cue = item
        elif phrase.deictic is not None or (joined and phrase.weekdays):
            return False
        else:
            phrase.deictic = item
    elif kind == "daypart":
        if phrase.daypart is None:
            phrase.daypart = item
    elif kind == "cue":
        if phrase.day is None and not phrase.weekdays and phrase.deictic is None:
            return True
        if phrase.cue is None:
            phrase.cue = item
    return True
