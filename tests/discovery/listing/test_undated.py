"""Articles of the front page without a day wait for the section that prints it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import html

from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.listing.source import ListingSource
from crawler.discovery.messages import Candidate, Fetch, FetchResult, Kind

SITE = "https://wonoasri.example.go.id/"
SECTIONS = {f"{SITE}kategori-jalan.html": "acegi", f"{SITE}kategori-desa.html": "bdf"}
NUMBERS = {letter: number for number, letter in enumerate("abcdefghi", start=1)}


def page(dated: str, undated: str = "") -> html.HtmlElement:
    def link(name: str) -> str:
        return f'<a href="/berita-kabar-warga-{name}.html">Kabar warga desa {name}</a>'

    cards = "".join(
        f"<div class=kartu><h3>{link(n)}</h3><p>{20 - NUMBERS[n]}/11/2026</p></div>" for n in dated
    )
    box = "".join(f"<li><h4>{link(name)}</h4></li>" for name in undated)
    menu = "".join(f'<li><a href="{url}">Rubrik</a></li>' for url in SECTIONS)
    return html.document_fromstring(
        f"<body><ul class=menu>{menu}</ul><ul class=kotak>{box}</ul>{cards}</body>"
    )


def crawl(front: html.HtmlElement, *, broken: str = "", **more: Any) -> list[list[Candidate]]:
    """The candidates of each step: the front page, then the sections."""
    options = CrawlOptions(now=datetime(2026, 11, 30, tzinfo=UTC), **more)
    answer = FetchResult(Fetch(SITE, Kind.HOME), 200, SITE, tree=front)
    source = ListingSource([SITE], options, front=answer, parts=[*SECTIONS])
    steps = []
    step = source.start(frozenset())
    while True:
        steps.append([one for one in step.candidates if not one.is_further])
        if not step.fetches:
            return steps
        (fetch,) = step.fetches
        tree = page(SECTIONS[fetch.url]) if fetch.url in SECTIONS and broken not in {fetch.url} else None
        step = source.receive(FetchResult(fetch, 200 if tree is not None else 404, fetch.url, tree=tree))


def days(steps: list[list[Candidate]]) -> dict[str, str | None]:
    found = [one for step in steps for one in step]
    shown = {one.url.removesuffix(".html")[-1]: one.listed for one in found}
    assert len(shown) == len(found)
    return shown


def day(name: str) -> str:
    return f"2026-11-{20 - NUMBERS[name]}"


def test_each_article_has_the_day_that_its_section_prints() -> None:
    steps = crawl(page("abc", "abcdef"))
    assert days(steps) == {name: day(name) for name in "abcdefgi"}
    assert len(steps[0]) == 3


def test_an_article_that_no_section_dates_comes_in_the_end() -> None:
    steps = crawl(page("abc", "abcdefh"))
    assert days(steps) == {**{name: day(name) for name in "abcdefgi"}, "h": None}
    assert [one.url[-6] for one in steps[-1]][-1] == "h"


def test_a_section_that_does_not_answer_hides_none() -> None:
    steps = crawl(page("abc", "abcdef"), broken=f"{SITE}kategori-desa.html")
    assert days(steps) == {**{name: day(name) for name in "abcegi"}, "d": None, "f": None}


@pytest.mark.parametrize("front", [page("", "abcdef"), page("abcdef")])
def test_no_article_waits_where_all_or_none_have_a_day(front: html.HtmlElement) -> None:
    assert len(crawl(front)[0]) == 6


def test_a_later_run_does_not_wait() -> None:
    assert len(crawl(page("abc", "abcdef"), full=False)[0]) == 6
