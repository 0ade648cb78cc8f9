"""Facts learned from a portal's other pages: values that recur on every page, and its date order.

A document title, an author or a caption shared by many pages does not describe one article. For the counting
see `crawler.templates.portal_facts`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from crawler.extraction.metadata.title_claims import key_of

_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class PortalFacts:
    """Keys (see `key_of`) of the values that a portal's pages share, by kind.

    `month_first`: the portal prints `02/08/2025` for the eighth of February.
    """

    titles: frozenset[str] = frozenset()
    authors: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    captions: frozenset[str] = frozenset()
    month_first: bool = False

    def shares_author(self, name: str) -> bool:
        """Whether the portal's pages share this author."""
        return key_of(name) in self.authors

    def shares_section(self, name: str) -> bool:
        """Whether the portal's pages share this section."""
        return key_of(name) in self.sections

    def shares_caption(self, text: str) -> bool:
        """Whether images on several pages have this caption."""
        return key_of(text) in self.captions


NO_PORTAL_FACTS = PortalFacts()


def numeric_order(printed: str) -> int:
    """1 if a printed numeric date has the day first, -1 for the month, 0 if both are possible."""
    match = _NUMERIC.search(printed)
    if match is None:
        return 0
    first, second = int(match[1]), int(match[2])
    if first > 12 >= second:
        return 1
    return -1 if second > 12 >= first else 0


def swapped_day(printed: str, day: date) -> date | None:
    """The day of a numeric date read with the month first; None if it cannot be."""
    match = _NUMERIC.search(printed)
    if match is None or (int(match[1]), int(match[2])) != (day.day, day.month) or day.day > 12:
        return None
    return date(day.year, day.day, day.month)
