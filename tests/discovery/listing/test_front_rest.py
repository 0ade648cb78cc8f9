"""A front page of featured articles: its further pages wait for the sections."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import html

from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.listing.front_rest import is_selection
from crawler.discovery.listing.page import Link
from crawler.discovery.listing.source import ListingSource
from crawler.discovery.messages import SUPERSEDED, Fetch, FetchResult, Kind
from crawler.urls.canonical import article_id

SITE = "https://wonoasri.example.go.id/"
PAGE = 5


class Portal:
    """Three sections of ten articles, and a front page that lists the `featured` numbers in pages of five."""

    def __init__(self, featured: Sequence[int]) -> None:
        self.featured = [*featured]
        self.sections = {f"{SITE}kategori/rubrik-{n}": [*range(39 - n, 9, -3)] for n in range(3)}
        self.requests: list[str] = []
        self.found: set[str] = set()

    def page(self, url: str) -> html.HtmlElement | None:
        start, _, number = url.partition("?page=")
        shown = self.sections.get(start, self.featured)
        at, pages = int(number or 1), -(-len(shown) // PAGE)
        cards = "".join(
            f'<article><h2><a href="/berita/{n}-warga-desa-{n}">Warga Desa {n}</a></h2></article>'
            for n in shown[(at - 1) * PAGE : at * PAGE]
        )
        menu = "".join(f'<li><a href="{one}">Rubrik</a></li>' for one in self.sections)
        links = "".join(f'<a href="{start}?page={n}">{n}</a>' for n in range(2, pages + 1))
        arrow = f'<a href="{start}?page={at + 1}">Berikutnya</a>' if at < pages else ""
        text = f"<body><ul class=menu>{menu}</ul>{cards}<div class=pagination>{links}{arrow}</div></body>"
        return html.document_fromstring(text) if at <= pages else None

    def crawl(self, *, chained: bool = False, **more: Any) -> list[str]:
        """The listing pages that a first run requests; `chained`: the articles have previous/next links."""
        options = CrawlOptions(now=datetime(2026, 11, 30, tzinfo=UTC), **more)
        front = FetchResult(Fetch(SITE, Kind.HOME), 200, SITE, tree=self.page(SITE))
        source = ListingSource([SITE], options, front=front, parts=[*self.sections], checks=1)
        step = source.start(frozenset())
        superseded = chained
        while True:
            self.found |= {article_id(one.url) for one in step.candidates}
            if not step.fetches:
                assert source.complete
                return [url.removeprefix(SITE) for url in self.requests]
            (fetch,) = step.fetches
            if superseded and fetch.after_articles:
                superseded = False
                self.found |= self.articles
                step = source.receive(FetchResult(fetch, failure=SUPERSEDED, links={1: (2,)}))
                continue
            self.requests.append(fetch.url)
            tree = self.page(fetch.url)
            links = {1: (2,)} if chained else {}
            status = 200 if tree is not None else 404
            step = source.receive(
                FetchResult(fetch, status, fetch.url, tree=tree, known=self.found, links=links)
            )

    @property
    def articles(self) -> set[str]:
        numbers = {*self.featured, *(n for shown in self.sections.values() for n in shown)}
        return {article_id(f"{SITE}berita/{n}-warga-desa-{n}") for n in numbers}


FEATURED = range(39, 9, -2)
"""Fifteen of thirty: three pages."""


def test_the_last_page_is_enough_if_the_sections_list_the_others() -> None:
    portal = Portal(FEATURED)
    requests = portal.crawl()
    assert portal.found == portal.articles
    assert requests == [
        *(f"kategori/rubrik-{n}{page}" for n in range(3) for page in ("", "?page=2")),
        "?page=3",
    ]


def test_articles_outside_the_sections_are_found() -> None:
    portal = Portal([*FEATURED, 3, 1])
    requests = portal.crawl()
    assert portal.found == portal.articles
    assert "?page=2" in requests


def test_a_list_of_all_articles_is_read_first() -> None:
    portal = Portal(range(39, 9, -1))
    requests = portal.crawl()
    assert portal.found == portal.articles
    assert requests[:5] == [f"?page={n}" for n in range(2, 7)]
    assert len(requests) <= 7


@pytest.mark.parametrize("more", [{"verify": True}, {"limit": 5}])
def test_a_run_that_reads_each_page_or_the_newest_reads_the_front_page_first(more: dict[str, Any]) -> None:
    assert Portal(FEATURED).crawl(**more)[0] == "?page=2"


def test_previous_and_next_links_lead_into_the_sections_from_the_front_page() -> None:
    portal = Portal(FEATURED)
    requests = portal.crawl(chained=True)
    assert requests[:2] == ["?page=2", "?page=3"]
    assert portal.found == portal.articles


@pytest.mark.parametrize(
    ("numbers", "selected"),
    [
        ([72, 69, 66, 63, 60], True),
        ([72, 71, 69, 68, 67], False),
        ([72, 69, 66, 63], False),
        ([], False),
    ],
)
def test_missing_numbers_show_a_selection(numbers: list[int], selected: bool) -> None:
    links = [Link(f"{SITE}berita/{n}-warga-desa", "Warga desa", headline=True) for n in numbers]
    assert is_selection(links) is selected
