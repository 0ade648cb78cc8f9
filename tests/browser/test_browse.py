"""Search and reading in a real browser: Datasette over a harvest."""

from __future__ import annotations

import json
import urllib.request

import pytest

from tests.browse.harvest import HOSTILE
from tests.browser.conftest import DESKTOP, PHONE, Open

pytestmark = pytest.mark.browser

PAGES = [
    "/",
    "/warta/articles",
    "/warta/articles?_search=banjir",
    "/warta/latest_articles",
    "/warta/articles_by_portal",
]


@pytest.mark.parametrize("path", PAGES)
def test_pages_open_cleanly_at_any_width_and_light(open_page: Open, site: str, path: str) -> None:
    name = "browse-" + (path.strip("/").replace("/", "-").replace("?", "-") or "home")
    for size, dark in ((DESKTOP, False), (PHONE, True)):
        watched = open_page(site + path, size, dark=dark)
        watched.keep(f"{name}-{'phone-dark' if dark else 'desktop-light'}")
        assert watched.page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert watched.complaints == []
        assert watched.serious() == []


def test_search_finds_an_article_and_its_page_reads_well(open_page: Open, site: str) -> None:
    watched = open_page(site + "/", PHONE)
    page = watched.page
    page.get_by_label("Search titles and bodies").fill("kecamatan banjir")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Banjir bandang").click()
    assert page.get_by_role("heading", name="Banjir bandang").is_visible()
    assert page.get_by_text("Warga menerima bantuan").is_visible()
    watched.keep("browse-article-phone-light")
    assert watched.serious() == []
    assert watched.complaints == []


def test_filters_narrow_and_can_be_taken_back(open_page: Open, site: str) -> None:
    page = open_page(site + "/warta/articles").page
    assert "30 articles" in page.get_by_role("status").inner_text()
    page.get_by_text("Filter", exact=True).click()
    page.get_by_role("link", name="Bali").click()
    assert "2 articles" in page.get_by_role("status").inner_text()
    page.get_by_role("link", name="remove").click()
    assert "30 articles" in page.get_by_role("status").inner_text()
    page.get_by_role("link", name="Older articles").click()
    assert page.locator("ol.hits li").count() == 5


def test_hostile_text_is_shown_as_text(open_page: Open, site: str) -> None:
    watched = open_page(site + "/warta/articles?_search=alert")
    watched.page.locator("ol.hits a").first.click()
    assert watched.page.locator("h1").inner_text() == HOSTILE
    assert watched.page.locator("article img, article script, main script").count() == 0
    assert watched.complaints == []


def test_the_report_is_linked(open_page: Open, site: str) -> None:
    watched = open_page(site + "/")
    watched.page.get_by_role("link", name="Report of the last run").click()
    assert watched.page.get_by_role("heading", name="Crawl report").is_visible()
    assert watched.complaints == []


def test_downstream_readers_get_json_and_csv_and_nobody_writes(site: str) -> None:
    address = f"{site}/warta/latest_articles.json?_shape=array&_size=2"
    with urllib.request.urlopen(address, timeout=10) as answer:
        first, second = json.load(answer)
    assert first["published"] > second["published"]
    with urllib.request.urlopen(f"{site}/warta/articles.csv?_size=2", timeout=10) as answer:
        assert answer.readline().startswith(b"id,title,published,portal")
    query = "delete+from+articles"
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(f"{site}/warta.json?sql={query}", timeout=10)
