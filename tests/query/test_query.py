"""The query language: what matches, what is refused and where, and that no query is expensive."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.query import Document, QueryError, parse
from crawler.query.folding import fold
from crawler.query.parser import MAX_DEPTH, MAX_LENGTH, MAX_TERMS

RECORD: dict[str, Any] = {
    "title": "Banjir Bandang Terjang Wonoasri, Warga Mengungsi",
    "description": "Ringkasan dari redaksi",
    "body": [
        "WONOASRI – Hujan deras pada Jum’at malam merendam jalan Soekarno-Hatta.",
        "Bupati meninjau café darurat; bantuan Rp1.000.000 disalurkan pukul 10:30.",
    ],
    "tags": ["Bencana Alam", "BPBD"],
    "section": "Peristiwa",
    "credits": [
        {"role": "reporter", "name": "Sari Contoh", "text": "(Sari Contoh)"},
        {"role": "photographer", "name": "Budi Misal", "text": "Foto: Budi Misal"},
    ],
    "portal": {
        "id": "diskominfo-wonoasri",
        "name": "Diskominfo Kabupaten Wonoasri",
        "domain": "diskominfo.wonoasri.go.id",
        "region": "Kabupaten Wonoasri",
        "province": "Jawa Timur",
    },
}


@pytest.mark.parametrize(
    "query",
    [
        "banjir",
        "BANJIR",
        "bänjir",
        "banjir wonoasri",
        "banjir AND wonoasri",
        "kekeringan OR banjir",
        "banjir -kekeringan",
        "banjir NOT kekeringan",
        "NOT kekeringan",
        "NOT NOT banjir",
        '"banjir bandang"',
        "“banjir bandang”",
        '"bandang terjang wono*"',
        '"banjir ban"*',
        "meng*",
        "jumat",
        "jum'at",
        "Jum’at",
        "cafe",
        "soekarno-hatta",
        "rp1.000.000",
        "10:30",
        "ringkasan",
        "bpbd",
        "title:banjir",
        "TITLE:banjir",
        "title: banjir",
        "title:(kekeringan OR banjir) mengungsi",
        "portal:diskominfo-wonoasri",
        "portal:diskominfo*",
        'portal:"kabupaten wonoasri"',
        "portal:diskominfo.wonoasri.go.id",
        "province:jatim",
        'province:"jawa timur"',
        "province:jawa",
        "region:wonoasri",
        'tag:"bencana alam"',
        "section:peristiwa",
        "author:sari",
        "kekeringan OR banjir AND wonoasri",
        "(kekeringan OR banjir) AND (wonoasri OR lain)",
        "kekeringan lain OR banjir",
    ],
)
def test_a_query_that_matches(query: str) -> None:
    assert parse(query).matches(RECORD)


@pytest.mark.parametrize(
    "query",
    [
        "kekeringan",
        "banj",
        "anjir*",
        "and or not",
        '"bandang banjir"',
        '"soekarno hatta bupati"',  # no phrase reaches over a paragraph
        '"alam bpbd"',  # nor over a tag
        "NOT banjir",
        "-banjir",
        "NOT (kekeringan OR banjir)",
        "banjir AND kekeringan",
        "banjir kekeringan",
        "title:soekarno",
        "title:(banjir kekeringan)",
        "body:mengungsi",
        "tag:banjir",
        "author:budi",
        "province:bali",
        "portal:lain",
        "peristiwa",
        "sari",
    ],
)
def test_a_query_that_does_not_match(query: str) -> None:
    assert not parse(query).matches(RECORD)


@pytest.mark.parametrize(
    ("query", "position", "problem"),
    [
        ("", 0, "empty"),
        ("  ", 2, "empty"),
        ("*", 0, "* alone"),
        ("banjir AND", 7, "AND needs a term after"),
        ("banjir AND OR jalan", 11, "OR needs a term before"),
        ("OR banjir", 0, "OR needs a term before"),
        ("(banjir NOT)", 8, "NOT needs a term after"),
        ("(banjir", 0, "never closed"),
        ("banjir AND (", 11, "never closed"),
        ("banjir)", 6, "never opened"),
        ("banjir ()", 7, "nothing between"),
        ('jalan "banjir', 6, "never closed"),
        ('""', 0, "no letter"),
        ("a & b", 2, "no letter"),
        ("titel:banjir", 0, "nearest: title"),
        ("https://contoh.go.id/", 0, "goes in quotes"),
        ("title:", 0, "right after it"),
        ("title:NOT banjir", 0, "right after it"),
        ("ban*jir", 0, "end of a word"),
        ('"banjir *"', 0, "end of a word"),
        ("jalan !banjir", 6, "means nothing"),
        ('"a b"~2', 5, "means nothing"),
        ("harga [1 TO 3]", 6, "means nothing"),
        ("ban?ir", 0, "means nothing"),
        ('province:"Jawa Tmur"', 9, "Jawa Timur"),
        ("province:banjir*", 9, "no province"),
    ],
)
def test_a_fault_is_named_with_its_position(query: str, position: int, problem: str) -> None:
    with pytest.raises(QueryError, match="query, character") as raised:
        parse(query)
    assert raised.value.position == position
    assert problem in raised.value.problem
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    "query",
    [
        "banjir " * 150_000,
        "(" * 400_000 + "a" + ")" * 400_000,
        "(" * (MAX_DEPTH + 1) + "a" + ")" * (MAX_DEPTH + 1),
        " OR ".join(["a"] * (MAX_TERMS + 1)),
        '"' * 1_000_000,
        '"' * MAX_LENGTH,
        "\u200b" * 1_000_001,
        "(" * MAX_LENGTH,
    ],
)
def test_a_hostile_query_is_refused_at_once(query: str) -> None:
    begin = time.process_time()
    with pytest.raises(QueryError) as raised:
        parse(query)
    assert time.process_time() - begin < 1.0
    assert len(str(raised.value)) < 300


def test_the_largest_queries_that_are_taken_match_in_a_moment() -> None:
    negations = "NOT " * (MAX_LENGTH // 4 - 1) + "x"
    nested = "(" * MAX_DEPTH + "banjir" + ")" * MAX_DEPTH
    many = " ".join(["banjir*"] * MAX_TERMS)
    record = {**RECORD, "body": ["kata " * 1_000_000]}
    begin = time.process_time()
    assert parse(negations).matches(RECORD)
    assert parse(nested).matches(RECORD)
    assert parse(many).matches(record)
    assert time.process_time() - begin < 5.0


@given(
    st.text(max_size=60) | st.lists(st.sampled_from(["a", "AND", "OR", "NOT", "(", ")", '"', "*", "title:"]))
)
def test_any_text_parses_or_is_refused_within_itself(given_text: str | list[str]) -> None:
    text = given_text if isinstance(given_text, str) else " ".join(given_text)
    fault: QueryError | None = None
    try:
        assert parse(text).matches(RECORD) in (True, False)
    except QueryError as error:
        fault = error
    if fault is not None:
        assert 0 <= fault.position <= len(text)
        assert str(fault).isprintable()


@given(st.text(max_size=80))
def test_a_text_contains_its_own_words(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    if folded:
        assert parse('"' + folded.strip() + '"').matches({**RECORD, "title": f"Awal {text} akhir"})


def test_a_document_serves_many_queries() -> None:
    document = Document(RECORD)
    assert [parse(text).matches(document) for text in ("banjir", "title:jalan", "tag:bpbd")] == [
        True,
        False,
        True,
    ]
