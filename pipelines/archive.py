"""With `ARCHIVE=1`: adds the WARC location of the article's page."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Self

from scrapy.exceptions import NotConfigured

from crawler.archive.active_writer import archive_of
from crawler.items import Article

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.archive.warc_writer import ArchiveWriter


class ArchivePipeline:
    """Article -> Article with `warc`."""

    def __init__(self, archive: ArchiveWriter) -> None:
        self.archive = archive

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not crawler.settings.getbool("ARCHIVE"):
            raise NotConfigured
        return cls(archive_of(crawler))

    def process_item(self, item: Article) -> Article:
        return dataclasses.replace(item, warc=self.archive.pop_location(item.url))
