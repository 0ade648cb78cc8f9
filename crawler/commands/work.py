"""`scrapy work`: a cluster worker that takes portals from the queue in PostgreSQL and crawls them."""

from __future__ import annotations

import asyncio
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.commands import ScrapyCommand

from crawler.cluster.errors import ClusterError
from crawler.commands.checked import ChecksSettings
from crawler.commands.selection import add_selection
from crawler.extensions.json_log import install_json_log, wants_json
from crawler.portals.errors import UsageError
from crawler.program import program

if TYPE_CHECKING:
    import argparse

    from scrapy.settings import Settings

    from crawler.cluster.delivery import PeriodicDelivery

logger = logging.getLogger(__name__)

SKEW = 5.0
"""Difference between two clocks, in seconds, from which on it is logged."""


class Command(ChecksSettings, ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return (
            "[--concurrency N] [--budget TIME] [--portal-budget TIME] [--memory MIB] [--drain] [--no-due] "
            "[--province NAME] [--kind NAME] [--from mine]"
        )

    def long_desc(self) -> str:
        return "Take portals from the queue in PostgreSQL (LEDGER_URL) and crawl each in a separate process."

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--concurrency",
            metavar="N",
            default="4",
            help="portals crawled at once by this worker (default 4)",
        )
        parser.add_argument("--budget", metavar="TIME", help="stop after this time, e.g. 90s, 30m, 8h")
        parser.add_argument(
            "--portal-budget",
            metavar="TIME",
            default="50m",
            help="stop a crawl after this time and continue it later (default 50m)",
        )
        parser.add_argument(
            "--memory", metavar="MIB", default="0", help="address space of one crawl; 0: no limit (default)"
        )
        add_selection(parser)
        parser.add_argument("--drain", action="store_true", help="stop when the queue is empty")
        parser.add_argument("--no-due", action="store_true", help="do not enqueue the portals that are due")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        try:
            if args:
                raise UsageError(f"{args[0]!r} is not understood; see {program()} work --help")
            worker = self._worker(opts)
        except (UsageError, ClusterError) as error:
            print(f"{program()} work: {error}", file=sys.stderr)
            self.exitcode = 2
            return
        try:
            asyncio.run(worker())
        except ClusterError as error:
            print(f"{program()} work: {error}", file=sys.stderr)
            self.exitcode = 1

    def _worker(self, opts: argparse.Namespace) -> Any:
        """Return the worker after checking its requirements."""
        from scrapy.utils.log import configure_logging

        from crawler.cluster.durations import Timing
        from crawler.cluster.job_protocol import Conditions
        from spiders.arguments import read_budget

        settings = self.settings
        assert settings is not None
        concurrency, memory = (
            _number("--concurrency", opts.concurrency),
            _number("--memory", opts.memory, least=0),
        )
        budget = read_budget(opts.budget)
        read_budget(opts.portal_budget)
        timing = Timing(_seconds("CLUSTER_STALLED", settings.get("CLUSTER_STALLED"), least=3))
        backoff = [_seconds("CLUSTER_BACKOFF", one, least=0) for one in settings.getlist("CLUSTER_BACKOFF")]

        from crawler.cluster.database import prepare

        database = prepare(settings)

        from crawler.cluster.tasks import Tasks
        from crawler.cluster.worker import ClusterWorker, WorkerOptions, quiet_logging
        from crawler.watch.notifier_process import check_destinations
        from crawler.watch.watch_file import read_watches
        from spiders.arguments import registry_of

        selection = {"province": opts.province, "kind": opts.kind, "source": opts.source}
        registry = registry_of(settings)  # fail now if PORTALS_FILE cannot be read
        if any(selection.values()):
            registry.select("all", **selection)
        check_destinations(read_watches(settings.get("WATCH_FILE")))
        cron = None if opts.no_due or opts.drain else _cron("CLUSTER_DUE", settings.get("CLUSTER_DUE"))
        delivery = None if opts.drain else _delivery(settings, database.url)
        if wants_json(settings):
            install_json_log(settings)
        configure_logging(settings)
        quiet_logging()
        if abs(database.skew) > SKEW:
            logger.warning(
                "this clock is %.0f s %s that of %s: leases, intervals and retries use the database's clock",
                abs(database.skew),
                "ahead of" if database.skew > 0 else "behind",
                database.name,
            )
        given = tuple(one for one in opts.set if not one.startswith("LEDGER_URL="))
        conditions = Conditions(given, opts.portal_budget, memory, timing)
        plan = WorkerOptions(concurrency, budget, opts.drain, timing)

        async def work() -> None:
            tasks = Tasks(settings, database, conditions, backoff, cron, selection, delivery)
            await ClusterWorker(tasks, plan).run()

        return work


def _number(name: str, text: str, least: int = 1) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 8 and int(text) >= least):
        raise UsageError(f"{name} {text!r} is not a number from {least} on")
    return int(text)


def _seconds(name: str, value: Any, least: float) -> float:
    try:
        seconds = float(value)
    except (TypeError, ValueError):
        seconds = -1.0
    if not least <= seconds < 1e7:
        raise UsageError(f"{name} is {value!r}, not a number of seconds from {least:g} on")
    return seconds


def _delivery(settings: Settings, ledger: str) -> PeriodicDelivery | None:
    """The periodic delivery, if it is on. Raises UsageError."""
    if not settings.getbool("DELIVER"):
        return None
    from crawler.cluster.delivery import PeriodicDelivery
    from crawler.deliver.sink_file import read_sinks

    cron = _cron("CLUSTER_DELIVER", settings.get("CLUSTER_DELIVER"))
    return PeriodicDelivery(read_sinks(Path(str(settings.get("DELIVER_FILE")))), ledger, cron)


def _cron(name: str, text: Any) -> str:
    from croniter import croniter

    if not isinstance(text, str) or not croniter.is_valid(text):
        raise UsageError(f"{name}={text!r} is not a cron schedule; write it like '*/5 * * * *'")
    return text
