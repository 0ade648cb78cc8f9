"""Data classes and errors of rendering."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from crawler.api_finder.calls import Call

Reason = Literal[
    "browser_unavailable",  # the browser does not start
    "render_crashed",
    "render_failed",  # the crawl cannot download it
    "render_redirects",  # endless script redirects
    "render_size",  # the rendered page is too large
    "render_timeout",
]


class RenderError(Exception):
    """A page could not be rendered; `reason` is a keyword for statistics."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason: Reason = reason


class PageDownloadError(Exception):
    """The crawl could not download a page's request: guard, robots.txt, or the network."""


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A request of a page. `kind` is Playwright's resource type, `site` the URL of the portal's page."""

    url: str
    kind: str = "document"
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    site: str = ""
    portal: str = ""


@dataclass(frozen=True, slots=True)
class PageResponse:
    """A response: the URL after redirects, status, headers (names in lower case), decompressed body."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def content_type(self) -> str:
        """The media type without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


Download = Callable[[PageRequest], Awaitable[PageResponse]]
"""Downloads a page's request through the crawl. Raises PageDownloadError."""


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A rendered page. `settled` is False if it kept changing until the time limit, `is_cut` is True if its
    list may have more entries.
    """

    url: str
    html: str
    settled: bool
    calls: tuple[Call, ...] = ()
    is_cut: bool = False
    foreign: tuple[str, ...] = ()
    """Data URLs on other owners' hosts; not requested."""
