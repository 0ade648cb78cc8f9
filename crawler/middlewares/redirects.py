"""Follows redirects and `<meta http-equiv="refresh">` without sending a Referer."""

from __future__ import annotations

from scrapy.downloadermiddlewares.redirect import (
    BaseRedirectMiddleware,
    MetaRefreshMiddleware,
)
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware as ScrapyRedirectMiddleware
from scrapy.http import HtmlResponse, Request, Response

LOOKED_INTO = 4 * 4096
"""Bytes that hold the 4096 characters in which Scrapy searches the element, in every web encoding."""


class _WithoutReferer(BaseRedirectMiddleware):
    """Sends no Referer; Scrapy's class would use its RefererMiddleware and warn that it is missing."""

    def handle_referer(self, request: Request, response: Response) -> None:
        request.headers.pop("Referer", None)

    def _engine_started(self) -> None:
        """No RefererMiddleware is needed."""


class RedirectMiddleware(_WithoutReferer, ScrapyRedirectMiddleware):
    """Scrapy's middleware for 3xx responses."""


class RefreshMiddleware(_WithoutReferer, MetaRefreshMiddleware):
    """Scrapy's middleware, limited to pages that may have the element: others are not decoded."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        if isinstance(response, HtmlResponse) and not may_refresh(response.body):
            return response
        return super().process_response(request, response)


def may_refresh(body: bytes) -> bool:
    """Whether the start of a page contains the word, or is UTF-16, where a byte search does not find it.

    >>> may_refresh(b'<meta http-equiv="Refresh" content="0; url=/beranda">'), may_refresh(b"<html><body>")
    (True, False)
    """
    head = body[:LOOKED_INTO]
    return b"refresh" in head.lower() or b"\0" in head
