"""Detects hidden links and text: by inline style, style sheet or background colour."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from crawler.extraction.deadline import check_time
from crawler.extraction.dom.anchors import cut, self_and_ancestors, words_of
from crawler.extraction.dom.text import clean
from crawler.extraction.dom.visibility import hidden_by_sheets, hides, is_ground_coloured, is_out_of_sight
from crawler.extraction.spam.context import SAMPLE, SpamContext
from crawler.extraction.spam.evidence import Evidence
from crawler.extraction.spam.lexicon import tone
from crawler.urls.hosts import host_of, owner_of

# Attribute steps: in libxml2 a predicate on every element takes twice as long.
_STYLED = etree.XPath("descendant::*/@style/.. | descendant::*/@hidden/..")
_NAMED = etree.XPath(
    "descendant::*/@*[name()='style' or name()='hidden' or name()='class' or name()='id']/.."
)
_ANCHORS = etree.XPath("descendant::a[contains(@href, '//')]")
_MANY_HOSTS = 5


def find_hidden(page: SpamContext) -> Iterator[Evidence]:
    """Return evidence of hidden links and text; hidden texts are recorded in `page`."""
    sheet = frozenset[str]()
    if page.spam_links or page.body_tone.promo:
        sheet = hidden_by_sheets(page.tree)
    out = [anchor for anchor in page.spam_links if _hidden_around(anchor, sheet)]
    if out:
        hidden = set(out)
        page.spam_links = [anchor for anchor in page.spam_links if anchor not in hidden]
        yield Evidence("hidden_links", words_of(out), tuple(out))
    for element in _hidden_elements(page, sheet):
        check_time()
        text = " ".join("".join(element.itertext()).split())
        heard = tone(text[:SAMPLE])
        if len(heard.promo) >= 3 and heard.report_hits < len(heard.promo):
            page.unseen.append(clean(text))
            yield Evidence("hidden_text", cut(text), (element,))
        elif not out and not _holds_body(page, element) and (hosts := _crowd(page, element)):
            yield Evidence("hidden_links", cut(f"{len(hosts)} hosts: {', '.join(sorted(hosts))}"), (element,))


def _hidden_elements(page: SpamContext, sheet: frozenset[str]) -> Iterator[HtmlElement]:
    """Return the outermost hidden elements that hold text."""
    crowd = len(page.foreign_hosts) >= _MANY_HOSTS
    coloured = bool(page.body_tone.promo)
    # Hidden words matter only where they can reach the body; elsewhere there must be spam links.
    place: HtmlElement | None = page.body.container if page.body is not None else None
    styled: list[HtmlElement] = []
    if coloured or page.spam_links:
        place = page.tree
    elif crowd:
        styled = _styled_around_links(page)
    if place is not None:
        styled += cast("list[HtmlElement]", (_NAMED if sheet else _STYLED)(place))
    covered: set[HtmlElement] = set()
    for element in styled:
        style = element.get("style")
        telling = style is not None and (hides(style) or (coloured and "color" in style.lower()))
        if not (sheet or telling or element.get("hidden") is not None) or element in covered:
            continue
        if is_out_of_sight(element, sheet) or (
            "color" in (style or "").lower() and is_ground_coloured(element)
        ):
            covered.update(element.iter())
            if len(element) or element.text or crowd:
                yield element


def _styled_around_links(page: SpamContext) -> list[HtmlElement]:
    """Return styled ancestors of links to foreign sites, outer before inner."""
    seen: set[HtmlElement] = set()
    styled: list[HtmlElement] = []
    for anchor in page.outline.away:
        if host_of(anchor.get("href") or "") not in page.foreign_hosts:
            continue
        check_time()
        path: list[HtmlElement] = []
        for around in self_and_ancestors(anchor):
            if around in seen:
                break
            seen.add(around)
            given = around.keys()
            if "style" in given or "hidden" in given:
                path.append(around)
        styled += reversed(path)
    return styled


def _holds_body(page: SpamContext, element: HtmlElement) -> bool:
    """Whether most of the article is in `element`: pages fade their text in, with all of its links."""
    if page.body is None:
        return False
    inside = set(element.iter())
    chars = sum(len(block.text) for block in page.blocks)
    return 2 * sum(len(block.text) for block in page.blocks if block.element in inside) > chars


def _crowd(page: SpamContext, element: HtmlElement) -> set[str]:
    """Return whether an element moved off screen links to many unrelated hosts, unlike a menu."""
    if not page.foreign_hosts or "none" in (element.get("style") or "none").lower():
        return set()
    hosts = {host_of(a.get("href") or "") for a in cast("list[HtmlElement]", _ANCHORS(element))}
    hosts &= page.foreign_hosts
    return hosts if len({owner_of(host) for host in hosts}) >= _MANY_HOSTS else set()


def _hidden_around(anchor: HtmlElement, sheet: frozenset[str]) -> bool:
    return is_ground_coloured(anchor) or any(
        is_out_of_sight(around, sheet) for around in self_and_ancestors(anchor)
    )
