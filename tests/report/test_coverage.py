"""Coverage of governments as table, CSV and one page for keyboard and screen reader."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from lxml import html

from crawler.portals import load_registry
from crawler.portals.checks import Check
from crawler.portals.provinces import PROVINCES
from crawler.report.coverage import (
    TILES,
    Row,
    coverage_csv,
    coverage_html,
    coverage_rows,
    coverage_table,
    coverage_tiles,
)

TODAY = date(2026, 11, 30)


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    registry = load_registry()
    checked = [portal for portal in registry if portal.code == "35.73"]
    checks = {
        portal.id: Check(
            portal.id, "2026-11-29T00:00:00+00:00", portal.address, status=200, newest="2026-11-20"
        )
        for portal in checked
        if portal.kind == "communications"
    }
    main = next(portal for portal in checked if portal.kind == "main")
    checks[main.id] = Check(main.id, "2026-11-29T00:00:00+00:00", main.address, failure="unreachable")
    return coverage_rows(registry, checks)


def test_every_government_has_a_row(rows: list[Row]) -> None:
    assert len(rows) == 552
    (malang,) = (row for row in rows if row.code == "35.73")
    assert (malang.name, malang.province) == ("Kota Malang", "Jawa Timur")
    assert malang.sites["communications"].answers is True
    assert malang.sites["main"].answers is False
    assert malang.newest == "2026-11-20"
    assert all("main" in row.sites for row in rows)


def test_the_csv_has_them_all(rows: list[Row]) -> None:
    read = list(csv.DictReader(io.StringIO(coverage_csv(rows))))
    assert len(read) == 552
    (malang,) = (row for row in read if row["code"] == "35.73")
    assert malang["main_answers"] == "no"
    assert malang["communications_newest"] == "2026-11-20"
    assert coverage_table(rows).count("\n") == 553


def test_the_tiles_are_the_38_provinces_each_in_its_place(rows: list[Row]) -> None:
    tiles = coverage_tiles(rows, TODAY)
    assert {tile.name for tile in tiles} == {province.name for province in PROVINCES}
    assert len(set(TILES.values())) == 38
    (east,) = (tile for tile in tiles if tile.code == "35")
    assert (east.answering, east.current) == (1, 1)
    assert 0 < east.with_news_site <= len(east.rows) == 39
    assert sum(len(tile.rows) for tile in tiles) == 552


def test_the_page_needs_nothing_from_elsewhere_and_no_mouse(rows: list[Row]) -> None:
    text = coverage_html(rows, TODAY)
    page = html.document_fromstring(text)
    assert page.get("lang") == "en"
    assert not page.xpath("//script | //link | //img | //iframe")
    assert "url(" not in text
    links = page.xpath("//nav//a")
    assert len(links) == 38
    for link in links:
        target = link.get("href").removeprefix("#")
        (heading,) = page.xpath("//h2[@id=$id]", id=target)
        assert link.get("aria-label").startswith(f"{heading.text}: ")
        assert "governments with a communication office" in link.get("aria-label")
    assert len(page.xpath("//tbody/tr/th[@scope='row']")) == 552
    assert all(table.find("caption") is not None for table in page.iter("table"))
    assert len(page.xpath("//thead//th[@scope='col']")) == 38 * 10


def test_names_cannot_break_the_page(rows: list[Row]) -> None:
    odd = Row("35.99", "<b>Kota</b>", "Jawa Timur", {})
    assert "<b>Kota</b>" not in coverage_html([odd], TODAY)
