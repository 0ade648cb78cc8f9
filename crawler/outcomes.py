"""What became of each portal in a run: the tallies kept in Scrapy's stats, and how they are read.

The keys are `portal/<id>/found`, `/written`, `/unchanged`, `/dropped/<reason>` and `/failed`, and apart from
the tallies `work/<id>/state` and what went over the wire and into the articles (`MEASURES`). Spiders and
pipelines count through the functions here; the summary, the exit status and reports read through
`read_outcomes`. A crawled address ends in exactly one of written, unchanged, or dropped with a reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from scrapy.exceptions import DropItem


class Stats(Protocol):
    """The part of Scrapy's stats collector that counting needs."""

    def inc_value(self, key: str, count: int = 1, start: int = 0) -> None: ...
    def set_value(self, key: str, value: Any) -> None: ...


class Dropped(DropItem):
    """A page that yields no article; `reason` is a machine-readable word such as `listing`, `empty`.

    `published` is the day or time of an article that this run does not want, though another may.
    """

    def __init__(self, reason: str, detail: str = "", *, published: str | None = None) -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason, log_level="DEBUG")
        self.reason = reason
        self.published = published


def count_found(stats: Stats, portal_id: str, count: int = 1) -> None:
    """Articles that discovery named, each once."""
    stats.inc_value(f"portal/{portal_id}/found", count)


def count_written(stats: Stats, portal_id: str, count: int = 1) -> None:
    """Articles (or revisions) newly stored."""
    stats.inc_value(f"portal/{portal_id}/written", count)


def count_unchanged(stats: Stats, portal_id: str, count: int = 1) -> None:
    """Found articles that are stored already, whether fetched again or not."""
    stats.inc_value(f"portal/{portal_id}/unchanged", count)


def count_dropped(stats: Stats, portal_id: str, reason: str, count: int = 1) -> None:
    """Found addresses that gave no article."""
    stats.inc_value(f"portal/{portal_id}/dropped/{reason}", count)


def note(stats: Stats, portal_id: str, text: str, count: int = 1) -> None:
    """Something that people should see of a portal that did not fail, e.g. a closed REST API."""
    stats.inc_value(f"portal/{portal_id}/note/{text}", count)


def fail(stats: Stats, portal_id: str, reason: str) -> None:
    """The whole portal failed; `reason` is one line that says which failure and why."""
    stats.set_value(f"portal/{portal_id}/failed", reason)


State = Literal["discovering", "fetching", "done"]
"""`fetching`: all addresses of the run are known, so how much is left can be told."""

MEASURES = ("changed", "requests", "errors", "size", "seconds", "empty_bodies", "without_date", "suspect")
"""`changed` are the revisions among the written articles; `requests` what was sent, `errors` those without a
good answer, `size` bytes received, `seconds` from first to last request; the rest are written articles."""


def set_state(stats: Stats, portal_id: str, state: State) -> None:
    """How far the portal is."""
    stats.set_value(f"work/{portal_id}/state", state)


def measure(stats: Stats, portal_id: str, name: str, count: int = 1) -> None:
    """Add to one of `MEASURES`."""
    stats.inc_value(f"work/{portal_id}/{name}", count)


def set_verdict(stats: Stats, portal_id: str, verdict: str) -> None:
    """The portal's health: ok, watch or broken."""
    stats.set_value(f"work/{portal_id}/verdict", verdict)


@dataclass(slots=True)
class PortalOutcome:
    """One portal's tallies; `failed` is the reason in one line, or None. See `MEASURES` for the last ones."""

    id: str
    found: int = 0
    written: int = 0
    unchanged: int = 0
    dropped: dict[str, int] = field(default_factory=dict)
    notes: dict[str, int] = field(default_factory=dict)
    failed: str | None = None
    state: State | None = None
    verdict: str | None = None
    changed: int = 0
    requests: int = 0
    errors: int = 0
    size: int = 0
    seconds: float = 0.0
    empty_bodies: int = 0
    without_date: int = 0
    suspect: int = 0


def read_outcomes(stats: Mapping[str, Any]) -> list[PortalOutcome]:
    """One outcome per portal that the stats name, in the order of their ids."""
    outcomes: dict[str, PortalOutcome] = {}
    for key, value in stats.items():
        if not key.startswith(("portal/", "work/")):
            continue
        about, portal_id, what, *rest = key.split("/", 3)
        outcome = outcomes.setdefault(portal_id, PortalOutcome(portal_id))
        if about == "work":
            if what in ("state", "verdict") or what in MEASURES:
                setattr(outcome, what, value)
            continue
        match what, rest:
            case ("found", []):
                outcome.found = value
            case ("written", []):
                outcome.written = value
            case ("unchanged", []):
                outcome.unchanged = value
            case ("failed", []):
                outcome.failed = value
            case ("dropped", [reason]):
                outcome.dropped[reason] = value
            case ("note", [text]):
                outcome.notes[text] = value
    return [outcomes[portal_id] for portal_id in sorted(outcomes)]
