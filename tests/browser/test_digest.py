"""The digest in a real browser: on a desk, on a phone, on A4 paper."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.digest.groups import digest
from crawler.digest.page import html_page
from crawler.query import parse
from tests.browse.harvest import HOSTILE
from tests.browser.conftest import DESKTOP, PHONE, Open
from tests.digest.test_digest import PAPUA, record
from tests.ledger.making import OTHER

pytestmark = pytest.mark.browser

A4 = (794, 1123)
"""Pixels of 210 by 297 mm at 96 dpi."""


@pytest.fixture(scope="module")
def page_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a digest with topics, copies, hostile and very long texts."""
    records = [record(number, (OTHER, PAPUA)[number % 2]) for number in range(40)]
    records.append(record(50, duplicate_of=records[0]["id"]))
    records.append(record(51, title=HOSTILE, body=[HOSTILE]))
    records.append(record(52, title="Kata" * 200, body=["panjang" * 200]))
    records[-1]["canonical_url"] += "x" * 900
    made = digest(
        records,
        title="Kliping berita",
        period="Minggu, 29 November 2026 – Senin, 30 November 2026",
        topics=[("taman kota", parse("taman")), ("Kebudayaan dan pariwisata daerah", parse('"nomor 1"'))],
    )
    file: Path = tmp_path_factory.mktemp("digest") / "kliping.html"
    file.write_text(html_page(made, language="id", now=datetime(2026, 11, 30, tzinfo=UTC)), encoding="utf-8")
    return file.as_uri()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_it_reads_well_at_any_width_and_light(
    open_page: Open, page_url: str, size: tuple[int, int], dark: bool
) -> None:
    watched = open_page(page_url, size, dark=dark)
    watched.keep(f"digest-{'phone' if size == PHONE else 'desktop'}-{'dark' if dark else 'light'}")
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert float(watched.page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")) >= 16
    assert watched.complaints == []
    if dark == (size == PHONE):  # each width and each light once: the rules take seconds
        assert watched.serious() == []


def test_it_prints_on_a4_without_overflow(open_page: Open, page_url: str, tmp_path: Path) -> None:
    watched = open_page(page_url, A4)
    page = watched.page
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= A4[0]
    assert page.locator("p.address").first.is_visible()  # paper has no links
    pdf = tmp_path / "kliping.pdf"
    page.pdf(path=pdf, prefer_css_page_size=True)
    data = pdf.read_bytes()
    boxes = {tuple(map(float, box.split())) for box in re.findall(rb"/MediaBox \[([\d. ]+)\]", data)}
    assert {(round(box[2]), round(box[3])) for box in boxes} == {(595, 842)}  # points
    assert watched.complaints == []
