"""Outages are distinguished from portals without news, by the answers and the state of the last run."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from lxml import html

from crawler.discovery.messages import Fetch, FetchResult, Kind
from crawler.discovery.outage import ErrorStreak, OutageDetector, entries_key
from crawler.discovery.page.homepage import read_homepage

ADDRESS = "https://wonoasri.example/"
FRONT = Fetch(ADDRESS, Kind.HOME)
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def answered(status: int, url: str = ADDRESS + "feed/", kind: Kind = Kind.FEED) -> FetchResult:
    return FetchResult(Fetch(url, kind), status, url)


def front(title: str, paths: list[str], body: str = "") -> FetchResult:
    links = "".join(f'<a href="/{path}">{path}</a>' for path in paths)
    text = f"<html><head><title>{title}</title></head><body>{links}{body}</body></html>"
    return FetchResult(FRONT, 200, ADDRESS, body=text.encode(), tree=html.fromstring(text))


MENU = ["profil", "berita", "layanan/izin", "kontak", "galeri", "berita/2024/01/kabar-lama"]
USUAL = front("Pemerintah Kota Wonoasri", MENU)


def memory_of(page: FetchResult) -> dict[str, str]:
    detector = OutageDetector(ADDRESS, {}, known=False)
    assert detector.on_front_page(read_homepage(page)) is None
    return dict(detector.remember())


@pytest.mark.parametrize(
    ("page", "verdict"),
    [
        (USUAL, None),
        (
            front("Kota Wonoasri", ["beranda", "kabar"], "<p>Tampilan baru</p>"),
            None,
        ),  # a new menu, the same site
        (front("Situs Resmi", MENU[:3]), None),  # a new title, the same menu
        (front("wonoasri.example dijual", ["asuransi", "pinjaman"], "<p>Iklan</p>"), "shows another site"),
        (front("Account Suspended", [], "<p>Hubungi penyedia</p>"), "shows another site"),
        (front("Masuk", [], "<input type='password'>Sandi"), "shows a login page"),
        (front("Wonoasri", [], "<form>Sandi <input type='password'></form>"), "shows a login page"),
        (front("", []), "is empty"),
    ],
)
def test_the_front_page_is_compared_with_the_last_run(page: FetchResult, verdict: str | None) -> None:
    found = OutageDetector(ADDRESS, memory_of(USUAL), known=True).on_front_page(read_homepage(page))
    assert (found is None) if verdict is None else (found is not None and verdict in found)


def test_a_full_run_accepts_another_front_page() -> None:
    other = front("Portal Baru", ["a", "b"], "<p>Isi</p>")
    assert OutageDetector(ADDRESS, memory_of(USUAL), known=False).on_front_page(read_homepage(other)) is None


@pytest.mark.parametrize(("status", "answers"), [(500, 2), (403, 2), (429, 2), (404, 4), (410, 4)])
def test_a_known_portal_that_answers_errors_only_fails_after_a_few(status: int, answers: int) -> None:
    detector = OutageDetector(ADDRESS, {}, known=True)
    told = [detector.on_answer(answered(status, ADDRESS, Kind.HOME))]
    told += [detector.on_answer(answered(status, f"{ADDRESS}{number}")) for number in range(1, answers)]
    assert told == [None] * (answers - 1) + [f"front page answers HTTP {status}"]


def test_errors_beside_a_readable_source_are_no_outage() -> None:
    detector = OutageDetector(ADDRESS, {}, known=True)
    detector.on_entries({f"{ADDRESS}feed/": 10})
    assert [detector.on_answer(answered(500, f"{ADDRESS}{number}")) for number in range(9)] == [None] * 9
    assert detector.any_valid


def test_an_unchanged_source_is_readable() -> None:
    detector = OutageDetector(ADDRESS, {}, known=True)
    assert detector.on_answer(answered(304)) is None
    assert detector.any_valid


@pytest.mark.parametrize(
    ("before", "now", "lost"), [(40, 3, True), (40, 4, False), (9, 0, False), (12, 0, True)]
)
def test_a_document_that_lost_nearly_all_entries_is_told(before: int, now: int, lost: bool) -> None:
    url = f"{ADDRESS}sitemap.xml"
    detector = OutageDetector(ADDRESS, {entries_key(url): str(before)}, known=True)
    detector.on_entries({url: now})
    assert detector.shrunk() == (f"{url} lists {now} of formerly {before} articles" if lost else None)


def test_a_damaged_memory_is_none() -> None:
    for text in ("{", "[]", '{"words": 1, "links": null}', "null"):
        detector = OutageDetector(ADDRESS, {"front profile": text}, known=True)
        assert detector.on_front_page(read_homepage(USUAL)) is None


def test_a_streak_of_errors_ends_a_run_and_an_article_ends_the_streak() -> None:
    streak = ErrorStreak()
    for _ in range(7):
        streak.on_error("http_500")
    assert streak.outage is None
    streak.on_error("http_500")
    assert streak.outage == "8 articles in a row without a usable page, the last: HTTP 500"
    streak.on_article()
    for _ in range(24):
        streak.on_error("http_403")
    assert streak.outage is None
    streak.on_error("http_403")
    assert streak.outage is not None


def test_deleted_articles_and_pages_without_text_need_more() -> None:
    streak = ErrorStreak()
    for _ in range(23):
        streak.on_doubt("http_404")
    assert streak.outage is None
    streak.on_doubt("empty")
    assert streak.outage == "24 articles in a row without a usable page, the last: empty"
