"""At the end of a run: judges portal health, stores the visits, writes the report, sends notifications."""

from __future__ import annotations

import logging
import os
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import signals

from crawler import __version__
from crawler.items import Article
from crawler.ledger.active_ledger import ledger_target
from crawler.ledger.errors import LedgerError
from crawler.stats.outcomes import PortalOutcome, dropped_pages, network_trouble, read_outcomes, set_verdict

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from scrapy.crawler import Crawler

    from crawler.ledger.visit import Visit
    from crawler.ledger.visits import History
    from crawler.report.run_data import Duplicate, Health, PortalRun, Run, Sample

logger = logging.getLogger(__name__)

SAMPLE_PORTALS = 8
SAMPLES_EACH = 2
EXCERPT = 280
"""Length of a sample article's excerpt, in characters."""

HARVEST_DAYS = 21

REPORT_NAME = re.compile(r"\d{8}T\d{6}Z-\d+\.html")
"""Names of reports; their order is that of the runs."""


class RunEnd:
    """Collects report data while articles are stored; writes everything when the engine stops."""

    def __init__(self, crawler: Crawler) -> None:
        assert crawler.stats is not None
        self.crawler = crawler
        self.settings = crawler.settings
        self.stats = crawler.stats
        self.started = datetime.now().astimezone()
        self.first_seq: int | None = None
        self.articles = 0
        self.filled: Counter[str] = Counter()
        self.samples: dict[str, list[Article]] = {}
        crawler.signals.connect(self.item_scraped, signals.item_scraped)
        crawler.signals.connect(self.engine_stopped, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def item_scraped(self, item: Any) -> None:
        if not isinstance(item, Article):
            return
        from crawler.report.wording import FIELDS

        self.articles += 1
        self.filled.update(name for name in FIELDS if getattr(item, name))
        if item.seq is not None:
            self.first_seq = min(item.seq, self.first_seq or item.seq)
        if item.portal.id in self.samples or len(self.samples) < SAMPLE_PORTALS:
            kept = self.samples.setdefault(item.portal.id, [])
            if len(kept) < SAMPLES_EACH:
                kept.append(item)

    def engine_stopped(self) -> None:
        outcomes = [
            outcome
            for outcome in read_outcomes(self.stats.get_stats())
            if outcome.state is not None or outcome.failed is not None
        ]
        if not outcomes:
            return
        if network_trouble(outcomes, self.stats.get_stats()) is not None:
            return  # no portal is to blame: neither its health nor its re-crawl interval changes
        from crawler.ledger.engine import sqlite_file
        from crawler.ledger.visits import History

        target = ledger_target(self.settings)
        file = sqlite_file(target)
        if self.stats.get_value("ledger/error") and file is not None and not file.exists():
            return  # it was moved away, as the log says: an empty one in its place would hide it
        try:
            with History.open(target) as history:
                run = self._record(outcomes, history)
        except LedgerError as error:
            logger.error("cannot report on this run: %s", error)
            return
        if self.settings.getbool("REPORT"):
            self._write(run)

    def _record(self, outcomes: Sequence[PortalOutcome], history: History) -> Run:
        """Judge each portal, store the visits, notify; return the run as the report shows it."""
        from crawler.extensions.notify import notify
        from crawler.report.health import HealthInput, assess_health
        from crawler.report.run_data import Run
        from crawler.report.wording import reason_text

        ended = datetime.now().astimezone()
        finish = str(self.stats.get_value("finish_reason", "finished"))
        ids = [outcome.id for outcome in outcomes]
        names = history.names(ids)
        harvest = history.harvest(ended.date() - timedelta(days=HARVEST_DAYS), ids)
        portals: list[PortalRun] = []
        visits: list[Visit] = []
        turned: list[PortalRun] = []
        for outcome in outcomes:
            visit = _visit(outcome, self.run_id, history.now(), complete=finish == "finished")
            before = history.recent(outcome.id)
            published = history.publications(outcome.id)
            health = assess_health(HealthInput(visit, before, published))
            visits.append(_judged(visit, health))
            why = "; ".join(reason_text(reason) for reason in health.reasons)
            set_verdict(self.stats, outcome.id, health.verdict.value, why)
            name, province = names.get(outcome.id, (outcome.id, None))
            portals.append(
                _portal(outcome, name, province, published[:1], harvest.get(outcome.id, {}), health)
            )
            if _turned(health, before):
                turned.append(portals[-1])
        history.record(visits)
        run = Run(
            id=self.run_id,
            started_at=self.started,
            finished_at=ended,
            finish=finish,
            version=__version__,
            portals=tuple(portals),
            fields=self._fields(),
            duplicates=self._duplicates(history),
            samples=self._samples(),
            dropped=tuple(dropped_pages(self.stats.get_stats())),
        )
        notify(self.settings, run, turned)
        return run

    @property
    def run_id(self) -> str:
        """Return the id that names the run's files: start time and process id."""
        return f"{self.started.astimezone(UTC):%Y%m%dT%H%M%SZ}-{os.getpid()}"

    def _fields(self) -> tuple[Any, ...]:
        from crawler.report.run_data import FieldShare
        from crawler.report.wording import FIELDS

        return tuple(FieldShare(name, self.filled[name], self.articles) for name in FIELDS)

    def _duplicates(self, history: History) -> tuple[Duplicate, ...]:
        from crawler.report.run_data import Duplicate

        if self.first_seq is None:
            return ()
        return tuple(
            Duplicate(
                row.title,
                row.url,
                row.portal_id,
                row.original_title,
                row.original_url,
                row.original_portal_id,
                row.similarity,
            )
            for row in history.duplicates(self.first_seq - 1)
        )

    def _samples(self) -> tuple[Sample, ...]:
        from crawler.report.run_data import Sample

        return tuple(
            Sample(
                article.title,
                article.url,
                article.portal.name,
                article.published_at,
                shortened(" ".join(article.body)),
            )
            for articles in self.samples.values()
            for article in articles
        )

    def _write(self, run: Run) -> None:
        from crawler.report.html_page import report_page

        file = Path(str(self.settings.get("OUTPUT_DIR") or "output")) / "reports" / f"{run.id}.html"
        try:
            text = report_page(run, language=self.settings.get("REPORT_LANGUAGE"))
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            prune_reports(file.parent, self.settings.getint("REPORTS_KEEP"))
        except (OSError, ValueError) as error:
            logger.error("cannot write the report to %s: %s", file, error)
            return
        self.stats.set_value("report/file", str(file))


def prune_reports(folder: Path, keep: int) -> None:
    """Delete all but the newest reports; other files stay. Raises OSError."""
    reports = sorted(file for file in folder.glob("*.html") if REPORT_NAME.fullmatch(file.name))
    for file in reports[:-keep] if keep else ():
        file.unlink(missing_ok=True)


def shortened(text: str) -> str:
    """Return the text cut at a word, with an ellipsis."""
    if len(text) <= EXCERPT:
        return text
    return text[:EXCERPT].rsplit(" ", 1)[0] + " …"


def _visit(outcome: PortalOutcome, run_id: str, ended_at: int, *, complete: bool) -> Visit:
    from crawler.ledger.visit import Visit

    return Visit(
        portal_id=outcome.id,
        ended_at=ended_at,
        run_id=run_id,
        complete=complete or outcome.state == "done",
        **outcome.tallies(),
    )


def _turned(health: Health, before: Sequence[Visit]) -> bool:
    """Return whether the verdict changed since the last visit, or a reason is new."""
    if not before:
        return bool(health.reasons)
    old = {reason["key"] for reason in before[0].reasons}
    return health.verdict.value != before[0].verdict or any(
        reason.key not in old for reason in health.reasons
    )


def _judged(visit: Visit, health: Health) -> Visit:
    from dataclasses import replace

    reasons = [{"key": reason.key, **reason.values} for reason in health.reasons]
    return replace(visit, verdict=health.verdict.value, reasons=reasons)


def _portal(
    outcome: PortalOutcome,
    name: str,
    province: str | None,
    newest: list[str],
    harvest: dict[Any, int],
    health: Health,
) -> PortalRun:
    from crawler.report.run_data import PortalRun

    return PortalRun(
        id=outcome.id,
        name=name,
        province=province,
        **outcome.tallies(),
        notes=tuple(sorted(outcome.notes)),
        newest=newest[0] if newest else None,
        harvest=harvest,
        health=health,
    )
