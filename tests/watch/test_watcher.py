"""What watches find and tell, and what they keep when telling fails; on both databases."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from crawler.ledger.watches import CLAIM_SECONDS, Watches
from crawler.watch import watcher as module
from crawler.watch.messages import PER_MESSAGE
from crawler.watch.sender import Message
from tests.ledger.fixtures import Clock
from tests.ledger.making import OTHER, make_article
from tests.watch.watching import FILE, Telling, flood, store

BOTH = ["grup", "redaksi"]


def names(sent: list[tuple[str, Message]]) -> list[str]:
    return [name for name, _ in sent]


@pytest.fixture
def telling(ledger_target: str, clock: Clock) -> Telling:
    """A watch that begins behind two articles."""
    store(ledger_target, clock, flood(1), make_article(2))
    telling = Telling(ledger_target, clock)
    assert telling.round() == []
    return telling


def test_only_what_is_stored_later_and_matches_is_told_once_to_each(telling: Telling) -> None:
    store(telling.target, telling.clock, flood(3), make_article(4), flood(5))
    sent = telling.round()
    assert names(sent) == BOTH
    for _, message in sent:
        assert message.title == "bencana: 2 berita baru"
        assert "Banjir melanda desa 3\nPortal Contoh, 21 November 2026, 08.00 WIB\n" in message.text
        assert "https://contoh.go.id/berita/5" in message.text
    assert telling.round() == []


def test_a_later_revision_is_not_told_again_but_one_that_first_matches_is(telling: Telling) -> None:
    store(telling.target, telling.clock, flood(3))
    assert names(telling.round()) == BOTH
    store(telling.target, telling.clock, flood(3, title="Banjir melanda desa 3, diperbarui"))
    assert telling.round() == []
    changed = make_article(2, title="Wali Kota resmikan taman 2 usai banjir", published_at="2026-11-21")
    store(telling.target, telling.clock, changed)
    assert names(telling.round()) == BOTH


def test_who_could_not_be_told_is_told_later_and_the_others_not_again(telling: Telling) -> None:
    telling.fails["grup"] = "HTTP 500"
    store(telling.target, telling.clock, flood(3))
    assert names(telling.round()) == ["redaksi"]
    with Watches.open(telling.target, clock=telling.clock) as state:
        tally = state.tallies()["bencana", "grup"]
    assert (tally.sent, tally.waiting, tally.failed, tally.problem) == (0, 1, 1, "HTTP 500")
    del telling.fails["grup"]
    assert telling.round() == []  # not due yet
    telling.clock.now += module.RETRY_LEAST
    assert names(telling.round()) == ["grup"]
    assert telling.round() == []


def test_by_hand_failures_are_tried_at_once_and_only_once(telling: Telling) -> None:
    telling.fails["grup"] = "HTTP 500"
    store(telling.target, telling.clock, flood(3))
    telling.round()
    telling.round(retry_now=True)
    failures = [event for event in telling.events if event["event"] == "failed"]
    assert len(failures) == 2
    del telling.fails["grup"]
    assert names(telling.round(retry_now=True)) == ["grup"]


def test_what_a_killed_process_had_claimed_is_told_when_the_claim_ends(telling: Telling) -> None:
    store(telling.target, telling.clock, flood(3))
    with Watches.open(telling.target, clock=telling.clock) as state:
        seq = state.register(["bencana"])["bencana"]
        assert seq == 2
    telling.fails = dict.fromkeys(BOTH, "HTTP 500")
    telling.round()
    telling.fails.clear()
    with Watches.open(telling.target, clock=telling.clock) as state:
        assert state.claim("bencana", "grup", 10, retry_now=True) is not None
        assert state.claim("bencana", "grup", 10, retry_now=True) is None
    telling.clock.now += module.RETRY_LEAST
    assert names(telling.round()) == ["redaksi"]
    telling.clock.now += CLAIM_SECONDS
    assert names(telling.round()) == ["grup"]


def test_processes_side_by_side_tell_each_article_once(telling: Telling) -> None:
    store(telling.target, telling.clock, *(flood(number) for number in range(10, 70)))
    others = [Telling(telling.target, telling.clock) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(Telling.round, others))
    told = [
        (name, line)
        for other in others
        for name, message in other.sent
        for line in message.text.splitlines()
        if line.startswith("https://")
    ]
    assert len(told) == len(set(told)) == 2 * 60


def test_what_another_process_did_not_examine_is_examined(
    telling: Telling, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(telling.target, telling.clock, flood(3), flood(4))
    advance = Watches.advance
    overtaken: list[dict[str, tuple[int, int]]] = []

    def overtake(state: Watches, moves: dict[str, tuple[int, int]], *rest: Any) -> bool:
        """Another process examines the first record alone in the meantime."""
        if not overtaken:
            overtaken.append(moves)
            advance(state, {"bencana": (2, 3)}, [], {"bencana": ()})
        return advance(state, moves, *rest)

    monkeypatch.setattr(Watches, "advance", overtake)
    sent = telling.round()
    assert overtaken == [{"bencana": (2, 4)}]
    assert [message.title for _, message in sent] == ["bencana: 1 berita baru"] * 2


def test_many_articles_come_in_several_messages(telling: Telling) -> None:
    store(telling.target, telling.clock, *(flood(number) for number in range(10, 10 + PER_MESSAGE + 1)))
    sent = telling.round()
    assert names(sent) == ["grup", "grup", "redaksi", "redaksi"]
    assert sorted(message.title for _, message in sent)[0] == "bencana: 1 berita baru"


def test_copies_of_one_release_are_one_entry(telling: Telling) -> None:
    body = ["Banjir melanda " + " ".join(f"dusun{number} terendam" for number in range(60))]
    store(telling.target, telling.clock, flood(3, body=body))
    store(telling.target, telling.clock, flood(4, portal=OTHER, title="Banjir melanda desa", body=body))
    _, message = telling.round()[0]
    assert message.title == "bencana: 1 berita baru"
    assert "Juga dimuat: Portal Lain" in message.text


def test_old_articles_are_counted_and_not_told(telling: Telling) -> None:
    store(telling.target, telling.clock, flood(3, published_at="2019-01-01"), flood(4, published_at=None))
    assert [message.title for _, message in telling.round()] == ["bencana: 1 berita baru"] * 2
    assert {"event": "old", "watch": "bencana", "count": 1} in telling.events
    telling.text = FILE + "max_age_days = 0\n"
    store(telling.target, telling.clock, flood(5, published_at="2019-01-01"))
    assert names(telling.round()) == BOTH


def test_a_removed_article_is_not_told(telling: Telling) -> None:
    store(telling.target, telling.clock, flood(3, gone_at="2026-11-22T00:00:00+00:00"))
    assert telling.round() == []


def test_a_digest_waits_for_its_time_of_day(telling: Telling) -> None:
    telling.text = FILE + 'when = "digest"\nat = "06:00"\n'
    store(telling.target, telling.clock, flood(3))  # at 11.40 WIB
    assert telling.round() == []
    telling.clock.now += 18 * 3600  # 05.40
    assert telling.round() == []
    telling.clock.now += 3600  # 06.40
    store(telling.target, telling.clock, flood(4))  # for the next morning
    sent = telling.round()
    assert names(sent) == BOTH
    assert sent[0][1].title.startswith("Kliping berita: bencana, ")
    assert "desa 3" in sent[0][1].text
    assert "desa 4" not in sent[0][1].text
    assert sent[0][1].html is not None
    assert telling.round() == []


def test_a_service_that_hangs_holds_up_no_other(telling: Telling, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "OVERDUE", 0.2)
    release = threading.Event()
    told: list[str] = []

    def send(name: str, address: str, message: Message) -> str | None:
        if name == "grup":
            release.wait(30)
        told.append(name)
        return None

    telling.send = send
    store(telling.target, telling.clock, flood(3))
    begin = time.monotonic()
    telling.round()
    assert time.monotonic() - begin < 10
    assert told == ["redaksi"]
    assert [event["to"] for event in telling.events if event["event"] == "failed"] == ["grup"]
    release.set()


def test_a_fault_of_a_plug_in_is_a_failure_without_its_text(telling: Telling) -> None:
    def send(name: str, address: str, message: Message) -> str | None:
        raise ValueError(address)

    telling.send = send
    store(telling.target, telling.clock, flood(3))
    telling.round()
    whys = {event["why"] for event in telling.events if event["event"] == "failed"}
    assert whys == {"internal error: ValueError"}
