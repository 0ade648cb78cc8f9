"""A crawl with extraction workers gives the same result as one without."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from tests.crawling import records
from tests.extraction.portal_pages import classic
from tests.sites.site import NOT_FOUND, Reply, TestSite, urlset, xml
from tests.spiders.crawl import WHOLE, Crawl, crawl

FURTHER = "<a href='/berita/5/kabar-warga-kabupaten?page=2'>2</a>"
HTML = "<html><head><title>{0}</title></head><body class='{1}'><h1>{0}</h1>{2}</body></html>"
LATIN = classic(6).replace("Ditulis oleh Siti", "Ditulis oleh Sité").encode("cp1252", "xmlcharrefreplace")
FRIDAY = classic(10).replace("nomor 10-0.", "nomor 10-0 pada Jum’at.")
OLD = classic(7).replace("Februari 2024", "Februari 2014")
ODD: dict[int, Reply] = {
    1: Reply("  \n"),
    2: Reply(HTML.format("Arsip", "archive", "<p>Semua berita</p>")),
    3: Reply("<html><body>" + "<b>a</b>" * 60_000),
    4: Reply("Galat", status=404),
    6: Reply(LATIN, content_type="text/html; charset=windows-1252"),
    7: Reply(OLD),
    8: Reply("%PDF-1.4", content_type="application/pdf"),
    9: Reply(LATIN, content_type="text/html"),
    10: Reply(FRIDAY, content_type="text/html; charset=iso-8859-1"),  # Apache's default for everything
}


class Mixed(TestSite):
    """A portal with articles, one of them on two pages, and other pages among them."""

    @property
    def articles(self) -> set[str]:
        return {f"{self.base}berita/{number}/kabar-warga-kabupaten" for number in range(16)}

    def reply(self, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
        if path == "sitemap.xml":
            return xml(urlset([(url, None) for url in sorted(self.articles)]))
        if path == "":
            return Reply(HTML.format("Kabar", "home", ""))
        if not path.startswith("berita/") or path.count("/") < 2:
            return NOT_FOUND
        number = int(path.split("/")[1])
        if number == 5:
            return Reply(classic(50 if "page" in query else 5).replace("</h1>", f"</h1>{FURTHER}"))
        return ODD.get(number) or Reply(classic(number))


TIMES = {"first_seen_at", "fetched_at", "seq"}


def brought(folder: Path) -> list[str]:
    """The JSON lines by address, without times of writing."""
    lines = [
        json.dumps({name: value for name, value in record.items() if name not in TIMES})
        for record in records(folder)
    ]
    return sorted(lines)


def counted(crawl: Crawl) -> dict[str, Any]:
    """The run's counts, without times and sizes of answers that contain the day."""
    wanted = ("portal/", "work/", "dates/", "articles/written", "item_", "spider_exceptions")
    return {
        key: value
        for key, value in crawl.stats.items()
        if key.startswith(wanted) and not key.endswith(("/seconds", "/size"))
    }


@pytest.mark.parametrize("arguments", [{}, {"since": "2020-01-01"}])
def test_the_same_articles_and_the_same_figures(
    tmp_path: Path, httpserver: HTTPServer, arguments: dict[str, str]
) -> None:
    site = Mixed()
    site.mount(httpserver)
    runs: dict[str, Crawl] = {}
    for processes in ("0", "1"):
        folder = tmp_path / processes
        folder.mkdir()
        settings = {**WHOLE, "EXTRACT_PROCESSES": processes, "LOG_LEVEL": "DEBUG"}
        runs[processes] = crawl(folder, url=site.base, settings=settings, **arguments)
        assert runs[processes].status == 0, runs[processes].stderr
    assert counted(runs["1"]) == counted(runs["0"])
    lines = brought(tmp_path / "1")
    assert lines == brought(tmp_path / "0")
    assert any("nomor 10-0 pada Jum\\u2019at" in line for line in lines)
    assert len(lines) == (11 if not arguments else 10)
    dropped = {key.partition("dropped/")[2] for key in runs["1"].only}
    assert {"empty", "listing", "too_complex", "media", "http_404"} <= dropped
    assert runs["0"].stats.get("extraction/read_elsewhere", 0) == 0
    assert runs["1"].stats["extraction/read_elsewhere"] > len(lines) - 2  # all but the one on two pages
