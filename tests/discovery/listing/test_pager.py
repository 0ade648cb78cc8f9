"""A pager is recognized as a whole, with the page number in any part of the URLs."""

from __future__ import annotations

import lxml.html
import pytest

from crawler.discovery.listing.pager import PagerLink, next_in_pager

SITE = "https://wonoasri.example.go.id/"
FORMS = {
    "other file name": ("kategori-1-ekonomi.html", "halkategori-1-ekonomi-{n}.html"),
    "page, group and offset": ("category-ekonomi.html", "category-ekonomi-{n}-1-{offset}.html"),
    "other folder": ("kabar", "first/index/{n}"),
    "two fields": ("?q=node", "?q=node&page={less}"),
    "file of its own": ("rubrik/ekonomi", "daftar/ekonomi/lembar{n}.html"),
}


def links(form: str, current: int, last: int, arrow: str = "Lanjut") -> str:
    def url(n: int) -> str:
        return "/" + form.format(n=n, less=n - 1, offset=15 * (n - 1))

    numbers = "".join(f'<a href="{url(n)}">{n}</a>' for n in range(2, last + 1) if n != current)
    more = f'<a href="{url(current + 1)}">{arrow}</a>' if current < last else ""
    return f'<div class="pagination"><span>{current}</span>{numbers}{more}</div>'


def following(markup: str, url: str, start: str) -> str | None:
    tree = lxml.html.document_fromstring(f"<html><body>{markup}</body></html>")
    tree.make_links_absolute(SITE)
    found = [PagerLink(one, "".join(one.itertext()).strip(), one.get("href") or "") for one in tree.iter("a")]
    return next_in_pager(found, url, start)


@pytest.mark.parametrize(("first", "form"), FORMS.values(), ids=list(FORMS))
def test_every_page_leads_to_the_next_and_the_last_to_none(first: str, form: str) -> None:
    start, last = SITE + first, 5
    url = start
    for number in range(1, last):
        expected = SITE + form.format(n=number + 1, less=number, offset=15 * number)
        assert following(links(form, number, last), url, start) == expected
        url = expected
    assert following(links(form, last, last), url, start) is None


@pytest.mark.parametrize(
    "markup",
    [
        "".join(f'<a href="/agenda-{day}-11-2026.html">{day}</a>' for day in range(1, 31)),  # a calendar
        '<a href="/berita-812.html">1</a><a href="/berita-640.html">2</a><a href="/berita-901.html">3</a>',
        '<div class="pagination"><a href="/x-812.html">2</a><a href="/x-640.html">3</a></div>',  # no order
        '<a href="/suara-1.html">1</a><a href="/suara-2.html">2</a><a href="/suara-3.html">3</a>',  # a rating
        '<div class="pagination"><a href="/?cari=2">2</a><a href="/?cari=3">3</a></div>',  # a search
    ],
)
def test_other_groups_of_numbers_are_no_pager(markup: str) -> None:
    assert following(markup, f"{SITE}kabar.html", f"{SITE}kabar.html") is None
