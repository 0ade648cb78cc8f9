"""Summary at the end of a run: found, written and dropped articles, and the files."""

from __future__ import annotations

import os
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from scrapy import signals

from crawler.counting import counted
from crawler.export.control_characters import printable
from crawler.extensions.json_log import emit, wants_json
from crawler.portals.errors import shown
from crawler.program import program
from crawler.stats.outcomes import (
    START_ERROR,
    Dropped,
    DroppedPage,
    PortalOutcome,
    count_dropped,
    count_unchanged,
    dropped_pages,
    name_dropped,
    network_trouble,
    read_outcomes,
)
from crawler.stats.tally import Tally, total

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Self

    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure


MAX_PORTALS = 20
"""Portals listed in the summary."""

MAX_FILES = 10
MAX_NOTES = 5
MAX_REASONS = 10


class Summary:
    """Counts dropped items by reason and prints the run's summary to stderr."""

    def __init__(self, crawler: Crawler) -> None:
        assert crawler.stats is not None
        self.stats = crawler.stats
        self.articles = Path(crawler.settings.get("OUTPUT_DIR") or "output") / "articles"
        self.quiet = crawler.settings.getbool("QUIET")
        self.as_json = wants_json(crawler.settings)
        crawler.signals.connect(self.item_dropped, signals.item_dropped)
        crawler.signals.connect(self.item_error, signals.item_error)
        crawler.signals.connect(self.spider_error, signals.spider_error)
        crawler.signals.connect(self.engine_stopped, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def item_dropped(self, item: Any, exception: BaseException) -> None:
        reason = exception.reason if isinstance(exception, Dropped) else type(exception).__name__
        if reason == "unchanged":
            count_unchanged(self.stats, item.portal.id)
        else:
            count_dropped(self.stats, item.portal.id, reason)
            page = getattr(item, "page", item)
            detail = str(exception).removeprefix(f"{reason}:").strip().removeprefix(page.url).strip()
            name_dropped(self.stats, DroppedPage(item.portal.id, reason, page.url, detail))

    def item_error(self, item: Any) -> None:
        count_dropped(self.stats, item.portal.id, "internal_error")

    def spider_error(self, failure: Failure, response: object) -> None:
        """An error in the spider's `start` ends the run early; errors in callbacks cost one URL each."""
        if response is None:
            error = failure.value
            text = f"internal error: {type(error).__name__}: {shown(str(error))}; see the log"
            self.stats.set_value(START_ERROR, text)

    def engine_stopped(self) -> None:
        stats = self.stats.get_stats()
        outcomes = read_outcomes(stats)
        files = stats.get("articles/files", [])
        finish = stats.get("finish_reason", "finished")
        if self.as_json:
            emit(
                "summary",
                {
                    "finish": finish,
                    "error": stats.get(START_ERROR),
                    "files": files,
                    "report": stats.get("report/file"),
                    "portals": [{**asdict(one), "written": one.written} for one in outcomes],
                },
            )
            return
        report = stats.get("report/file")
        trouble = network_trouble(outcomes, stats)
        if trouble is not None:
            count = f"{len(outcomes)} portals" if len(outcomes) > 1 else outcomes[0].id
            print(f"No network: {trouble}; {count} not crawled, nothing is recorded", file=sys.stderr)
            return
        if self.quiet:
            lines = failure_lines(outcomes)
        else:
            folder = self.articles if self.articles.is_dir() else None
            lines = summary_lines(
                outcomes,
                files=files,
                finish=finish,
                report=report,
                folder=folder,
                dropped=dropped_pages(stats),
                delivered=_delivered(stats),
            )
        for line in lines:
            print(line, file=sys.stderr)
        if (error := stats.get(START_ERROR)) is not None:
            print(f"The run failed: {error}", file=sys.stderr)


def failure_lines(outcomes: Sequence[PortalOutcome]) -> Iterator[str]:
    """Return the lines of a `--quiet` run: one per failed portal."""
    for outcome in outcomes:
        if outcome.failed:
            yield f"{outcome.id}: {outcome.failed}"


def summary_lines(
    outcomes: Sequence[PortalOutcome],
    *,
    files: Sequence[str],
    finish: str,
    report: str | None = None,
    folder: Path | None = None,
    dropped: Sequence[DroppedPage] = (),
    delivered: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
) -> Iterator[str]:
    """Return the summary's lines; for many portals only those that failed or need attention.

    `files` are the JSON Lines files that this run wrote to, `report` is the run's report, `folder` holds the
    files of earlier runs, if any. `dropped` are URLs without an article; `delivered` has the counts of each
    sink.
    """
    if finish != "finished":
        yield f"Stopped early ({finish}); finished articles are stored; the next run continues."
    are_few = len(outcomes) <= MAX_PORTALS
    yield from _portal_lines(outcomes) if are_few else _failures(outcomes)
    yield f"Articles: {_tally(total(outcomes))}"
    yield from _dropped_lines(dropped)
    if len(files) <= MAX_FILES:
        for file in files:
            yield f"JSON Lines: {file}"
    else:
        yield f"JSON Lines: {counted(len(files), 'file')} below {os.path.commonpath(files)}"
    if not files and folder is not None:
        yield f"JSON Lines: nothing new; earlier articles are in {folder}"
    for name, counts in delivered.items():
        parked = f", {counts['parked']} parked" if counts.get("parked") else ""
        error = "; stopped: see the log" if "error" in counts else ""
        yield f"Delivered: {name} {counts['delivered']}{parked}{error}"
    if report:
        yield f"Report: {report}"
    ill = [outcome for outcome in outcomes if outcome.verdict not in (None, "ok") and not outcome.failed]
    for outcome in ill[:MAX_PORTALS]:
        yield f"Look at: {outcome.id} ({outcome.verdict})" + (f": {outcome.why}" if outcome.why else "")
    if len(ill) > MAX_PORTALS:
        yield f"Look at: {len(ill) - MAX_PORTALS} more, see {program()} health"
    failed = sum(outcome.failed is not None for outcome in outcomes)
    if failed:
        yield f"{failed} of {len(outcomes)} portals failed" if len(outcomes) > 1 else "The portal failed"


def _portal_lines(outcomes: Sequence[PortalOutcome]) -> Iterator[str]:
    """Return the lines of each portal."""
    for outcome in outcomes:
        if len(outcomes) > 1 or outcome.failed or outcome.notes:
            yield f"{outcome.id}: {outcome.failed or _tally(outcome)}"
        if outcome.failed and outcome.found:
            yield f"  until then: {_tally(outcome)}"
        for text, count in sorted(outcome.notes.items()):
            yield f"  {text}" + (f" ({count} times)" if count > 1 else "")


def _failures(outcomes: Sequence[PortalOutcome]) -> Iterator[str]:
    """Return the lines of many portals: each that failed, and the most common notes."""
    failed = [outcome for outcome in outcomes if outcome.failed]
    yield from (f"{outcome.id}: {outcome.failed}" for outcome in failed[:MAX_PORTALS])
    if len(failed) > MAX_PORTALS:
        yield f"{len(failed) - MAX_PORTALS} more portals failed; see the report"
    notes = Counter(text for outcome in outcomes for text in outcome.notes)
    yield from (f"  {text} ({count} portals)" for text, count in notes.most_common(MAX_NOTES) if count > 1)


def _dropped_lines(dropped: Sequence[DroppedPage]) -> Iterator[str]:
    """Return one line per reason: what it means, and the first URL with it."""
    from crawler.report.drop_reasons import meaning

    first = {page.reason: page for page in reversed(dropped)}
    for reason, page in sorted(first.items())[:MAX_REASONS]:
        more = ", ..." if sum(page.reason == reason for page in dropped) > 1 else ""
        yield f"  {reason}: {meaning(reason)[0]}: {printable(page.url)}{more}"


def _delivered(stats: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The statistics of each sink, by name."""
    found: dict[str, dict[str, Any]] = {}
    for key, value in stats.items():
        if key.startswith("deliver/"):
            _, sink, name = key.split("/")
            found.setdefault(sink, {})[name] = value
    return found


def _tally(outcome: Tally) -> str:
    dropped = sum(outcome.dropped.values())
    parts = [f"{outcome.found} found", f"{outcome.written} written"]
    if outcome.unchanged:
        parts.append(f"{outcome.unchanged} unchanged")
    why = ", ".join(f"{count} {reason}" for reason, count in sorted(outcome.dropped.items()))
    parts.append(f"{dropped} dropped" + (f" ({why})" if why else ""))
    return ", ".join(parts)
