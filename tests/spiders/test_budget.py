"""A run with a time budget ends in order, and the next run continues."""

from __future__ import annotations

from pathlib import Path

from pytest_httpserver import HTTPServer

from tests.crawling import LOOPBACK, crawl, records
from tests.sites.wordpress import WordPress


def test_a_budget_ends_the_run_and_the_next_goes_on(httpserver: HTTPServer, tmp_path: Path) -> None:
    site = WordPress(60)
    address = site.mount(httpserver)
    slow = (*LOOPBACK, "DOWNLOAD_DELAY=0.08")
    first = crawl(tmp_path, "-a", f"url={address}", "-a", "budget=2s", settings=slow)
    assert first.returncode == 0, first.stderr
    assert "Stopped early (budget)" in first.stderr
    kept = records(tmp_path)
    assert 0 < len(kept) < 60
    asked = len(site.requests)
    second = crawl(tmp_path, "-a", f"url={address}")
    assert second.returncode == 0, second.stderr
    urls = [record["url"] for record in records(tmp_path)]
    assert sorted(urls) == sorted(site.articles)
    assert len(urls) == len(set(urls)) == 60
    assert len(site.requests) - asked < 60 - len(kept) + 15, "what was stored is not fetched again"
