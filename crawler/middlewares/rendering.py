"""Renders pages of requests with `meta["render"]` in the browser; the response body is the rendered DOM."""

from __future__ import annotations

import time
from typing import Self

from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Request, Response

from crawler.discovery.page.mime_sniffing import is_html
from crawler.guard import refuse_redirect
from crawler.middlewares.browser_requests import browser_of, page_response
from crawler.middlewares.failures import NotRendered
from crawler.render.messages import RenderError

FLAG = "rendered"
_OF_THE_SHELL = ("ETag", "Last-Modified", "Content-Encoding", "Content-Length", "Content-Security-Policy")
"""Headers that are dropped: they describe the page without its articles, which may stay the same."""


class RenderingMiddleware:
    """Outermost middleware: renders after all others have processed the response, so the page's download slot
    is free for the requests of its scripts.

    Stats: `render/pages`, `render/seconds`, `render/unsettled`, `render/lists_cut`, `render/failed/<reason>`,
    `render/refused/<kind>`.
    """

    def __init__(self, crawler: Crawler) -> None:
        assert crawler.stats is not None
        self._crawler = crawler
        self._stats = crawler.stats
        self._seconds = 0.0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Response:
        if not request.meta.get("render") or response.status != 200 or FLAG in response.flags:
            return response
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        if not is_html(response.body, content_type):
            return response
        began = time.monotonic()
        portal = str(request.meta.get("portal", ""))
        try:
            rendered = await browser_of(self._crawler).render(
                response.url, portal, page_response(response), more=request.meta.get("render_more", 0)
            )
        except RenderError as error:
            self._stats.inc_value(f"render/failed/{error.reason}")
            raise NotRendered(error.reason, str(error)) from error
        self._seconds += time.monotonic() - began
        self._stats.set_value("render/seconds", round(self._seconds, 1))
        if not rendered.settled:
            self._stats.inc_value("render/unsettled")
        if rendered.is_cut:
            self._stats.inc_value("render/lists_cut")
        url = rendered.url.partition("#")[0]
        if refuse_redirect(response.url, url, frozenset) is not None:
            url = response.url
        headers = response.headers.copy()
        for name in _OF_THE_SHELL:
            headers.pop(name, None)
        headers["Content-Type"] = "text/html; charset=utf-8"
        request.meta["shell"] = response
        return HtmlResponse(
            url,
            status=200,
            headers=headers,
            body=rendered.html.encode("utf-8", "replace"),
            encoding="utf-8",
            flags=[*response.flags, FLAG],
            request=request,
        )
