"""With `ARCHIVE=1`, writes every response to a WARC file as received, including robots.txt and redirects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy import Request, signals
from scrapy.exceptions import NotConfigured
from scrapy.http import Headers, Response

from crawler.archive.active_writer import archive_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.archive.warc_writer import ArchiveWriter


class ArchiveMiddleware:
    """Runs closest to the downloader."""

    def __init__(self, archive: ArchiveWriter) -> None:
        self.archive = archive

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not crawler.settings.getbool("ARCHIVE"):
            raise NotConfigured
        middleware = cls(archive_of(crawler))
        crawler.signals.connect(middleware.engine_stopped, signals.engine_stopped)
        return middleware

    def process_response(self, request: Request, response: Response) -> Response:
        self.archive.write(
            response.url,
            request.method,
            _pairs(request.headers),
            response.status,
            _pairs(response.headers),
            response.body,
        )
        return response

    def engine_stopped(self) -> None:
        self.archive.close()


def _pairs(headers: Headers) -> list[tuple[str, str]]:
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in headers.items()
        for value in values
    ]
