"""The crawl's pool of extraction workers, if settings and CPU count allow one."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.utils.asyncio import is_asyncio_available

from crawler.templates.store import templates_of
from crawler.workers.forking import cores
from crawler.workers.sizing import has_default_steps, processes, stores_unmodified

if TYPE_CHECKING:
    from crawler.extraction.metadata.portal_facts import PortalFacts
    from crawler.extraction.wrapper.template import Template
    from crawler.workers.pool import WorkerPool

logger = logging.getLogger(__name__)


def worker_pool_of(crawler: Any, portals: int) -> WorkerPool | None:
    """The worker pool for a crawl of this many portals, not started; None to extract in the crawl's process.

    The workers end with the spider.
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
    if not has_default_steps(settings.getdict("ITEM_PIPELINES")):
        logger.debug("custom pipeline among the extraction steps: extracting in the crawl's process")
        return None
    from crawler.workers.pool import WorkerPool

    templates = templates_of(crawler)

    def template_of(portal_id: str) -> Template | None:
        return templates.lifecycle(portal_id, "article").template

    def facts_of(portal_id: str) -> PortalFacts:
        return templates.lifecycle(portal_id, "article").portal_facts

    pool = WorkerPool(
        most,
        settings.getfloat("PAGE_MAX_SECONDS"),
        template_of,
        article_fingerprints=stores_unmodified(
            settings.getdict("ITEM_PIPELINES"), settings.getdict("SPIDER_MIDDLEWARES")
        ),
        facts_of=facts_of,
    )
    crawler.signals.connect(pool.close, signals.spider_closed)
    return pool
