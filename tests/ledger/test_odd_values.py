"""The ledger stores odd values of every event on both databases, and parks values that a database rejects."""

from __future__ import annotations

import dataclasses
import json

import pytest
from sqlalchemy import text

from crawler.items import PortalRef
from crawler.ledger import batch_writer
from crawler.ledger.entries import Fetched, Stored
from crawler.ledger.errors import LedgerError, LedgerRefused
from crawler.ledger.ledger import Ledger
from crawler.ledger.visit import Visit
from crawler.ledger.visits import History
from tests.attacks.odd_values import TEXTS
from tests.ledger.making import PORTAL, make_article


@pytest.mark.parametrize("name", TEXTS)
def test_every_event_with_an_odd_value(ledger: Ledger, ledger_target: str, name: str) -> None:
    odd = TEXTS[name]
    assert ledger.lease(PortalRef("aneh", odd, odd, odd, odd))
    url = "https://contoh.go.id/berita/1"
    answers: list[Stored] = []
    ledger.fetched(Fetched(PORTAL.id, url, url, odd, odd, odd))
    ledger.record_article(make_article(1, title=odd or "x", section=odd, published_at=odd), answers.append)
    ledger.record_article(make_article(2), answers.append)
    ledger.record_failure(PORTAL.id, "https://contoh.go.id/berita/3", odd)
    ledger.record_rejection(PORTAL.id, "https://contoh.go.id/berita/4", odd, published=odd)
    ledger.record_incomplete(PORTAL.id, url, odd)
    ledger.record_not_modified(PORTAL.id, url, odd)
    ledger.record_template(PORTAL.id, odd.encode("utf-8", "replace"), "article")
    ledger.release("aneh", completed=True)
    ledger.tick()
    ledger.flush()
    assert [answer.kind for answer in answers] == ["new", "new"]
    lines = [json.loads(line) for _, line in ledger.lines(PORTAL.id, ledger.run.crawl_date, 0)]
    assert len(lines) == 2
    with History.open(ledger_target) as history:
        visit = Visit(
            portal_id=PORTAL.id, ended_at=1, run_id="r", complete=True, failed=odd, dropped={odd: 1}
        )
        history.record([dataclasses.replace(visit, reasons=[{"key": odd}])])
        assert len(history.recent(PORTAL.id)) == 1


def test_an_entry_that_the_database_rejects_is_parked(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bad = make_article(7).id
    real = batch_writer._article_row

    def row(article, known):  # type: ignore[no-untyped-def]
        made = real(article, known)
        return {**made, "title": None} if article.id == bad else made  # the column is NOT NULL

    monkeypatch.setattr(batch_writer, "_article_row", row)
    answers: list[Stored] = []
    refused: list[Exception] = []
    for number in range(1, 12):
        ledger.record_article(make_article(number), answers.append, refused.append)
    ledger.flush()
    assert sorted(answer.article.url[-2:].strip("/") for answer in answers) == sorted(
        str(number) for number in range(1, 12) if number != 7
    )
    assert [type(error) for error in refused] == [LedgerRefused]
    assert "not stored: article 'https://contoh.go.id/berita/7'" in caplog.text
    assert not ledger.waiting
    with ledger._engine.connect() as connection:
        rows = connection.execute(text("SELECT url, reason FROM addresses")).all()
    states = {row.url: row.reason for row in rows}
    assert states["https://contoh.go.id/berita/7"] == "not_storable"


def test_a_run_that_lost_its_portals_stops(open_ledger, clock) -> None:  # type: ignore[no-untyped-def]
    first = open_ledger()
    first.start_run()
    assert first.lease(PORTAL)
    with first._engine.begin() as connection:  # like another run that took this one for dead
        connection.execute(text("UPDATE portals SET leased_by = 'another'"))
    first._heartbeat -= 1000
    with pytest.raises(LedgerError, match="another run took over contoh"):
        first.tick()


def test_a_run_that_was_suspended_and_kept_its_portals_goes_on(open_ledger, clock) -> None:  # type: ignore[no-untyped-def]
    first = open_ledger()
    first.start_run()
    assert first.lease(PORTAL)
    clock.now += 10_000
    first._heartbeat -= 10_000
    first.tick()
    second = open_ledger()
    second.start_run()
    assert not second.lease(PORTAL)
