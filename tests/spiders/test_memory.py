"""Memory per sitemap URL stays below 1 KiB, and a finished page leaves only tens of bytes."""

from __future__ import annotations

import gc
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import lxml.html
from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.test import get_crawler

from bench.crawl.measuring import peak_memory_kib
from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.core.state import NullState
from crawler.discovery.messages import Fetch, FetchResult, Kind
from crawler.discovery.planner import DiscoveryPlanner
from crawler.ledger.crawl_state import LedgerCrawlState
from crawler.ledger.decisions import Window
from crawler.ledger.ledger import Ledger
from crawler.platforms import PLATFORMS
from crawler.portals.unlisted import portal_from_address
from crawler.urls.canonical import article_id, canonicalize
from crawler.urls.parsing import split_url
from pipelines.duplicates import DuplicatesPipeline
from spiders.portal_run import PortalRun
from tests.ledger.making import make_article
from tests.sites.site import urlset

FEW, MANY = 6_000, 18_000  # more than one transaction writes
LISTED, PARTS = 1_000, 5
KEPT = 100
"""Bytes of a page that is over."""
ROOM = (MANY - FEW) // 1024
"""MiB that the peak may rise by: at this rate 100,000 addresses cost less than 100 MiB."""


def discover(count: int, folder: Path) -> int:
    """Run a sitemap of `count` URLs until its first page; return how many requests wait."""
    base = f"https://portal{count}.example.go.id/"
    portal = portal_from_address(base)
    options = CrawlOptions(now=datetime(2026, 6, 1, tzinfo=UTC))
    with Ledger.open(f"sqlite:///{folder / 'ledger.db'}") as ledger:
        ledger.start_run()
        crawl_state = LedgerCrawlState(ledger, Window())
        assert crawl_state.acquire(portal)
        planner = DiscoveryPlanner(base, PLATFORMS, options)
        stats = MemoryStatsCollector(get_crawler())
        run = PortalRun(portal, planner, options, crawl_state, stats, verify=False, limit=None)
        run.enqueue(run.planner.start())
        home = lxml.html.document_fromstring("<html><body><p>Selamat datang</p></body></html>")
        for job in run.jobs():
            assert isinstance(job, Fetch)
            if job.kind is Kind.HOME:
                sitemaps = (f"{base}sitemap.xml",)
                run.on_result(FetchResult(job, 200, base, body=b"x", tree=home, sitemaps=sitemaps))
            else:
                listed = ((f"{base}berita/bupati-resmikan-jembatan-nomor-{n}", None) for n in range(count))
                run.on_result(FetchResult(job, 200, job.url, body=urlset(listed).encode()))
                break
        ledger.flush()
        return planner.found


def test_a_large_sitemap_costs_little_memory(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.spiders.test_memory", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    found, risen = done.stdout.split()
    assert int(found) == MANY
    assert float(risen) <= ROOM


def crawl(base: str, run: PortalRun, pipeline: DuplicatesPipeline) -> Iterator[int]:
    """Crawl sitemaps in which every page is an article; return the number of articles before each page."""
    home = lxml.html.document_fromstring("<html><body><p>Selamat datang</p></body></html>")
    parts = "".join(f"<sitemap><loc>{base}part-{number}.xml</loc></sitemap>" for number in range(PARTS))
    index = f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{parts}</sitemapindex>'
    done = 0
    run.enqueue(run.planner.start())
    while jobs := list(run.jobs()):
        for job in jobs:
            if not isinstance(job, Fetch):
                run.on_accepted(job, job.candidate.url, {})
                url = job.candidate.url
                pipeline.process_item(
                    make_article(id=article_id(url), url=url, canonical_url=url, body=[f"Isi {url}."])
                )
                run.stats.on_item_done(older=False)
                done += 1
            elif job.kind is Kind.HOME:
                sitemaps = (f"{base}sitemap.xml",)
                run.on_result(FetchResult(job, 200, base, body=b"x", tree=home, sitemaps=sitemaps))
            elif job.url.endswith("sitemap.xml"):
                run.on_result(FetchResult(job, 200, job.url, body=index.encode()))
            elif "/part-" not in job.url:
                run.on_result(FetchResult(job, 404, job.url))
            else:
                yield done
                name = job.url.rpartition("-")[2].removesuffix(".xml")
                listed = ((f"{base}berita/bupati-resmikan-jembatan-{name}-{n}", None) for n in range(LISTED))
                run.on_result(FetchResult(job, 200, job.url, body=urlset(listed).encode()))


def test_of_a_page_that_is_over_tens_of_bytes_stay() -> None:
    base = "https://mediacenter.example.go.id/"
    portal = portal_from_address(base)
    options = CrawlOptions(now=datetime(2026, 6, 1, tzinfo=UTC))
    planner = DiscoveryPlanner(base, PLATFORMS, options)
    stats = MemoryStatsCollector(get_crawler())
    run = PortalRun(portal, planner, options, NullState(), stats, verify=False, limit=None)
    held: list[int] = []
    tracemalloc.start()
    try:
        for done in crawl(base, run, DuplicatesPipeline()):
            gc.collect()
            for cached in (article_id, canonicalize, split_url):
                cached.cache_clear()
            assert done == len(held) * LISTED
            held.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
    assert len(held) == PARTS
    assert planner.found == PARTS * LISTED
    assert held[-1] - held[1] <= KEPT * (PARTS - 2) * LISTED


if __name__ == "__main__":
    discover(FEW, Path(sys.argv[1]))
    before = peak_memory_kib()
    found = discover(MANY, Path(sys.argv[1]))
    print(found, (peak_memory_kib() - before) / 1024)
