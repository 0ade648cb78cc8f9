"""Answers and pages (`<meta http-equiv="refresh">`) that send the reader on: followed without a Referer."""

from __future__ import annotations

from scrapy.downloadermiddlewares.redirect import (
    BaseRedirectMiddleware,
    MetaRefreshMiddleware,
)
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware as ScrapyRedirectMiddleware
from scrapy.http import HtmlResponse, Request, Response

LOOKED_INTO = 4 * 4096
"""Bytes that hold the 4096 characters in which Scrapy looks for the element, in every encoding of the web."""


class _WithoutReferer(BaseRedirectMiddleware):
    """Sends no Referer; Scrapy's would ask its RefererMiddleware, and warn that there is none."""

    def handle_referer(self, request: Request, response: Response) -> None:
        request.headers.pop("Referer", None)

    def _engine_started(self) -> None:
        """Nothing is looked for, and nothing missed."""


class RedirectMiddleware(_WithoutReferer, ScrapyRedirectMiddleware):
    """Scrapy's own for answers 3xx."""


class RefreshMiddleware(_WithoutReferer, MetaRefreshMiddleware):
    """Scrapy's own, for pages that may have the element: the others are not decoded for its sake."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        if isinstance(response, HtmlResponse) and not may_refresh(response.body):
            return response
        return super().process_response(request, response)


def may_refresh(body: bytes) -> bool:
    """Whether the head of a page holds the word, or is in UTF-16, where a search of bytes does not find it.

    >>> may_refresh(b'<meta http-equiv="Refresh" content="0; url=/beranda">'), may_refresh(b"<html><body>")
    (True, False)
    """
    head = body[:LOOKED_INTO]
    return b"refresh" in head.lower() or b"\0" in head
