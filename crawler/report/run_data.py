"""Data of a finished run, shared by the report, notifications and the stored history."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from crawler.stats.outcomes import DroppedPage
from crawler.stats.tally import Tally


class Verdict(StrEnum):
    """A portal's health verdict, from good to bad."""

    OK = "ok"
    WATCH = "watch"
    BROKEN = "broken"

    @property
    def rank(self) -> int:
        """0 for ok; higher is worse."""
        return list(Verdict).index(self)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a portal is not ok: `key` selects a text of `wording.REASONS`, `values` fill its placeholders."""

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

    `newest` is the portal's newest known publication (ISO 8601), of this run or an earlier one.
    `harvest` counts new articles by the day of storage, including this run.
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
        """URLs found that gave no article."""
        return sum(self.dropped.values())


@dataclass(frozen=True, slots=True)
class FieldShare:
    """In how many of the examined articles a field is filled."""

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
    """A stored article for manual inspection; `excerpt` is the beginning of its body."""

    title: str
    url: str
    portal: str
    published_at: str | None
    excerpt: str


@dataclass(frozen=True, slots=True)
class Run:
    """A run with all data of its report. Times are aware; `finish` is Scrapy's finish reason."""

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
        """Duration of the run."""
        return max(0.0, (self.finished_at - self.started_at).total_seconds())
