"""Runs requests through a real crawler with the project's settings, and returns their outcomes.

Twisted's reactor runs once per process, so each crawl is its own process: `crawl` starts one and passes it
addresses in batches.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import Request, Response
from scrapy.resolver import CachingThreadedResolver
from scrapy.utils.project import get_project_settings
from twisted.internet.defer import Deferred, succeed
from twisted.python.failure import Failure

from bench.crawl.measuring import peak_memory_kib
from crawler.middlewares.failures import failure_reason
from crawler.portals import Portal
from tests.starting.program import run

ROOT = Path(__file__).resolve().parents[2]

QUICK = {
    "ITEM_PIPELINES": {},
    "EXTENSIONS": {},
    "ADDONS": {},
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
    "ROBOTSTXT_OBEY": False,
    "RETRY_TIMES": 0,
    "LOG_LEVEL": "DEBUG",
}
"""What a test of the guard may change: politeness and what is written, never the guard."""


@dataclass(frozen=True)
class Outcome:
    """What a spider learns of one address: `status`, or the `error`'s class name and its `reason`."""

    url: str
    status: int | None = None
    error: str | None = None
    reason: str | None = None
    name: str | None = None
    body_length: int = 0
    flags: Sequence[str] = ()


@dataclass(frozen=True)
class Crawl:
    outcomes: Mapping[str, Outcome]
    stats: Mapping[str, Any]
    settings: Mapping[str, Any]
    log: str
    seconds: float
    peak_memory_kib: int


def crawl(
    urls: Sequence[str],
    *,
    settings: Mapping[str, Any] | None = None,
    meta: Mapping[str, Mapping[str, Any]] | None = None,
    unverified: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
    timeout: float = 60,
) -> Crawl:
    """Request `urls` (each with its `meta`) in a separate crawl; raises if the process fails.

    `unverified` are addresses of portals whose certificates are not verified, by the registry.
    """
    order = {
        "urls": list(urls),
        "settings": {**QUICK, **(settings or {})},
        "meta": dict(meta or {}),
        "unverified": list(unverified),
    }
    started = time.monotonic()
    done = run(
        "tests.middlewares.crawl",
        standard_input=json.dumps(order),
        cwd=ROOT,
        timeout=timeout,
        env={**os.environ, **(environment or {})},
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    return Crawl(
        outcomes={key: Outcome(**value) for key, value in report["outcomes"].items()},
        stats=report["stats"],
        settings=report["settings"],
        log=done.stderr,
        seconds=time.monotonic() - started,
        peak_memory_kib=report["peak_memory_kib"],
    )


class Messenger(scrapy.Spider):
    """Requests the given addresses and records the outcomes."""

    name = "messenger"

    def __init__(self, order: Mapping[str, Any], told: dict[str, dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.order = order
        self.told = told
        self.portals = [Portal("x", "x", url, "x", tls="unverified") for url in order["unverified"]]

    async def start(self) -> AsyncIterator[Any]:
        for url in self.order["urls"]:
            yield Request(
                url,
                callback=self.answered,
                errback=self.failed,
                meta={"handle_httpstatus_list": list(range(400, 600)), **self.order["meta"].get(url, {})},
                cb_kwargs={"asked": url},
                dont_filter=True,
            )

    def answered(self, response: Response, asked: str) -> None:
        self.told[asked] = {
            "url": response.url,
            "status": response.status,
            "body_length": len(response.body),
            "flags": list(response.flags),
        }

    def failed(self, failure: Failure) -> None:
        request: Request = failure.request  # type: ignore[attr-defined]
        self.told[request.cb_kwargs["asked"]] = {
            "url": request.url,
            "error": type(failure.value).__name__,
            "reason": getattr(failure.value, "reason", None),
            "name": failure_reason(failure.value)[0] if failure.value else None,
        }


class ScriptedResolver(CachingThreadedResolver):
    """Scrapy's resolver with a hosts file: `SCRIPTED_HOSTS` maps names to addresses."""

    hosts: dict[str, str] = {}  # noqa: RUF012 (set from the settings)

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> ScriptedResolver:
        resolver = super().from_crawler(crawler, reactor)
        resolver.hosts = crawler.settings.getdict("SCRIPTED_HOSTS")
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:
        if name in self.hosts:
            return succeed(self.hosts[name])
        return super().getHostByName(name, timeout)


def main() -> None:

    order = json.load(sys.stdin)
    told: dict[str, dict[str, Any]] = {}
    settings = get_project_settings()
    settings.setdict(order["settings"], priority="cmdline")
    process = CrawlerProcess(settings)
    crawler = process.create_crawler(Messenger)
    process.crawl(crawler, order=order, told=told)
    process.start()
    assert crawler.stats is not None
    json.dump(
        {
            "outcomes": told,
            "stats": crawler.stats.get_stats(),
            "settings": crawler.settings.copy_to_dict(),
            "peak_memory_kib": peak_memory_kib(),
        },
        sys.stdout,
        default=str,
    )


if __name__ == "__main__":
    main()
