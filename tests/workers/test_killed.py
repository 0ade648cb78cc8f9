"""An extraction worker is killed while it reads pages: nothing is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from pytest_httpserver import HTTPServer

from bench.crawl.measuring import family
from tests.crawling import DEFAULT, ROOT, records
from tests.extraction.portal_pages import classic
from tests.sites.site import NOT_FOUND, Reply, TestSite, urlset, xml

ARTICLES = 100
FATAL = 40
"""More pages than the crawl asks for before the first of them is read."""


class Deadly(TestSite):
    """A portal that kills all processes of the crawl but the first, at every `FATAL`th article."""

    def __init__(self) -> None:
        super().__init__()
        self.crawl: subprocess.Popen[str] | None = None
        self.killed = 0
        self.served = 0

    @property
    def articles(self) -> set[str]:
        return {f"{self.base}berita/{number}/kabar-warga-kabupaten" for number in range(ARTICLES)}

    def reply(self, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
        if path == "sitemap.xml":
            return xml(urlset([(url, None) for url in sorted(self.articles)]))
        if path == "":
            return Reply("<html><head><title>Kabar</title></head><body><h1>Kabar</h1></body></html>")
        if not path.startswith("berita/") or path.count("/") < 2:
            return NOT_FOUND
        self.served += 1
        if self.served % FATAL == 0 and self.crawl is not None:
            for pid in family(self.crawl.pid)[1:]:
                os.kill(pid, signal.SIGKILL)
                self.killed += 1
        return Reply(classic(int(path.split("/")[1])))


def test_no_article_is_lost_with_the_process_that_reads_it(tmp_path: Path, httpserver: HTTPServer) -> None:
    site = Deadly()
    site.mount(httpserver)
    settings = (*DEFAULT, f"OUTPUT_DIR={tmp_path}", "EXTRACT_PROCESSES=1")
    command = [sys.executable, "-m", "scrapy", "crawl", "portal", "-a", f"url={site.base}"]
    command += [flag for setting in settings for flag in ("-s", setting)]
    site.crawl = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    _, said = site.crawl.communicate(timeout=120)
    assert site.crawl.returncode == 0, said
    assert site.killed
    assert "was ended by SIGKILL; its pages are extracted again" in said
    assert len(records(tmp_path)) == len({one["id"] for one in records(tmp_path)}) == ARTICLES
