"""Status of sinks for `scrapy deliver`: cursor, lag, failures, parked records."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from crawler.counting import counted
from crawler.deliver.batches import BatchReader
from crawler.deliver.filters import RecordFilter, record_conditions
from crawler.deliver.matching import matcher_of
from crawler.deliver.model import SinkSpec
from crawler.ledger.deliveries import Deliveries, Parked, SinkState


@dataclass(frozen=True, slots=True)
class SinkStatus:
    """A sink's status: `behind` counts records after the cursor, `lag` is the age of the oldest in s."""

    to: str
    newest: int
    behind: int
    lag: int
    state: SinkState

    def as_json(self) -> dict[str, Any]:
        """All fields, for programs; times in ISO 8601."""
        state = asdict(self.state)
        for key in ("delivered_at", "failed_at"):
            state[key] = _moment(state[key])
        name = state.pop("name")
        return {"sink": name, "to": self.to, "behind": self.behind, "lag": self.lag, **state}

    def as_text(self) -> str:
        """One line for display."""
        state = self.state
        line = f"{state.name}: up to {state.seq} of {self.newest}, {state.delivered} delivered"
        if self.behind:
            line += f"; {self.behind} behind, the oldest for {self.lag} s"
        if state.parked:
            line += f"; {state.parked} parked"
        if state.held_by:
            line += f"; {state.held_by} delivers"
        if state.failures:
            line += f"; failed {state.failures} times, last {_moment(state.failed_at)}: {state.error}"
        return f"{line}; to {self.to}"


def read_status(specs: Sequence[SinkSpec], target: str) -> list[SinkStatus]:
    """The status of each sink. Raises LedgerError."""
    found: list[SinkStatus] = []
    with Deliveries.open(target, reader=True) as ledger:
        states, newest, now = ledger.states(), ledger.last_seq(), ledger.now()
        for spec in specs:
            state = states.get(spec.name, SinkState(spec.name))
            oldest = ledger.stored_at(state.seq)
            lag = max(0, now - oldest) if oldest is not None else 0
            found.append(SinkStatus(spec.shown, newest, max(0, newest - state.seq), lag, state))
    return found


def waiting_records(spec: SinkSpec, target: str, from_seq: int | None) -> str:
    """One line about the records that the next run would send. Raises LedgerError."""
    count, first, last = 0, 0, 0
    with Deliveries.open(target, reader=True) as ledger:
        reader = BatchReader(spec, ledger, record_conditions(spec), RecordFilter(spec, matcher_of(spec)))
        newest = ledger.last_seq()
        position = ledger.cursor(spec.name).seq if from_seq is None else from_seq - 1
        while position < newest:
            batch = reader.next(position, newest)
            if batch.records:
                count, last = count + len(batch.records), batch.records[-1].seq
                first = first or batch.records[0].seq
            position = batch.last
    bounds = f", seq {first} to {last}" if count else ""
    return f"{spec.name}: {counted(count, 'record')}{bounds}, to {spec.shown}"


def parked_text(parked: Parked) -> str:
    """A parked record as one line of text."""
    when = _moment(parked.parked_at)
    return f"{parked.sink}: record {parked.seq}, {parked.tries} tries, {when}: {parked.error}"


def parked_json(parked: Parked) -> str:
    """A parked record as a JSON object."""
    return json.dumps({**asdict(parked), "parked_at": _moment(parked.parked_at)})


def _moment(seconds: int | None) -> str | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
