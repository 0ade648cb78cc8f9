"""Whether a redirect may leave the host that was asked."""

from __future__ import annotations

from collections.abc import Callable, Container
from functools import cache
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.guard.target import Refusal

if TYPE_CHECKING:
    from tldextract import TLDExtract


def refuse_redirect(origin: str, target: str, named_hosts: Callable[[], Container[str]]) -> Refusal | None:
    """Why the redirect from the URL `origin` to the URL `target` is not followed, or None.

    It is followed within the registrable domain (`malangkota.go.id` for all below it), and to hosts that the
    registry names (`named_hosts`, asked only when needed). A lost domain or a broken-in portal leads
    elsewhere, and what lies there is not the portal's.
    """
    source, goal = host_of(origin), host_of(target)
    if source == goal:
        return None
    domain = registrable_domain(goal)
    if domain is not None and domain == registrable_domain(source):
        return None
    named = named_hosts()
    if goal in named or goal.removeprefix("www.") in named:
        return None
    return Refusal("offsite", f"redirect from {source} to {goal}")


def registrable_domain(host: str) -> str | None:
    """The domain that someone registered, by the public suffix list; None for IP addresses and suffixes.

    Below a suffix that is a service (`blogspot.com`) each customer is a domain of its own.

    >>> registrable_domain("mediacenter.malangkota.go.id")
    'malangkota.go.id'
    """
    host = host.rstrip(".").lower()
    try:
        ip_address(host)
    except ValueError:
        return _suffixes()(host).top_domain_under_public_suffix or None
    return None


def host_of(url: str) -> str:
    """The host of an address in lower case, without the dot of the root; nothing where there is none."""
    return (urlsplit(url).hostname or "").rstrip(".")


@cache
def _suffixes() -> TLDExtract:
    """The list that comes with tldextract: nothing is fetched, no cache is written."""
    import tldextract  # 0.2 s; most crawls see no redirect between hosts

    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
