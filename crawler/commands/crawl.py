"""`scrapy crawl`: Scrapy's own command, with the project's exit status.

0: all portals done, 1: a portal failed or the run was stopped, 2: bad arguments. No host is contacted
before the arguments are checked.
"""

from __future__ import annotations

import asyncio
import logging
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands.crawl import Command as ScrapyCrawl

from crawler.commands.checked import ChecksSettings
from crawler.extensions.json_log import install_json_log, wants_json
from crawler.ledger.errors import LedgerError
from crawler.portals.errors import UsageError
from crawler.program import program
from crawler.stats.outcomes import ended_well, read_outcomes

if TYPE_CHECKING:
    import argparse

    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

TECHNICAL = ("scrapy.addons", "scrapy.crawler", "scrapy.middleware", "scrapy.utils.log", "alembic")
"""Loggers that list components and settings at each start; `-L INFO` shows them again."""


class Command(ChecksSettings, ScrapyCrawl):
    def syntax(self) -> str:
        return "[portal] -a NAME=VALUE [options]"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "-q", "--quiet", action="store_true", help="print nothing unless something fails (for cron)"
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        assert self.settings is not None
        # This import scans all loaded modules and the stack's files, so an early import is cheaper.
        import scrapy.core.downloader.contextfactory  # noqa: F401

        logging.getLogger("scrapy.crawler").addFilter(_without_secrets)
        if opts.loglevel is None:
            _hush()
        if opts.quiet:
            self.settings.set("QUIET", True, priority="cmdline")
            if not opts.loglevel:
                self.settings.set("LOG_LEVEL", "ERROR", priority="cmdline")
        if wants_json(self.settings):
            install_json_log(self.settings)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        args = args or ["portal"]
        if len(args) != 1:
            self._refuse(f"name one spider, e.g. {program()} crawl portal -a url=https://example.go.id/")
            return
        assert self.crawler_process is not None
        try:
            spidercls = self.crawler_process.spider_loader.load(args[0])
        except KeyError:
            known = ", ".join(self.crawler_process.spider_loader.list())
            self._refuse(f"there is no spider {args[0]!r}; known spiders: {known}")
            return
        if opts.loglevel is None:
            _hush()  # again: Scrapy's log set-up has reset the levels of existing loggers
        check = getattr(spidercls, "check_arguments", None)
        try:
            if check is not None:
                check(self.settings, **opts.spargs)
                _check_watches(self.crawler_process.settings)
            _check_delivery(self.settings)
        except UsageError as error:
            self._refuse(str(error))
            return
        if check is not None and not (self.settings is None or self.settings.get("CONTACT") or opts.quiet):
            _name_contact(self.settings.getbool("ALLOW_PRIVATE_ADDRESSES"))
        crawler = self._create_crawler(args[0])
        crawling = self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        refused = _ledger_error(crawling)  # damage that opening the ledger did not detect
        if refused is not None:
            self._refuse(str(refused))
            return
        self.exitcode = exit_status(crawler, bootstrap_failed=self.crawler_process.bootstrap_failed)

    def _refuse(self, message: str) -> None:
        print(f"{program()} crawl: {message}", file=sys.stderr)
        self.exitcode = 2


def _name_contact(is_trial: bool) -> None:
    """Request CONTACT, except in trials on private networks."""
    if not is_trial:
        print(
            "CONTACT is not set: portals cannot reach you. Add -s CONTACT=you@example.go.id", file=sys.stderr
        )


def _check_watches(settings: BaseSettings) -> None:
    """Validate the watch file, if there is one. Raises UsageError."""
    from crawler.watch.notifier_process import check_destinations
    from crawler.watch.watch_file import read_watches

    check_destinations(read_watches(settings.get("WATCH_FILE")))


def _check_delivery(settings: BaseSettings | None) -> None:
    """Validate the sink file, if the crawl delivers. Raises UsageError."""
    if settings is not None and settings.getbool("DELIVER"):
        from crawler.deliver.sink_file import read_sinks

        read_sinks(Path(str(settings.get("DELIVER_FILE"))))


def _hush() -> None:
    for name in TECHNICAL:
        logger = logging.getLogger(name)
        logger.setLevel(logging.WARNING)
        logger.addFilter(_is_warning)  # Scrapy's log set-up resets levels but keeps this flag


SECRET = re.compile(r"('\w*(?:PASS|SECRET|TOKEN|KEY|PROXY|URI|URL|WEBHOOK|HUB|DSN)\w*': )(?!None)[^\n]+")


def _without_secrets(record: logging.LogRecord) -> bool:
    """Mask passwords in Scrapy's list of settings."""
    if isinstance(record.args, dict) and "settings" in record.args:
        record.args = {**record.args, "settings": SECRET.sub(r"\1'***',", str(record.args["settings"]))}
    return True


def _is_warning(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING


def _ledger_error(crawling: object) -> LedgerError | None:
    """Return the message of a ledger error that kept the crawl from starting."""
    if not isinstance(crawling, asyncio.Future) or not crawling.done() or crawling.cancelled():
        return None
    error = crawling.exception()
    return error if isinstance(error, LedgerError) else None


def exit_status(crawler: Crawler, *, bootstrap_failed: bool) -> int:
    """Return the exit status of a finished crawl."""
    assert crawler.stats is not None
    stats = crawler.stats.get_stats()
    if stats.get("usage_error"):
        return 2
    if bootstrap_failed or not ended_well(stats):
        return 1
    outcomes = read_outcomes(stats)
    broken = any(outcome.verdict == "broken" for outcome in outcomes)
    return int(broken and crawler.settings.getbool("HEALTH_EXIT"))
