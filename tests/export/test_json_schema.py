from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from crawler.export.json_schema import FILE, article_schema, schema_text
from crawler.items import BodyDate, Credit, Dateline
from crawler.ledger.records import line_of
from tests.ledger.making import make_article

VALIDATOR = Draft202012Validator(article_schema())


def test_the_schema_file_is_up_to_date() -> None:
    assert FILE.read_text(encoding="utf-8") == schema_text(), "run: python -m crawler.export.json_schema"


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(json.loads(FILE.read_text(encoding="utf-8")))


def test_a_full_record_is_valid() -> None:
    article = make_article(
        1,
        seq=1,
        dateline=Dateline("MAKASSAR", "NEWSURBAN.ID", "MAKASSAR, NEWSURBAN.ID"),
        credits=[Credit("initials", "cah", "(cah/may)")],
        date_mentions=[BodyDate("Selasa (22/3)", 0, 0, 13, "2022-03-22", "day", ["year_inferred"])],
        first_seen_at="2026-11-22T02:00:00+00:00",
        modified_at="2022-11-18",
    )
    assert list(VALIDATOR.iter_errors(json.loads(line_of(article)))) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"seq": None},
        {"published_at": "17 November 2022"},
        {"published_at": "2022-11-17T08:00:00"},
        {"url": "javascript:alert(1)"},
        {"title": ""},
        {"revision": 0},
    ],
)
def test_a_wrong_record_is_refused(wrong: dict[str, object]) -> None:
    record = json.loads(line_of(make_article(1, seq=1))) | wrong
    assert not VALIDATOR.is_valid(record)
