"""The browse pages in a real browser: widths, colours, keyboard, accessibility, search and filters."""

from __future__ import annotations

import json
import urllib.request

import pytest

from tests.browse.harvest import HOSTILE
from tests.browser.conftest import DESKTOP, PHONE, WIDTHS, Open
from tests.ledger.making import make_article

pytestmark = pytest.mark.browser

PAGES = {
    "home": "/",
    "search": "/?q=banjir&order=relevance",
    "filtered": "/?province=Bali&date=2026-11",
    "none": "/?q=tidakadasatupun",
    "article": f"/article/{make_article(3).id}",
    "revisions": f"/article/{make_article(3).id}/revisions",
    "portals": "/portals",
    "portal": "/portal/contoh",
    "provinces": "/provinces",
    "changes": "/changes",
    "help": "/help",
    "missing": "/nowhere",
}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=() if name in ("home", "search", "article") else pytest.mark.slow)
        for name in PAGES
    ],
)
def test_pages_open_cleanly_at_any_width_and_light(open_page: Open, site: str, name: str) -> None:
    for size, dark in ((DESKTOP, True), (DESKTOP, False), (PHONE, True), (PHONE, False)):
        watched = open_page(site + PAGES[name], size, dark=dark, language="id" if dark else "en")
        watched.keep(f"browse-{name}-{'phone' if size == PHONE else 'desktop'}-{'dark' if dark else 'light'}")
        assert watched.page.evaluate("document.documentElement.scrollWidth") <= size[0]
        if name != "missing":  # Chromium logs the status 404
            assert watched.complaints == []
        if dark == (size == PHONE):  # each width and each light once: the rules take seconds
            assert watched.serious() == []


@pytest.mark.parametrize("name", ["home", "article", "portals", "portal"])
def test_nothing_juts_out_of_the_page_at_any_width(open_page: Open, site: str, name: str) -> None:
    for width in WIDTHS:
        watched = open_page(site + PAGES[name], (width, 900), language="id")
        assert watched.page.evaluate("document.documentElement.scrollWidth") <= width
        assert watched.jutting() == [], width


def test_search_finds_an_article_and_its_page_reads_well(open_page: Open, site: str) -> None:
    watched = open_page(site + "/", PHONE)
    page = watched.page
    page.get_by_label("Search titles and texts").fill("kecamatan banjir")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Banjir bandang").click()
    assert page.get_by_role("heading", name="Banjir bandang").is_visible()
    assert page.get_by_text("Warga menerima bantuan").is_visible()
    assert watched.complaints == []


def test_filters_narrow_and_can_be_taken_back(open_page: Open, site: str) -> None:
    page = open_page(site + "/").page
    page.get_by_role("link", name="Bali", exact=True).click()
    assert page.get_by_role("heading", name="2 articles").is_visible()
    page.get_by_role("link", name="remove: Bali").click()
    assert page.locator("ol.hits > li").count() == 25
    page.get_by_role("link", name="Older articles").click()
    assert page.locator("ol.hits > li").count() == 5


def test_the_first_stop_of_the_keyboard_skips_to_the_content(open_page: Open, site: str) -> None:
    page = open_page(site + "/").page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"


def test_the_language_can_be_changed_and_stays(open_page: Open, site: str) -> None:
    page = open_page(site + "/").page
    page.get_by_role("link", name="Indonesia", exact=True).click()
    page.get_by_role("link", name="Provinsi").click()
    assert page.get_by_role("heading", name="Provinsi").is_visible()


def test_hostile_text_is_shown_as_text(open_page: Open, site: str) -> None:
    watched = open_page(site + "/?q=alert")
    watched.page.locator("ol.hits h3 a").first.click()
    assert watched.page.locator("h1").inner_text() == HOSTILE
    assert watched.page.locator("main img, main script").count() == 0
    assert watched.complaints == []


def test_the_report_is_linked(open_page: Open, site: str) -> None:
    watched = open_page(site + "/")
    watched.page.get_by_role("link", name="Report of the last run").click()
    assert watched.page.get_by_role("heading", name="Crawl report").is_visible()
    watched.page.get_by_role("button", name="Bahasa Indonesia").click()
    assert watched.page.get_by_role("heading", name="Perlu perhatian").is_visible()
    assert watched.complaints == []


def test_programs_get_json_and_csv(site: str) -> None:
    with urllib.request.urlopen(f"{site}/api/search?limit=2", timeout=10) as answer:
        first, second = json.load(answer)["articles"]
    assert first["published"] > second["published"]
    with urllib.request.urlopen(f"{site}/articles.csv?q=banjir", timeout=10) as answer:
        assert answer.readline().startswith(b"id,seq,url,")
