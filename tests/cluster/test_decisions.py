"""Decisions on plain data: locks, retries, waits, command lines."""

from __future__ import annotations

import signal

import pytest

from crawler.cluster import child_process
from crawler.cluster.durations import STOP_AT_ALL, STOP_IN_ORDER, Timing
from crawler.cluster.errors import first_line
from crawler.cluster.job_protocol import Conditions, JobSpec, crawl_job, extraction_job
from crawler.cluster.locks import MULTI_HOST, HostLocks, hosts_of
from crawler.cluster.retries import (
    BACKOFF,
    CUT_OFF,
    MAX_LOSSES,
    Outcome,
    may_requeue,
    outcome_of,
    rest_after_failure,
    tally,
)
from crawler.portals import Portal, load_registry


def portal(id_: str, address: str, **options: object) -> Portal:
    return Portal(id_, id_, address, "unused", options=options)


def test_portals_on_one_host_share_a_lock_and_others_do_not() -> None:
    kota = portal("kota", "https://www.contoh.go.id/kota/")
    desa = portal("desa", "http://contoh.go.id:8080/desa/")
    lain = portal("lain", "https://lain.go.id/")
    locks = HostLocks([kota, desa, lain])
    assert locks.of_portal(kota) == locks.of_portal(desa) == locks.of_host("contoh.go.id")
    assert locks.of_portal(lain) != locks.of_portal(kota)


def test_portals_that_share_a_host_through_a_third_share_a_lock() -> None:
    one = portal("one", "https://satu.go.id/")
    api = portal("api", "https://dua.go.id/", endpoint="https://satu.go.id/api?page={page}")
    three = portal("three", "https://tiga.go.id/", more=["https://dua.go.id/x", "not an address"])
    for order in ([one, api, three], [three, one, api], [api, three, one]):
        locks = HostLocks(order)
        assert {locks.of_portal(each) for each in order} == {"host:dua.go.id"}


def test_a_portal_has_the_lock_of_its_alternatives() -> None:
    old = Portal("old", "old", "https://lama.go.id/", "lama.go.id", alternatives=("https://www.baru.go.id/",))
    new = portal("new", "https://baru.go.id/")
    locks = HostLocks([new, old])
    assert locks.of_portal(old) == locks.of_portal(new)


def test_every_portal_of_the_registry_has_the_lock_of_each_of_its_hosts() -> None:
    registry = load_registry()
    locks = HostLocks(registry)
    for each in registry:
        assert {locks.of_host(host) for host in hosts_of(each)} == {locks.of_portal(each)}


def test_an_archive_of_one_host_has_its_lock_and_others_share_one() -> None:
    locks = HostLocks([portal("kota", "https://contoh.go.id/")])
    assert locks.of_archive({"contoh.go.id"}) == locks.of_host("contoh.go.id")
    assert locks.of_archive({"a.go.id", "b.go.id"}) == locks.of_archive(set()) == MULTI_HOST


def test_a_task_is_tried_three_times_again_with_growing_rests() -> None:
    rests = [rest_after_failure(failures) for failures in (1, 2, 3, 4, 5)]
    assert rests == [*BACKOFF, None, None]
    assert len(BACKOFF) == 3
    assert sorted(BACKOFF) == list(BACKOFF)
    assert rest_after_failure(1, ()) is None


def test_a_task_that_many_workers_died_over_is_parked() -> None:
    assert may_requeue(1)
    assert may_requeue(MAX_LOSSES)
    assert not may_requeue(MAX_LOSSES + 1)
    assert tally({"lost": 2}, "lost") == 2
    assert tally({"lost": "?"}, "lost") == tally({}, "lost") == 0


@pytest.mark.parametrize(
    ("status", "stopped", "outcome"),
    [
        (0, False, Outcome.DONE),
        (0, True, Outcome.DONE),
        (1, False, Outcome.FAILED),
        (2, False, Outcome.FAILED),
        (-signal.SIGKILL, False, Outcome.FAILED),
        (-signal.SIGSEGV, False, Outcome.FAILED),
        (1, True, Outcome.INTERRUPTED),
        (-signal.SIGKILL, True, Outcome.INTERRUPTED),
        (CUT_OFF, False, Outcome.INTERRUPTED),
        (-signal.SIGTERM, False, Outcome.INTERRUPTED),
    ],
)
def test_the_outcome_of_a_process(status: int, stopped: bool, outcome: Outcome) -> None:
    assert outcome_of(status, stopped=stopped) is outcome


@pytest.mark.parametrize("stalled", [3.0, 6.0, 90.0, 3600.0])
def test_the_crawls_of_a_silent_worker_have_ended_before_others_begin(stalled: float) -> None:
    timing = Timing(stalled)
    assert timing.longest < timing.stalled
    assert timing.fresh >= 2 * timing.beat, "one late heartbeat frightens nobody"


def test_a_worker_stops_within_half_a_minute() -> None:
    assert STOP_IN_ORDER + STOP_AT_ALL < 25


def test_the_order_to_crawl() -> None:
    conditions = Conditions(("A=1", "B=x y"), "10m", 512, Timing(9))
    spider = ("scrapy", "crawl", "portal", "-a", "portal=kota", "-a", "budget=10m", "--quiet")
    settings = ("-s", "EXTRACT_PROCESSES=0", "-s", "A=1", "-s", "B=x y", "-s", "DELIVER=0")
    assert crawl_job("kota", conditions) == JobSpec((*spider, *settings), "kota", 3, 2, 512)
    spider = ("scrapy", "crawl", "archive", "-a", "warc=/a/b.warc.gz", "-a", "workers=1", "--quiet")
    assert extraction_job("/a/b.warc.gz", conditions) == JobSpec((*spider, *settings), None, 3, 2, 512)


def test_a_crawl_without_memory_says_so_in_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def starve(*_: object) -> None:
        raise MemoryError

    monkeypatch.setenv(child_process.LEDGER, "unused")
    monkeypatch.setattr(child_process, "wait_until_free", starve)
    assert child_process.run_job(crawl_job("kota", Conditions((), "10m", 512, Timing(9)))) == 1
    assert capsys.readouterr().err == "out of memory: more than the 512 MiB of --memory are needed\n"


def test_an_error_is_told_in_a_line() -> None:
    assert (
        first_line(RuntimeError('column "x" does not exist\nLINE 1: SELECT x')) == 'column "x" does not exist'
    )
    assert first_line(TimeoutError()) == "TimeoutError"
