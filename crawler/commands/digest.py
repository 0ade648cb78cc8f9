"""`scrapy digest`: writes or sends a digest (*kliping*): news by topic, province and portal."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from scrapy.commands import ScrapyCommand

from crawler.commands.checked import STDOUT, ChecksSettings
from crawler.commands.days import read_day, start_of
from crawler.dates.zones import WIB
from crawler.ledger.active_ledger import existing_ledger
from crawler.ledger.errors import LedgerError
from crawler.portals import UsageError
from crawler.portals.provinces import find_province
from crawler.program import program

if TYPE_CHECKING:
    from crawler.digest.groups import Digest
    from crawler.query import Query
    from crawler.watch.watch_file import WatchFile


class Command(ChecksSettings, ScrapyCommand):
    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 - a ClassVar in Scrapy

    def syntax(self) -> str:
        return "[--since DAY] [--until DAY] [--watch NAME] [--province NAME] [-o FILE] [--send NAME]"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--since",
            metavar="DAY",
            type=read_day,
            default="yesterday",
            help="published on this day or later: 2024-01-31, today, yesterday, 7d (default: yesterday)",
        )
        parser.add_argument("--until", metavar="DAY", type=read_day, help="published on this day or earlier")
        parser.add_argument(
            "--watch",
            metavar="NAME",
            action="append",
            default=[],
            help="only articles that match this watch; each further watch is a further topic",
        )
        parser.add_argument("--match", metavar="QUERY", help="only articles that match, see docs/watch.md")
        parser.add_argument(
            "--province", metavar="NAME", action="append", default=[], help="only portals of this province"
        )
        parser.add_argument(
            "--portal", metavar="ID", action="append", default=[], help="only this portal; a comma list works"
        )
        parser.add_argument(
            "--by",
            choices=("watch", "section"),
            default="watch",
            help="topics: the watches of WATCH_FILE, or the portals' sections",
        )
        parser.add_argument("--format", choices=("html", "markdown"), default="html", help="default: html")
        parser.add_argument("--language", choices=("id", "en"), default="id", help="default: id")
        parser.add_argument("--title", metavar="TEXT", help="title of the page")
        parser.add_argument("-o", "--output", metavar="FILE", help="output file; - is stdout (default)")
        parser.add_argument(
            "--send",
            metavar="NAME",
            action="append",
            default=[],
            help="send it to this name of [tell] in WATCH_FILE, or to an apprise URL",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from crawler.watch.watch_file import read_watches

        assert self.settings is not None
        try:
            if args:
                raise UsageError(f"{args[0]!r} is not understood; see {program()} digest --help")
            if opts.until is not None and opts.since > opts.until:
                raise UsageError(f"--since {opts.since} is after --until {opts.until}; swap them")
            file = read_watches(self.settings.get("WATCH_FILE"))
            addresses = _addresses(file, opts.send)
            made = self._digest(file, opts)
            if opts.output is not None or not addresses:
                _write(made, opts)
            if addresses:
                self._send(made, addresses, opts)
        except BrokenPipeError:  # the reader closed the pipe
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except (UsageError, LedgerError) as error:
            print(f"{program()} digest: {error}", file=sys.stderr)
            self.exitcode = 2

    def _digest(self, file: WatchFile, opts: argparse.Namespace) -> Digest:
        from crawler.digest.groups import digest
        from crawler.digest.period import published_within
        from crawler.digest.wording import word
        from crawler.ledger.queries import Selection
        from crawler.query import parse

        assert self.settings is not None
        query = None if opts.match is None else parse(opts.match)
        provinces = [find_province(name).name for name in opts.province]
        topics = _topics(file, opts)
        portals = tuple(part.strip() for value in opts.portal for part in value.split(",") if part.strip())
        with existing_ledger(self.settings) as ledger:
            unknown = sorted(set(portals) - set(ledger.portal_ids()))
            if unknown:
                raise UsageError(f"the ledger {ledger.name} has no portal {unknown[0]!r}")
            # An article cannot have been stored before the day on which it was published, in any zone.
            stored = start_of(opts.since - timedelta(days=1))
            selection = Selection(portal_ids=portals, stored_since=stored, latest=True)
            lines: Iterator[bytes] = (line for _, line in ledger.selected(selection))
            return digest(
                (
                    record
                    for record in published_within(lines, opts.since, opts.until)
                    if (not provinces or record["portal"].get("province") in provinces)
                    and (query is None or query.matches(record))
                ),
                title=opts.title
                or ": ".join([word("kliping", opts.language), *filter(None, [", ".join(provinces)])]),
                period=_period(opts),
                topics=topics,
                rest=not opts.watch,
                by_section=opts.by == "section",
            )

    def _send(self, made: Digest, addresses: dict[str, str], opts: argparse.Namespace) -> None:
        from dataclasses import asdict

        from crawler.watch.digests import message_of
        from crawler.watch.notifier_process import send_to

        message = message_of(made, opts.language, now=datetime.now(UTC).astimezone(WIB))
        results = send_to(addresses, asdict(message))
        for name, why in results.items():
            print(f"{program()} digest: {name}: {f'not sent: {why}' if why else 'sent'}", file=sys.stderr)
        self.exitcode = int(any(results.values()))


def _topics(file: WatchFile, opts: argparse.Namespace) -> list[tuple[str, Query]]:
    if opts.watch:
        if opts.by != "watch":
            raise UsageError("--watch goes with --by watch")
        return [(name, file.watch(name).query) for name in dict.fromkeys(opts.watch)]
    return [(watch.name, watch.query) for watch in file.watches] if opts.by == "watch" else []


def _addresses(file: WatchFile, given: list[str]) -> dict[str, str]:
    """The apprise URLs to send to, by a name without secrets."""
    from crawler.portals.errors import nearest, shown
    from crawler.watch.watch_file import ENVIRONMENT

    known = file.destinations or {}
    addresses: dict[str, str] = {}
    for number, name in enumerate(given, start=1):
        value = os.environ.get(name.removeprefix(ENVIRONMENT), "") if name.startswith(ENVIRONMENT) else name
        if name in known:
            addresses[name] = known[name]
        elif "://" in value:
            addresses[f"--send {number} ({value.partition('://')[0][:20]})"] = value
        elif name.startswith(ENVIRONMENT):
            raise UsageError(
                f"the environment variable {shown(name.removeprefix(ENVIRONMENT))} has no address"
            )
        else:
            alike = nearest(name, known) or tuple(known)
            raise UsageError(
                f"--send {shown(name)} is neither an apprise URL nor a name of [tell] in WATCH_FILE"
                + (f"; there are: {', '.join(alike)}" if alike else "")
            )
    return addresses


def _period(opts: argparse.Namespace) -> str:
    from crawler.digest.wording import long_day

    until: date = opts.until or max(read_day("today"), opts.since)
    days = dict.fromkeys((long_day(opts.since, opts.language), long_day(until, opts.language)))
    return " – ".join(days)


def _write(made: Digest, opts: argparse.Namespace) -> None:
    from crawler.digest.page import html_page
    from crawler.digest.plain import markdown_page
    from crawler.export.output_files import write_file

    write = html_page if opts.format == "html" else markdown_page
    page = write(made, language=opts.language, now=datetime.now(UTC).astimezone(WIB)).encode()
    if opts.output is None or opts.output in STDOUT:
        sys.stdout.buffer.write(page)
        sys.stdout.buffer.flush()
    else:
        write_file(Path(opts.output), partial(_put, page))


def _put(page: bytes, out: BinaryIO) -> int:
    return out.write(page)
