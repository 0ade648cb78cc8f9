"""Templates: where a portal's articles stand and what recurs among their text, learned from its own pages.

Learning needs no labels: the generic extraction reads some pages, and what it finds alike on most of them is
the portal's template. Applied to a further page it points straight to the text, which is cheaper, and takes
out what recurs across articles although no list of phrases knows it. A template is plain data: written as
JSON that can be read and revised by hand, its places are CSS selectors.

Learning counts and does not remember order: the same pages give the same template in any order.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from cssselect import HTMLTranslator, SelectorError
from lxml import etree
from lxml.html import HtmlElement

from crawler.extraction.blocks import Block, Body, Removed
from crawler.extraction.body import body_in
from crawler.extraction.phrases import SENTENCE_END

FORMAT = 1
"""Version of the JSON form."""

_SENTENCE = 50
_LEAST_TEXT = 80
"""Characters of sentences without which an element is not taken for the text."""
_DIGITS = re.compile(r"\d+")


class TemplateError(ValueError):
    """A template that cannot be read: not JSON, of another version, or with a selector that is none."""


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of article page of a portal. All but `lines` and `labels` are CSS selectors.

    `furniture` are elements within `body` to be left out; `lines` are texts that recur, digits as `#`;
    `labels` are the words before the colon of lines that announce other articles. `pages` is how many pages
    showed it.
    """

    name: str
    body: str
    lead: str | None = None
    title: str | None = None
    date: str | None = None
    author: str | None = None
    furniture: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Template:
    """The layouts of a portal's article pages, the most frequent first."""

    portal: str
    layouts: tuple[Layout, ...]
    version: int = FORMAT

    def to_json(self) -> str:
        """The template as indented JSON, to be kept and revised by hand."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Template:
        """Read what `to_json` wrote, or a hand revised. Raises TemplateError with what is wrong."""
        try:
            data = json.loads(text)
            if data["version"] != FORMAT:
                raise TemplateError(f"template version {data['version']!r}, expected {FORMAT}")
            layouts = tuple(_layout_from(item) for item in data["layouts"])
            template = cls(str(data["portal"]), layouts)
        except (KeyError, TypeError, json.JSONDecodeError) as error:
            raise TemplateError(f"not a template: {error}") from error
        for layout in layouts:
            for selector in (
                layout.body,
                layout.lead,
                layout.title,
                layout.date,
                layout.author,
                *layout.furniture,
            ):
                if selector:
                    _select(selector)
        return template


def _layout_from(item: dict[str, Any]) -> Layout:
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in item.items()
    }
    return Layout(**values)


@dataclass(frozen=True, slots=True)
class Placed:
    """What a template found on a page; `title`, `date` and `author` are texts as printed, or None."""

    body: Body
    layout: str
    title: str | None
    date: str | None
    author: str | None


def apply_template(template: Template, tree: HtmlElement) -> Placed | None:
    """The body of the page in `tree` where `template` expects it, or None where no layout fits (drift).

    What recurs on the portal is already taken out; `strip_boilerplate` does the rest. `tree` stays as it is.
    """
    for layout in template.layouts:
        for element in _select(layout.body)(tree):
            body = _placed_body(layout, element, tree)
            if body is not None:
                return Placed(
                    body,
                    layout.name,
                    _text_at(layout.title, tree),
                    _text_at(layout.date, tree),
                    _text_at(layout.author, tree),
                )
    return None


def _placed_body(layout: Layout, element: HtmlElement, tree: HtmlElement) -> Body | None:
    skipped: set[HtmlElement] = set()
    for selector in layout.furniture:
        skipped.update(_select(selector)(element))
    above = _select(layout.lead)(tree) if layout.lead else []
    body = body_in(element, lead=above[0] if above else None, skip=skipped)
    body.removed.extend(
        Removed(" ".join("".join(item.itertext()).split()), "recurs on the portal") for item in skipped
    )
    body.blocks = _without_lines(layout, body)
    return body if _sentence_chars(body.blocks) >= _LEAST_TEXT else None


def _without_lines(layout: Layout, body: Body) -> list[Block]:
    lines, labels = frozenset(layout.lines), layout.labels
    if not lines and not labels:
        return body.blocks
    kept: list[Block] = []
    for block in body.blocks:
        if mask(block.text) in lines or (labels and label_of(block.text) in labels):
            body.removed.append(Removed(block.text, "recurs on the portal"))
        else:
            kept.append(block)
    return kept


def _sentence_chars(blocks: list[Block]) -> int:
    return sum(
        len(block.text)
        for block in blocks
        if len(block.text) >= _SENTENCE or SENTENCE_END.search(block.text) is not None
    )


def _text_at(selector: str | None, tree: HtmlElement) -> str | None:
    if selector is None:
        return None
    found = _select(selector)(tree)
    text = " ".join("".join(found[0].itertext()).split()) if found else ""
    return text or None


def mask(text: str) -> str:
    """`text` with its numbers as `#`: a counter's line is the same line on each page."""
    return _DIGITS.sub("#", text)


def label_of(text: str) -> str | None:
    """The words before the first colon of a line, if it opens with a label of one to five words."""
    head, colon, rest = text.partition(":")
    if not colon or not rest.strip() or len(head) > 40 or not 1 <= len(head.split()) <= 5:
        return None
    return head.strip().lower()


@lru_cache(maxsize=2_000)
def _select(selector: str) -> Callable[[HtmlElement], list[HtmlElement]]:
    try:
        found = etree.XPath(HTMLTranslator().css_to_xpath(selector, prefix="descendant::"))
    except (SelectorError, etree.XPathSyntaxError) as error:
        raise TemplateError(f"not a CSS selector: {selector!r}") from error
    return found
