"""Hosts of links: which host a URL has, and which part of it its owner registered."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

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
    """Return the registered part of a host, accurate enough to distinguish own links from others."""
    labels = host.split(".")
    if labels[-1].isdigit() or ":" in host:
        return host
    return registrable_domain(host) or ".".join(labels[-2:])


def registrable_domain(host: str) -> str | None:
    """The registrable domain; None for IP addresses, public suffixes and unknown suffixes.

    Below a suffix that is a service (`blogspot.com`) each customer has a domain of its own. The rules:
    https://github.com/publicsuffix/list/wiki/Format

    >>> registrable_domain("mediacenter.malangkota.go.id")
    'malangkota.go.id'
    """
    host = host.rstrip(".").lower()
    return _public_suffixes(with_punycode="xn--" in host).privatesuffix(host)


@cache
def _public_suffixes(*, with_punycode: bool) -> PublicSuffixList:
    """The library's public suffix list; 16 ms to read, 50 ms more with the rules in Punycode too."""
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList(accept_unknown=False, accept_encoded_idn=with_punycode)
