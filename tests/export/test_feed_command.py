"""`scrapy export --format atom|rss|jsonfeed`: feeds per portal or province, from the ledger."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import feedparser  # type: ignore[import-untyped]
import pytest

from crawler.export.feeds import newest, write_feed
from crawler.ledger.ledger import Ledger
from crawler.ledger.queries import Selection
from tests.browse.harvest import fill
from tests.crawling import scrapy
from tests.export.feed_rules import atom_complaints, json_feed_complaints, rss_complaints


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("harvest")
    fill(folder / "ledger.db")
    return folder


@pytest.mark.parametrize(
    ("form", "complaints"),
    [("atom", atom_complaints), ("rss", rss_complaints), ("jsonfeed", json_feed_complaints)],
)
def test_the_feed_of_a_portal_is_valid_and_whole(
    folder: Path, form: str, complaints: Callable[[bytes], list[str]]
) -> None:
    out = io.BytesIO()
    with Ledger.open(folder / "ledger.db") as ledger:
        lines = (line for _, line in ledger.selected(Selection(portal_ids=("lain",), latest=True)))
        assert write_feed(lines, out, form, title="Lain", address=None, now=datetime.now(UTC)) == 2
    assert complaints(out.getvalue()) == []
    assert b"Banjir bandang" in out.getvalue()


def test_a_province_has_its_feed_and_an_unknown_one_is_refused(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "jatim.atom"
    asked = ("export", "--format", "atom", "-s", f"OUTPUT_DIR={folder}")
    done = scrapy(*asked, "--province", "jatim", "-o", str(file))
    assert done.returncode == 0, done.stderr
    feed = feedparser.parse(file.read_bytes())
    assert len(feed.entries) == 28
    assert feed.entries[0].title == "Wali Kota resmikan taman nomor 28"
    assert [entry.title for entry in feed.entries if "diperbaiki" in entry.title] == ["Judul yang diperbaiki"]
    refused = scrapy(*asked, "--province", "Papua")
    assert refused.returncode == 2
    assert "Papua" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_only_the_newest_are_kept_whatever_their_order() -> None:
    lines = [
        json.dumps(
            {
                "seq": day,
                "portal": {"name": "a", "province": None},
                "canonical_url": f"https://a.example/{day}",
                "title": "",
                "body": [],
                "published_at": f"2026-01-{day:02d}",
            }
        ).encode()
        for day in (5, 1, 9, 3, 7)
    ]
    assert [record["seq"] for record in newest(lines, 3)] == [9, 7, 5]
