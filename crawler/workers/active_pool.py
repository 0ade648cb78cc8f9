"""The reading processes of a crawl, if its settings and this machine allow any."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.utils.asyncio import is_asyncio_available

from crawler.templates.store import templates_of
from crawler.workers.forking import cores
from crawler.workers.sizing import is_untouched, is_whole, processes

if TYPE_CHECKING:
    from crawler.extraction.wrapper.template import Template
    from crawler.workers.pool import WorkerPool

logger = logging.getLogger(__name__)


def worker_pool_of(crawler: Any, portals: int) -> WorkerPool | None:
    """The processes for a crawl of so many portals, none of them started; None where it reads alone.

    They end with the spider.
    """
    settings = crawler.settings
    most = processes(
        settings.get("EXTRACT_PROCESSES"),
        cores=cores(),
        portals=portals,
        delay=settings.getfloat("DOWNLOAD_DELAY"),
    )
    if not most or not is_asyncio_available():
        return None
    if not is_whole(settings.getdict("ITEM_PIPELINES")):
        logger.debug("a pipeline among those that extract: the crawl reads its pages itself")
        return None
    from crawler.workers.pool import WorkerPool

    templates = templates_of(crawler)

    def template_of(portal_id: str) -> Template | None:
        return templates.keeper(portal_id, "article").template

    readers = WorkerPool(
        most,
        settings.getfloat("PAGE_MAX_SECONDS"),
        template_of,
        article_fingerprints=is_untouched(
            settings.getdict("ITEM_PIPELINES"), settings.getdict("SPIDER_MIDDLEWARES")
        ),
    )
    crawler.signals.connect(readers.close, signals.spider_closed)
    return readers
