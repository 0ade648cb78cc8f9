"""What is known of a portal from its other pages: values that every page repeats, and the order of its dates.

A document title, an author or a caption that many pages share says nothing of one article. How the values are
counted, see `crawler.templates.portal_facts`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from crawler.extraction.metadata.title_claims import key_of

_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class PortalFacts:
    """Keys (see `key_of`) of the values that pages of a portal share, by kind.

    `month_first` tells that the portal prints `02/08/2025` for the eighth of February.
    """

    titles: frozenset[str] = frozenset()
    authors: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    captions: frozenset[str] = frozenset()
    month_first: bool = False

    def shares_author(self, name: str) -> bool:
        """Whether the pages of the portal claim this author alike."""
        return key_of(name) in self.authors

    def shares_section(self, name: str) -> bool:
        """Whether the pages of the portal claim this section alike."""
        return key_of(name) in self.sections

    def shares_caption(self, text: str) -> bool:
        """Whether pictures of several pages have this caption."""
        return key_of(text) in self.captions


NO_PORTAL_FACTS = PortalFacts()


def numeric_order(printed: str) -> int:
    """1 where a printed numeric date has the day first, -1 for the month, 0 where it may be either."""
    match = _NUMERIC.search(printed)
    if match is None:
        return 0
    first, second = int(match[1]), int(match[2])
    if first > 12 >= second:
        return 1
    return -1 if second > 12 >= first else 0


def swapped_day(printed: str, day: date) -> date | None:
    """The day of a numeric date read with the month first; None where it is not read so."""
    match = _NUMERIC.search(printed)
    if match is None or (int(match[1]), int(match[2])) != (day.day, day.month) or day.day > 12:
        return None
    return date(day.year, day.day, day.month)
