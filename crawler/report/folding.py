"""How much of a large run its report shows.

Each part has room for some kilobytes, so that a report of 500 portals stays below 400 kB, whatever their
reasons, notes and URLs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from crawler.report.drop_reasons import Text
from crawler.report.note_texts import note_text
from crawler.report.run_data import Duplicate, PortalRun, Reason
from crawler.report.wording import REASONS, fill
from crawler.stats.outcomes import DroppedPage

T = TypeVar("T")

FULL_ROOM = 88_000
"""Characters for the table of portals."""

BRIEF_ROOM = 98_000
"""Characters for portals of one line with its reason; the other ones are names."""

ILL_ROOM = 20_000
"""Characters for the portals that need attention."""

DROPPED_ROOM = 36_000
DUPLICATES_ROOM = 12_000

MAX_PORTALS = 100
"""Portals shown in the table."""

MAX_ILL = 50
"""Portals listed as needing attention; the table of portals has all."""

MAX_REASONS = 3
"""Reasons of one portal."""

MAX_NOTES = 2
REASON_LENGTH = 200
BRIEF_LENGTH = 90
"""Length of a reason in a portal's one line."""

ROW = 700
"""Characters of a row's markup and figures."""

LINE = 90


@dataclass(frozen=True, slots=True)
class PortalLists:
    """All portals: in full, one line each with its reason, and as names."""

    full: Sequence[PortalRun]
    brief: Sequence[PortalRun]
    named: Sequence[PortalRun]


def portal_lists(portals: Sequence[PortalRun]) -> PortalLists:
    """The portals, worst health first, in three lists by the room that they take."""
    full = fitting(portals[:MAX_PORTALS], _full_cost, FULL_ROOM)
    rest = portals[len(full) :]
    brief = fitting(rest, _brief_cost, BRIEF_ROOM)
    return PortalLists(full, brief, rest[len(brief) :])


def ill_portals(portals: Sequence[PortalRun]) -> Sequence[PortalRun]:
    """The first portals that need attention."""
    return fitting(portals[:MAX_ILL], lambda portal: 250 + _reasons_cost(portal), ILL_ROOM)


def fitting(items: Sequence[T], cost: Callable[[T], int], room: int) -> Sequence[T]:
    """The first items that fit into the room; at least one."""
    for number, item in enumerate(items):
        room -= cost(item)
        if room < 0 and number:
            return items[:number]
    return items


def fitting_pages(named: Sequence[tuple[str, list[DroppedPage]]]) -> list[tuple[str, list[DroppedPage], int]]:
    """The listed URLs of each reason that fit, and how many are left out: of each reason the first ones."""
    room, shown = DROPPED_ROOM, [0] * len(named)
    for turn in range(max((len(pages) for _, pages in named), default=0)):
        for number, (_, pages) in enumerate(named):
            if turn < len(pages) and shown[number] == turn:
                room -= 120 + 2 * len(pages[turn].url[:400]) + len(pages[turn].detail[:200])
                shown[number] += room >= 0 or turn == 0
    return [
        (reason, pages[:count], len(pages) - count)
        for (reason, pages), count in zip(named, shown, strict=True)
    ]


def fitting_duplicates(duplicates: Sequence[Duplicate]) -> Sequence[Duplicate]:
    """The first duplicates that fit."""
    return fitting(
        duplicates,
        lambda one: 300 + sum(map(len, (one.title, one.url, one.original_title, one.original_url))),
        DUPLICATES_ROOM,
    )


def sentence(reason: Reason, length: int = REASON_LENGTH) -> Text:
    """A reason in both languages, cut to the length."""
    english, indonesian = fill(REASONS[reason.key], reason.values)
    return cut(english, length), cut(indonesian, length)


def note(text: str) -> Text:
    """A note in both languages, cut like a reason."""
    english, indonesian = note_text(text)
    return cut(english, REASON_LENGTH), cut(indonesian, REASON_LENGTH)


def cut(text: str, length: int) -> str:
    """The text, cut to the length."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def _reasons_cost(portal: PortalRun) -> int:
    return sum(60 + sum(map(len, sentence(reason))) for reason in portal.health.reasons[:MAX_REASONS])


def _full_cost(portal: PortalRun) -> int:
    notes = sum(60 + sum(map(len, note(text))) for text in portal.notes[:MAX_NOTES])
    return ROW + len(portal.name) + _reasons_cost(portal) + notes


def _brief_cost(portal: PortalRun) -> int:
    texts = [sum(map(len, sentence(reason, BRIEF_LENGTH))) for reason in portal.health.reasons[:1]]
    return LINE + len(portal.name) + sum(texts)
