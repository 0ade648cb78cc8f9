"""The first pages of all sections, and the days that their entries print."""

from __future__ import annotations

import pytest
from lxml import html

from crawler.discovery.listing.page import read_listing
from crawler.discovery.listing.survey import SectionSurvey
from crawler.discovery.messages import Candidate, Fetch, FetchResult, Kind
from crawler.discovery.page.homepage import read_homepage

SITE = "https://wonoasri.example.go.id/"


def entry(form: str, number: int, day: str) -> str:
    link = f'<a href="/kabar/{number}-jalan-desa-diperbaiki">Jalan Desa Nomor {number} Diperbaiki</a>'
    return {
        "time": f'<article><h2>{link}</h2><time datetime="{day}T08:00:00+07:00">x</time>'
        f'<time itemprop="dateModified" datetime="2026-12-01T08:00:00+07:00">y</time></article>',
        "line": f"<div class=card><h3>{link}</h3><small><i></i> Senin, {day[8:]}/{day[5:7]}/{day[:4]}, "
        f"10:30:00 WIB, 5 View</small><p>Warga menunggu sejak 2019, kata camat pada 3 Mei 2021 di balai desa "
        f"itu, sebelum musim hujan tiba dan jalan itu tergenang.</p></div>",
        "flat": f"<h2>{link}</h2><div>Ringkasan.</div><div class=post-footer><a href='/kabar/{number}-"
        f"jalan-desa-diperbaiki'>Read more</a><span>{day[8:]} November {day[:4]}</span></div>",
        "none": f"<div class=card><h3>{link}</h3></div>",
    }[form]


def page(*entries: str, before: str = "") -> html.HtmlElement:
    return html.document_fromstring(
        f"<html><body>{before}<div id=main>{''.join(entries)}</div></body></html>"
    )


@pytest.mark.parametrize("form", ["time", "line", "flat"])
def test_the_day_of_an_entry(form: str) -> None:
    days = [f"2026-11-{day}" for day in (25, 20, 11)]
    tree = page(*(entry(form, number, day) for number, day in enumerate(days)), before="1 Desember 2026")
    assert [link.day for link in read_listing(tree, SITE + "kabar").links] == days


def test_several_days_are_none() -> None:
    doubled = entry("line", 1, "2026-11-02").replace("<p>", "<b>3 November 2026</b><p>")
    tree = page(entry("line", 0, "2026-11-03"), doubled, entry("line", 2, "2026-11-01"))
    assert [link.day for link in read_listing(tree, SITE + "kabar").links] == [
        "2026-11-03",
        None,
        "2026-11-01",
    ]


def test_a_link_in_the_text_of_an_entry_has_no_day() -> None:
    also = '<p>Baca juga: <a href="/kabar/77-pasar-rakyat-dibuka">Pasar Rakyat Dibuka Kembali Kemarin</a></p>'
    first = entry("time", 1, "2026-11-20").replace("</article>", f"{also}</article>")
    tree = page(first, entry("time", 2, "2026-11-19"), entry("time", 3, "2026-11-18"))
    found = {link.url.rpartition("/")[2][:2]: link.day for link in read_listing(tree, SITE + "kabar").links}
    assert found == {"1-": "2026-11-20", "2-": "2026-11-19", "3-": "2026-11-18", "77": None}


def survey(front: html.HtmlElement, sections: dict[str, html.HtmlElement]) -> list[Candidate]:
    site = read_homepage(FetchResult(Fetch(SITE, Kind.HOME), 200, SITE, tree=front))
    source = SectionSurvey(site, [SITE + name for name in sections], lambda url: None, selection=False)
    step = source.start(frozenset())
    assert all(fetch.before_articles for fetch in step.fetches)
    found = step.candidates
    for fetch in step.fetches:
        assert not found  # all or nothing: the last section may have the newest
        tree = sections[fetch.url.removeprefix(SITE)]
        found = source.receive(FetchResult(fetch, 200, fetch.url, tree=tree)).candidates
    return [*found]


def test_sections_give_what_the_front_page_does_not_show() -> None:
    front = page(entry("none", 1, ""), entry("none", 2, ""))
    sections = {
        "kategori/jalan": page(entry("time", 1, "2026-11-01"), entry("time", 5, "2026-10-01")),
        "kategori/desa": page(entry("time", 9, "2026-11-30"), entry("time", 2, "2026-11-02")),
    }
    found = {one.url.rpartition("/")[2][0]: one.listed for one in survey(front, sections)}
    assert found == {"1": "2026-11-01", "2": "2026-11-02", "5": "2026-10-01", "9": "2026-11-30"}


def test_an_entry_without_a_day_lies_between_its_neighbours() -> None:
    days = ["2026-11-20", "2026-11-15", "", "2026-11-05", "2026-11-01"]
    section = page(*(entry("time" if day else "none", n, day) for n, day in enumerate(days)))
    for card in section.xpath("//div[@class='card']"):
        card.tag = "article"
        del card.attrib["class"]
        card[0].tag = "h2"
    found = survey(page(entry("none", 8, ""), entry("none", 9, "")), {"kategori/jalan": section})
    middle = next(one for one in found if "/2-" in one.url)
    assert (middle.listed, middle.about) == (None, "2026-11-05T08:00")


def test_a_front_page_that_is_a_listing_needs_no_survey() -> None:
    pager = '<ul class="pagination"><li><a href="/?page=2">2</a></li><li><a href="/?page=3">3</a></li></ul>'
    front = page(*(entry("none", number, "") for number in range(5)), pager)
    site = read_homepage(FetchResult(Fetch(SITE, Kind.HOME), 200, SITE, tree=front))
    sections = [SITE + "kategori/jalan"]
    assert SectionSurvey(site, sections, lambda url: None, selection=False).start(frozenset()).fetches == ()
    assert (
        len(SectionSurvey(site, sections, lambda url: None, selection=True).start(frozenset()).fetches) == 1
    )


class Section:
    """A section of 23 articles on pages of five; their days are those of November."""

    def __init__(self, pager: str, *, oldest_first: bool = True, form: str = "time", pinned: int = 0) -> None:
        self.pager = pager
        self.form = form
        numbers = sorted(range(1, 24), reverse=not oldest_first)
        self.numbers = [pinned, *(one for one in numbers if one != pinned)] if pinned else numbers

    def url(self, number: int) -> str:
        start = f"{SITE}kategori/jalan"
        if self.pager == "several numbers":
            return f"{SITE}kategori-jalan{f'-{number}-1-{5 * number}' if number > 1 else ''}.html"
        paths = {
            "offset": f"?start={5 * (number - 1)}",
            "path": f"/page/{number}",
            "from 0": f"?page={number - 1}",
        }
        return start if number == 1 else start + paths.get(self.pager, f"?page={number}")

    def page(self, url: str) -> html.HtmlElement:
        number = next(one for one in range(1, 6) if self.url(one) == url)
        shown = self.numbers[5 * (number - 1) : 5 * number]
        if self.pager == "columns":
            shown = [*shown[::2], *shown[1::2]]
        entries = [entry(self.form, one, f"2026-11-{one:02d}") for one in shown]
        last = min(5, number + 2) if self.pager == "window" else 5
        links = "".join(
            f"<li><a href='{self.url(one)}'>{one}</a></li>" for one in range(1, last + 1) if one != number
        )
        return page(*entries, f"<ul class=pagination>{links}</ul>")

    def survey(self, limit: int) -> tuple[list[Candidate], list[str]]:
        """The candidates, and the pages that were read."""
        front = page(entry("none", 1, ""), entry("none", 2, ""))
        site = read_homepage(FetchResult(Fetch(SITE, Kind.HOME), 200, SITE, tree=front))
        source = SectionSurvey(site, [self.url(1)], lambda url: None, selection=False, limit=limit)
        step = source.start(frozenset())
        asked = []
        while step.fetches:
            (fetch,) = step.fetches
            asked.append(fetch.url)
            step = source.receive(FetchResult(fetch, 200, fetch.url, tree=self.page(fetch.url)))
        return [*step.candidates], asked


def newest(candidates: list[Candidate], limit: int) -> list[int]:
    numbers = [int(one.url.rpartition("/")[2].partition("-")[0]) for one in candidates]
    return sorted(numbers, reverse=True)[:limit]


@pytest.mark.parametrize("pager", ["offset", "path", "query", "from 0", "window", "columns"])
def test_a_section_with_the_oldest_first_is_read_from_its_last_page(pager: str) -> None:
    section = Section(pager)
    found, asked = section.survey(limit=3)
    assert newest(found, 3) == [23, 22, 21]
    assert len(asked) == (3 if pager == "window" else 2)
    found, asked = section.survey(limit=10)
    assert newest(found, 10) == [*range(23, 13, -1)]
    assert section.url(2) not in asked


def test_a_section_whose_pager_names_no_last_page_is_read_forward_to_it() -> None:
    found, asked = Section("several numbers").survey(limit=3)
    assert newest(found, 3) == [23, 22, 21]
    assert len(asked) == 5


@pytest.mark.parametrize("form", ["time", "line", "none"])
@pytest.mark.parametrize("pinned", [0, 2])
def test_a_section_with_the_newest_first_is_read_as_far_as_needed(form: str, pinned: int) -> None:
    section = Section("query", oldest_first=False, form=form, pinned=pinned)
    assert section.survey(limit=3)[1] == [section.url(1)]
    found, asked = section.survey(limit=9)
    assert newest(found, 9) == [*range(23, 14, -1)]
    assert asked == [section.url(1), section.url(2)]


def test_a_front_page_with_the_oldest_first_is_read_from_its_last_page() -> None:
    listing = Section("query")
    site = read_homepage(FetchResult(Fetch(SITE, Kind.HOME), 200, SITE, tree=listing.page(listing.url(1))))
    source = SectionSurvey(site, [], lambda url: None, selection=False, limit=3)
    assert [fetch.url for fetch in source.start(frozenset()).fetches] == [listing.url(5)]
