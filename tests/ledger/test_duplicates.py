from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import Article
from crawler.ledger import duplicates, records
from crawler.ledger.decisions import Decision
from crawler.ledger.entries import Stored
from crawler.ledger.fingerprint import content_hash_of
from crawler.ledger.ledger import Ledger
from crawler.ledger.schema import sketches
from crawler.ledger.similarity import (
    DOUBT,
    MIN_SHINGLES,
    WORD,
    band_keys,
    estimated_similarity,
    shingles,
    signature_of,
    similarity,
    sketch_of,
    words_of,
)
from tests.ledger.fixtures import OpenLedger
from tests.ledger.making import OTHER, PORTAL, make_article
from tests.ledger.press import releases

RELEASE = [article.body for article, _ in releases(7, 3, 0)]


def store(ledger: Ledger, *articles: Article, together: bool = False) -> list[Stored]:
    answers: list[Stored] = []
    for article in articles:
        ledger.record_article(article, answers.append)
        if not together:
            ledger.flush()
    ledger.flush()
    return answers


@pytest.mark.parametrize("together", [True, False])
def test_a_release_on_another_portal_is_linked_to_the_first(ledger: Ledger, together: bool) -> None:
    first = make_article(1, body=RELEASE[0])
    copy = make_article(2, OTHER, body=["KOTA, MC – Tambahan.", *RELEASE[0][:-1]])
    third = make_article(3, OTHER, body=[*RELEASE[0], "(Editor: A)"])
    other = make_article(4, OTHER, body=RELEASE[1])
    answers = store(ledger, first, copy, third, other, together=together)
    assert [answer.article.duplicate_of for answer in answers] == [None, first.id, first.id, None]
    assert 0.5 < (answers[1].article.duplicate_similarity or 0) < 1
    assert [answer.kind for answer in answers] == ["new"] * 4


@pytest.mark.parametrize("together", [True, False])
def test_each_capture_of_an_address_is_judged_by_its_own_text(ledger: Ledger, together: bool) -> None:
    """The page was a copy and is left out; then it was rewritten, and is the first of its address."""
    ledger.drop_duplicates = True
    first = make_article(1, body=RELEASE[0])
    copied = make_article(2, OTHER, body=RELEASE[0], title=first.title)
    written = make_article(2, OTHER, body=RELEASE[1])
    answers = store(ledger, first, copied, written, copied, together=together)
    assert [answer.kind for answer in answers] == ["new", "duplicate", "new", "changed"]
    assert answers[2].article.content_hash == content_hash_of(written)
    assert answers[2].article.duplicate_of is None


def test_daily_reports_of_one_portal_are_no_copies(ledger: Ledger) -> None:
    tomorrow = [text.replace("Rp", "Rp1") for text in RELEASE[0][:-1]] + ["Laporan hari kedua."]
    answers = store(ledger, make_article(1, body=RELEASE[0]), make_article(2, body=tomorrow))
    assert [answer.article.duplicate_of for answer in answers] == [None, None]


def test_a_report_sent_again_by_its_portal_is_a_copy(ledger: Ledger) -> None:
    again = [RELEASE[0][0].replace(" ", "  ") + " Selesai.", *RELEASE[0][1:]]
    answers = store(ledger, make_article(1, body=RELEASE[0]), make_article(2, body=again))
    assert answers[1].article.duplicate_of == make_article(1).id


def test_records_are_read_for_what_may_be_a_copy_alone(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[bytes] = []

    def unpack(record: bytes) -> bytes:
        read.append(record)
        return records.unpack(record)

    monkeypatch.setattr(duplicates, "unpack", unpack)
    half = [*RELEASE[0][: len(RELEASE[0]) // 2], *RELEASE[1]]
    store(ledger, make_article(1, body=RELEASE[0]))
    store(ledger, make_article(2, body=half))
    assert not read  # of the same portal, and far from the same text
    store(ledger, make_article(3, OTHER, body=RELEASE[0]))
    assert read


def test_the_same_text_under_two_addresses_is_a_copy_however_short(ledger: Ledger) -> None:
    first, second = make_article(1), make_article(2, title=make_article(1).title, body=make_article(1).body)
    answers = store(ledger, first, second)
    assert (answers[1].article.duplicate_of, answers[1].article.duplicate_similarity) == (first.id, 1.0)


def test_empty_bodies_are_no_copies(ledger: Ledger) -> None:
    answers = store(
        ledger, make_article(1, title="Galeri", body=[]), make_article(2, title="Galeri", body=[])
    )
    assert answers[1].article.duplicate_of is None


def test_a_revision_keeps_its_link(ledger: Ledger) -> None:
    store(ledger, make_article(1, body=RELEASE[0]), make_article(2, OTHER, body=RELEASE[0]))
    (changed,) = store(ledger, make_article(2, OTHER, body=RELEASE[0], title="Judul lain"))
    assert (changed.kind, changed.article.duplicate_of) == ("changed", make_article(1).id)


@dataclass(frozen=True)
class Found:
    url: str
    lastmod: str | None = None


def test_copies_are_left_out_when_asked(ledger: Ledger) -> None:
    ledger.drop_duplicates = True
    copy = make_article(2, OTHER, body=RELEASE[0][1:])
    answers = store(ledger, make_article(1, body=RELEASE[0]), copy)
    assert [answer.kind for answer in answers] == ["new", "duplicate"]
    assert list(ledger.lines(OTHER.id, ledger.run.crawl_date, 0)) == []
    assert [one.decision for one in ledger.decide(OTHER.id, [Found(copy.url)])] == [Decision.NOT_DUE]


def test_the_index_lives_in_the_ledger(ledger: Ledger, open_ledger: OpenLedger) -> None:
    store(ledger, make_article(1, body=RELEASE[0]))
    ledger.close()
    again = open_ledger()
    again.start_run()
    (answer,) = store(again, make_article(1, OTHER, body=RELEASE[0][1:]))
    assert answer.article.duplicate_of == make_article(1, PORTAL).id


def test_a_ledger_of_an_earlier_version_has_no_sketches_and_copies_are_found(
    ledger: Ledger, open_ledger: OpenLedger
) -> None:
    store(ledger, make_article(1, body=RELEASE[0]))
    with ledger._writing() as connection:
        connection.execute(sketches.delete())
    ledger.close()
    again = open_ledger()
    again.start_run()
    (answer,) = store(again, make_article(1, OTHER, body=RELEASE[0][1:]))
    assert answer.article.duplicate_of == make_article(1, PORTAL).id


@pytest.mark.parametrize("kept", [1.0, 0.8, 0.5, 0.3, 0.0])
def test_sketches_tell_how_alike_texts_are(kept: float) -> None:
    for seed in range(20):
        one = {f"{seed} {number}" for number in range(300)}
        shared = round(300 * 2 * kept / (1 + kept))
        other = {f"{seed} {number}" for number in range(300 - shared, 600 - shared)}
        told = estimated_similarity(*(sketch_of(signature_of(frozenset(text))) for text in (one, other)))
        assert abs(told - similarity(frozenset(one), frozenset(other))) < DOUBT * 1.5


def test_edited_copies_are_found_and_nothing_else(tmp_path: Path) -> None:
    made = releases(seed=11, originals=340, copies=60)
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        ledger.start_run()
        answers: list[Stored] = []
        for article, _ in made:
            ledger.record_article(article, answers.append)
            ledger.tick()
        ledger.flush()
    linked = [(answer.article.duplicate_of, first) for answer, (_, first) in zip(answers, made, strict=True)]
    right = sum(of == first for of, first in linked if of is not None)
    assert right / 60 >= 0.97
    assert right / sum(of is not None for of, _ in linked) >= 0.995


def test_short_texts_have_no_shingles() -> None:
    words = [f"kata{number}" for number in range(MIN_SHINGLES + 2)]
    assert shingles([" ".join(words[:-1])]) == frozenset()
    assert len(shingles([" ".join(words)])) == MIN_SHINGLES


def test_case_and_punctuation_do_not_count() -> None:
    one, other = shingles(RELEASE[0]), shingles([text.upper().replace(",", " –") for text in RELEASE[0]])
    assert one == other
    assert band_keys(signature_of(one)) == band_keys(signature_of(other))
    assert similarity(one, other) == 1.0
    assert similarity(one, shingles(RELEASE[1])) < 0.1


@given(
    st.text(
        st.sampled_from("aZ0_ .-\n\x1f\x7f\u201c\u2019\u2014\xa0\xe9\u0130\xdf\ufb01\u0645\u200d\U0001f600"),
        max_size=60,
    )
)
def test_the_quick_way_to_the_words_of_a_text_finds_the_same_ones(text: str) -> None:
    assert words_of(text) == WORD.findall(text.casefold())


def test_old_texts_without_sketches_do_not_hide_a_likely_one(ledger: Ledger) -> None:
    old = [make_article(number, body=[*RELEASE[1][:2], *RELEASE[2][number - 1 :]]) for number in range(1, 7)]
    store(ledger, *old)
    with ledger._writing() as connection:
        connection.execute(sketches.delete())
    answers = store(ledger, make_article(10, OTHER, body=RELEASE[0]))
    mixed = make_article(11, body=[*RELEASE[0][1:], RELEASE[2][-1]])
    (answer,) = store(ledger, mixed)
    assert answer.article.duplicate_of == answers[0].article.id
