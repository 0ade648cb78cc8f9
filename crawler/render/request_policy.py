"""Decides which requests of a rendered page are sent, answered with an empty response, or refused.

The guard checks addresses later, when the crawl sends the request.
"""

from __future__ import annotations

import re
from enum import StrEnum
from urllib.parse import urlsplit

from crawler.guard.json_reader import read_json
from crawler.urls.hosts import host_of, owner_of

NEEDED = frozenset({"document", "script", "xhr", "fetch"})
"""Resource types (Playwright) that a page needs to render its text."""
EMPTY = frozenset({"stylesheet"})
"""Resource types answered with an empty response: a page may wait for them, its text does not need them."""
_MUTATION = re.compile(r"\s*(?:mutation|subscription)\b")


class Action(StrEnum):
    """Handling of a request."""

    DOWNLOAD = "download"
    EMPTY = "empty"
    THIRD_PARTY = "third_party"
    KIND = "kind"
    METHOD = "method"
    SCHEME = "scheme"

    @property
    def refuses(self) -> bool:
        """Whether the request fails in the page; the action's name is the reason."""
        return self not in (Action.DOWNLOAD, Action.EMPTY)


def action_for(kind: str, method: str, url: str, site: str, sent: str | None = None) -> Action:
    """The action for a request to `url` from a page of `site` (a URL); `sent` is the body of a POST."""
    if urlsplit(url).scheme not in ("http", "https"):
        return Action.SCHEME
    if kind in EMPTY:
        return Action.EMPTY
    if kind not in NEEDED:
        return Action.KIND
    if owner_of(host_of(url)) != owner_of(host_of(site)):
        return Action.THIRD_PARTY
    if method in ("GET", "HEAD") or (method == "POST" and _is_query(sent)):
        return Action.DOWNLOAD
    return Action.METHOD


def _is_query(sent: str | None) -> bool:
    """Whether a POST only reads: a GraphQL query. Others may be comments, votes, or visit counters."""
    if not sent or len(sent) > 100_000:
        return False
    try:
        data = read_json(sent)
    except ValueError:
        return False
    query = data.get("query") if isinstance(data, dict) else None
    return isinstance(query, str) and not _MUTATION.match(query)
