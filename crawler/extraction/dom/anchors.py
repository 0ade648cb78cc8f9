"""Links as evidence: the hosts that they lead to, what they say, and what they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from crawler.urls.hosts import host_of

_MAX_DEPTH = 60  # levels above an element that are looked at
_DETAIL = 120


def self_and_ancestors(element: HtmlElement) -> Iterator[HtmlElement]:
    """The element and what it stands in, some levels up: pages nest for no reason, attacks without end."""
    around: HtmlElement | None = element
    for _ in range(_MAX_DEPTH):
        if around is None:
            return
        yield around
        around = around.getparent()


def link_text(anchor: HtmlElement) -> str:
    """What a link says: its words, or those of its picture and its title."""
    words = " ".join("".join(anchor.itertext()).split())
    if not words:
        words = " ".join(
            [anchor.get("title") or "", *(image.get("alt") or "" for image in anchor.iter("img"))]
        )
    return words.strip()[:200]


def words_of(anchors: Sequence[HtmlElement]) -> str:
    """What the links say and where they lead, for a person to check."""
    shown = [f"{link_text(a)[:40]} ({host_of(a.get('href') or '')})" for a in anchors[:3]]
    more = f" and {len(anchors) - 3} more" if len(anchors) > 3 else ""
    return cut("; ".join(shown)) + more


def cut(text: str) -> str:
    """At most 120 printable characters on one line."""
    line = "".join(c if c.isprintable() else " " for c in " ".join(text.split()))
    return line if len(line) <= _DETAIL else line[: _DETAIL - 3] + "..."
