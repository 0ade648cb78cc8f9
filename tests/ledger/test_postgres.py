from __future__ import annotations

import pytest

from crawler.ledger.entries import Stored
from crawler.ledger.errors import LedgerBusy, LedgerError
from crawler.ledger.ledger import Ledger
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
