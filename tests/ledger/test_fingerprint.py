"""Data precomputed from an article before storing equals what the ledger computes itself."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from crawler.items import Article, BodyDate, Dateline, Image, WarcRef
from crawler.ledger.fingerprint import article_fingerprint_of
from crawler.ledger.ledger import Ledger
from crawler.ledger.records import line_of, pack, page_part, unpack
from crawler.ledger.schema import metadata
from tests.ledger.making import OTHER, make_article
from tests.ledger.press import releases

HOSTILE = "A\u2028b\x00\x1b[31m\u202e\\u0007 \ud800 \u201ckutip\u201d \xa0"
WARC = WarcRef("warc/a.warc.gz", 7)


def stored(ledger: Ledger) -> dict[str, list[Any]]:
    """The rows of all tables with articles."""
    tables = [metadata.tables[name] for name in ("articles", "revisions", "bands", "sketches", "addresses")]
    with ledger._reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in tables
        }


def days() -> list[list[Article]]:
    """The articles of two runs: new ones and copies, a short one, changes, and unchanged ones."""
    first = [article for article, _ in releases(3, 20, 12)]
    short = make_article(1, OTHER, title=HOSTILE, body=[HOSTILE])
    changed = [
        replace(first[0], title="Berubah"),
        replace(first[1], body=[*first[1].body, "Tambahan."]),
        replace(first[2], images=[Image("https://a.go.id/b.jpg")]),
    ]
    return [[*first, short, short], [*changed, *first[3:], short]]


@pytest.mark.parametrize("drop", [False, True])
def test_a_ledger_holds_the_same_with_imprints_made_ahead(ledger: Ledger, tmp_path: Path, drop: bool) -> None:
    with Ledger.open(tmp_path / "other.db", clock=ledger._clock) as other:
        other.start_run()
        used = 0
        for articles in days():
            for article in articles:
                archived = replace(article, warc=WARC)
                other.record_article(archived)
                original, article_fingerprint = pickle.loads(
                    pickle.dumps((article, article_fingerprint_of(article)))
                )
                ledger.expect_article(article_fingerprint)
                ledger.record_article(replace(original, warc=WARC))
                used += getattr(ledger._batch[-1], "article_fingerprint", None) is article_fingerprint
            for one in (ledger, other):
                one.drop_duplicates = drop
                one.flush()
        assert used == sum(map(len, days()))
        assert stored(ledger) == stored(other)


def test_an_article_that_was_changed_on_its_way_is_stored_as_it_came(ledger: Ledger) -> None:
    article = make_article(1)
    ledger.expect_article(article_fingerprint_of(article))
    ledger.record_article(replace(article, title="Judul lain"))
    ledger.expect_article(article_fingerprint_of(make_article(2)))
    ledger.discard_fingerprint(article.portal.id, make_article(2).url)
    ledger.record_article(make_article(2))
    ledger.flush()
    lines = ledger.lines(article.portal.id, ledger.run.crawl_date, 0)
    first, second = (json.loads(line) for _, line in lines)
    assert (first["title"], second["title"]) == ("Judul lain", make_article(2).title)
    assert first["content_hash"] != article_fingerprint_of(article).content_hash
    assert not ledger._fingerprints


@given(
    st.lists(st.text(max_size=40) | st.just(HOSTILE), max_size=6),
    st.text(max_size=30),
    st.integers(0, 2**62),
    st.booleans(),
)
def test_a_packed_record_is_the_line_byte_for_byte(
    body: list[str], title: str, seq: int, repeated: bool
) -> None:
    mention = BodyDate("kemarin", 0, 0, 7, "2022-01-01", "day", ["relative"])
    article = make_article(
        3,
        seq=seq,
        title=title,
        body=body * 300 if repeated else body,
        date_mentions=[mention],
        dateline=Dateline("MAKASSAR", None, "MAKASSAR -"),
        warnings=[title],
        warc=WARC if repeated else None,
    )
    assert unpack(pack(article, page_part(article))) == line_of(article)


def test_a_record_may_begin_with_more_than_a_block_holds() -> None:
    article = make_article(1, id="x" * 200_000)
    assert unpack(pack(article, page_part(article))) == line_of(article)
