from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from crawler.items import Article
from crawler.ledger import leases
from crawler.ledger.decisions import Decision, Window
from crawler.ledger.entries import Fetched, Stored
from crawler.ledger.errors import LedgerBusy
from crawler.ledger.leases import HUNG, process_mark
from crawler.ledger.ledger import Ledger
from crawler.ledger.revisits import DAY
from crawler.ledger.schema import counters, runs
from tests.ledger.fixtures import Clock, OpenLedger
from tests.ledger.making import OTHER, PORTAL, make_article


@dataclass(frozen=True)
class Found:
    url: str
    lastmod: str | None = None


def store(ledger: Ledger, *articles: Article) -> list[Stored]:
    answers: list[Stored] = []
    for article in articles:
        ledger.record_article(article, answers.append)
    ledger.flush()
    return answers


def records(ledger: Ledger, portal: str = PORTAL.id) -> list[dict[str, object]]:
    return [json.loads(line) for _, line in ledger.lines(portal, ledger.run.crawl_date, 0)]


def verdicts(ledger: Ledger, *found: Found) -> list[Decision]:
    return [one.decision for one in ledger.decide(PORTAL.id, found)]


def test_articles_are_numbered_in_their_order(ledger: Ledger) -> None:
    answers = store(ledger, *(make_article(number) for number in (3, 1, 2)))
    assert [(answer.kind, answer.article.seq, answer.article.revision) for answer in answers] == [
        ("new", 1, 1),
        ("new", 2, 1),
        ("new", 3, 1),
    ]
    assert [(record["seq"], record["url"]) for record in records(ledger)] == [
        (1, "https://contoh.go.id/berita/3"),
        (2, "https://contoh.go.id/berita/1"),
        (3, "https://contoh.go.id/berita/2"),
    ]


def test_numbers_go_on_in_the_next_run_and_over_portals(ledger: Ledger, open_ledger: OpenLedger) -> None:
    store(ledger, make_article(1))
    ledger.close()
    again = open_ledger()
    again.start_run()
    (answer,) = store(again, make_article(1, OTHER))
    assert answer.article.seq == 2


def test_the_same_article_again_is_unchanged(ledger: Ledger) -> None:
    first, again = store(ledger, make_article(1), make_article(1))
    assert (first.kind, again.kind) == ("new", "unchanged")
    assert again.article.seq == first.article.seq
    assert store(ledger, make_article(1))[0].kind == "unchanged"
    assert len(records(ledger)) == 1


@pytest.mark.parametrize(
    ("change", "parts"),
    [
        ({"title": "Wali Kota resmikan dua taman"}, ("title",)),
        ({"body": ["Taman nomor 1 dibuka untuk warga.", "Warga datang sejak subuh."]}, ("body",)),
        ({"published_at": "2022-11-18T08:00:00+07:00"}, ("dates",)),
        ({"images": []}, ("images",)),
        ({"images": [], "title": "Lain"}, ("title", "images")),
    ],
)
def test_a_changed_article_gets_a_revision_that_says_what_changed(
    ledger: Ledger, change: dict[str, Any], parts: tuple[str, ...]
) -> None:
    (first,) = store(ledger, make_article(1))
    (second,) = store(ledger, make_article(1, fetched_at="2026-11-23T02:00:00+00:00", **change))
    assert (second.kind, second.parts, second.article.revision, second.article.seq) == (
        "changed",
        parts,
        2,
        2,
    )
    assert second.article.first_seen_at == first.article.first_seen_at == "2026-11-22T02:00:00+00:00"
    assert [record["revision"] for record in records(ledger)] == [1, 2]


@pytest.mark.parametrize(
    "change",
    [
        {"body": ["  Taman nomor 1 dibuka\u00a0untuk  warga. ", "", "Warga datang sejak pagi."]},
        {"modified_at": "2026-11-22T02:00:00+00:00"},
        {
            "images": [
                replace(make_article(1).images[0], url="https://cdn.contoh.go.id/media/1-768x512.jpg?v=3")
            ]
        },
        {"tags": ["taman"], "section": "Berita", "language": "id", "extractor_version": "2"},
        {"warnings": ["views: 1242"]},
    ],
)
def test_cosmetic_changes_make_no_revision(ledger: Ledger, change: dict[str, Any]) -> None:
    store(ledger, make_article(1))
    assert store(ledger, make_article(1, **change))[0].kind == "unchanged"


def test_new_addresses_are_wanted_and_stored_ones_are_not(ledger: Ledger, clock: Clock) -> None:
    found = Found("https://contoh.go.id/berita/1", "2022-11-17")
    assert verdicts(ledger, found) == [Decision.NEW]
    ledger.fetched(Fetched(PORTAL.id, found.url, make_article(1).url, lastmod=found.lastmod, etag='"a"'))
    store(ledger, make_article(1))
    assert verdicts(ledger, found) == [Decision.UNCHANGED]
    (decided,) = ledger.decide(PORTAL.id, [replace(found, lastmod="2026-11-22")])
    assert (decided.decision, decided.etag) == (Decision.CHANGED, '"a"')
    assert verdicts(ledger, replace(found, lastmod=None)) == [Decision.NOT_DUE]
    clock.now += 31 * DAY
    assert verdicts(ledger, replace(found, lastmod=None)) == [Decision.DUE]


def test_doublets_of_an_address_are_answered_once(ledger: Ledger) -> None:
    doublets = ["https://contoh.go.id/a", "https://contoh.go.id/a?utm_source=x", "http://www.contoh.go.id/a/"]
    assert verdicts(ledger, *map(Found, doublets)) == [Decision.NEW]


def test_a_redirected_address_is_settled_too(ledger: Ledger) -> None:
    ledger.fetched(
        Fetched(PORTAL.id, "https://contoh.go.id/?p=1", "https://contoh.go.id/berita/1", lastmod="a")
    )
    store(ledger, make_article(1))
    assert verdicts(ledger, Found("https://contoh.go.id/?p=1", "a")) == [Decision.UNCHANGED]


def test_what_was_discovered_and_never_settled_is_handed_on(ledger: Ledger, open_ledger: OpenLedger) -> None:
    urls = [f"https://contoh.go.id/berita/{number}" for number in range(3)]
    verdicts(ledger, *map(Found, urls))
    store(ledger, make_article(1))
    ledger.close(finished=False)
    again = open_ledger()
    assert sorted(again.unsettled(PORTAL.id)) == [(urls[0], None), (urls[2], None)]
    assert again.unsettled(OTHER.id) == []


def test_failures_are_tried_by_later_runs_and_then_given_up(ledger: Ledger, clock: Clock) -> None:
    found = Found("https://contoh.go.id/berita/1")
    seen = []
    for _ in range(6):
        seen += verdicts(ledger, found)
        ledger.record_failure(PORTAL.id, found.url, "503")
        ledger.flush()
        clock.now += 60
    assert seen == [Decision.NEW, *[Decision.DUE] * 4, Decision.GIVE_UP]
    clock.now += 31 * DAY
    assert verdicts(ledger, found) == [Decision.DUE]


def test_an_article_without_all_of_its_pages_is_tried_again_and_then_rests(
    ledger: Ledger, clock: Clock
) -> None:
    article = make_article(1)
    found = Found(article.url, "2022-11-17")

    def run() -> list[Decision]:
        before = verdicts(ledger, found)
        if before[0].fetch:
            ledger.record_article(article)
            ledger.record_incomplete(PORTAL.id, found.url, "page 2 is missing")
            ledger.flush()
        clock.now += 60
        return before

    seen = [verdict for _ in range(7) for verdict in run()]
    assert seen == [Decision.NEW, *[Decision.DUE] * 4, *[Decision.GIVE_UP] * 2]
    clock.now += 31 * DAY
    assert run() == [Decision.DUE]
    assert run() == [Decision.GIVE_UP]
    clock.now += 31 * DAY
    ledger.record_article(article)  # and now with all its pages
    ledger.flush()
    assert verdicts(ledger, found) == [Decision.NOT_DUE]
    assert len(records(ledger)) == 1


def test_gone_and_rejected_pages_rest(ledger: Ledger, clock: Clock) -> None:
    gone, listing = Found("https://contoh.go.id/gone"), Found("https://contoh.go.id/listing")
    ledger.record_failure(PORTAL.id, gone.url, "404", gone=True)
    ledger.record_rejection(PORTAL.id, listing.url, "listing")
    ledger.flush()
    assert verdicts(ledger, gone, listing) == [Decision.GONE, Decision.NOT_DUE]
    clock.now += 2 * DAY
    assert verdicts(ledger, gone, listing) == [Decision.DUE, Decision.DUE]


def test_a_page_without_an_article_is_asked_again_before_it_is_settled(ledger: Ledger, clock: Clock) -> None:
    found = Found("https://contoh.go.id/berita/1", "2026-01-01T00:00:00+00:00")
    asked = []
    for day in range(400):
        if verdicts(ledger, found) == [Decision.DUE] or day == 0:
            asked.append(day)
            assert (found.url, found.lastmod) in ledger.unsettled(PORTAL.id) or day == 0
            ledger.fetched(Fetched(PORTAL.id, found.url, found.url, found.lastmod))
            ledger.record_rejection(PORTAL.id, found.url, "empty")
            ledger.flush()
        clock.now += DAY
    assert asked == [0, 1, 4, 11]
    assert verdicts(ledger, found) == [Decision.UNCHANGED]
    assert verdicts(ledger, replace(found, lastmod="2026-02-01T00:00:00+00:00")) == [Decision.CHANGED]


def test_another_text_at_the_url_of_an_article_is_not_its_revision(ledger: Ledger) -> None:
    store(ledger, make_article(1))
    soft = make_article(1, title="Mohon maaf atas gangguan ini", body=["Situs sedang diperbaiki."])
    edited = make_article(1, title="Taman nomor 1 dibuka", body=["Taman nomor 1 dibuka oleh wali kota."])
    assert [answer.kind for answer in store(ledger, soft)] == ["replaced"]
    assert [answer.kind for answer in store(ledger, edited)] == ["changed"]
    ledger.accept_replaced = True
    assert [answer.kind for answer in store(ledger, soft)] == ["changed"]


def test_an_uncommitted_batch_leaves_nothing_behind(ledger: Ledger, open_ledger: OpenLedger) -> None:
    ledger.record_article(make_article(1))
    other = open_ledger()
    assert list(other.lines(PORTAL.id, ledger.run.crawl_date, 0)) == []
    assert other.unsettled(PORTAL.id) == []


def test_a_locked_ledger_is_busy_and_nothing_is_lost(ledger: Ledger, open_ledger: OpenLedger) -> None:
    other = open_ledger()
    answers: list[Stored] = []
    ledger.record_article(make_article(1), answers.append)
    with other._writing() as connection:
        connection.execute(update(counters).values(value=counters.c.value))
        with pytest.raises(LedgerBusy, match="locked by another process"):
            ledger.flush()
        assert answers == []
    ledger.flush()
    assert [answer.article.seq for answer in answers] == [1]


def test_one_run_holds_a_portal(ledger: Ledger, open_ledger: OpenLedger, clock: Clock) -> None:
    other = open_ledger()
    other.start_run()
    assert ledger.lease(PORTAL)
    assert ledger.lease(PORTAL)
    assert not other.lease(PORTAL)
    assert other.lease(OTHER)
    ledger.fetched(Fetched(PORTAL.id, make_article(1).url, make_article(1).url))
    ledger.release(PORTAL.id, completed=True)
    ledger.tick()
    assert not other.lease(PORTAL), "its last page is not settled yet"
    ledger.record_article(make_article(1))
    ledger.tick()
    ledger.flush()
    assert other.lease(PORTAL)
    assert other.completed_at(PORTAL.id) == int(clock.now)


@pytest.mark.parametrize("seconds", [61, -3600])
def test_a_lease_from_elsewhere_ends_with_its_runs_signs_of_life(
    ledger: Ledger, open_ledger: OpenLedger, clock: Clock, seconds: int
) -> None:
    assert ledger.lease(PORTAL)
    pretend(ledger, host="another machine")
    other = open_ledger()
    other.start_run()
    assert not other.lease(PORTAL)
    clock.now += seconds
    assert other.lease(PORTAL)


def test_a_copy_of_this_machine_is_another_one(
    ledger: Ledger, open_ledger: OpenLedger, clock: Clock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Same name and same number of the first namespace; no process here has its number."""
    assert ledger.lease(PORTAL)
    other = open_ledger()
    other.start_run()
    copy = tmp_path / "boot_id"
    copy.write_text("11111111-2222-3333-4444-555555555555\n")
    with monkeypatch.context() as there:
        there.setattr(leases, "BOOT", copy)
        leases.machine_id.cache_clear()
        pretend(ledger, host=leases.machine_id(), process=f"{2**22 + 1}:1")
    leases.machine_id.cache_clear()
    assert not other.lease(PORTAL)
    clock.now += 61
    assert other.lease(PORTAL)


@pytest.mark.parametrize("seconds", [61, 7 * 3600, -3600])
def test_a_run_whose_process_is_there_lives_whatever_the_clock_does(
    ledger: Ledger, open_ledger: OpenLedger, clock: Clock, seconds: int
) -> None:
    assert ledger.lease(PORTAL)
    clock.now += seconds  # the machine was suspended, or its clock was set
    other = open_ledger()
    other.start_run()
    assert not other.lease(PORTAL)
    clock.now += HUNG + 3600
    assert other.lease(PORTAL)


def test_the_lease_of_a_process_that_is_gone_is_free_at_once(ledger: Ledger, open_ledger: OpenLedger) -> None:
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    other = open_ledger()
    other.start_run()
    assert ledger.lease(PORTAL)
    pretend(ledger, process=process_mark(process.pid))
    assert other.is_held(PORTAL.id)
    process.kill()
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    assert not other.is_held(PORTAL.id), "nobody has fetched its exit status yet"
    process.communicate()
    assert not other.is_held(PORTAL.id)


def test_a_stopped_process_holds_its_portals_as_long_as_one_elsewhere(
    ledger: Ledger, open_ledger: OpenLedger, clock: Clock
) -> None:
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        process.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WNOWAIT)
        other = open_ledger()
        other.start_run()
        assert ledger.lease(PORTAL)
        pretend(ledger, process=process_mark(process.pid))
        assert other.is_held(PORTAL.id)
        clock.now += 61
        assert not other.is_held(PORTAL.id)
    finally:
        process.kill()
        process.communicate()


def test_a_run_that_was_closed_holds_nothing_though_its_process_goes_on(
    ledger: Ledger, open_ledger: OpenLedger
) -> None:
    """A script or service whose crawl failed starts the next one."""
    assert ledger.lease(PORTAL)
    other = open_ledger()
    other.start_run()
    assert not other.lease(PORTAL)
    died = (ledger.run.id, ledger.run.crawl_date)
    ledger.close(finished=False)
    assert other.dead_runs() == [died]
    assert other.lease(PORTAL)


def test_a_run_that_could_not_be_finished_is_over_all_the_same(
    ledger: Ledger, open_ledger: OpenLedger
) -> None:
    assert ledger.lease(PORTAL)
    ledger.record_article(make_article(1))
    other = open_ledger()
    other.start_run()
    with other._writing() as connection:
        connection.execute(update(counters).values(value=counters.c.value))
        with pytest.raises(LedgerBusy):
            ledger.close()
    assert other.lease(PORTAL)


@pytest.mark.parametrize("began", ["", ":1"])
def test_a_process_of_which_the_system_tells_nothing_may_be_anybodys(
    ledger: Ledger, open_ledger: OpenLedger, clock: Clock, monkeypatch: pytest.MonkeyPatch, began: str
) -> None:
    """The system has no /proc, or hides other users' processes."""
    other = open_ledger()
    other.start_run()
    assert ledger.lease(PORTAL)
    pretend(ledger, process=f"{os.getpid()}{began}")
    monkeypatch.setattr(leases, "_facts", lambda _: [])
    assert other.is_held(PORTAL.id)
    clock.now += 61
    assert not other.is_held(PORTAL.id)


def pretend(ledger: Ledger, **facts: str) -> None:
    """Make the ledger's run that of another process."""
    with ledger._writing() as connection:
        connection.execute(update(runs).where(runs.c.id == ledger.run.id).values(facts))


def test_templates_are_kept(ledger: Ledger) -> None:
    assert ledger.template(PORTAL.id) is None
    ledger.save_template(PORTAL.id, b"one")
    ledger.save_template(PORTAL.id, b"two")
    assert ledger.template(PORTAL.id) == b"two"


def test_an_article_outside_the_days_wanted_is_fetched_by_a_run_that_wants_it(ledger: Ledger) -> None:
    found = Found("https://contoh.go.id/berita/1")
    ledger.record_rejection(PORTAL.id, found.url, "before_since", published="2020-05-01", skipped=True)
    ledger.flush()
    seen = [
        ledger.decide(PORTAL.id, [found], window=Window(since, until))[0].decision
        for since, until in [
            (date(2022, 1, 1), None),
            (None, date(2020, 4, 30)),
            (date(2020, 5, 1), date(2020, 5, 1)),
            (None, None),
        ]
    ]
    assert seen == [Decision.OUT_OF_RANGE, Decision.OUT_OF_RANGE, Decision.DUE, Decision.DUE]
