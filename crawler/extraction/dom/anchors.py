"""Links as evidence: target hosts, link texts and enclosing elements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from crawler.urls.hosts import host_of

_MAX_DEPTH = 60  # number of levels above an element that are examined
_DETAIL = 120


def self_and_ancestors(element: HtmlElement) -> Iterator[HtmlElement]:
    """The element and its ancestors, bounded in number: pages nest deeply, hostile pages without end."""
    around: HtmlElement | None = element
    for _ in range(_MAX_DEPTH):
        if around is None:
            return
        yield around
        around = around.getparent()


def link_text(anchor: HtmlElement) -> str:
    """The text of a link, or the text of its image and its title attribute."""
    words = " ".join("".join(anchor.itertext()).split())
    if not words:
        words = " ".join(
            [anchor.get("title") or "", *(image.get("alt") or "" for image in anchor.iter("img"))]
        )
    return words.strip()[:200]


def words_of(anchors: Sequence[HtmlElement]) -> str:
    """Texts and targets of links, for review by a person."""
    shown = [f"{link_text(a)[:40]} ({host_of(a.get('href') or '')})" for a in anchors[:3]]
    more = f" and {len(anchors) - 3} more" if len(anchors) > 3 else ""
    return cut("; ".join(shown)) + more


def cut(text: str) -> str:
    """At most 120 printable characters on one line."""
    line = "".join(c if c.isprintable() else " " for c in " ".join(text.split()))
    return line if len(line) <= _DETAIL else line[: _DETAIL - 3] + "..."


def link_of_heading(heading: HtmlElement) -> HtmlElement | None:
    """The link in a heading, or the one around it."""
    link = heading.find(".//a[@href]")
    return link if link is not None else next(heading.iterancestors("a"), None)
