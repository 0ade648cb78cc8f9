from __future__ import annotations

import platform
import time

import pytest

from crawler.ledger.clock import ASK_AGAIN, DatabaseClock
from crawler.ledger.entries import Stored
from crawler.ledger.errors import LedgerBusy, LedgerError
from crawler.ledger.ledger import Ledger
from crawler.ledger.visits import History
from tests.ledger.making import PORTAL, make_article
from tests.ledger.postgres import Server


def test_a_restarted_server_costs_one_try_and_nothing_else(postgres: Server) -> None:
    with Ledger.open(postgres.new_database()) as ledger:
        ledger.start_run()
        answers: list[Stored] = []
        ledger.record_article(make_article(1), answers.append)
        ledger.flush()
        ledger.record_article(make_article(2), answers.append)
        postgres.restart()
        with pytest.raises(LedgerBusy, match="does not answer"):
            ledger.flush()
        ledger.flush()
        assert [answer.article.seq for answer in answers] == [1, 2]
        assert len(list(ledger.lines(PORTAL.id, ledger.run.crawl_date, 0))) == 2


def test_a_database_that_is_not_there_is_one_line(postgres: Server) -> None:
    url = postgres.new_database().replace("ledger_", "nowhere_")
    with pytest.raises(LedgerError, match="does not exist") as caught:
        Ledger.open(url)
    assert "\n" not in str(caught.value)


def test_hostile_text_is_stored(postgres: Server) -> None:
    with Ledger.open(postgres.new_database()) as ledger:
        ledger.start_run()
        ledger.record_article(make_article(1, title="a\0b\ud800c", body=["\0\udfff"]))
        ledger.record_rejection(PORTAL.id, "https://contoh.go.id/x", "why\0")
        ledger.record_failure(PORTAL.id, "https://contoh.go.id/y", "why\0\ud800")
        assert ledger.flush() == [PORTAL.id]


def test_a_machine_whose_clock_is_wrong_takes_no_portal_from_a_living_run(
    postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, real = postgres.new_database(), time.time
    with Ledger.open(target) as right:
        right.start_run()
        assert right.lease(PORTAL)
        monkeypatch.setattr(time, "time", lambda: real() + 3600)
        monkeypatch.setattr(platform, "node", lambda: "elsewhere")
        with Ledger.open(target) as wrong:
            wrong.start_run()
            assert wrong.is_held(PORTAL.id)
            assert not wrong.lease(PORTAL)
        with History.open(target) as history:
            assert abs(history.now() - real()) < 60


def test_the_clock_goes_on_while_the_server_is_away(postgres: Server) -> None:
    with Ledger.open(postgres.new_database()) as ledger:
        clock = DatabaseClock(ledger._engine)
        before = clock()
        clock._counted = -ASK_AGAIN  # long expired: it would request again
        postgres.restart()
        assert clock() >= before
