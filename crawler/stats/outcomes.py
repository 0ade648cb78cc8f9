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

from crawler.stats.tally import Tally


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

MEASURES = (
    "changed", "requests", "errors", "size", "seconds", "empty_bodies", "without_date", "suspect",
    "drifted",
)  # fmt: skip
"""`changed` are the revisions among the written articles; `requests` what was sent, `errors` those without a
good answer, `size` bytes received, `seconds` from first to last request, `drifted` how often the pages no
longer fitted their template; the rest are written articles."""


def set_state(stats: Stats, portal_id: str, state: State) -> None:
    """How far the portal is."""
    stats.set_value(f"work/{portal_id}/state", state)


def measure(stats: Stats, portal_id: str, name: str, count: int = 1) -> None:
    """Add to one of `MEASURES`."""
    stats.inc_value(f"work/{portal_id}/{name}", count)


def set_verdict(stats: Stats, portal_id: str, verdict: str, why: str = "") -> None:
    """The portal's health: ok, watch or broken, and the reasons in words."""
    stats.set_value(f"work/{portal_id}/verdict", verdict)
    stats.set_value(f"work/{portal_id}/why", why)


@dataclass(frozen=True, slots=True)
class PortalOutcome(Tally):
    """One portal's tallies so far, `notes` on it (how often each), how far it is, and how it is doing."""

    id: str
    notes: dict[str, int] = field(default_factory=dict)
    state: State | None = None
    verdict: str | None = None
    why: str = ""
    """The reasons of the verdict, in words."""


def read_outcomes(stats: Mapping[str, Any]) -> list[PortalOutcome]:
    """One outcome per portal that the stats name, in the order of their ids."""
    found: dict[str, dict[str, Any]] = {}
    for key, value in stats.items():
        if not key.startswith(("portal/", "work/")):
            continue
        about, portal_id, what, *rest = key.split("/", 3)
        facts = found.setdefault(portal_id, {"written": 0, "dropped": {}, "notes": {}})
        match about, what, rest:
            case "work", _, []:
                if what in ("state", "verdict", "why") or what in MEASURES:
                    facts[what] = value
            case "portal", "found" | "written" | "unchanged" | "failed", []:
                facts[what] = value
            case "portal", "dropped", [reason]:
                facts["dropped"][reason] = value
            case "portal", "note", [text]:
                facts["notes"][text] = value
    return [_outcome(portal_id, facts) for portal_id, facts in sorted(found.items())]


def _outcome(portal_id: str, facts: dict[str, Any]) -> PortalOutcome:
    """Revisions are counted within the written articles: a measure may come after its article."""
    written = facts.pop("written")
    return PortalOutcome(portal_id, new=max(0, written - facts.get("changed", 0)), **facts)
