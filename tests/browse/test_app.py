"""The browse application: pages, filters, search, JSON, and what it refuses."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from crawler.browse.app import BrowseApp
from crawler.browse.projection import project
from crawler.items import Attachment, BodyBlock, BodyDate, Credit, Dateline
from crawler.ledger.ledger import Ledger
from crawler.ledger.visits import History
from tests.browse.asking import ask
from tests.browse.harvest import HOSTILE, fill, harvest
from tests.ledger.making import OTHER, make_article

RICH = make_article(
    50,
    OTHER,
    title="Pasar malam dibuka",
    published_at="2026-11-21T19:30:00+08:00",
    body=["Acara", "Digelar Sabtu (21/11/2026) malam.", "Kopi", "Buku | 12"],
    body_blocks=[
        BodyBlock("heading", 2), BodyBlock("paragraph"), BodyBlock("list_item", 1), BodyBlock("table_row"),
    ],
    date_mentions=[BodyDate("Sabtu (21/11/2026) malam", 1, 8, 32, "2026-11-21", "day")],
    dateline=Dateline("DENPASAR", None, "DENPASAR"),
    credits=[Credit("reporter", "Ni Contoh", "Ni Contoh")],
    attachments=[Attachment("https://lain.go.id/jadwal.pdf", "Jadwal", "application/pdf")],
    duplicate_of=None,
    language="id",
)  # fmt: skip


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> BrowseApp:
    folder = tmp_path_factory.mktemp("harvest")
    fill(folder / "ledger.db", [*harvest(), RICH])
    with Ledger.open(folder / "ledger.db") as ledger, History.open(folder / "ledger.db") as history:
        project(ledger, history, folder / "warta.db")
    (folder / "reports").mkdir()
    for name in ("20261121T010000Z-1.html", "20261122T010000Z-1.html"):
        (folder / "reports" / name).write_text("<!DOCTYPE html><title>report</title>", encoding="utf-8")
    return BrowseApp(folder / "warta.db", folder / "reports")


def test_the_front_page_has_the_newest_articles_counts_and_health(app: BrowseApp) -> None:
    text = ask(app, "/").text
    assert "Wali Kota resmikan taman nomor 28" in text
    assert "28 November 2026, 08:00 WIB" in text
    assert '<a href="/?province=Bali">Bali</a> <span class="count">3</span>' in text
    assert '<a href="/?date=2026-11">November 2026</a>' in text
    assert "<svg" in text
    assert 'href="/reports/20261122T010000Z-1.html"' in text
    assert "<img" not in text


def test_an_article_has_its_structure_dates_and_facts(app: BrowseApp) -> None:
    page = ask(app, f"/article/{RICH.id}").text
    assert "<h2>Acara</h2>" in page
    assert '<time datetime="2026-11-21" title="2026-11-21">Sabtu (21/11/2026) malam</time>' in page
    assert "<ul><li>Kopi</li></ul>" in page
    assert "<td>Buku</td><td>12</td>" in page
    assert "21 November 2026, 19:30 WITA" in page
    assert "DENPASAR" in page
    assert "Reporter: Ni Contoh" in page
    assert 'href="https://lain.go.id/jadwal.pdf"' in page
    assert ask(app, f"/article/{RICH.id}.json").json["id"] == RICH.id
    assert "# Pasar malam dibuka" in ask(app, f"/article/{RICH.id}.md").text


def test_revisions_are_a_diff_word_by_word(app: BrowseApp) -> None:
    page = ask(app, f"/article/{make_article(3).id}/revisions").text
    assert "<ins>Judul yang diperbaiki</ins>" in page
    assert "<del>Wali Kota resmikan taman nomor 3</del>" in page
    assert "2 paragraphs unchanged" in page
    assert len(ask(app, f"/api/articles/{make_article(3).id}/revisions").json["revisions"]) == 2


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("", 31), ("province=Bali", 3), ("portal=lain", 3), ("section=Berita", 27), ("language=id", 28),
        ("date=2026", 30), ("date=2026-11", 30), ("date=2026-11-20", 2), ("date=-", 1), ("section=-", 3),
        ("q=banjir", 1),
        ('q="taman nomor 7"', 1), ("q=resmi*", 27), ("q=taman -warga", 0), ("q=kecamatan", 1), ("q=*", 0),
        ("q=taman&portal=lain", 0), ("q=taman&date=2026-11-05", 1), ("q=NOT AND OR", 0), ('q="', 0),
        ("q=title:banjir", 0), ("q=alert(1)", 1), ("province=Bali&date=2026-11&section=-", 2),
    ],
)  # fmt: skip
def test_filters_and_searches_find_and_count_the_same(app: BrowseApp, query: str, total: int) -> None:
    found = ask(app, f"/api/search?limit=1000&{query}").json["articles"]
    assert len(found) == total
    counts = ask(app, f"/api/facets?{query}").json
    assert counts["total"] == total
    for values in counts["facets"].values():
        assert sum(value["articles"] for value in values) == total
    assert len(ask(app, f"/api/articles?limit=1000&{query}").json["articles"]) == total
    assert ask(app, f"/?{query}").status == 200


def test_search_marks_what_it_found_and_can_rank(app: BrowseApp) -> None:
    page = ask(app, "/?q=taman&order=relevance").text
    assert "<mark>Taman</mark>" in page or "<mark>taman</mark>" in page
    ranked = ask(app, "/api/search?q=banjir bandang&order=relevance").json["articles"]
    assert [one["title"] for one in ranked] == ["Banjir bandang"]


def test_hostile_text_stays_text(app: BrowseApp) -> None:
    (entry,) = ask(app, "/api/search?q=alert").json["articles"]
    assert entry["title"] == HOSTILE
    for address in ("/", f"/article/{entry['id']}", "/?q=alert", "/portal/lain", "/?section=" + HOSTILE[:40]):
        text = ask(app, address).text
        assert "<script" not in text, address
        assert "<img" not in text, address
        assert 'href="javascript' not in text


def test_pages_are_in_the_language_of_the_reader(app: BrowseApp) -> None:
    indonesian = ask(app, "/", HTTP_ACCEPT_LANGUAGE="id-ID,id;q=0.9")
    assert '<html lang="id">' in indonesian.text
    assert "28 November 2026, 08.00 WIB" in indonesian.text
    chosen = ask(app, "/?lang=en", HTTP_ACCEPT_LANGUAGE="id")
    assert '<html lang="en">' in chosen.text
    assert "warta_language=en" in chosen.headers["Set-Cookie"]
    assert '<html lang="id">' in ask(app, "/", HTTP_COOKIE="warta_language=id").text


def test_every_response_has_a_policy_that_loads_nothing(app: BrowseApp) -> None:
    for address in ("/", "/api/portals", "/nowhere", "/?date=x", "/static/browse.css"):
        policy = ask(app, address).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_only_reading_is_possible(app: BrowseApp, method: str) -> None:
    assert ask(app, "/", method=method).status == 405
    assert ask(app, "/", method="HEAD").body == b""


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8001", "", "127.0.0.1.evil.example", "[::2]:1"]
)
def test_another_host_is_refused(app: BrowseApp, host: str) -> None:
    assert ask(app, "/api/portals", HTTP_HOST=host).status == 421


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8001", "127.0.0.1:9", "[::1]:8001", "[::1]"])
def test_its_own_names_are_answered(app: BrowseApp, host: str) -> None:
    assert ask(app, "/api/portals", HTTP_HOST=host).status == 200


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nowhere", 404), ("/article/none", 404), ("/article/none.json", 404), ("/portal/none", 404),
        ("/api/nowhere", 404), ("/api/articles/none", 404), ("/?date=2026-13", 400), ("/?date=99", 400),
        ("/api/articles?since_seq=-1", 400), ("/api/articles?limit=1001", 400), ("/?after=x", 400),
        ("/api/articles?limit=" + "9" * 5000, 400), ("/articles.csv?date=1", 400), ("/?" + "a=1&" * 51, 400),
        ("/reports/../warta.db", 404), ("/reports/%2e%2e/warta.db", 404), ("/reports//etc/passwd.html", 404),
        ("/static/../app.py", 404), ("/reports/20261122T010000Z-1.html", 200),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(app: BrowseApp, address: str, status: int) -> None:
    answer = ask(app, address)
    assert answer.status == status
    assert b"Traceback" not in answer.body


def test_a_query_that_takes_too_long_is_interrupted(app: BrowseApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.browse.app.STEPS", 1)
    monkeypatch.setattr("crawler.browse.app.QUERY_SECONDS", -1.0)
    answer = ask(app, "/api/search?q=taman")
    assert answer.status == 503
    assert "narrow it" in answer.json["error"]


def test_the_database_cannot_be_written_through_it(app: BrowseApp) -> None:
    database = app._open(5)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        database.execute("DELETE FROM articles")
    database.close()


def test_a_missing_database_is_told(tmp_path: Path) -> None:
    answer = ask(BrowseApp(tmp_path / "none.db", tmp_path), "/")
    assert answer.status == 503
    assert "scrapy browse --update" in answer.text
