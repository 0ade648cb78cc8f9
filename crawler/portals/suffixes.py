"""The public suffix list, as tldextract brings it along: read once, nothing fetched, no cache written."""

from __future__ import annotations

from functools import cache
from ipaddress import ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tldextract import TLDExtract


def registrable_domain(host: str) -> str | None:
    """The domain that someone registered; None for IP addresses and for suffixes themselves.

    Below a suffix that is a service (`blogspot.com`) each customer is a domain of its own.

    >>> registrable_domain("mediacenter.malangkota.go.id")
    'malangkota.go.id'
    """
    host = host.rstrip(".").lower()
    try:
        ip_address(host)
    except ValueError:
        return _list()(host).top_domain_under_public_suffix or None
    return None


@cache
def _list() -> TLDExtract:
    from tldextract import TLDExtract  # 0.2 s, and most crawls need it never

    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
