"""The crawl's browser: routes the requests of rendered pages through Scrapy's downloader.

Each request passes all downloader middlewares: guard, robots.txt with Crawl-delay, the host's pace and
back-off, size limits, the portal's budget, the archive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from scrapy import Request, signals
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK

from crawler.middlewares.failures import DOWNLOAD_ERRORS, failure_reason
from crawler.render.browser import Browser
from crawler.render.messages import PageDownloadError, PageRequest, PageResponse

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

KIND = "render"
SCRIPT_SLOT = " scripts"
"""Download slot for a host's scripts. A visitor's browser loads them all at once; this one loads each once
per crawl, one after the other. Crawl-delay applies here too.
"""

_browsers: WeakKeyDictionary[Any, Browser] = WeakKeyDictionary()


def browser_of(crawler: Crawler) -> Browser:
    """The crawl's browser, not yet started; it stops with the spider."""
    if crawler not in _browsers:
        browser = _browsers[crawler] = Browser(
            Downloads(crawler).get,
            str(crawler.settings["USER_AGENT"]),
            most=crawler.settings.getint("RENDER_PAGES"),
            on_page=lambda: _count(crawler, browser),
        )
        crawler.signals.connect(browser.close, signals.spider_closed)
    return _browsers[crawler]


def _count(crawler: Crawler, browser: Browser) -> None:
    assert crawler.stats is not None
    figures = {
        "pages": browser.pages,
        "restarts": browser.restarts,
        "connections_refused": browser.connections_refused,
        **{f"refused/{kind}": number for kind, number in browser.refused.items()},
    }
    for name, number in figures.items():
        if number:
            crawler.stats.set_value(f"render/{name}", number)


class Downloads:
    """Downloads URLs for the browser through the crawl's engine."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    async def get(self, wanted: PageRequest) -> PageResponse:
        """The response to a request. Raises PageDownloadError."""
        assert self._crawler.engine is not None
        meta: dict[str, Any] = {"kind": KIND, "portal": wanted.portal}
        if wanted.kind == "script":
            meta["download_slot"] = self._script_slot(wanted.url)
        request = Request(
            wanted.url,
            method=wanted.method,
            headers=dict(wanted.headers),
            body=wanted.body,
            callback=NO_CALLBACK,
            meta=meta,
            dont_filter=True,
        )
        try:
            response = await self._crawler.engine.download_async(request)
        except (IgnoreRequest, *DOWNLOAD_ERRORS) as error:
            raise PageDownloadError(failure_reason(error)[1]) from error
        return page_response(response)

    def _script_slot(self, url: str) -> str:
        assert self._crawler.engine is not None
        downloader = self._crawler.engine.downloader
        key = downloader.get_slot_key(Request(url)) + SCRIPT_SLOT
        downloader.per_slot_settings.setdefault(key, {"concurrency": 1, "delay": 0.0})
        return key


def page_response(response: Response) -> PageResponse:
    """A response for the browser: decompressed, without its encoding headers."""
    headers = {
        name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
        for name, values in response.headers.items()
    }
    headers.pop("content-encoding", None)
    return PageResponse(response.url, response.status, headers, response.body)
