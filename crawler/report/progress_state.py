"""Progress of a running crawl: computed from tallies, formatted as one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crawler.counting import counted

ENOUGH = 20
"""Settled articles required before the remaining time is estimated."""


@dataclass(frozen=True, slots=True)
class PortalProgress:
    """One portal of a running crawl.

    `found` counts the URLs found so far; with `complete` it is final. `written` counts new articles and
    revisions, `changed` the revisions among them.
    """

    id: str
    found: int = 0
    written: int = 0
    changed: int = 0
    unchanged: int = 0
    dropped: int = 0
    complete: bool = False
    done: bool = False
    failed: bool = False

    @property
    def settled(self) -> int:
        """URLs with an outcome."""
        return self.written + self.unchanged + self.dropped

    @property
    def share(self) -> float | None:
        """Completed share, 0 to 1; None while unknown."""
        if self.done or self.failed:
            return 1.0
        return min(1.0, self.settled / self.found) if self.complete and self.found else None


@dataclass(frozen=True, slots=True)
class Progress:
    """A running crawl. `seconds` since its start; `pages` received, of which `recent` in the last
    `window` seconds; `errors` are requests that failed."""

    seconds: float
    portals: tuple[PortalProgress, ...]
    pages: int = 0
    errors: int = 0
    recent: int = 0
    window: float = 0.0

    @property
    def rate(self) -> float:
        """Recent pages per second."""
        return self.recent / self.window if self.window > 0 else 0.0

    def count(self, name: str) -> int:
        """Sum of a tally over all portals."""
        return sum(int(getattr(portal, name)) for portal in self.portals)

    @property
    def seconds_left(self) -> float | None:
        """Estimated remaining time; None until every running portal has found all its URLs.

        Portals run concurrently, so the one with the most work left decides.
        """
        running = [portal for portal in self.portals if not (portal.done or portal.failed)]
        if not running or not all(portal.complete for portal in running):
            return None
        if self.count("settled") < ENOUGH:
            return None
        longest = 0.0
        for portal in running:
            if not portal.settled:
                return None
            longest = max(longest, (portal.found - portal.settled) * self.seconds / portal.settled)
        return longest


def read_progress(
    stats: dict[str, Any], portals: Sequence[PortalProgress], *, seconds: float, recent: int, window: float
) -> Progress:
    """Compute the progress from Scrapy's stats and the portals' tallies."""
    refused = sum(
        value for key, value in stats.items() if key.startswith("downloader/response_status_count/5")
    )
    return Progress(
        seconds=seconds,
        portals=tuple(portals),
        pages=stats.get("response_received_count", 0),
        errors=stats.get("downloader/exception_count", 0) + refused,
        recent=recent,
        window=window,
    )


def progress_line(progress: Progress) -> str:
    """`3 min: 2 of 5 portals done, 1 failed; articles: 120 new, ...; 0.9 pages/s; 2 errors; 4 min left`."""
    failed = progress.count("failed")
    total = len(progress.portals)
    parts = [
        f"{progress.count('done')} of {counted(total, 'portal')} done"
        + (f", {failed} failed" if failed else ""),
        f"articles: {article_tally(progress)}",
        f"{progress.rate:.1f} pages/s",
        counted(progress.errors, "error"),
    ]
    left = progress.seconds_left
    if left is not None:
        parts.append(f"about {clock(left)} left")
    return f"{clock(progress.seconds)}: {'; '.join(parts)}"


def article_tally(progress: Progress) -> str:
    """`120 new, 4 changed, 30 unchanged, 6 dropped`."""
    changed = progress.count("changed")
    return (
        f"{progress.count('written') - changed} new, {changed} changed, "
        f"{progress.count('unchanged')} unchanged, {progress.count('dropped')} dropped"
    )


def clock(seconds: float) -> str:
    """`40 s`, `12 min`, `3 h 05 min`."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min"
