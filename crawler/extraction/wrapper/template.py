"""Templates: where a portal's articles stand and what recurs among their text, learned from its own pages.

Learning needs no labels: the generic extraction reads some pages, and what it finds alike on most of them is
the portal's template. Applied to a further page it points straight to the text, which is cheaper, and takes
out what recurs across articles although no list of phrases knows it. A template is plain data: written as
JSON that can be read and revised by hand, its places are CSS selectors.

What a template gives for a page follows from the template and the page alone, never from other pages.
"""

from __future__ import annotations

import json
import re
from dataclasses import MISSING, asdict, dataclass, fields
from typing import Any, Literal, get_args

from crawler.extraction.wrapper.selectors import NotASelector, select

FORMAT = 1
"""Version of the JSON form."""

Origin = Literal["learned", "hand"]

Search = Literal["microdata", "surroundings", "lines"]
SEARCHES: tuple[Search, ...] = get_args(Search)
"""For `itemprop` throughout the page; for bylines, sections and tags, and for dates, about the article."""

LONGEST_COUNTER = 60
"""Characters of a line that may count something: `Telah dibaca 1.024 kali`."""
DIGITS = re.compile(r"\d+")


class TemplateError(ValueError):
    """A template that cannot be read: not JSON, of another version, or with a selector that is none."""


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of article page of a portal. `body` to `tags` and `furniture` are CSS selectors.

    `lead` to `section` find the first of their elements about the body, `tags` all of them there.
    `furniture` are elements within `body` to be left out; `lines` are texts that recur, digits as `#`;
    `labels` are the words before the colon of lines that announce other articles, in lower case. `searches`
    are those of `SEARCHES` that found on the learned pages what stands at none of these places; None where
    that is not known. `pages` is how many pages showed the layout.
    """

    name: str
    body: str
    lead: str | None = None
    title: str | None = None
    date: str | None = None
    author: str | None = None
    section: str | None = None
    tags: str | None = None
    searches: tuple[str, ...] | None = None
    furniture: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    pages: int = 0

    @property
    def selectors(self) -> tuple[str, ...]:
        """Every selector of the layout."""
        facts = (self.title, self.date, self.author, self.section, self.tags)
        return tuple(place for place in (self.body, self.lead, *facts, *self.furniture) if place)

    def needs(self, search: Search) -> bool:
        """Whether a search through the page may find what stands at none of the places."""
        return self.searches is None or search in self.searches


@dataclass(frozen=True, slots=True)
class Template:
    """The layouts of a portal's article pages, the most frequent first.

    `revision` counts the portal's templates from 1; `origin` tells those that a person revised.
    """

    portal: str
    layouts: tuple[Layout, ...]
    revision: int = 1
    origin: Origin = "learned"
    version: int = FORMAT

    def to_json(self) -> str:
        """The template as indented JSON, to be kept and revised by hand."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str | bytes) -> Template:
        """Read what `to_json` wrote, or a hand revised. Raises TemplateError with what is wrong."""
        try:
            data = json.loads(text)
        except ValueError as error:
            raise TemplateError(f"not JSON: {error}") from error
        if not isinstance(data, dict) or not isinstance(data.get("layouts"), list):
            raise TemplateError("not a template: it has no list of layouts")
        if data.get("version") != FORMAT:
            raise TemplateError(f"template version {data.get('version')!r}, expected {FORMAT}")
        portal, revision, origin = data.get("portal"), data.get("revision", 1), data.get("origin", "learned")
        if not isinstance(portal, str) or not isinstance(revision, int) or origin not in ("learned", "hand"):
            raise TemplateError("portal must be a name, revision a number, origin learned or hand")
        layouts = tuple(_layout_from(item) for item in data["layouts"])
        for layout in layouts:
            for selector in layout.selectors:
                try:
                    select(selector)
                except NotASelector as error:
                    raise TemplateError(str(error)) from error
        return cls(portal, layouts, revision, origin)


_TEXTS = frozenset({"name", "body"})
_PLACES = frozenset({"lead", "title", "date", "author", "section", "tags"})
_LISTS = frozenset({"furniture", "lines", "labels"})
_REQUIRED = tuple(item.name for item in fields(Layout) if item.default is MISSING)


def _layout_from(item: Any) -> Layout:
    if not isinstance(item, dict):
        raise TemplateError(f"a layout must be an object, not {item!r}")
    for name in _REQUIRED:
        if name not in item:
            raise TemplateError(f"a layout lacks {name!r}")
    values: dict[str, Any] = {}
    for name, value in item.items():
        if name in _LISTS:
            good = isinstance(value, list) and all(isinstance(part, str) for part in value)
            values[name] = tuple(value) if good else None
        elif name in _PLACES:
            good = value is None or isinstance(value, str)
            values[name] = value
        elif name == "searches":
            good = value is None or (isinstance(value, list) and all(part in SEARCHES for part in value))
            values[name] = tuple(value) if good and value is not None else None
        elif name in _TEXTS:
            good = isinstance(value, str) and bool(value)
            values[name] = value
        else:
            good = name == "pages" and isinstance(value, int)
            values[name] = value
        if not good:
            raise TemplateError(f"a layout cannot have {name!r}: {value!r}")
    return Layout(**values)


def mask(text: str) -> str:
    """`text` with its numbers as `#`: a counter's line is the same line on each page.

    A longer line keeps its numbers: the sentences of daily reports differ in nothing else.
    """
    return DIGITS.sub("#", text) if len(text) <= LONGEST_COUNTER else text


def label_of(text: str) -> str | None:
    """The words before the first colon of a line, if it opens with a label of one to five words."""
    head, colon, rest = text.partition(":")
    if not colon or not rest.strip() or len(head) > 40 or not 1 <= len(head.split()) <= 5:
        return None
    return head.strip().lower()
