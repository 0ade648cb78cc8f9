"""The run's report in a real browser."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from crawler.report.html_page import report_page
from crawler.report.run_data import Reason, Verdict
from tests.browser.conftest import DESKTOP, PHONE, WIDTHS, Open
from tests.report.make import portal, run
from tests.report.test_html_page import HOSTILE

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a report with healthy, faulty and hostile portals."""
    portals = [portal(f"kominfo-{number}") for number in range(10)]
    portals.append(portal("rusak", Verdict.BROKEN, Reason("failed", {"why": "connection refused"})))
    portals.append(replace(portal("diam", Verdict.WATCH, Reason("errors", {"share": 30})), name=HOSTILE))
    file: Path = tmp_path_factory.mktemp("report") / "run.html"
    file.write_text(report_page(run(*portals)), encoding="utf-8")
    return file.as_uri()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_it_reads_well_at_any_width_and_light(
    open_page: Open, report: str, size: tuple[int, int], dark: bool
) -> None:
    watched = open_page(report, size, dark=dark)
    name = f"report-{'phone' if size == PHONE else 'desktop'}-{'dark' if dark else 'light'}"
    watched.keep(name)
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert watched.complaints == []
    if dark == (size == PHONE):  # each width and each light once: the rules take seconds
        assert watched.serious() == []


@pytest.mark.parametrize("language", ["en", "id"])
def test_nothing_juts_out_of_its_card_at_any_width(open_page: Open, report: str, language: str) -> None:
    for width in WIDTHS:
        watched = open_page(report, (width, 900), language=language)
        assert watched.page.evaluate("document.documentElement.scrollWidth") <= width
        assert watched.jutting() == [], width


def test_the_filter_narrows_the_portals(open_page: Open, report: str) -> None:
    page = open_page(report).page
    rows = page.locator("#portals tbody tr:visible")
    assert rows.count() == 12
    page.get_by_label("Filter portals").fill("kominfo-2")
    assert rows.count() == 1
    page.get_by_role("button", name="Broken").click()
    assert rows.count() == 0
    page.get_by_label("Filter portals").fill("")
    assert rows.count() == 1
    assert page.locator("#shown").inner_text() == "1"


def test_the_language_follows_the_browser_and_can_be_changed_by_keyboard(
    open_page: Open, report: str
) -> None:
    page = open_page(report, language="id-ID").page
    assert page.get_by_role("heading", name="Perlu perhatian").is_visible()
    assert not page.get_by_text("Needs attention").is_visible()
    page.get_by_role("button", name="English").focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("heading", name="Needs attention").is_visible()


def test_the_first_stop_of_the_keyboard_skips_to_the_portals(open_page: Open, report: str) -> None:
    page = open_page(report).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#portals-title"
