"""When articles are read again: days after their publication, the newest first."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.ledger.active_ledger import revisit_days
from crawler.ledger.crawl_state import LedgerCrawlState
from crawler.ledger.ledger import Ledger
from crawler.ledger.revisits import DAY, REVISIT, next_visit
from tests.ledger.fixtures import START, Clock
from tests.ledger.making import PORTAL, make_article


def ago(days: float, now: float = START) -> str:
    return datetime.fromtimestamp(now - days * DAY, UTC).isoformat(timespec="seconds")


def store(ledger: Ledger, **days: float | None) -> None:
    """Store articles that were published so many days before the ledger's first day."""
    for name, age in days.items():
        number = int(name.removeprefix("n"))
        ledger.record_article(make_article(number, published_at=None if age is None else ago(age)))
    ledger.flush()


def due(ledger: Ledger, limit: int = 100) -> list[str]:
    return [one.url.rpartition("/")[2] for one in ledger.due(PORTAL.id, limit)]


@pytest.mark.parametrize(
    ("age", "days"),
    [(0, 1), (0.5, 0.5), (1.5, 1.5), (6, 1), (7, 23), (29, 1), (30, 30), (400, 30)],
)
def test_the_next_visit_is_a_day_of_the_schedule_after_publication(age: float, days: float) -> None:
    assert next_visit(ago(age), START, 0, REVISIT) == START + days * DAY


def test_an_article_without_a_date_counts_from_its_first_fetch() -> None:
    rests = [next_visit(None, START, checks, REVISIT) - START for checks in range(6)]
    assert rests == [1 * DAY, 2 * DAY, 4 * DAY, 23 * DAY, 30 * DAY, 30 * DAY]
    assert next_visit("kemarin", START, 0, REVISIT) == START + DAY


def test_without_a_schedule_nothing_is_visited_again(ledger: Ledger, clock: Clock) -> None:
    ledger.revisit = ()
    store(ledger, n1=0, n2=None)
    clock.now += 100 * DAY
    assert due(ledger) == []


def test_recent_articles_are_due_the_newest_first(ledger: Ledger, clock: Clock) -> None:
    store(ledger, n1=20, n2=0, n3=5, n4=300, n5=None)
    assert due(ledger) == []
    clock.now += 1 * DAY
    assert due(ledger) == ["2", "5"]
    clock.now += 1 * DAY
    assert due(ledger) == ["2", "3", "5"]
    assert due(ledger, 1) == ["2"]
    clock.now += 9 * DAY
    assert due(ledger) == ["2", "3", "1", "5"]


def test_a_visit_moves_an_article_to_its_next_day_and_out_of_the_schedule(
    ledger: Ledger, clock: Clock
) -> None:
    seen = []
    store(ledger, n1=0)
    for day in range(200):
        clock.now = START + day * DAY
        if due(ledger):
            seen.append(day)
            if day == 3:
                ledger.record_not_modified(PORTAL.id, make_article(1).url)
            else:
                ledger.record_article(make_article(1, published_at=ago(0)))
            ledger.flush()
    assert seen == [1, 3, 7, 30]


def test_a_missed_visit_is_made_once(ledger: Ledger, clock: Clock) -> None:
    store(ledger, n1=0)
    clock.now += 10 * DAY
    assert due(ledger) == ["1"]
    store(ledger, n1=0)
    assert due(ledger) == []
    clock.now = START + 29 * DAY
    assert due(ledger) == []


def test_a_run_gets_validators_and_the_mark_of_a_revisit(ledger: Ledger, clock: Clock) -> None:
    store(ledger, n1=0)
    clock.now += DAY
    state = LedgerCrawlState(ledger)
    (one,) = state.due(PORTAL.id, 5)
    assert (one.revisit, one.new, one.candidate.url) == (True, False, make_article(1).url)
    (listed,) = state.decide(PORTAL.id, [one.candidate], full=False)
    assert listed.revisit
    (listed,) = state.decide(PORTAL.id, [one.candidate], full=True)
    assert not listed.revisit


@pytest.mark.parametrize(
    ("value", "days"),
    [("0", ()), (0, ()), (None, REVISIT), ([30, 1], (1, 30)), ("7, 1", (1, 7)), (["1", "3"], (1, 3))],
)
def test_the_setting(value: object, days: tuple[int, ...]) -> None:
    assert revisit_days({"REVISIT": value}) == days
