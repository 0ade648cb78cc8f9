"""Portals without a platform of their own: every article found, nothing else, no trap entered."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from crawler.discovery.core.options import CrawlOptions
from crawler.urls.canonical import article_id
from tests.sites.drive import NOW, drive
from tests.sites.offices import NAMES, OFFICES, HiddenSection, Named, OldestFirst
from tests.sites.site import posts
from tests.sites.unknown import UNKNOWN, Unknown
from tests.sites.unseen import UNSEEN, Drawn

SITES = UNKNOWN | UNSEEN | OFFICES


def later_run(site: Unknown, memory: Mapping[str, str], count: int) -> tuple[set[str], dict[str, str]]:
    """The run after `count` more articles: those it did not find, and the state for the next run."""
    before = {article_id(url) for url in site.articles}
    site.posts = posts(len(site.posts) + count)
    site.pages.clear()
    site.paths.clear()
    site.requests.clear()
    site.build()
    options = CrawlOptions(now=NOW, full=False, memory=memory)
    found = drive(site, options, known=lambda url: article_id(url) in before)
    new = {article_id(url) for url in site.articles} - before
    assert len(new) == count
    return new - {*found.ids}, {**memory, **dict(found.remembered)}


def make(name: str) -> Unknown:
    kind, count = SITES[name]
    return kind(count)


@pytest.mark.parametrize("name", SITES)
def test_every_article_once_nothing_else_and_no_trap(name: str) -> None:
    site = make(name)
    result = drive(site)
    expected = {article_id(url): url for url in site.articles}
    missing = [url for id_, url in expected.items() if id_ not in result.ids]
    extra = [one.url for one in result.candidates if article_id(one.url) not in expected]
    assert (missing, extra, site.trapped) == ([], [], [])
    assert len(result.ids) == len(set(result.ids))
    assert not site.repeated
    assert result.failure is None


@pytest.mark.parametrize("name", SITES)
def test_a_second_run_costs_next_to_nothing(name: str) -> None:
    site = make(name)
    memory = dict(drive(site).remembered)
    site.requests.clear()
    drive(site, CrawlOptions(now=NOW, full=False, memory=memory), known=lambda url: True)
    assert len(site.requests) <= 5, site.requests


@pytest.mark.parametrize("name", NAMES)
def test_articles_whose_addresses_say_nothing(name: str) -> None:
    site = type(name, (Named,), {"name": staticmethod(NAMES[name])})(30)
    result = drive(site)
    assert {*result.ids} == {article_id(url) for url in site.articles}
    assert not site.trapped


@pytest.mark.parametrize("count", [1, 12, 30])
@pytest.mark.parametrize("name", ["oldest first", "year pages", "posted pieces", "by category", "variants"])
def test_all_that_is_new_is_found_however_much(name: str, count: int) -> None:
    site = make(name)
    assert later_run(site, dict(drive(site).remembered), count)[0] == set()


@pytest.mark.parametrize("host", ["portal.test", "p2kb.portal.test", "p3ap2kb.portal.test"])
def test_a_quiet_run_forgets_no_listing(host: str) -> None:
    site = HiddenSection(30, f"http://{host}/")
    memory = dict(drive(site).remembered)
    for count in (0, 20, 0, 0, 20):
        missed, memory = later_run(site, memory, count)
        assert missed == set()


@pytest.mark.parametrize(
    "way", ["warta?page={n}", "warta/{offset}", "warta?Warta_page={n}", "warta/halaman-{n}", "warta?hlm={n}"]
)
def test_a_listing_that_begins_with_the_oldest_is_gone_on_with(way: str) -> None:
    kind = {"way": staticmethod(lambda number: way.format(n=number, offset=8 * (number - 1)))}
    site = type("Oldest", (OldestFirst,), kind)(43)
    memory = dict(drive(site).remembered)
    for count in (5, 20, 0, 1, 40):  # 5 more fill its last page
        missed, memory = later_run(site, memory, count)
        assert missed == set()
        assert len(site.requests) <= 6 + count // 8


@pytest.mark.parametrize("count", [1, 12, 40])
def test_months_of_a_section_with_news_are_read_while_new(count: int) -> None:
    site = make("month pages")
    memory = dict(drive(site).remembered)
    missed, _ = later_run(site, memory, count)
    assert missed == set()
    asked = [request for request in site.requests if re.search(r"/20\d\d/\d\d$", request)]
    assert len([request for request in asked if "artikel" in request]) <= 1
    assert len(asked) <= 4 + count // 28


def test_a_page_that_scripts_draw_is_named_with_the_way_out() -> None:
    result = drive(Drawn(10))
    assert not result.ids
    assert "its front page is rendered by JavaScript; describe its API" in (result.failure or "")


def test_a_front_page_behind_another_is_remembered() -> None:
    site = make("splash")
    memory = dict(drive(site).remembered)
    assert memory["front page"] == "http://portal.test/id/"
    site.requests.clear()
    drive(site, CrawlOptions(now=NOW, full=False, memory=memory), known=lambda url: True)
    assert site.requests[0] == "/id/"


def test_a_front_page_that_moved_is_looked_for_again() -> None:
    site = make("splash")
    memory = dict(drive(site).remembered) | {"front page": "http://portal.test/lama/"}
    site.requests.clear()
    result = drive(site, CrawlOptions(now=NOW, full=False, memory=memory), known=lambda url: True)
    assert site.requests[:2] == ["/lama/", "/"]
    assert result.ids
