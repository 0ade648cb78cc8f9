"""Outcome of each portal in a run: writes tallies to Scrapy's stats and reads them back.

The keys are `portal/<id>/found`, `/written`, `/unchanged`, `/dropped/<reason>` and `/failed`; besides the
tallies, `work/<id>/state` and the measures of traffic and articles (`MEASURES`). Spiders and pipelines count
through these functions; the summary, the exit status and reports read through `read_outcomes`. Each crawled
URL ends as exactly one of written, unchanged, or dropped with a reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from scrapy.exceptions import DropItem

from crawler.stats.tally import Tally


class Stats(Protocol):
    """The part of Scrapy's stats collector that this module uses."""

    def inc_value(self, key: str, count: int = 1, start: int = 0) -> None: ...
    def set_value(self, key: str, value: Any) -> None: ...


class ReadableStats(Stats, Protocol):
    """Stats with read access."""

    def get_value(self, key: str, default: Any = None) -> Any: ...


class Dropped(DropItem):
    """A page that yields no article; `reason` is a keyword such as `listing`, `empty`.

    `published`: publication time of an article outside the run's days, which another run may store.
    `variant_of`: URL under which the article is stored, if this page's URL is a variant of it.
    `skipped`: reason in the ledger for an article excluded by the run's arguments, if not `reason`.
    """

    def __init__(
        self,
        reason: str,
        detail: str = "",
        *,
        published: str | None = None,
        variant_of: str | None = None,
        skipped: str | None = None,
    ) -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason, log_level="DEBUG")
        self.reason = reason
        self.published = published
        self.variant_of = variant_of
        self.skipped = skipped


START_ERROR = "start_error"
"""Stats key: the error that ended the spider's `start`, in one line; the run has failed."""
GOOD_ENDS = frozenset({"finished", "limit", "budget"})
"""Finish reasons of a run that was not stopped by an error or from outside."""


def ended_well(stats: Mapping[str, Any]) -> bool:
    """Whether the run ended as planned and no portal failed."""
    stopped = stats.get(START_ERROR) or stats.get("finish_reason") not in GOOD_ENDS
    return not stopped and not any(outcome.failed for outcome in read_outcomes(stats))


def count_found(stats: Stats, portal_id: str, count: int = 1) -> None:
    """Count articles that discovery listed, each once."""
    stats.inc_value(f"portal/{portal_id}/found", count)


def count_written(stats: Stats, portal_id: str, count: int = 1) -> None:
    """Count articles (or revisions) newly stored."""
    stats.inc_value(f"portal/{portal_id}/written", count)


def count_gone(stats: Stats, portal_id: str, count: int) -> None:
    """Count stored articles that the portal has removed; each has a last revision with `gone_at`."""
    stats.inc_value(f"portal/{portal_id}/gone", count)
    note(stats, portal_id, "articles that the portal has removed", count)


def count_unchanged(stats: Stats, portal_id: str, count: int = 1) -> None:
    """Count discovered articles that are stored already, fetched again or not."""
    stats.inc_value(f"portal/{portal_id}/unchanged", count)


def count_dropped(stats: Stats, portal_id: str, reason: str, count: int = 1) -> None:
    """Count discovered URLs that gave no article."""
    stats.inc_value(f"portal/{portal_id}/dropped/{reason}", count)


MAX_NAMED = 20
"""Maximum number of listed URLs per reason."""


@dataclass(frozen=True, slots=True)
class DroppedPage:
    """A URL that gave no article, with the evidence for it, if any."""

    portal: str
    reason: str
    url: str
    detail: str = ""


def name_dropped(stats: ReadableStats, page: DroppedPage) -> None:
    """Remember a dropped URL for the summary and the report, the first ones of each reason."""
    named = stats.get_value(f"dropped_pages/{page.reason}", ())
    if len(named) < MAX_NAMED:
        stats.set_value(f"dropped_pages/{page.reason}", (*named, page))


def dropped_pages(stats: Mapping[str, Any]) -> list[DroppedPage]:
    """The listed dropped URLs, by reason."""
    return [page for key in sorted(stats) if key.startswith("dropped_pages/") for page in stats[key]]


def note(stats: Stats, portal_id: str, text: str, count: int = 1) -> None:
    """Add a note about a portal that did not fail, e.g. a closed REST API."""
    stats.inc_value(f"portal/{portal_id}/note/{text}", count)


def fail(stats: Stats, portal_id: str, reason: str) -> None:
    """Mark the whole portal as failed; `reason` is one line with the failure and its cause."""
    stats.set_value(f"portal/{portal_id}/failed", reason)


State = Literal["discovering", "fetching", "done"]
"""`fetching`: all URLs of the run are known, so the remaining work can be computed."""

MEASURES = (
    "changed", "requests", "errors", "size", "seconds", "empty_bodies", "without_date", "suspect",
    "low_confidence", "drifted",
)  # fmt: skip
"""`changed`: revisions among the written articles; `requests` sent, `errors`: those without a usable
response, `size` in bytes received, `seconds` from first to last request, `drifted`: how often pages stopped
matching their template; the others count written articles."""


def set_state(stats: Stats, portal_id: str, state: State) -> None:
    """Set the progress of the portal."""
    stats.set_value(f"work/{portal_id}/state", state)


def measure(stats: Stats, portal_id: str, name: str, count: int = 1) -> None:
    """Add to one of `MEASURES`."""
    stats.inc_value(f"work/{portal_id}/{name}", count)


def set_verdict(stats: Stats, portal_id: str, verdict: str, why: str = "") -> None:
    """Set the portal's health: ok, watch or broken, with the reasons as text."""
    stats.set_value(f"work/{portal_id}/verdict", verdict)
    stats.set_value(f"work/{portal_id}/why", why)


@dataclass(frozen=True, slots=True)
class PortalOutcome(Tally):
    """One portal's tallies so far, `notes` with their counts, its progress and its health."""

    id: str
    notes: dict[str, int] = field(default_factory=dict)
    state: State | None = None
    verdict: str | None = None
    why: str = ""
    """Reasons of the verdict, as text."""


def read_outcomes(stats: Mapping[str, Any]) -> list[PortalOutcome]:
    """One outcome per portal in the stats, ordered by id."""
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


NO_NETWORK = re.compile(r"no DNS server answers|no route to the network|the proxy refuses the connection")
"""Texts of failed requests (`crawler.middlewares.failures`) that may be this machine's own network."""


def network_trouble(outcomes: Sequence[PortalOutcome], stats: Mapping[str, Any]) -> str | None:
    """Why this machine has no network: no response arrived, and every portal failed for such a reason."""
    if not outcomes or stats.get("downloader/response_count"):
        return None
    reasons = [NO_NETWORK.search(outcome.failed or "") for outcome in outcomes]
    first = reasons[0]
    return first[0] if first is not None and all(reasons) else None


def _outcome(portal_id: str, facts: dict[str, Any]) -> PortalOutcome:
    """Revisions are subtracted from the written articles: a measure may arrive after its article."""
    written = facts.pop("written")
    return PortalOutcome(portal_id, new=max(0, written - facts.get("changed", 0)), **facts)
