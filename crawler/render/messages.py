"""What the browser, the crawl and the search for a portal's API tell each other."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from crawler.api_finder.calls import Call

Reason = Literal[
    "browser_unavailable",  # it does not start
    "render_crashed",
    "render_redirects",  # scripts lead from page to page without end
    "render_size",  # the drawn page is larger than allowed
    "render_timeout",
]


class RenderError(Exception):
    """A page that could not be rendered; `reason` is a word for statistics, the message is for people."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason: Reason = reason


class NotDelivered(Exception):
    """The crawl did not get what a page asked for: refused by the guard, robots.txt, or the network."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A request of a page. `kind` is Playwright's resource type, `site` the URL of the portal's page."""

    url: str
    kind: str = "document"
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    site: str = ""
    portal: str = ""


@dataclass(frozen=True, slots=True)
class Delivered:
    """An answer: the URL after redirects, status, headers (names in lower case), unpacked body."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def content_type(self) -> str:
        """The media type without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


Download = Callable[[Wanted], Awaitable[Delivered]]
"""Makes a request of a page as the crawl makes its own. Raises NotDelivered."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as its scripts drew it. `settled` is False if it kept changing until the time was up, `is_cut`
    is True if its list may go on.
    """

    url: str
    html: str
    settled: bool
    calls: tuple[Call, ...] = ()
    is_cut: bool = False
