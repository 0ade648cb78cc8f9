"""The history of runs, on both databases."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from crawler.ledger.due_portals import due_portals
from crawler.ledger.ledger import Ledger
from crawler.ledger.visit import Visit, failures_in_a_row
from crawler.ledger.visits import History
from crawler.portals import load_registry
from tests.ledger.fixtures import START, Clock
from tests.ledger.making import OTHER, PORTAL, make_article

VISIT = Visit(
    "a",
    START,
    "run-1",
    complete=True,
    found=9,
    new=3,
    dropped={"listing": 2},
    verdict="watch",
    reasons=[{"key": "x"}],
)


def test_visits_come_back_as_they_were_recorded_newest_first(ledger_target: str) -> None:
    later = replace(VISIT, ended_at=START + 10, failed="refused", complete=False)
    with History.open(ledger_target) as history:
        history.record([VISIT, later, replace(VISIT, portal_id="b")])
        assert history.recent("a") == [later, VISIT]
        assert history.recent("a", most=1) == [later]
        assert history.recent("nobody") == []


def test_failures_in_a_row() -> None:
    bad = replace(VISIT, failed="refused")
    assert failures_in_a_row([bad, bad, VISIT, bad]) == 2
    assert failures_in_a_row([]) == 0


def test_harvest_and_publications_are_read_from_the_articles(
    ledger: Ledger, ledger_target: str, clock: Clock
) -> None:
    days = ["2022-11-17", "2022-11-19T08:00:00+07:00", "2022-11-18"]
    for number, day in enumerate(days):
        ledger.record_article(make_article(number, published_at=day), lambda stored: None)
    ledger.flush()
    with History.open(ledger_target, clock=clock) as history:
        assert history.publications(PORTAL.id) == ["2022-11-19T08:00:00+07:00", "2022-11-18", "2022-11-17"]
        assert history.harvest(ledger.run.crawl_date, [PORTAL.id]) == {PORTAL.id: {ledger.run.crawl_date: 3}}
        assert history.now() == START
        assert history.duplicates(0) == []


def test_all_are_due_while_there_is_no_ledger(tmp_path: Path) -> None:
    portals = list(load_registry())[:3]
    settings = {"OUTPUT_DIR": str(tmp_path), "PACE_LEAST": 3600, "PACE_MOST": 86400}
    assert due_portals(settings, portals) == portals
    assert list(tmp_path.iterdir()) == []


def test_the_longest_overdue_come_first_and_rested_ones_not_at_all(tmp_path: Path) -> None:
    new, late, later, rested = list(load_registry())[:4]
    settings = {"OUTPUT_DIR": str(tmp_path), "PACE_LEAST": 3600, "PACE_MOST": 86400}
    with History.open(tmp_path / "ledger.db") as history:
        now = history.now()
        history.record(
            [
                Visit(late.id, now - 2 * 86400, "r", complete=True),
                Visit(later.id, now - 5 * 86400, "r", complete=True),
                Visit(rested.id, now - 600, "r", complete=True),
            ]
        )
    assert due_portals(settings, [rested, late, new, later]) == [new, later, late]


def test_the_pasts_of_many_portals_are_those_of_each(
    ledger: Ledger, ledger_target: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.ledger.visits.HISTORIES_AT_ONCE", 2)
    for number, portal in enumerate((PORTAL, PORTAL, OTHER)):
        ledger.record_article(make_article(number, portal, published_at=f"2022-11-1{number}"))
    ledger.flush()
    ids = ["a", PORTAL.id, "never seen", OTHER.id, "b"]
    with History.open(ledger_target, clock=clock) as history:
        history.record(
            replace(VISIT, portal_id=id_, ended_at=START + at) for id_ in ("a", "b") for at in range(12)
        )
        histories = list(history.histories(ids))
        assert histories == [(history.recent(id_), history.publications(id_)) for id_ in ids]
    assert [(len(visits), len(published)) for visits, published in histories] == [
        (10, 0), (0, 2), (0, 0), (0, 1), (10, 0),
    ]  # fmt: skip
