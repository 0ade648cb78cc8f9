"""Links as evidence: the hosts that they lead to, what they say, and what they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from urllib.parse import urlsplit

from lxml.html import HtmlElement

_SECOND_LEVEL_TEXT = "co com go ac or net org sch web my desa mil biz gov edu ne gob gouv ponpes"
_SECOND_LEVEL = frozenset(_SECOND_LEVEL_TEXT.split())
_PLAIN_ORIGIN = re.compile(r"(?:https?:)?//([A-Za-z0-9.-]+)(?::[0-9]{1,5})?(?=[/?#]|\Z)")
"""Nearly every address begins so, and needs no more than a look."""
_MAX_DEPTH = 60  # levels above an element that are looked at
_DETAIL = 120


def origins(hrefs: Iterable[str]) -> set[str]:
    """Absolute addresses up to their path: thousands of links lead to a few places."""
    return {"/".join(href.split("/", 3)[:3]) for href in hrefs}


@lru_cache(maxsize=512)  # of a page and of those that it links to
def host_of(url: str) -> str:
    """The host of an absolute or protocol-relative address, in lower case; nothing for any other."""
    plain = _PLAIN_ORIGIN.match(url)
    if plain is not None:
        return plain[1].lower().rstrip(".")
    if "//" not in url[:10]:
        return ""
    try:
        parts = urlsplit(url.strip())
        return (parts.hostname or "").rstrip(".") if parts.scheme in ("", "http", "https") else ""
    except ValueError:
        return ""


@lru_cache(maxsize=512)
def owner_of(host: str) -> str:
    """The part of a host that its owner registered, near enough to tell own links from others."""
    labels = host.split(".")
    if len(labels) > 2 and labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2:
        return ".".join(labels[-3:])
    return ".".join(labels[-2:])


def upwards(element: HtmlElement) -> Iterator[HtmlElement]:
    """The element and what it stands in, some levels up: pages nest for no reason, attacks without end."""
    around: HtmlElement | None = element
    for _ in range(_MAX_DEPTH):
        if around is None:
            return
        yield around
        around = around.getparent()


def said(anchor: HtmlElement) -> str:
    """What a link says: its words, or those of its picture and its title."""
    words = " ".join("".join(anchor.itertext()).split())
    if not words:
        words = " ".join(
            [anchor.get("title") or "", *(image.get("alt") or "" for image in anchor.iter("img"))]
        )
    return words.strip()[:200]


def words_of(anchors: Sequence[HtmlElement]) -> str:
    """What the links say and where they lead, for a person to check."""
    shown = [f"{said(a)[:40]} ({host_of(a.get('href') or '')})" for a in anchors[:3]]
    more = f" and {len(anchors) - 3} more" if len(anchors) > 3 else ""
    return cut("; ".join(shown)) + more


def cut(text: str) -> str:
    """At most 120 printable characters on one line."""
    line = "".join(c if c.isprintable() else " " for c in " ".join(text.split()))
    return line if len(line) <= _DETAIL else line[: _DETAIL - 3] + "..."
