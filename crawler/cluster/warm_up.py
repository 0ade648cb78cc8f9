"""Imports everything that crawls need, once: a worker's processes are forked from a server that has it.

Imports take most of the time of a crawl that finds nothing new. Imported only by the fork server.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from typing import Any

from scrapy.utils.project import get_project_settings

MODULES = (
    "scrapy.cmdline",
    "scrapy.commands.crawl",
    "scrapy.core.engine",
    "scrapy.core.scraper",
    "scrapy.crawler",
    "crawler.commands.crawl",
    "crawler.commands.enqueue",  # Scrapy reads every command to find one
    "crawler.commands.work",
    "crawler.extraction",
    "crawler.export.jsonl",
    "crawler.extensions.notify",
    "crawler.ledger.ledger",
    "crawler.ledger.visits",
    "crawler.platforms",
    "crawler.report.health",
    "crawler.report.run_data",
    "spiders.archive",
    "spiders.portal",
    "psycopg",
)
REACTOR = "twisted.internet.reactor"


def preload() -> None:
    """Import `MODULES` and the modules in the settings. Raises RuntimeError if that starts the event loop."""
    for name in (*MODULES, *sorted(set(_named(get_project_settings().copy_to_dict())))):
        importlib.import_module(name)
    if REACTOR in sys.modules:
        raise RuntimeError(f"{REACTOR} was imported: its event loop would be shared by all crawls")


def _named(value: Any) -> Iterator[str]:
    """Modules of our own and Scrapy's components in a settings value."""
    if isinstance(value, str):
        module, _, name = value.rpartition(".")
        if module.startswith(("scrapy.", "crawler.", "pipelines.")) and name[:1].isupper():
            yield module
    elif isinstance(value, dict):
        for key, worth in value.items():
            if worth is not None:
                yield from _named(key)
                yield from _named(worth)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _named(part)


preload()
