"""`scrapy watch`: shows the watches, tests a query on the ledger, sends waiting messages."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from crawler.commands.checked import ChecksSettings
from crawler.commands.days import read_day, start_of
from crawler.counting import counted
from crawler.ledger.active_ledger import existing_ledger, ledger_target
from crawler.ledger.errors import LedgerError
from crawler.portals import UsageError
from crawler.program import program

if TYPE_CHECKING:
    from crawler.watch.watch_file import WatchFile

TELL_SECONDS = 300.0
"""Time limit of `--tell` in seconds; unsent articles keep waiting."""


class Command(ChecksSettings, ScrapyCommand):
    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 - a ClassVar in Scrapy

    def syntax(self) -> str:
        return "[--test QUERY [--since DAY] [--until DAY]] [--tell] [--hello NAME]"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--test", metavar="QUERY", help="print the stored articles that match a query")
        what.add_argument(
            "--tell",
            action="store_true",
            help="send waiting messages now: digests before their time, and failed messages",
        )
        what.add_argument(
            "--hello", metavar="NAME", action="append", help="send a test message to this name of [tell]"
        )
        parser.add_argument(
            "--since",
            metavar="DAY",
            type=read_day,
            help="with --test: published on this day or later; 2024-01-31, yesterday, 7d (default: 7d)",
        )
        parser.add_argument("--until", metavar="DAY", type=read_day, help="published on this day or earlier")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from crawler.watch.watch_file import read_watches

        assert self.settings is not None
        try:
            if args:
                raise UsageError(f"{args[0]!r} is not understood; see {program()} watch --help")
            if opts.test is None and (opts.since or opts.until):
                raise UsageError("--since and --until go with --test")
            if opts.test is not None:
                self._test(opts)
                return
            file = read_watches(self.settings.get("WATCH_FILE"))
            if opts.hello:
                self._hello(file, opts.hello)
                return
            if not file.watches:
                raise UsageError(f"{self.settings.get('WATCH_FILE')} has no watch; see docs/watch.md")
            if opts.tell:
                self._tell(file)
            else:
                self._show(file)
        except BrokenPipeError:  # the reader closed the pipe
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except (UsageError, LedgerError) as error:
            print(f"{program()} watch: {error}", file=sys.stderr)
            self.exitcode = 2

    def _test(self, opts: argparse.Namespace) -> None:
        from crawler.digest.entries import single_line
        from crawler.digest.period import published_within
        from crawler.ledger.queries import Selection
        from crawler.query import parse

        assert self.settings is not None
        query = parse(opts.test)
        since = opts.since or read_day("7d")
        total = found = 0
        with existing_ledger(self.settings) as ledger:
            selection = Selection(stored_since=start_of(since - timedelta(days=1)), latest=True)
            lines = (line for _, line in ledger.selected(selection))
            for record in published_within(lines, since, opts.until):
                total += 1
                if query.matches(record):
                    found += 1
                    day = record.get("published_at") or "-"
                    portal = record["portal"]["id"]
                    print(
                        f"{day}\t{portal}\t{single_line(record['title'])}\t{single_line(record['canonical_url'])}"
                    )
        sys.stdout.flush()
        print(
            f"{program()} watch: {found} of {counted(total, 'article')} since {since} match", file=sys.stderr
        )

    def _hello(self, file: WatchFile, names: list[str]) -> None:
        from crawler.digest.wording import word
        from crawler.portals.errors import nearest, shown
        from crawler.watch.notifier_process import send_to

        destinations = file.destinations or {}
        for name in names:
            if name not in destinations:
                known = nearest(name, destinations) or tuple(destinations)
                raise UsageError(f"[tell] has no name {shown(name)}; there are: {', '.join(known) or 'none'}")
        text = word("hello", file.language)
        results = send_to({name: destinations[name] for name in names}, {"title": "Warta", "text": text})
        for name, why in results.items():
            print(f"{name}: {f'not sent: {why}' if why else 'sent'}")
        self.exitcode = int(any(results.values()))

    def _tell(self, file: WatchFile) -> None:
        from crawler.watch.notifier_process import check_destinations, run

        assert self.settings is not None
        existing_ledger(self.settings).close(finished=False)
        check_destinations(file)
        request = {
            "mode": "round",
            "ledger": ledger_target(self.settings),
            "file": str(self.settings.get("WATCH_FILE")),
            "seconds": TELL_SECONDS,
        }
        events = run(request, TELL_SECONDS + 60)
        failed = {(event["watch"], event["to"]) for event in events if event["event"] == "failed"}
        for event in events:
            match event["event"]:
                case "waiting" if (event["watch"], event["to"]) not in failed:
                    print(
                        f"{event['watch']}: {event['count']} still wait to be sent to {event['to']}: "
                        "by another process, or by one that was killed less than 5 minutes ago"
                    )
                case "notified":
                    print(f"{event['watch']}: {event['count']} sent to {event['to']}")
                case "failed":
                    print(f"{event['watch']}: {event['count']} not sent to {event['to']}: {event['why']}")
                case "old":
                    print(f"{event['watch']}: {event['count']} not sent: older than max_age_days")
        if not events:
            print(f"{program()} watch: no message waits", file=sys.stderr)
        self.exitcode = int(any(event["event"] in ("failed", "waiting") for event in events))

    def _show(self, file: WatchFile) -> None:
        from crawler.ledger.watches import Tally, Watches

        assert self.settings is not None
        target = ledger_target(self.settings)
        tallies: dict[tuple[str, str], Tally] = {}
        begun: dict[str, int] = {}
        if "://" in target or Path(target).exists():
            with Watches.open(target) as state:
                tallies = state.tallies()
                begun = state.known([watch.name for watch in file.watches])
        for watch in file.watches:
            when = "now" if watch.digest_at is None else f"digest at {watch.digest_at:%H:%M} WIB"
            note = "; begins with the next crawl" if watch.name not in begun else ""
            print(f"{watch.name}: {watch.query.text}\n  {when}{note}")
            for name in watch.tell:
                tally = tallies.get((watch.name, name), Tally())
                problem = f"; last failure: {tally.problem}" if tally.problem else ""
                print(f"  {name}: {tally.sent} sent, {tally.waiting} waiting{problem}")
