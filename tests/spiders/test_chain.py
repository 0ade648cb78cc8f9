""" "Next article" links with endless numbers are not followed without end."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from tests.crawling import records
from tests.sites.site import NOT_FOUND, Reply, TestSite, posts
from tests.spiders.crawl import WHOLE, crawl

COUNT = 12


class CountsOn(TestSite):
    """Every number gives a page with a link to the next number; twelve of them hold an article."""

    def __init__(self) -> None:
        super().__init__()
        self.posts = {post.number: post for post in posts(COUNT)}

    @property
    def articles(self) -> set[str]:
        return {f"{self.base}berita/detail/{number}" for number in self.posts}

    def reply(self, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
        shell = "<html><head><title>{0}</title></head><body><h1>{0}</h1>{1}</body></html>"
        if path in ("", "berita"):
            rows = [
                f"<h3><a href='/berita/detail/{n}'>{post.title}</a></h3>" for n, post in self.posts.items()
            ]
            return Reply(shell.format("Berita", "<a href='/berita'>Berita</a>" + "".join(rows)))
        folder, _, number = path.rpartition("/")
        if folder != "berita/detail" or not number.isdigit():
            return NOT_FOUND
        on = f"<a class='next' href='/berita/detail/{int(number) + 1}'>Selanjutnya</a>"
        post = self.posts.get(int(number))
        text = "".join(f"<p>{line}</p>" for line in post.paragraphs) if post else ""
        return Reply(shell.format(post.title if post else "", f"<article>{text}</article>{on}"))


@pytest.mark.parametrize("processes", ["0", "1"])
def test_a_chain_of_pages_that_are_no_articles_ends(
    tmp_path: Path, httpserver: HTTPServer, processes: str
) -> None:
    site = CountsOn()
    site.mount(httpserver)
    done = crawl(tmp_path, url=site.base, settings={**WHOLE, "EXTRACT_PROCESSES": processes}, budget="120s")
    assert {record["url"] for record in records(tmp_path)} == site.articles, done.stderr
    assert len(site.requests) < 100
