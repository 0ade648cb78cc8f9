"""Templates: what recurs in the text of a portal's articles, learned from its pages.

Learning needs no labels: content that the generic extraction finds alike on most pages of a portal is its
template. On further pages, the template removes recurring content that no phrase list knows from the result
of the generic extraction. A template is plain data, stored as JSON that can be read and edited. An editor may
also give the positions of text and facts as CSS selectors.

The result for a page depends on the template and that page alone, never on other pages.
"""

from __future__ import annotations

import json
import re
from dataclasses import MISSING, asdict, dataclass, fields, replace
from typing import Any, Literal

from crawler.extraction.wrapper.selectors import NotASelector, select

FORMAT = 1
"""Version of the JSON form."""

Origin = Literal["learned", "hand"]

_SEARCHES = frozenset({"microdata", "surroundings", "lines"})
"""Keys of earlier versions, no longer used."""

MAX_COUNTER_LENGTH = 60
"""Characters of a line that may count something: `Telah dibaca 1.024 kali`."""
DIGITS = re.compile(r"\d+")
PROVEN = 8
"""Pages of one layout from which on it shows what recurs."""
MAX_FIGURES = 0.35
"""Share of the text that recurring lines with numbers may be; beyond it they are a report."""
MAX_TAKEN = 0.5
"""Share of the text that may be taken of what varies between pages: numbers, headlines, content of boxes."""
OPENS_QUOTE = tuple("“\"‘'«")


class TemplateError(ValueError):
    """An unreadable template: not JSON, of another version, or with an invalid selector."""


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of article page of a portal. `body` to `tags` and `furniture` are CSS selectors.

    `body` identifies the pages of the layout: their text is in this element. `furniture` are elements
    within it to remove; `lines` are recurring texts, with `#` for digits; `labels` are the words before the
    colon of lines that introduce other articles, in lower case. `pages` counts the pages of the layout.

    `lead` to `section` select the first match around the body, `tags` all matches there: only a person sets
    them. `searches` is read from stored templates and is no longer used.
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

    @property
    def is_proven(self) -> bool:
        """Whether enough pages have the layout to know what recurs on it."""
        return self.pages >= PROVEN or bool(self.furniture or self.lines or self.labels)


@dataclass(frozen=True, slots=True)
class Template:
    """The layouts of a portal's article pages, most frequent first.

    `revision` counts the portal's templates from 1; `origin` marks hand-edited ones.
    """

    portal: str
    layouts: tuple[Layout, ...]
    revision: int = 1
    origin: Origin = "learned"
    version: int = FORMAT

    def without_guesses(self) -> Template:
        """The template without selectors that an earlier version learned; hand-written ones stay."""
        if self.origin == "hand":
            return self
        kept = ("name", "body", "furniture", "lines", "labels", "pages")
        return replace(
            self,
            layouts=tuple(Layout(**{name: getattr(one, name) for name in kept}) for one in self.layouts),
        )

    def to_json(self) -> str:
        """The template as indented JSON, for storing and editing."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str | bytes) -> Template:
        """Read the output of `to_json`, or a hand-edited file. Raises TemplateError with the fault."""
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
            good = value is None or (isinstance(value, list) and all(part in _SEARCHES for part in value))
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
    """`text` with `#` for its numbers: a counter's line is then equal on each page.

    A longer line keeps its numbers: sentences of daily reports differ only in these.
    """
    return DIGITS.sub("#", text) if len(text) <= MAX_COUNTER_LENGTH else text


def label_of(text: str) -> str | None:
    """The words before the first colon of a line, if it opens with a label of one to five words."""
    head, colon, rest = text.partition(":")
    if not colon or not rest.strip() or len(head) > 40 or not 1 <= len(head.split()) <= 5:
        return None
    return head.strip().lower()
