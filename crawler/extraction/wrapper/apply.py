"""A template applied to a page: its body without what recurs on the portal, and the places of its facts.

Who keeps a template, but reads no page by it, goes without this module and all that it needs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block, Body, Removed
from crawler.extraction.boilerplate.phrases import SENTENCE_END
from crawler.extraction.boilerplate.related_links import MOST_HEADLINES, is_headline
from crawler.extraction.content.body import body_in
from crawler.extraction.wrapper.selectors import find_all_near, find_near, select, select_first
from crawler.extraction.wrapper.template import DIGITS, LONGEST_COUNTER, Layout, Template, label_of, mask

RECURS = "recurs on the portal"
"""Why a template takes a block out, as `Removed` says it."""

MOST_TAGS = 80
_SENTENCE = 50
_LEAST_TEXT = 80
"""Characters of sentences without which an element is not taken for the text."""
_NEARLY_ALL = 0.9
_MOST_TAKEN = 0.35
"""Share of the text that lines with numbers may be of what a template takes; beyond it they are a report."""


@dataclass(slots=True)
class TemplateResult:
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


def apply_template(template: Template, tree: HtmlElement) -> TemplateResult | None:
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
    return TemplateResult(body, layout, tree)


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
    skipped: dict[HtmlElement, str] = {}
    for selector in layout.furniture:
        skipped.update(dict.fromkeys(select(selector)(element), RECURS))
    lead = find_near(layout.lead, element, tree) if layout.lead else None
    body = body_in(element, lead=lead, skip=skipped)
    body.blocks = _without_lines(layout, body)
    return body


def _without_lines(layout: Layout, body: Body) -> list[Block]:
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
    return sum(len(text) for text in texts if len(text) >= _SENTENCE or SENTENCE_END.search(text) is not None)


def _figure_chars(removed: Iterable[Removed]) -> int:
    """Characters of the lines with numbers that were taken out for recurring."""
    return sum(
        len(item.text)
        for item in removed
        if item.reason == RECURS and len(item.text) <= LONGEST_COUNTER and DIGITS.search(item.text)
    )
