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
    assert found["77"] is None


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
    assert (middle.listed, middle.about) == (None, "2026-11-05")


def test_a_front_page_that_is_a_listing_needs_no_survey() -> None:
    pager = '<ul class="pagination"><li><a href="/?page=2">2</a></li><li><a href="/?page=3">3</a></li></ul>'
    front = page(*(entry("none", number, "") for number in range(5)), pager)
    site = read_homepage(FetchResult(Fetch(SITE, Kind.HOME), 200, SITE, tree=front))
    sections = [SITE + "kategori/jalan"]
    assert SectionSurvey(site, sections, lambda url: None, selection=False).start(frozenset()).fetches == ()
    assert (
        len(SectionSurvey(site, sections, lambda url: None, selection=True).start(frozenset()).fetches) == 1
    )
