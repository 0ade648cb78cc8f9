"""Sections that a later run need not read: their newest articles are on the front page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import html

from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.listing.source import ListingSource
from crawler.discovery.messages import Fetch, FetchResult, Kind
from crawler.urls.canonical import article_id

SITE = "https://wonoasri.example.go.id/"
SECTIONS = [f"{SITE}kategori-{number}-{name}.html" for number, name in enumerate(("jalan", "desa", "pasar"))]


class Portal:
    """A front page and sections without a listing of all articles."""

    def __init__(self, front: list[str], box: str = "") -> None:
        self.front = front
        self.box = box
        self.pager = ""
        self.day = ""
        self.days: dict[str, str] = {}
        self.sections = {url: [f"{n}{at}" for at in range(7)] for n, url in enumerate(SECTIONS)}
        self.memory: dict[str, str] = {}
        self.known: set[str] = set()

    def page(self, names: list[str], pager: str = "") -> html.HtmlElement:
        def card(name: str) -> str:
            url = f"/berita-kabar-warga-{name}.html"
            day = f"<p>{self.day}</p>" if name == "03" else f"<p>1{name[0]}/11/2026</p>" if self.day else ""
            day = f"<p>{self.days[name]}</p>" if name in self.days else day
            return f'<div class=card><h3><a href="{url}">Kabar Warga {name}</a></h3>{day}</div>'

        menu = "".join(f'<li><a href="{url}">Rubrik</a></li>' for url in SECTIONS)
        box = f"<div class=kotak>{card(self.box)}</div>" if self.box else ""
        cards = "".join(map(card, names))
        return html.document_fromstring(f"<body><ul class=menu>{menu}</ul>{box}{cards}{pager}</body>")

    def section(self, url: str) -> html.HtmlElement:
        start, _, number = url.partition("?page=")
        names = self.sections.get(start, self.front)
        pager = "".join(f'<a href="{start}?page={n}">{n}</a>' for n in (1, 2))
        return self.page(names[4:] if number == "2" else names[:4], f"<div class=pagination>{pager}</div>")

    def run(self, *, full: bool) -> list[str]:
        """The sections that a run requests."""
        options = CrawlOptions(now=datetime(2026, 11, 30, tzinfo=UTC), full=full, memory=dict(self.memory))
        front = FetchResult(Fetch(SITE, Kind.HOME), 200, SITE, tree=self.page(self.front, self.pager))
        source = ListingSource([SITE], options, front=front, parts=SECTIONS)
        asked: list[str] = []
        step: Any = source.start(frozenset())
        while True:
            self.memory |= dict(step.remember)
            ids = {article_id(one.url) for one in step.candidates}
            news = not ids <= self.known
            self.known |= ids
            if not step.fetches:
                return asked
            (fetch,) = step.fetches
            if fetch.if_new and ids and not news:
                step = source.receive(FetchResult.skipped(fetch))
                continue
            if fetch.url in SECTIONS:
                asked.append(fetch.url)
            tree = self.section(fetch.url)
            step = source.receive(FetchResult(fetch, 200, fetch.url, tree=tree))


def test_a_quiet_run_reads_one_section_another_each_time() -> None:
    portal = Portal(["00", "10", "20", "01"])
    assert portal.run(full=True) == SECTIONS
    assert [portal.run(full=False) for _ in range(4)] == [[SECTIONS[n % 3]] for n in range(4)]


def test_something_new_on_the_front_page_reads_all_sections() -> None:
    portal = Portal(["00", "10", "20", "01"])
    portal.run(full=True)
    portal.front.insert(0, "99")
    assert portal.run(full=False) == SECTIONS
    assert len(portal.run(full=False)) == 1


@pytest.mark.parametrize(
    ("front", "box"), [(["00", "10"], ""), (["00", "01"], "00"), (["02", "12", "22"], "")]
)
def test_a_front_page_that_is_a_selection_covers_nothing(front: list[str], box: str) -> None:
    """One section's newest is missing; the same article is in a box everywhere; older ones are shown."""
    portal = Portal(front, box)
    portal.run(full=True)
    assert portal.run(full=False) == SECTIONS


def test_a_front_page_with_further_pages_covers_too() -> None:
    portal = Portal(["00", "10", "20", "01"])
    portal.pager = "".join(f"<a href='{SITE}?page={n}'>{n}</a>" for n in (1, 2))
    portal.run(full=True)
    assert len(portal.run(full=False)) == 1


def test_a_day_to_come_makes_no_article_the_newest_of_its_section() -> None:
    portal = Portal(["00", "10", "20", "01"])
    portal.day = "05/12/2026"  # the 12th of May, as the program prints it
    portal.run(full=True)
    assert len(portal.run(full=False)) == 1


def newest_of_all(front: list[str]) -> Portal:
    """Section 0 has the newest articles, section 1 some of them, section 2 none for months."""
    portal = Portal(front)
    portal.days = {
        f"{n}{at}": f"{28 - 3 * at - n}/{11 if n < 2 else 3}/2026" for n in range(3) for at in range(7)
    }
    return portal


def test_the_newest_of_the_whole_site_cover_a_section_without_news() -> None:
    portal = newest_of_all(["00", "10", "01", "11", "02", "12"])
    portal.run(full=True)
    assert len(portal.run(full=False)) == 1


@pytest.mark.parametrize(
    "front",
    [
        ["00", "10", "11", "02", "12", "03"],  # 01 is missing: it is newer than five of these
        ["00", "10", "01", "11"],  # too few
        ["00", "01", "02", "03", "04", "05"],  # of one section
    ],
)
def test_other_lists_on_the_front_page_cover_nothing(front: list[str]) -> None:
    portal = newest_of_all(front)
    portal.run(full=True)
    assert portal.run(full=False) == SECTIONS


def test_a_section_without_days_is_not_covered_by_the_newest() -> None:
    portal = newest_of_all(["00", "10", "01", "11", "02", "12"])
    portal.days = {name: day for name, day in portal.days.items() if not name.startswith("2")}
    portal.run(full=True)
    assert portal.run(full=False) == SECTIONS
