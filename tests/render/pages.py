"""Pages for the browser without a server: what it asks for is answered from a table."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

from crawler.render.browser import Browser
from crawler.render.messages import PageDownloadError, PageRequest, PageResponse

SITE = "http://portal.test/"
T = TypeVar("T")


class Table:
    """`pages` maps URLs to bodies; anything else is not delivered. `asked` are all requests that arrived
    here.
    """

    def __init__(self, pages: Mapping[str, str]) -> None:
        self.pages = dict(pages)
        self.asked: list[str] = []
        self.wanted: list[PageRequest] = []
        self.moved: dict[str, str] = {}

    async def get(self, wanted: PageRequest) -> PageResponse:
        self.asked.append(wanted.url)
        self.wanted.append(wanted)
        url = self.moved.get(wanted.url, wanted.url)
        if url not in self.pages:
            raise PageDownloadError("not in the table")
        body = self.pages[url]
        kind = "text/html" if body.lstrip().startswith("<") else "application/json"
        kind = "text/javascript" if url.endswith(".js") else kind
        return PageResponse(url, 200, {"content-type": kind}, body.encode())


def in_browser(table: Table, scenario: Callable[[Browser], Awaitable[T]]) -> T:
    """The result of a scenario in a browser of its own."""

    async def run() -> T:
        browser = Browser(table.get, "Warta/test")
        try:
            return await scenario(browser)
        finally:
            await browser.close()

    return asyncio.run(run())
