"""Bytes of robots.txt are inspected on arrival, bytes of pages are not."""

from __future__ import annotations

import asyncio
from typing import Any

from scrapy import Request, signals
from scrapy.http import Response, TextResponse
from scrapy.utils.test import get_crawler

from crawler.middlewares.robots import RobotsMiddleware


def listeners(crawler: Any) -> int:
    """Number of listeners for the bytes of a page."""
    page = Request("https://contoh.go.id/berita/1")
    return len(crawler.signals.send_catch_log(signals.bytes_received, data=b"<p>", request=page))


def test_nobody_listens_when_no_robots_txt_is_under_way() -> None:
    crawler = get_crawler(settings_dict={"ROBOTSTXT_OBEY": True, "BOT_NAME": "Warta"})
    heard: list[int] = []

    class Engine:
        async def download_async(self, request: Request) -> Response:
            await asyncio.sleep(0)
            heard.append(listeners(crawler))
            return TextResponse(request.url, body=b"User-agent: *\nDisallow: /admin/\n", request=request)

    crawler.engine = Engine()  # type: ignore[assignment]
    middleware = RobotsMiddleware.from_crawler(crawler)
    assert listeners(crawler) == 0

    async def ask() -> None:
        await asyncio.gather(
            *(middleware._robots(Request(f"https://portal{number}.go.id/")) for number in range(3))
        )

    asyncio.run(ask())
    assert heard == [1, 1, 1]
    assert listeners(crawler) == 0
