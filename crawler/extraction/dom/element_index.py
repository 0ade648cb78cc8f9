"""What several steps read of a page, found in one walk: elements by what they tell, and the runs of text.

What a walk costs is to touch the tree: one for all steps takes as long as one for each of them. An XPath
expression with a predicate on every element takes longer than the walk.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml.html import HtmlElement

MOST_AWAY = 20_000
"""Links to other sites that are kept; no page that people read has a hundredth of them."""
LONG_TEXT = 60
"""Characters beyond which a run of text is long."""
ANY_TEXT = 12
"""Characters up to which a run of text is not kept."""

_NO_TEXT = frozenset({"a", "script", "style", "noscript"})
"""Elements whose own text is none of an article, or but the label of a link."""
_TRAIL_TAGS = frozenset({"nav", "ol", "ul", "div", "p", "section", "span"})


@dataclass(slots=True)
class ElementIndex:
    """Elements by what they tell, each list in the order of the page.

    `headings` are h1 to h3; `away` the links that lead away, and `addresses` theirs: absolute, and not
    beginning with one of `own`, the page's host. `properties` have an `itemprop`, or a `property` and are no
    `meta`; `trails` are named as breadcrumbs. `texts` are the runs of text in the page's body with the
    element that each stands in, without those of links, scripts and styles.
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
    properties: list[HtmlElement] = field(default_factory=list)
    trails: list[HtmlElement] = field(default_factory=list)
    texts: list[tuple[HtmlElement, str]] = field(default_factory=list)


def build_element_index(tree: HtmlElement, host: str = "") -> ElementIndex:
    """The index of the page whose root is `tree`, at `host` (lower case)."""
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
    for element in tree.iter("*"):
        tag = element.tag
        if tag in take:
            take[tag](element)
        given = element.keys()
        if not given:
            continue
        if tag == "a":
            if "href" in given:
                _note_link(index, element)
        elif tag in _TRAIL_TAGS and _is_named_trail(element, given):
            index.trails.append(element)
        if "itemprop" in given or ("property" in given and tag != "meta"):
            index.properties.append(element)
    index.texts = _texts_in(tree)
    return index


def _note_link(index: ElementIndex, link: HtmlElement) -> None:
    href = link.get("href") or ""
    if "//" in href[:8] and not href.startswith(index.own):
        index.addresses.append(href)
        if len(index.away) < MOST_AWAY:
            index.away.append(link)


def _is_named_trail(element: HtmlElement, given: list[str]) -> bool:
    """Whether a class, id, label or type names an element breadcrumbs; `given` are its attributes."""
    get = element.get
    if "class" in given and ("readcrumb" in (named := get("class") or "") or "pathway" in named):
        return True
    return (
        ("id" in given and "readcrumb" in (get("id") or ""))
        or ("aria-label" in given and "readcrumb" in (get("aria-label") or ""))
        or ("itemtype" in given and "BreadcrumbList" in (get("itemtype") or ""))
    )


def _texts_in(tree: HtmlElement) -> list[tuple[HtmlElement, str]]:
    """The runs of text in the body of a page, each with the element that it stands in."""
    top = tree.find("body")
    if top is None:
        top = tree
    found: list[tuple[HtmlElement, str]] = []
    # The text behind an element comes when all in it was passed: at the element that follows it.
    waiting: list[tuple[HtmlElement | None, HtmlElement, str]] = []
    for element in top.iter():
        while waiting and waiting[-1][0] is element:
            found.append(waiting.pop()[1:])
        tag = element.tag
        if tag.__class__ is str and tag not in _NO_TEXT:
            text = element.text
            if text is not None and len(text) > ANY_TEXT:
                found.append((element, text))
        tail = element.tail
        if tail is None or len(tail) <= ANY_TEXT or element is top:
            continue
        parent = element.getparent()
        if parent is None or parent.tag in _NO_TEXT:
            continue
        if len(element):
            waiting.append((_following(element, top), parent, tail))
        else:
            found.append((parent, tail))
    while waiting:
        found.append(waiting.pop()[1:])
    return found


def _following(element: HtmlElement, top: HtmlElement) -> HtmlElement | None:
    """The node that follows all of `element` within `top`; None where there is none."""
    current: HtmlElement | None = element
    while current is not None and current is not top:
        following = current.getnext()
        if following is not None:
            return following
        current = current.getparent()
    return None
