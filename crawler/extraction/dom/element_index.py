"""Index of the elements and runs of text that several steps read, built in one walk.

A walk's cost is touching the tree: one walk for all steps takes as long as one for each step. An XPath
expression with a predicate on every element takes longer than the walk.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml.html import HtmlElement

MAX_AWAY = 20_000
"""Links to other sites that are kept; no page that people read has a hundredth of them."""
LONG_TEXT = 60
"""Characters beyond which a run of text is long."""
ANY_TEXT = 12
"""Characters up to which a run of text is not kept."""

_NO_TEXT = frozenset({"a", "script", "style", "noscript"})
"""Elements whose own text is not running text."""
_TRAIL_TAGS = frozenset({"nav", "ol", "ul", "div", "p", "section", "span"})


@dataclass(slots=True)
class ElementIndex:
    """Elements by kind, each list in document order.

    `headings` are h1 to h3; `away` are the links to other sites and `addresses` their URLs: absolute, and not
    beginning with one of `own`, the page's host; `anchors` are the ids that links within the page lead to.
    `properties` are the elements with an `itemprop`, or with a
    `property` unless they are a `meta`; `trails` are those classed as breadcrumbs. `texts` are the runs of
    text in the body, each with its parent element, without those of links, scripts and styles, and without
    white space: how a page's source is indented decides nothing.
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
    away: list[HtmlElement] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    properties: list[HtmlElement] = field(default_factory=list)
    trails: list[HtmlElement] = field(default_factory=list)
    texts: list[tuple[HtmlElement, str]] = field(default_factory=list)


def build_element_index(tree: HtmlElement, host: str = "") -> ElementIndex:
    """The element index of the page with root `tree`, at `host` (lower case)."""
    index = ElementIndex(tree, (f"https://{host}/", f"http://{host}/"))
    take: dict[object, Callable[[HtmlElement], None]] = {
        "html": index.html.append,
        "body": index.body.append,
        "base": index.base.append,
        "title": index.titles.append,
        "meta": index.metas.append,
        "link": index.links.append,
        "script": index.scripts.append,
        "iframe": index.frames.append,
        "time": index.times.append,
        "abbr": index.abbreviations.append,
        "h1": index.headings.append,
        "h2": index.headings.append,
        "h3": index.headings.append,
    }
    texts = index.texts
    top = tree.find("body")
    if top is None:
        top = tree
    end = _following(top, tree)
    inside = False
    # The text behind an element comes after everything in it: at the node that follows it.
    waiting: list[tuple[HtmlElement | None, HtmlElement, str]] = []
    for element in tree.iter():
        while waiting and waiting[-1][0] is element:
            texts.append(waiting.pop()[1:])
        if element is end:
            inside = False
        tag = element.tag
        if tag.__class__ is str:
            if tag in take:
                take[tag](element)
            given = element.keys()
            if given:
                if tag == "a":
                    if "href" in given:
                        _note_link(index, element)
                elif tag in _TRAIL_TAGS and _is_named_trail(element, given):
                    index.trails.append(element)
                if "itemprop" in given or ("property" in given and tag != "meta"):
                    index.properties.append(element)
            if element is top:
                inside = True
            if inside and tag not in _NO_TEXT:
                text = element.text
                if text is not None and len(text) > ANY_TEXT and not text.isspace():
                    texts.append((element, text))
        if not inside or element is top:
            continue
        tail = element.tail
        if tail is None or len(tail) <= ANY_TEXT or tail.isspace():
            continue
        parent = element.getparent()
        if parent is None or parent.tag in _NO_TEXT:
            continue
        if len(element):
            waiting.append((_following(element, top), parent, tail))
        else:
            texts.append((parent, tail))
    while waiting:
        texts.append(waiting.pop()[1:])
    return index


def _note_link(index: ElementIndex, link: HtmlElement) -> None:
    href = link.get("href") or ""
    if href[:1] == "#":
        index.anchors.add(href[1:])
    elif "//" in href[:8] and not href.startswith(index.own):
        index.addresses.append(href)
        if len(index.away) < MAX_AWAY:
            index.away.append(link)


def _is_named_trail(element: HtmlElement, given: list[str]) -> bool:
    """Whether class, id, label or type call an element breadcrumbs; `given` are its attributes."""
    get = element.get
    if "class" in given and ("readcrumb" in (named := get("class") or "") or "pathway" in named):
        return True
    return (
        ("id" in given and "readcrumb" in (get("id") or ""))
        or ("aria-label" in given and "readcrumb" in (get("aria-label") or ""))
        or ("itemtype" in given and "BreadcrumbList" in (get("itemtype") or ""))
    )


def _following(element: HtmlElement, top: HtmlElement) -> HtmlElement | None:
    """The node that follows all of `element` within `top`; None where there is none."""
    current: HtmlElement | None = element
    while current is not None and current is not top:
        following = current.getnext()
        if following is not None:
            return following
        current = current.getparent()
    return None
