"""Hosts of links: which host a URL has, and which part of it its owner registered."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

_SECOND_LEVEL_TEXT = "co com go ac or net org sch web my desa mil biz gov edu ne gob gouv ponpes"
_SECOND_LEVEL = frozenset(_SECOND_LEVEL_TEXT.split())
_PLAIN_ORIGIN = re.compile(r"(?:https?:)?//([A-Za-z0-9.-]+)(?::[0-9]{1,5})?(?=[/?#]|\Z)")
"""Fast path: nearly every URL matches."""


def origins(hrefs: Iterable[str]) -> set[str]:
    """Absolute URLs up to their path: thousands of links lead to a few hosts."""
    return {"/".join(href.split("/", 3)[:3]) for href in hrefs}


@lru_cache(maxsize=512)  # of a page and of those that it links to
def host_of(url: str) -> str:
    """Return the host of an absolute or protocol-relative URL, in lower case; empty for any other."""
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
    """Return the registered part of a host, accurate enough to tell own links from others."""
    labels = host.split(".")
    if len(labels) > 2 and labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2:
        return ".".join(labels[-3:])
    return ".".join(labels[-2:])
