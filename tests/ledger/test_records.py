"""Records of an earlier schema are read as records of the newest."""

from __future__ import annotations

import json
import zlib
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import select, update

from crawler.export.json_schema import article_schema
from crawler.ledger.fingerprint import article_fingerprint_of
from crawler.ledger.ledger import Ledger
from crawler.ledger.queries import Selection
from crawler.ledger.records import FIRST_FORMAT, current_line, line_of, pack, page_part, unpack
from crawler.ledger.schema import revisions
from tests.ledger.making import PORTAL, make_article

LATER = (
    "type", "description", "published_text", "body_blocks", "attachments", "embeds", "places", "confidence",
    "gone_at",
)  # fmt: skip


def first_format(line: bytes) -> bytes:
    """A record in the form of the first schema."""
    record: dict[str, Any] = json.loads(line)
    for name in LATER:
        del record[name]
    del record["portal"]["code"]
    return FIRST_FORMAT + zlib.compress(json.dumps(record, ensure_ascii=False).encode())


def test_absent_fields_are_null_or_empty() -> None:
    article = make_article(1, seq=1, title="Judul\u2028dua", first_seen_at="2026-11-22T02:00:00+00:00")
    line = current_line(first_format(line_of(article)))
    record = json.loads(line)
    assert list(record) == list(json.loads(line_of(article)))
    assert [record[name] for name in LATER] == ["article", None, None, [], [], [], [], None, None]
    assert record["title"] == article.title
    assert record["portal"]["code"] is None
    assert "\u2028" not in line.decode()
    assert list(Draft202012Validator(article_schema()).iter_errors(record)) == []


def test_a_record_of_the_newest_format_is_its_line() -> None:
    article = make_article(1, seq=1)
    assert current_line(pack(article, page_part(article))) == line_of(article)


@pytest.mark.parametrize("record", [b"", b"\x09abc", b"\x01abc", FIRST_FORMAT + zlib.compress(b"[]")])
def test_what_is_no_record(record: bytes) -> None:
    with pytest.raises(ValueError, match="record"):
        current_line(record)


def test_a_ledger_of_the_first_format_gives_whole_records_and_makes_no_revisions(ledger: Ledger) -> None:
    article = make_article(1)
    assert ledger.lease(PORTAL)
    ledger.record_article(article)
    ledger.flush()
    with ledger._engine.begin() as connection:
        record = connection.scalars(select(revisions.c.record)).one()
        connection.execute(update(revisions).values(record=first_format(unpack(record))))
    [(_, line)] = ledger.selected(Selection())
    assert json.loads(line)["body_blocks"] == []
    richer = make_article(1, description="Taman baru", published_text="17 November 2022", confidence=0.9)
    assert article_fingerprint_of(richer).content_hash == article_fingerprint_of(article).content_hash
    ledger.record_article(richer)
    ledger.flush()
    assert len(list(ledger.selected(Selection()))) == 1
