"""What a sink is, and what it is handed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Protocol, runtime_checkable

from crawler.deliver.addresses import Secrets
from crawler.ledger.deliveries import StoredRecord


@dataclass(frozen=True, slots=True)
class SinkSpec:
    """One `[[sink]]` of the file. `to` is complete, with its password; `shown` is for people.

    `age` in seconds. `options` are the keys that only this kind of sink has.
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
    """Records of one sink in order of `seq`: all that it gets of `first` to `last`.

    A batch that was sent and not acknowledged is sent again with the same bounds, so that `key` can make the
    repetition harmless.
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
    """Where a sink stands when it is opened.

    Everything up to `acknowledged` is delivered; up to `begun` it may be; `newest` is the ledger's last
    `seq`.
    """

    acknowledged: int
    begun: int
    newest: int


@runtime_checkable
class Sink(Protocol):
    """A receiver of records. The constructor takes a `SinkSpec` and contacts nobody."""

    OPTIONS: ClassVar[Mapping[str, str]]
    """The sink's own keys in the file, each with what it takes, for people. The constructor raises
    `OptionError` for a wrong value."""

    BATCH: ClassVar[int]
    """Records per batch where the file does not say."""

    def open(self, position: Position) -> None:
        """Connect, check credentials and shape, create on first use what is missing. No record is sent.

        Raises SinkMisconfigured, SinkDown. Called again after SinkDown.
        """
        ...

    def send(self, batch: Batch) -> None:
        """Hand over the records, at least one. Returns when the receiver holds them for good.

        A record that the receiver holds already, from an earlier try, counts as handed over. Raises SinkDown
        (sent again later), BatchRefused (records are bad), SinkMisconfigured (the sink stops).
        """
        ...

    def close(self) -> None:
        """Disconnect. Raises nothing."""
        ...
