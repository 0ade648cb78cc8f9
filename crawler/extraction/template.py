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
from collections.abc import Iterable
from dataclasses import MISSING, asdict, dataclass, fields
from functools import lru_cache
from typing import Any, Literal, get_args

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block, Body, Removed
from crawler.extraction.selectors import NotASelector, find_all_near, find_near, select, select_first

FORMAT = 1
"""Version of the JSON form."""

Origin = Literal["learned", "hand"]

Search = Literal["microdata", "surroundings", "lines"]
SEARCHES: tuple[Search, ...] = get_args(Search)
"""For `itemprop` throughout the page; for bylines, sections and tags, and for dates, about the article."""

RECURS = "recurs on the portal"
"""Why a template takes a block out, as `Removed` says it."""

MOST_TAGS = 80
_SENTENCE = 50
_LEAST_TEXT = 80
"""Characters of sentences without which an element is not taken for the text."""
_NEARLY_ALL = 0.9
_LONGEST_COUNTER = 60
"""Characters of a line that may count something: `Telah dibaca 1.024 kali`."""
_MOST_TAKEN = 0.35
"""Share of the text that lines with numbers may be of what a template takes; beyond it they are a report."""
_DIGITS = re.compile(r"\d+")


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


@dataclass(slots=True)
class Placed:
    """What a template found on a page: the body with what recurs taken out, and where the facts are."""

    body: Body
    layout: Layout
    tree: HtmlElement

    def title(self) -> HtmlElement | None:
        """The element that prints the title."""
        return self._near(self.layout.title)

    def date(self) -> HtmlElement | None:
        """The element that prints when the article was published."""
        return self._near(self.layout.date)

    def author(self) -> HtmlElement | None:
        """The element that prints who wrote the article."""
        return self._near(self.layout.author)

    def section(self) -> HtmlElement | None:
        """The link that names the section."""
        return self._near(self.layout.section)

    def tags(self) -> list[HtmlElement]:
        """The links that name the tags."""
        place, container = self.layout.tags, self.body.container
        if place is None or container is None:
            return []
        return find_all_near(place, container, self.tree)[:MOST_TAGS]

    def _near(self, place: str | None) -> HtmlElement | None:
        """What stands at the place: missing where the nearest to the text is not the first on the page,
        since one of them is another article's."""
        container = self.body.container
        if place is None or container is None:
            return None
        found = find_near(place, container, self.tree)
        return found if found is not None and found is select_first(place)(self.tree) else None


def apply_template(template: Template, tree: HtmlElement) -> Placed | None:
    """The body of the page in `tree` where `template` expects it, or None where no layout fits.

    Of several layouts that fit, the one that gives most text is taken; the more frequent among equals.
    `tree` stays as it is. Dateline, credits and known furniture are still to be taken out.
    """
    fitting: list[tuple[int, Layout, Body]] = []
    for layout in template.layouts:
        element = _largest(select(layout.body)(tree))
        if element is None:
            continue
        body = _placed_body(layout, element, tree)
        chars = _sentence_chars(block.text for block in body.blocks)
        taken = _figure_chars(body.removed)
        if chars >= _LEAST_TEXT and taken <= _MOST_TAKEN * (chars + taken):
            fitting.append((chars, layout, body))
    if not fitting:
        return None
    most = max(chars for chars, _, _ in fitting)
    layout, body = next((layout, body) for chars, layout, body in fitting if chars >= _NEARLY_ALL * most)
    return Placed(body, layout, tree)


def further_body(layout: Layout, tree: HtmlElement) -> Body | None:
    """The body of a further page of an article whose first page shows `layout`; None where it has none."""
    element = _largest(select(layout.body)(tree))
    if element is None:
        return None
    body = _placed_body(layout, element, tree)
    return body if body.blocks else None


def _largest(elements: list[HtmlElement]) -> HtmlElement | None:
    """The element with most text, the first of equals."""
    if len(elements) < 2:
        return elements[0] if elements else None
    return max(elements[:20], key=lambda element: sum(map(len, element.itertext())))


def _placed_body(layout: Layout, element: HtmlElement, tree: HtmlElement) -> Body:
    from crawler.extraction.body import body_in  # who keeps a template, but reads no page by it, goes without

    skipped: dict[HtmlElement, None] = {}
    for selector in layout.furniture:
        skipped.update(dict.fromkeys(select(selector)(element)))
    lead = find_near(layout.lead, element, tree) if layout.lead else None
    body = body_in(element, lead=lead, skip=skipped.keys())
    body.removed.extend(Removed(" ".join("".join(item.itertext()).split()), RECURS) for item in skipped)
    body.blocks = _without_lines(layout, body)
    return body


def _without_lines(layout: Layout, body: Body) -> list[Block]:
    from crawler.extraction.related import MOST_HEADLINES, is_headline

    lines, labels = _sets_of(layout)
    if not lines and not labels:
        return body.blocks
    kept: list[Block] = []
    announced = 0
    for block in body.blocks:
        masked = mask(block.text)
        if masked in lines or (labels and label_of(block.text) in labels):
            body.removed.append(Removed(block.text, RECURS))
            announced = MOST_HEADLINES if masked.endswith(":") else 0
        elif announced and is_headline(block):
            body.removed.append(Removed(block.text, RECURS))
            announced -= 1
        else:
            kept.append(block)
            announced = 0
    return kept


@lru_cache(maxsize=2_000)
def _sets_of(layout: Layout) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(layout.lines), frozenset(layout.labels)


def _sentence_chars(texts: Iterable[str]) -> int:
    from crawler.extraction.phrases import SENTENCE_END

    return sum(len(text) for text in texts if len(text) >= _SENTENCE or SENTENCE_END.search(text) is not None)


def _figure_chars(removed: Iterable[Removed]) -> int:
    """Characters of the lines with numbers that were taken out for recurring."""
    return sum(
        len(item.text)
        for item in removed
        if item.reason == RECURS and len(item.text) <= _LONGEST_COUNTER and _DIGITS.search(item.text)
    )


def mask(text: str) -> str:
    """`text` with its numbers as `#`: a counter's line is the same line on each page.

    A longer line keeps its numbers: the sentences of daily reports differ in nothing else.
    """
    return _DIGITS.sub("#", text) if len(text) <= _LONGEST_COUNTER else text


def label_of(text: str) -> str | None:
    """The words before the first colon of a line, if it opens with a label of one to five words."""
    head, colon, rest = text.partition(":")
    if not colon or not rest.strip() or len(head) > 40 or not 1 <= len(head.split()) <= 5:
        return None
    return head.strip().lower()
