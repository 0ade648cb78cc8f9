"""A pager is recognized as a whole, with the page number in any part of the URLs."""

from __future__ import annotations

import lxml.html
import pytest

from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.listing.pager import PagerLink, next_in_pager, previous_in_pager
from crawler.discovery.listing.source import ListingSource
from crawler.discovery.messages import FetchResult
from tests.sites.drive import NOW

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


def arrows(folder: str, current: int, last: int, position: str) -> str:
    on = (
        f'<a href="/{folder}{current + 1}.html">⟩</a><a href="/{folder}{last}.html">⟫</a>'
        if current < last
        else ""
    )
    return f"<nav><a href='/{folder}.html'>⟨</a><span>{position}</span>{on}</nav>"


def test_arrows_beside_the_position_are_a_pager() -> None:
    url = start = f"{SITE}rubrik/ekonomi.html"
    for number in (1, 2, 3):
        markup = arrows("rubrik/ekonomi", number, 4, f"Halaman {number} dari 4")
        url = following(markup, url, start) or ""
        assert url == f"{SITE}rubrik/ekonomi{number + 1}.html"
    assert following(arrows("rubrik/ekonomi", 4, 4, "Halaman 4 dari 4"), url, start) is None


@pytest.mark.parametrize("position", ["", "Foto 1 dari 4", "Halaman 1 dari 4 " + 40 * "Kata "])
def test_arrows_without_a_position_are_none(position: str) -> None:
    start = f"{SITE}rubrik/ekonomi.html"
    assert following(arrows("rubrik/ekonomi", 1, 4, position), start, start) is None


class Backward:
    """A blog that counts its pages from the oldest: the front page leads to `P4`, by `previous page`."""

    def page(self, url: str) -> lxml.html.HtmlElement:
        number = int(url.rpartition("/P")[2][0]) if "/P" in url else 5
        entries = "".join(
            f"<article><h2><a href='/index.php?/archives/{3 * number - n}-kabar-warga-desa.html'>Kabar Warga "
            f"Desa {3 * number - n}</a></h2></article>"
            for n in range(3)
        )
        newer = (
            f"<a href='/index.php?/archives/P{number + 1}.html'>next page &rarr;</a>" if number < 5 else ""
        )
        older = (
            f"<a href='/index.php?/archives/P{number - 1}.html'>&larr; previous page</a>"
            if number > 1
            else ""
        )
        pager = f"<nav class=pagination>Page {6 - number} of 5 {older} {newer}</nav>"
        tree = lxml.html.document_fromstring(f"<html><body>{entries}{pager}</body></html>")
        tree.make_links_absolute(url)
        return tree


def test_older_entries_are_on_the_previous_page_of_some_blogs() -> None:
    source = ListingSource([SITE], CrawlOptions(now=NOW, skip_ahead=False))
    step, read, found = source.start(frozenset()), [], []
    while step.fetches:
        (fetch,) = step.fetches
        read.append(fetch.url.rpartition("/")[2])
        step = source.receive(FetchResult(fetch, 200, fetch.url, tree=Backward().page(fetch.url)))
        found += [one.url for one in step.candidates]
    assert read == ["", "P4.html", "P3.html", "P2.html", "P1.html"]
    assert len({*found}) == 15


@pytest.mark.parametrize(
    "markup",
    [
        "<div class=pagination><a href=/kabar/hal-2.html>Sebelumnya</a></div>",
        "<div class=carousel><a href='#'>Previous</a></div>",
        "<div class=kalender><a href='/?bulan=10'>Sebelumnya</a></div>",
        "<div class=pagination><a href=/berita-kemarin>Sebelumnya</a></div>",
    ],
)
def test_the_previous_page_of_a_pager(markup: str) -> None:
    tree = lxml.html.document_fromstring(f"<html><body>{markup}</body></html>")
    tree.make_links_absolute(SITE)
    found = [PagerLink(one, one.text_content(), one.get("href") or "") for one in tree.iter("a")]
    expected = SITE + "kabar/hal-2.html" if "hal-2" in markup else None
    assert previous_in_pager(found, SITE) == expected
