"""One short log line per event, without the article's text."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from scrapy.logformatter import LogFormatter, LogFormatterResult

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request, Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure


def _address(item: Any) -> str:
    return str(getattr(item, "url", type(item).__name__))


class ShortLogFormatter(LogFormatter):
    """Logs URL and reason where Scrapy would print the item.

    With `details` there is a line for each page and article. Without, the methods return None, because
    Scrapy's loggers create a record even if no handler shows it.
    """

    def __init__(self, *, details: bool = True) -> None:
        self._details = details

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        level = str(crawler.settings.get("LOG_LEVEL"))
        return cls(details=int(logging.getLevelNamesMapping().get(level, level)) <= logging.DEBUG)

    def crawled(self, request: Request, response: Response, spider: Spider) -> LogFormatterResult | None:  # type: ignore[override]
        return super().crawled(request, response, spider) if self._details else None

    def dropped(  # type: ignore[override]
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult | None:
        if not self._details:
            return None
        return {
            "level": logging.DEBUG,
            "msg": "Dropped %(url)s: %(reason)s",
            "args": {"url": _address(item), "reason": str(exception)},
        }

    def scraped(  # type: ignore[override]
        self, item: Any, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult | None:
        if not self._details:
            return None
        return {"level": logging.DEBUG, "msg": "Article %(url)s", "args": {"url": _address(item)}}

    def item_error(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        return {
            "level": logging.ERROR,
            "msg": "Failed on %(url)s",
            "args": {"url": _address(item)},
        }
