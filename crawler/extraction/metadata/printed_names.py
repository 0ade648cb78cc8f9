"""Names printed around an article, each with the way it is known, and credits of other roles."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from lxml.html import HtmlElement

from crawler.extraction.attribution.people import looks_like_person, names_no_writer, same_name
from crawler.extraction.metadata.page_context import Where
from crawler.items import Credit

LABEL, LINK, NAMED, ICON, SHAPE = range(5)
"""How a printed name is known, the surest first."""
MAX_AUTHORS = 20
_MAX_CREDITS = 20


@dataclass(slots=True)
class Printed:
    """The findings outside the text: names with their kind of evidence, credits of other roles, all lines."""

    names: list[tuple[int, str, str]] = field(default_factory=list)
    """Each with the way it is known and where it stands."""
    credits: list[Credit] = field(default_factory=list)
    placed: list[tuple[HtmlElement, Credit]] = field(default_factory=list)
    """Credits below the text, each with its element."""
    reporters: list[tuple[HtmlElement | None, Credit, Where]] = field(default_factory=list)
    """Those labelled as reporters, until it is known whether the page names an author."""
    lines: list[str] = field(default_factory=list)
    cut: bool = False
    """Names or credits were left out: the page has more than anyone signs with."""

    @property
    def credits_below(self) -> list[Credit]:
        """The credits below the text, in the order of the page."""
        placed = sorted(self.placed, key=lambda item: _position(item[0])) if self.placed[1:] else self.placed
        return [credit for _, credit in placed]

    def has(self, name: str) -> bool:
        """Whether a name is printed near the text, or a part of it is printed as the author's name."""
        wanted = _key(name)
        if any(wanted in _key(line) for line in self.lines):
            return True
        parts = [part for part in re.findall(r"\w{4,}", name.lower()) if part]
        return any(part in known.lower() for _, known, _ in self.names for part in parts)

    def best(self) -> list[str]:
        """The names with the strongest evidence, of those nearest to the title.

        If some have the shape of a person's name, the others are link labels.
        """
        if not self.names:
            return []
        rank = min(rank for rank, _, _ in self.names)
        place = next(where for known, _, where in self.names if known == rank)
        names = list(
            dict.fromkeys(name for known, name, where in self.names if (known, where) == (rank, place))
        )
        names = [name for name in names if looks_like_person(name)] or names
        # `All articles of X` beside `X`
        names = [
            one for one in names if not any(other != one and other.lower() in one.lower() for other in names)
        ]
        return names[:MAX_AUTHORS]

    @property
    def rank(self) -> int | None:
        """Rank of the evidence for the best names; None without names."""
        return min((rank for rank, _, _ in self.names), default=None)

    def add(self, rank: int, name: str | None, where: Where) -> None:
        """Record a name, known as `rank` tells."""
        if name and len(self.names) < MAX_AUTHORS:
            self.names.append((rank, name, where))
        elif name:
            self.cut = True

    def add_credit(self, credit: Credit, where: Where, element: HtmlElement | None) -> None:
        """Record a credit of another role than author."""
        if credit.role == "reporter":
            if len(self.reporters) < MAX_AUTHORS:
                self.reporters.append((element, credit, where))
                return
        elif element is not None and where in ("after", "tail", "beyond"):
            if len(self.placed) < _MAX_CREDITS:
                self.placed.append((element, credit))
                return
        elif len(self.credits) < _MAX_CREDITS:
            self.credits.append(credit)
            return
        self.cut = True

    def settle_reporters(self) -> None:
        """Take the reporters for the authors, unless the page prints others; nobody has both roles."""
        authors = [name for rank, name, _ in self.names if rank <= ICON and is_person(name)]
        for element, credit, where in self.reporters:
            if not authors:
                self.add(LABEL, credit.name, where)
            elif not any(same_name(credit.name, name) for name in authors):
                below = element is not None and where in ("after", "tail", "beyond")
                if below and element is not None:
                    self.placed.append((element, credit))
                else:
                    self.credits.append(credit)


def is_person(text: str) -> bool:
    """Whether a text has the shape of a person's name, and is no section or office."""
    return looks_like_person(text) and not names_no_writer(text)


def _position(element: HtmlElement) -> list[int]:
    """The place of an element in its document: the number of each element around it among its siblings."""
    around = [element, *element.iterancestors()]
    return [above.index(at) for at, above in pairwise(around)][::-1]


def _key(text: str) -> str:
    return "".join(re.findall(r"\w+", text.lower()))
