"""What is known of a finished run: the data that the report page, the hooks and the history share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from crawler.stats.outcomes import DroppedPage
from crawler.stats.tally import Tally


class Verdict(StrEnum):
    """How a portal is doing; the order is from good to bad."""

    OK = "ok"
    WATCH = "watch"
    BROKEN = "broken"

    @property
    def rank(self) -> int:
        """0 for ok, rising with trouble."""
        return list(Verdict).index(self)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a portal is not ok: `key` names a text of `words.REASONS`, `values` fill its places."""

    key: str
    values: dict[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Health:
    """A verdict with its reasons, worst first; an ok portal has none."""

    verdict: Verdict = Verdict.OK
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class PortalRun(Tally):
    """One portal in one run, with its tallies.

    `newest` is the newest publication known of the portal (ISO 8601), of this run or an earlier one.
    `harvest` counts new articles by the day they came in, this run's included.
    """

    id: str
    name: str = ""
    province: str | None = None
    notes: tuple[str, ...] = ()
    newest: str | None = None
    harvest: dict[date, int] = field(default_factory=dict)
    health: Health = field(default_factory=Health)

    @property
    def lost(self) -> int:
        """Found addresses that gave no article."""
        return sum(self.dropped.values())


@dataclass(frozen=True, slots=True)
class FieldShare:
    """In how many of the articles looked at a field is filled."""

    name: str
    filled: int
    total: int


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An article that another portal published first; `similarity` is 0 to 1 or None if unknown."""

    title: str
    url: str
    portal: str
    original_title: str
    original_url: str
    original_portal: str
    similarity: float | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """One article as the run stored it, to look at; `excerpt` is the beginning of its body."""

    title: str
    url: str
    portal: str
    published_at: str | None
    excerpt: str


@dataclass(frozen=True, slots=True)
class Run:
    """A run and everything that its report shows. Times are aware; `finish` is Scrapy's finish reason."""

    id: str
    started_at: datetime
    finished_at: datetime
    finish: str = "finished"
    version: str = ""
    portals: tuple[PortalRun, ...] = ()
    fields: tuple[FieldShare, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    samples: tuple[Sample, ...] = ()
    dropped: tuple[DroppedPage, ...] = ()

    @property
    def seconds(self) -> float:
        """How long the run took."""
        return max(0.0, (self.finished_at - self.started_at).total_seconds())
