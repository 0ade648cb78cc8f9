"""Whether a redirect may leave the host that was asked."""

from __future__ import annotations

from collections.abc import Callable, Container
from urllib.parse import urlsplit

from crawler.guard.target_url import Refusal
from crawler.urls.hosts import registrable_domain


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


def host_of(url: str) -> str:
    """The host of an address in lower case, without the dot of the root; nothing where there is none."""
    return (urlsplit(url).hostname or "").rstrip(".")
