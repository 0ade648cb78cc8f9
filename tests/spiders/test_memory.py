"""Memory does not grow with the addresses that a sitemap names: less than 1 KiB for each of them."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import lxml.html
from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.test import get_crawler

from crawler.discovery.model import Answer, Fetch, Kind
from crawler.discovery.plan import Plan
from crawler.discovery.wish import Wish
from crawler.ledger.decisions import Window
from crawler.ledger.knowledge import LedgerKnowledge
from crawler.ledger.ledger import Ledger
from crawler.platforms import PLATFORMS
from crawler.portals.unlisted import portal_from_address
from spiders.run import PortalRun
from tests.middlewares.crawl import peak_memory_kib
from tests.sites.site import urlset

FEW, MANY = 6_000, 18_000  # more than one transaction writes
ROOM = (MANY - FEW) // 1024
"""MiB that the peak may rise by: at this rate 100,000 addresses cost less than 100 MiB."""


def discover(count: int, folder: Path) -> int:
    """What a run does with a sitemap of `count` addresses until its first page; how many wait."""
    base = f"https://portal{count}.example.go.id/"
    portal = portal_from_address(base)
    wish = Wish(now=datetime(2026, 6, 1, tzinfo=UTC))
    with Ledger.open(f"sqlite:///{folder / 'ledger.db'}") as ledger:
        ledger.start_run()
        knowledge = LedgerKnowledge(ledger, Window())
        assert knowledge.take(portal)
        plan = Plan(base, PLATFORMS, wish)
        stats = MemoryStatsCollector(get_crawler())
        run = PortalRun(portal, plan, wish, knowledge, stats, verify=False, limit=None)
        run.begin()
        home = lxml.html.document_fromstring("<html><body><p>Selamat datang</p></body></html>")
        for job in run.jobs():
            assert isinstance(job, Fetch)
            if job.kind is Kind.HOME:
                sitemaps = (f"{base}sitemap.xml",)
                run.answered(Answer(job, 200, base, body=b"x", tree=home, sitemaps=sitemaps))
            else:
                listed = ((f"{base}berita/bupati-resmikan-jembatan-nomor-{n}", None) for n in range(count))
                run.answered(Answer(job, 200, job.url, body=urlset(listed).encode()))
                break
        ledger.flush()
        return plan.found


def test_a_large_sitemap_costs_little_memory(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.spiders.test_memory", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    found, risen = done.stdout.split()
    assert int(found) == MANY
    assert float(risen) <= ROOM


if __name__ == "__main__":
    discover(FEW, Path(sys.argv[1]))
    before = peak_memory_kib()
    found = discover(MANY, Path(sys.argv[1]))
    print(found, (peak_memory_kib() - before) / 1024)
