"""Exported feeds: valid by the rules, readable by a feed reader, complete, safe against hostile text."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import feedparser  # type: ignore[import-untyped]
import pytest

from crawler.export.atom import atom
from crawler.export.feed_entries import FeedInfo, entry_of
from crawler.export.json_feed import json_feed
from crawler.export.rss import rss
from tests.export.feed_rules import atom_complaints, json_feed_complaints, rss_complaints

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
ABOUT = FeedInfo(
    "Media Center Malang", "https://mediacenter.malangkota.go.id/", "https://feeds.example/a.xml"
)
HOSTILE = "</content><script>alert(1)</script>]]> & <img src=x onerror=alert(1)>\x00\x1b[31m\u202e\ufffe"

FORMATS: list[tuple[Callable[[list[dict[str, Any]]], bytes], Callable[[bytes], list[str]]]] = [
    (lambda records: atom(records, ABOUT, now=NOW), atom_complaints),
    (lambda records: rss(records, ABOUT, now=NOW), rss_complaints),
    (lambda records: json_feed(records, ABOUT), json_feed_complaints),
]
formats = pytest.mark.parametrize(("write", "complaints"), FORMATS, ids=["atom", "rss", "json"])


def record(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A record as the crawl writes it."""
    plain: dict[str, Any] = {
        "id": f"a{number:015d}",
        "seq": number,
        "url": f"https://mediacenter.malangkota.go.id/2022/03/berita-{number}/",
        "canonical_url": f"https://mediacenter.malangkota.go.id/2022/03/berita-{number}/",
        "portal": {
            "id": "mediacenter-malangkota",
            "name": "Media Center Kota Malang",
            "domain": "mediacenter.malangkota.go.id",
            "region": "Kota Malang",
            "province": "Jawa Timur",
        },
        "title": f"Berita {number}",
        "body": ["Paragraf pertama.", "Paragraf kedua & terakhir."],
        "published_at": f"2022-03-{number:02d}T09:30:00+07:00",
        "modified_at": None,
        "credits": [{"role": "editor", "name": "Sari", "text": "Editor: Sari"}],
        "section": "Berita",
        "tags": ["pasar"],
        "language": "id",
        "images": [{"url": "https://mediacenter.malangkota.go.id/a.jpg", "caption": "Foto", "credit": None}],
        "revision": 1,
        "first_seen_at": "2022-04-01T00:00:00+00:00",
        "fetched_at": "2022-04-01T00:00:00+00:00",
    }
    return {**plain, **changes}


@formats
def test_plain_feeds_are_valid(
    write: Callable[[list[dict[str, Any]]], bytes], complaints: Callable[[bytes], list[str]]
) -> None:
    assert complaints(write([record(1), record(2)])) == []


@formats
def test_an_empty_feed_is_valid(
    write: Callable[[list[dict[str, Any]]], bytes], complaints: Callable[[bytes], list[str]]
) -> None:
    assert complaints(write([])) == []


@formats
def test_hostile_text_stays_text_and_the_feed_valid(
    write: Callable[[list[dict[str, Any]]], bytes], complaints: Callable[[bytes], list[str]]
) -> None:
    hostile = record(
        title=HOSTILE,
        body=[HOSTILE],
        section=HOSTILE,
        tags=["", HOSTILE],
        credits=[{"role": "author", "name": HOSTILE, "text": HOSTILE}],
        images=[
            {"url": "javascript:alert(1)", "caption": HOSTILE, "credit": None},
            {"url": 'https://a.example/x".jpg', "caption": HOSTILE, "credit": None},
        ],
        canonical_url="https://a.example/berita satu<b>?q=ñ|x",
        portal={**record()["portal"], "name": HOSTILE},
    )
    document = write([hostile])
    assert complaints(document) == []
    assert b"\x00" not in document
    assert b"\x1b" not in document


def test_the_rules_do_complain() -> None:
    assert atom_complaints(b"<feed xmlns='http://www.w3.org/2005/Atom'><id>x</id><entry/></feed>")
    assert rss_complaints(b"<rss version='2.0'><channel><title>x</title></channel></rss>")
    assert json_feed_complaints(b'{"items": [{"content_html": "<script>x</script>"}]}')


@pytest.mark.parametrize("write", [FORMATS[0][0], FORMATS[1][0]], ids=["atom", "rss"])
def test_a_feed_reader_gets_the_articles_whole_and_newest_first(
    write: Callable[[list[dict[str, Any]]], bytes],
) -> None:
    feed = feedparser.parse(write([record(1), record(3), record(2)]))
    assert not feed.bozo
    assert [entry.title for entry in feed.entries] == ["Berita 3", "Berita 2", "Berita 1"]
    newest = feed.entries[0]
    assert newest.link == record(3)["canonical_url"]
    assert newest.published_parsed[:5] == (2022, 3, 3, 2, 30)
    assert "<p>Paragraf kedua &amp; terakhir.</p>" in newest.content[-1].value
    assert {tag.term for tag in newest.tags} == {"Berita", "pasar"}


def test_json_feed_holds_text_and_html() -> None:
    (item,) = json.loads(json_feed([record()], ABOUT))["items"]
    assert item["content_text"] == "Paragraf pertama.\n\nParagraf kedua & terakhir."
    assert item["date_published"] == "2022-03-01T09:30:00+07:00"
    assert item["authors"] == [{"name": "Media Center Kota Malang"}]


def test_a_plain_day_begins_in_the_provinces_zone() -> None:
    portal = {**record()["portal"], "province": "Papua"}
    entry = entry_of(record(published_at="2022-03-22", portal=portal))
    assert entry is not None
    assert entry.published is not None
    assert entry.published.isoformat() == "2022-03-22T00:00:00+09:00"


def test_an_article_without_a_date_is_dated_by_its_fetch() -> None:
    entry = entry_of(record(published_at=None))
    assert entry is not None
    assert entry.published is None
    assert entry.updated == datetime(2022, 4, 1, tzinfo=UTC)
    assert entry_of(record(published_at=None, fetched_at=None, first_seen_at=None)) is None


def test_a_revision_is_an_update() -> None:
    entry = entry_of(record(revision=2, fetched_at="2022-05-01T00:00:00+00:00"))
    assert entry is not None
    assert entry.updated == datetime(2022, 5, 1, tzinfo=UTC)


def test_the_feeds_id_stays() -> None:
    assert FeedInfo("a", "https://a.example/").id == FeedInfo("a", "https://a.example/").id
    assert FeedInfo("a", "https://a.example/").id != FeedInfo("b", "https://a.example/").id
