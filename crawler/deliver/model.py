"""The sink interface and its data classes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Protocol, runtime_checkable

from crawler.deliver.addresses import Secrets
from crawler.ledger.deliveries import StoredRecord


@dataclass(frozen=True, slots=True)
class SinkSpec:
    """One `[[sink]]` of the file. `to` includes the password; `shown` is redacted, for display.

    `age` is in seconds. `options` are the keys that only this kind of sink has.
    """

    name: str
    to: str
    shown: str
    secrets: Secrets
    portals: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    since: date | None = None
    match: str | None = None
    latest: bool = False
    tombstones: bool = True
    batch: int = 500
    age: float = 1.0
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def scheme(self) -> str:
        """The part of `to` before `://`."""
        return self.to.partition("://")[0]


@dataclass(frozen=True, slots=True)
class Batch:
    """Records for one sink in order of `seq`: all matching records from `first` to `last`.

    An unacknowledged batch is sent again with the same bounds, so `key` works as an idempotency key.
    """

    sink: str
    first: int
    last: int
    records: tuple[StoredRecord, ...]

    @property
    def key(self) -> str:
        """Identifies the batch: `<sink>:<first>-<last>`."""
        return f"{self.sink}:{self.first}-{self.last}"


@dataclass(frozen=True, slots=True)
class Position:
    """Position of a sink when it is opened.

    Everything up to `acknowledged` is delivered; records up to `begun` may be; `newest` is the ledger's
    last `seq`.
    """

    acknowledged: int
    begun: int
    newest: int


@runtime_checkable
class Sink(Protocol):
    """A receiver of records. The constructor takes a `SinkSpec` and opens no connection."""

    OPTIONS: ClassVar[Mapping[str, str]]
    """The sink's own keys in the file, each with a description of its value. The constructor raises
    `OptionError` for an invalid value."""

    BATCH: ClassVar[int]
    """Default records per batch."""

    def open(self, position: Position) -> None:
        """Connect, check credentials and schema, create missing tables or indexes. Sends no record.

        Raises SinkMisconfigured, SinkDown. Called again after SinkDown.
        """
        ...

    def send(self, batch: Batch) -> None:
        """Deliver the records (at least one). Returns when the receiver has stored them durably.

        A record that the receiver has from an earlier attempt counts as delivered. Raises SinkDown (sent
        again later), BatchRefused (bad records), SinkMisconfigured (the sink stops).
        """
        ...

    def close(self) -> None:
        """Disconnect. Must not raise."""
        ...
