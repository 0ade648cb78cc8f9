"""The elements of a page that several steps read, found in one walk.

What a walk costs is to touch the tree: one for all steps takes as long as one for each of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml.html import HtmlElement

_TAGS = (
    "a", "html", "body", "base", "title", "meta", "link", "script", "iframe", "time", "abbr", "h1", "h2",
    "h3",
)  # fmt: skip
MOST_AWAY = 20_000
"""Links to other sites that are kept; no page that people read has a hundredth of them."""


@dataclass(slots=True)
class Outline:
    """Elements by what they tell, each list in the order of the page.

    `headings` are h1 to h3; `away` the links whose address is absolute and not of the page's own host.
    """

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


def read_outline(tree: HtmlElement, host: str) -> Outline:
    """The outline of the page whose root is `tree`, at `host` (lower case)."""
    outline = Outline()
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
    own = (f"https://{host}/", f"http://{host}/")
    away = outline.away
    for element in tree.iter(*_TAGS):
        tag = element.tag
        if tag != "a":
            take[tag](element)
            continue
        href = element.get("href")
        if href is not None and "//" in href[:8] and not href.startswith(own) and len(away) < MOST_AWAY:
            away.append(element)
    return outline
