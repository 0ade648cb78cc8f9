"""Index of the elements that several steps read, built in one walk.

A walk's cost is touching the tree: one walk for all steps takes as long as one for each step.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

_TAGS = (
    "html", "body", "base", "title", "meta", "link", "script", "iframe", "time", "abbr", "h1", "h2",
    "h3",
)  # fmt: skip
MOST_AWAY = 20_000
"""Links to other sites that are kept; no page that people read has a hundredth of them."""


_ADDRESSES = etree.XPath("descendant::a/@href", smart_strings=False)


@dataclass(slots=True)
class ElementIndex:
    """Elements by kind, each list in document order.

    `headings` are h1 to h3; `addresses` are those of the links to other sites: absolute, and not beginning
    with one of `own`, the page's host.
    """

    tree: HtmlElement
    own: tuple[str, ...]
    html: list[HtmlElement] = field(default_factory=list)
    body: list[HtmlElement] = field(default_factory=list)
    base: list[HtmlElement] = field(default_factory=list)
    titles: list[HtmlElement] = field(default_factory=list)
    metas: list[HtmlElement] = field(default_factory=list)
    links: list[HtmlElement] = field(default_factory=list)
    scripts: list[HtmlElement] = field(default_factory=list)
    frames: list[HtmlElement] = field(default_factory=list)
    times: list[HtmlElement] = field(default_factory=list)
    abbreviations: list[HtmlElement] = field(default_factory=list)
    headings: list[HtmlElement] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    _away: list[HtmlElement] | None = None

    @property
    def away(self) -> list[HtmlElement]:
        """The links with these addresses. Most pages have hundreds of links but need only the addresses."""
        if self._away is None:
            links = (link for link in self.tree.iter("a") if self._leads_away(link.get("href")))
            self._away = list(islice(links, MOST_AWAY))
        return self._away

    def _leads_away(self, href: str | None) -> bool:
        return href is not None and not href.startswith(self.own) and "//" in href[:8]


def build_element_index(tree: HtmlElement, host: str) -> ElementIndex:
    """The element index of the page with root `tree`, at `host` (lower case)."""
    own = (f"https://{host}/", f"http://{host}/")
    outline = ElementIndex(tree, own)
    take: dict[object, Callable[[HtmlElement], None]] = {
        "html": outline.html.append,
        "body": outline.body.append,
        "base": outline.base.append,
        "title": outline.titles.append,
        "meta": outline.metas.append,
        "link": outline.links.append,
        "script": outline.scripts.append,
        "iframe": outline.frames.append,
        "time": outline.times.append,
        "abbr": outline.abbreviations.append,
        "h1": outline.headings.append,
        "h2": outline.headings.append,
        "h3": outline.headings.append,
    }
    for element in tree.iter(*_TAGS):
        take[element.tag](element)
    outline.addresses = [href for href in _ADDRESSES(tree) if not href.startswith(own) and "//" in href[:8]]
    return outline
