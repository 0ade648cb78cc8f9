"""Articles that their portal removes: found missing twice, a day or more apart, on a healthy portal."""

from __future__ import annotations

import json
from typing import Any

import pytest

from crawler.discovery.messages import Candidate
from crawler.ledger.decisions import Decision
from crawler.ledger.entries import Fetched, Stored
from crawler.ledger.ledger import Ledger
from crawler.ledger.queries import Selection
from crawler.ledger.revisits import DAY, HOUR
from tests.ledger.fixtures import START, Clock
from tests.ledger.making import PORTAL, make_article

URL = make_article(1).url
ALIAS = "https://contoh.go.id/?p=1"


def run(ledger: Ledger, *missing: str, healthy: bool = True, reason: str = "http_404") -> None:
    """One run that finds these URLs missing."""
    ledger.start_run()
    assert ledger.lease(PORTAL)
    for url in missing:
        if reason.startswith("http"):
            ledger.record_failure(PORTAL.id, url, reason, gone=True)
        else:
            ledger.record_rejection(PORTAL.id, url, reason)
    ledger.release(PORTAL.id, completed=True, healthy=healthy)
    ledger.flush_all()


def store(ledger: Ledger, **fields: Any) -> Stored:
    answers: list[Stored] = []
    ledger.record_article(make_article(1, **fields), answers.append)
    ledger.flush()
    return answers[0]


def revisions(ledger: Ledger, **selection: Any) -> list[tuple[int, int, str | None]]:
    """seq, revision and gone_at of all records."""
    lines = (json.loads(line) for _, line in ledger.selected(Selection(**selection)))
    return [(record["seq"], record["revision"], record["gone_at"]) for record in lines]


@pytest.mark.parametrize("reason", ["http_404", "not_found_page", "error_page"])
def test_missing_twice_a_day_apart_is_gone(ledger: Ledger, clock: Clock, reason: str) -> None:
    store(ledger)
    run(ledger, URL, reason=reason)
    assert revisions(ledger) == [(1, 1, None)]
    assert ledger.unsettled(PORTAL.id) == []
    clock.now = START + DAY
    assert ledger.unsettled(PORTAL.id) == [(URL, None)]  # for the second check, even if no source lists it
    run(ledger, URL, reason=reason)
    assert revisions(ledger) == [(1, 1, None), (2, 2, "2025-11-22T04:40:00+00:00")]
    assert ledger.gone == {PORTAL.id: 1}
    assert ledger.unsettled(PORTAL.id) == []
    first, last = (json.loads(line) for _, line in ledger.selected(Selection()))
    kept = {name for name in first if first[name] == last[name]}
    assert set(first) - kept == {"seq", "revision", "gone_at"}
    assert list(first) == list(last)
    clock.now += DAY
    run(ledger, URL, reason=reason)
    assert len(revisions(ledger)) == 2  # said once


def test_an_article_with_a_lastmod_is_checked_a_second_time(ledger: Ledger, clock: Clock) -> None:
    found = Candidate(URL, "sitemap", "2025-11-20")
    ledger.fetched(Fetched(PORTAL.id, URL, URL, found.lastmod, None, None))
    store(ledger)
    run(ledger, URL)
    seen = []
    for _ in range(4):
        (decided,) = ledger.decide(PORTAL.id, [found])
        seen.append(decided.decision)
        if decided.decision.fetch:
            run(ledger, URL)
        clock.now += DAY
    assert seen == [Decision.GONE, Decision.DUE, Decision.GONE, Decision.GONE]
    assert [gone_at is None for _, _, gone_at in revisions(ledger)] == [True, False]


def test_missing_twice_on_one_day_is_not_gone(ledger: Ledger, clock: Clock) -> None:
    store(ledger)
    for hours in (0, 5, 18):
        clock.now = START + hours * HOUR
        run(ledger, URL)
    assert len(revisions(ledger)) == 1
    clock.now = START + 25 * HOUR
    run(ledger, URL)
    assert len(revisions(ledger)) == 2


def test_what_is_missing_while_the_portal_answers_errors_proves_nothing(ledger: Ledger, clock: Clock) -> None:
    store(ledger)
    run(ledger, URL, healthy=False)
    clock.now += 2 * DAY
    run(ledger, URL)
    assert len(revisions(ledger)) == 1
    clock.now += 2 * DAY
    run(ledger, URL, healthy=False)
    assert len(revisions(ledger)) == 1
    assert ledger.unsettled(PORTAL.id) == [(URL, None)]


@pytest.mark.parametrize("seen", ["article", "failure", "not_modified"])
def test_what_was_there_in_between_is_missing_for_the_first_time(
    ledger: Ledger, clock: Clock, seen: str
) -> None:
    store(ledger)
    run(ledger, URL)
    clock.now += HOUR
    if seen == "article":
        store(ledger)
    elif seen == "failure":
        ledger.record_failure(PORTAL.id, URL, "http_500")
    else:
        ledger.record_not_modified(PORTAL.id, URL)
    ledger.flush()
    clock.now += 2 * DAY
    run(ledger, URL)
    assert len(revisions(ledger)) == 1
    clock.now += DAY
    run(ledger, URL)
    assert len(revisions(ledger)) == 2


@pytest.mark.parametrize("title", [make_article(1).title, "Wali Kota resmikan taman baru"])
def test_an_article_that_comes_back_has_the_next_revision(ledger: Ledger, clock: Clock, title: str) -> None:
    store(ledger)
    for _ in range(2):
        run(ledger, URL)
        clock.now += DAY
    stored = store(ledger, title=title)
    assert (stored.kind, stored.article.revision, stored.article.gone_at) == ("changed", 3, None)
    assert "gone" in stored.parts
    assert revisions(ledger, latest=True) == [(3, 3, None)]
    assert store(ledger, title=title).kind == "unchanged"
    for _ in range(2):
        run(ledger, URL)
        clock.now += DAY
    assert [revision for _, revision, gone_at in revisions(ledger) if gone_at] == [2, 4]


def test_the_newest_revisions_leave_out_what_is_gone(ledger: Ledger, clock: Clock) -> None:
    store(ledger)
    ledger.record_article(make_article(2))
    for _ in range(2):
        run(ledger, URL)
        clock.now += DAY
    assert revisions(ledger, latest=True) == [(2, 1, None)]
    assert [seq for seq, _, _ in revisions(ledger, latest=True, with_gone=True)] == [2, 3]
    assert [seq for seq, _, _ in revisions(ledger, since_seq=2)] == [3]


def test_an_article_with_another_url_stays(ledger: Ledger, clock: Clock) -> None:
    ledger.fetched(Fetched(PORTAL.id, ALIAS, URL))
    store(ledger)
    store(ledger)
    for _ in range(2):
        run(ledger, ALIAS)
        clock.now += DAY
    assert len(revisions(ledger)) == 1
    for _ in range(2):
        run(ledger, ALIAS, URL)
        clock.now += DAY
    assert len(revisions(ledger)) == 2


def test_a_url_that_never_had_an_article_is_no_deletion(ledger: Ledger, clock: Clock) -> None:
    for _ in range(3):
        run(ledger, URL)
        clock.now += DAY
    assert revisions(ledger) == []
    assert not ledger.gone
