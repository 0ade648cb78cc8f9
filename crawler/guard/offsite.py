"""Whether a redirect may leave the host of the request."""

from __future__ import annotations

from collections.abc import Callable, Container
from urllib.parse import urlsplit

from crawler.guard.target_url import Refusal
from crawler.urls.hosts import registrable_domain


def refuse_redirect(origin: str, target: str, named_hosts: Callable[[], Container[str]]) -> Refusal | None:
    """Why the redirect from URL `origin` to URL `target` is not followed, or None.

    Allowed targets: the same registrable domain (`malangkota.go.id` and all below it), and hosts of the
    registry (`named_hosts`, called only when needed). Lost domains and hacked portals redirect elsewhere, and
    that content is not the portal's.
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
    """The host of a URL in lower case without the trailing dot; empty if it has none."""
    return (urlsplit(url).hostname or "").rstrip(".")
