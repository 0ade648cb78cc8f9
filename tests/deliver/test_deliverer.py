"""One sink: each record once and in order, with any failure between sending and acknowledgement."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import pytest

from crawler.deliver import batches, runs
from crawler.deliver import deliverer as module
from crawler.deliver.deliverer import Deliverer, Result, Signals
from crawler.deliver.errors import BatchRefused, SinkDown, SinkMisconfigured
from crawler.deliver.matching import matcher_of
from crawler.deliver.model import Batch, Position, SinkSpec
from crawler.ledger.deliveries import Deliveries, LeaseLost
from crawler.ledger.ledger import Ledger
from tests.deliver.filling import article, fill, filled, sink


@dataclass
class Memory:
    """A sink that keeps what it is sent; `before` may raise instead, `after` when the records are kept."""

    batches: list[Batch] = field(default_factory=list)
    positions: list[Position] = field(default_factory=list)
    before: Callable[[Batch], None] = lambda _: None
    after: Callable[[Batch], None] = lambda _: None
    tries: list[tuple[int, int]] = field(default_factory=list)

    OPTIONS: ClassVar[Mapping[str, str]] = {}
    BATCH: ClassVar[int] = 50

    def open(self, position: Position) -> None:
        self.positions.append(position)

    def send(self, batch: Batch) -> None:
        self.tries.append((batch.first, batch.last))
        self.before(batch)
        self.batches.append(batch)
        self.after(batch)

    def close(self) -> None:
        pass

    @property
    def seqs(self) -> list[int]:
        return [record.seq for batch in self.batches for record in batch.records]


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "pause", lambda *_: 0.0)


@pytest.fixture
def spec(tmp_path: Path) -> SinkSpec:
    return sink(tmp_path, f'name = "memory"\nto = "file://{tmp_path}/out"\nbatch = 40')


@pytest.fixture
def deliveries(ledger_target: str) -> Iterator[Deliveries]:
    with Deliveries.open(ledger_target) as opened:
        yield opened


def drained() -> Signals:
    signals = Signals()
    signals.drain.set()
    return signals


def deliver(spec: SinkSpec, memory: Memory, deliveries: Deliveries) -> Result:
    return Deliverer(spec, memory, deliveries, drained()).run()


def test_each_record_once_and_in_order(spec: SinkSpec, ledger_target: str, deliveries: Deliveries) -> None:
    last = filled(ledger_target, 100)
    memory = Memory()
    assert deliver(spec, memory, deliveries) == Result("memory", delivered=last)
    assert memory.seqs == list(range(1, last + 1))
    assert [batch.first for batch in memory.batches] == [1, 41, 81, 121]
    assert deliver(spec, memory, deliveries).delivered == 0
    state = deliveries.states()["memory"]
    assert (state.seq, state.delivered, state.held_by, state.error) == (last, last, None, None)


def test_a_batch_begun_before_a_crash_comes_again_with_the_same_bounds(
    spec: SinkSpec, ledger_target: str, deliveries: Deliveries
) -> None:
    filled(ledger_target, 30)

    class Killed(BaseException):
        pass

    def killed(_: Batch) -> None:
        raise Killed

    memory = Memory(after=killed)
    with pytest.raises(Killed):
        deliver(spec, memory, deliveries)
    with Ledger.open(ledger_target) as ledger:  # more comes before the next run
        ledger.start_run()
        fill(ledger, (article(number) for number in range(500, 540)))
    memory.after = lambda _: None
    deliver(spec, memory, deliveries)
    assert memory.batches[0].key == memory.batches[1].key
    assert memory.batches[0].records == memory.batches[1].records
    unique = dict.fromkeys(memory.seqs)
    assert list(unique) == sorted(unique) == list(range(1, deliveries.last_seq() + 1))


def test_a_poison_record_is_found_by_halves_and_parked(
    spec: SinkSpec, ledger_target: str, deliveries: Deliveries
) -> None:
    last = filled(ledger_target, 60)

    def refuse(batch: Batch) -> None:
        if any(record.seq in (7, 33) for record in batch.records):
            raise BatchRefused("HTTP 422: no")

    memory = Memory(before=refuse)
    result = deliver(spec, memory, deliveries)
    assert (result.delivered, result.parked, result.error) == (last - 2, 2, None)
    assert memory.seqs == [seq for seq in range(1, last + 1) if seq not in (7, 33)]
    assert [(one.seq, one.tries, one.error) for one in deliveries.parked(["memory"])] == [
        (7, 3, "HTTP 422: no"),
        (33, 3, "HTTP 422: no"),
    ]
    alone = [bounds for bounds in memory.tries if bounds[0] <= 7 <= bounds[1]]
    assert len(alone) < 12

    memory.before = lambda _: None
    again = Deliverer(spec, memory, deliveries, drained()).retry_parked()
    assert (again.delivered, again.parked) == (2, 0)
    assert deliveries.parked(["memory"]) == []
    assert memory.seqs[-2:] == [7, 33]


def test_named_refusals_are_tried_alone(spec: SinkSpec, ledger_target: str, deliveries: Deliveries) -> None:
    last = filled(ledger_target, 20)
    kept: list[int] = []

    def refuse(batch: Batch) -> None:
        bad = {record.seq: f"bad {record.seq}" for record in batch.records if record.seq == 5}
        kept.extend(record.seq for record in batch.records if record.seq not in bad)
        if bad:
            raise BatchRefused("some", bad)

    result = deliver(spec, Memory(before=refuse), deliveries)
    assert (result.delivered, result.parked) == (last - 1, 1)
    assert kept == [seq for seq in range(1, last + 1) if seq != 5]
    assert [one.error for one in deliveries.parked(["memory"])] == ["bad 5"]


def test_a_crash_while_parking_parks_no_record_twice(
    spec: SinkSpec, ledger_target: str, deliveries: Deliveries
) -> None:
    last = filled(ledger_target, 20)

    class Killed(BaseException):
        pass

    def refuse(batch: Batch) -> None:
        if deliveries.parked(["memory"]) and len(memory.tries) < 30:
            memory.tries += [(0, 0)] * 30
            raise Killed
        if any(record.seq in (3, 4) for record in batch.records):
            raise BatchRefused("no")

    memory = Memory(before=refuse)
    with pytest.raises(Killed):
        deliver(spec, memory, deliveries)
    result = deliver(spec, memory, deliveries)
    assert result.parked == 1
    assert [one.seq for one in deliveries.parked(["memory"])] == [3, 4]
    assert sorted(set(memory.seqs)) == [1, 2, *range(5, last + 1)]


def test_a_sink_that_refuses_everything_is_stopped(
    spec: SinkSpec, ledger_target: str, deliveries: Deliveries, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "REFUSED_IN_ROW", 5)
    filled(ledger_target, 20)

    def refuse(_: Batch) -> None:
        raise BatchRefused("HTTP 400: new version, please")

    result = deliver(spec, Memory(before=refuse), deliveries)
    assert result.misconfigured
    assert result.error == "5 records in a row were refused, the last with: HTTP 400: new version, please"
    assert result.parked == 5


def test_a_sink_that_is_down_is_tried_again_and_its_failures_are_kept(
    spec: SinkSpec, ledger_target: str, deliveries: Deliveries
) -> None:
    last = filled(ledger_target, 20)
    failures = iter([True] * 4)

    def down(_: Batch) -> None:
        if next(failures, False):
            raise SinkDown("nobody there")

    memory = Memory(before=down)
    assert deliver(spec, memory, deliveries).delivered == last
    assert memory.seqs == list(range(1, last + 1))

    def always(_: Batch) -> None:
        raise SinkDown("nobody there")

    with Ledger.open(ledger_target) as ledger:
        ledger.start_run()
        fill(ledger, iter([article(900)]))
    result = deliver(spec, Memory(before=always), deliveries)
    assert (result.error, result.misconfigured) == ("nobody there", False)
    state = deliveries.states()["memory"]
    assert (state.failures, state.error, state.seq) == (module.TRIES_DOWN, "nobody there", last)


def test_wrong_credentials_are_not_tried_again(
    spec: SinkSpec, ledger_target: str, deliveries: Deliveries
) -> None:
    filled(ledger_target, 5)

    def wrong(_: Batch) -> None:
        raise SinkMisconfigured("HTTP 401")

    memory = Memory(before=wrong)
    assert deliver(spec, memory, deliveries).misconfigured
    assert len(memory.tries) == 1


def test_filters(tmp_path: Path, ledger_target: str, deliveries: Deliveries) -> None:
    filled(ledger_target, 60)
    everything = Memory()
    deliver(sink(tmp_path, f'name = "all"\nto = "file://{tmp_path}/o"'), everything, deliveries)
    records = [record for batch in everything.batches for record in batch.records]

    def got(filters: str) -> set[int]:
        memory = Memory()
        name = f"sink{abs(hash(filters))}"
        deliver(sink(tmp_path, f'name = "{name}"\nto = "file://{tmp_path}/o"\n{filters}'), memory, deliveries)
        return set(memory.seqs)

    newest = {record.article_id: record.seq for record in records}
    assert got("latest = true") == set(newest.values())
    assert got("tombstones = false") == {one.seq for one in records if one.data["gone_at"] is None}
    assert got('portals = ["lain"]') == {one.seq for one in records if one.portal_id == "lain"}
    assert got('provinces = ["Bali"]') == {one.seq for one in records if one.portal_id == "lain"}
    assert got('language = ["id"]') == {one.seq for one in records if one.data["language"] == "id"}
    assert got("since = 2022-11-18") == set()
    assert got("since = 2022-11-17") == {one.seq for one in records}


def test_a_match_is_asked_for_each_record(spec: SinkSpec, ledger_target: str, deliveries: Deliveries) -> None:
    last = filled(ledger_target, 30)
    memory = Memory()
    Deliverer(spec, memory, deliveries, drained(), match=lambda record: "nomor 7 " in record["title"]).run()
    titles = {record.data["title"] for batch in memory.batches for record in batch.records}
    assert titles == {"Balai warga nomor 7 dibuka"}
    assert deliveries.cursor("memory").seq == last


def test_from_seq_goes_back_and_forth(spec: SinkSpec, ledger_target: str, deliveries: Deliveries) -> None:
    last = filled(ledger_target, 20)
    memory = Memory()
    deliver(spec, memory, deliveries)
    Deliverer(spec, memory, deliveries, drained()).rewind(10)
    assert deliver(spec, memory, deliveries).delivered == last - 9
    assert memory.seqs == [*range(1, last + 1), *range(10, last + 1)]
    Deliverer(spec, memory, deliveries, drained()).rewind(10_000)
    assert deliveries.cursor("memory").seq == last


def test_one_deliverer_at_a_time(spec: SinkSpec, ledger_target: str, deliveries: Deliveries) -> None:
    filled(ledger_target, 5)
    with Deliveries.open(ledger_target) as other:
        assert other.acquire("memory") is None
        held = deliver(spec, Memory(), deliveries)
        assert held.held_by is not None
        assert "process" in held.held_by
        assert deliveries.states()["memory"].held_by == held.held_by
        other.release("memory")
        assert deliver(spec, Memory(), deliveries).delivered == 5


def test_a_deliverer_whose_lease_is_gone_moves_no_cursor(ledger_target: str, deliveries: Deliveries) -> None:
    filled(ledger_target, 5)
    assert deliveries.acquire("memory") is None
    with Deliveries.open(ledger_target, clock=lambda: time.time() + 90_000) as other:
        assert other.acquire("memory") is None  # a day without a heartbeat
        with pytest.raises(LeaseLost):
            deliveries.acknowledge("memory", 3, 3)
        other.release("memory")
    assert deliveries.cursor("memory").seq == 0


def test_following_delivers_within_two_seconds(
    spec: SinkSpec, ledger_target: str, deliveries: Deliveries
) -> None:
    before = filled(ledger_target, 5)
    memory, signals = Memory(), Signals()
    follower = Deliverer(spec, memory, deliveries, signals)
    thread = threading.Thread(target=follower.run, daemon=True)
    thread.start()
    lags: list[float] = []
    with Ledger.open(ledger_target) as ledger:
        ledger.start_run()
        for number in (100, 101):
            ledger.record_article(article(number))
            ledger.flush()
            stored, last = time.monotonic(), before + number - 99
            while last not in memory.seqs and time.monotonic() - stored < 30:
                time.sleep(0.01)
            lags.append(time.monotonic() - stored)
    signals.drain.set()
    thread.join(20)
    assert not thread.is_alive()
    assert memory.seqs == list(range(1, before + 3))
    assert max(lags) < 2


def test_a_cursor_never_passes_what_is_not_committed(ledger_target: str, deliveries: Deliveries) -> None:
    """Writers hold the counter until their commit: a reader beside them sees no number before a lower one."""
    seen: list[list[int]] = []
    stop = threading.Event()

    def read() -> None:
        from crawler.ledger.deliveries import RecordConditions

        while not stop.is_set():
            newest = deliveries.last_seq()
            seen.append([one.seq for one in deliveries.records(0, newest, RecordConditions(), 10_000)])

    def write(begin: int) -> None:
        with Ledger.open(ledger_target) as ledger:
            ledger.start_run()
            for number in range(begin, begin + 60):
                ledger.record_article(article(number))
                if number % 3 == 0:
                    ledger.flush()
            ledger.flush()

    reader = threading.Thread(target=read)
    reader.start()
    writers = [threading.Thread(target=write, args=(begin,)) for begin in (1000, 2000)]
    for thread in writers:
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    reader.join()
    assert seen
    for seqs in seen:
        assert seqs == list(range(1, len(seqs) + 1))


def test_the_query_of_a_file_selects_records(
    tmp_path: Path, ledger_target: str, deliveries: Deliveries
) -> None:
    filled(ledger_target, 30)
    spec = sink(
        tmp_path,
        f'name = "query"\nto = "file://{tmp_path}/o"\nmatch = "title:\\"nomor 7\\" NOT province:Bali"',
    )
    memory = Memory()
    Deliverer(spec, memory, deliveries, drained(), match=matcher_of(spec)).run()
    assert [record.data["title"] for batch in memory.batches for record in batch.records] == [
        "Balai warga nomor 7 dibuka"
    ]


def test_a_batch_is_bounded_in_bytes_too(
    spec: SinkSpec, ledger_target: str, deliveries: Deliveries, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = filled(ledger_target, 20)
    monkeypatch.setattr(batches, "MAX_BYTES", 12_000)
    memory = Memory()
    deliver(spec, memory, deliveries)
    assert memory.seqs == list(range(1, last + 1))
    sizes = [sum(len(record.line) for record in batch.records) for batch in memory.batches]
    assert len(sizes) > 2
    assert all(size <= 12_000 for size in sizes)
    monkeypatch.setattr(batches, "MAX_BYTES", 10)
    alone = Memory()
    name = spec.name
    assert Deliverer(spec, alone, deliveries, drained()).rewind(1).name == name
    deliver(spec, alone, deliveries)
    assert [len(batch.records) for batch in alone.batches] == [1] * last


def test_an_error_of_a_sink_s_own_ends_no_follower(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    last = filled(tmp_path / "ledger.db", 5)
    memory = Memory()
    faults = iter([ValueError("a mistake in the sink")])

    def fail_once(_: Batch) -> None:
        if (fault := next(faults, None)) is not None:
            raise fault

    memory.before = fail_once
    monkeypatch.setattr(runs, "make_sink", lambda _: memory)
    monkeypatch.setattr(runs, "AGAIN", 0.01)
    spec = sink(tmp_path, f'name = "memory"\nto = "file://{tmp_path}/out"\nage = 0')
    signals = Signals()
    thread = threading.Thread(target=runs.run_sinks, args=([spec], str(tmp_path / "ledger.db"), signals))
    thread.start()
    deadline = time.monotonic() + 30
    while memory.seqs != list(range(1, last + 1)) and time.monotonic() < deadline:
        time.sleep(0.02)
    signals.drain.set()
    thread.join(20)
    assert memory.seqs == list(range(1, last + 1))
