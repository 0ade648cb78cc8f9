"""Captures of one article's pages become one article, also if some are missing or there are many."""

from __future__ import annotations

from dataclasses import replace

from crawler.archive.multipage_join import MAX_PENDING, PageJoiner
from crawler.archive.warc_reader import _part
from crawler.extraction.dom.parse import parse_html
from crawler.items import Page, WarcRef
from tests.extraction.portal_pages import page


def capture(slug: str, number: int, last: int = 3) -> Page:
    own = f"https://portal.example.go.id/{slug}/"
    links = "".join(f"<a href='{own}{n}/'>{n}</a>" for n in range(2, last + 1))
    url = own if number == 1 else f"{own}{number}/"
    return replace(page("", 0), url=url, tree=parse_html(f"<p>Bagian {number}.</p>{links}", url))


def fed(joiner: PageJoiner, *pages: Page) -> list[Page]:
    return [whole for n, one in enumerate(pages) for whole, _ in joiner.take(one, WarcRef("a", n))]


def texts(whole: Page) -> list[str]:
    return [tree.findtext(".//p") or "" for tree in (whole.tree, *whole.more)]


def test_pages_come_between_those_of_others() -> None:
    joiner = PageJoiner()
    alone = page("<p>Satu halaman saja.</p>", 1)
    found = fed(
        joiner, capture("a", 1), capture("b", 1), alone, capture("b", 2), capture("a", 2), capture("a", 3)
    )
    assert [one.url for one in found] == [alone.url, "https://portal.example.go.id/a/"]
    assert texts(found[1]) == ["Bagian 1.", "Bagian 2.", "Bagian 3."]
    ((rest, place),) = joiner.rest()
    assert (rest.url, rest.warnings, place.offset) == (
        "https://portal.example.go.id/b/",
        ("page_missing:3",),
        1,
    )
    assert texts(rest) == ["Bagian 1.", "Bagian 2."]
    assert list(joiner.rest()) == []


def test_an_archive_without_the_further_pages_does_not_fill_the_memory() -> None:
    joiner = PageJoiner()
    found = fed(joiner, *(capture(f"berita-{n}", 1) for n in range(MAX_PENDING + 30)))
    assert len(found) == 30
    assert all(one.warnings == ("page_missing:2",) for one in found)
    assert len(list(joiner.rest())) == MAX_PENDING


def test_the_pages_of_an_article_have_one_reader() -> None:
    own = "https://portal.example.go.id/panen-raya/"
    ways = [own, own + "2/", own + "page/3/", own + "?page=2", own + "halaman/2"]
    assert len({_part(url, 97) for url in ways}) == 1
    assert len({_part(f"https://portal.example.go.id/berita-{n}/", 97) for n in range(500)}) > 60
