"""`scrapy export`: writes the ledger's articles in a format for programs, spreadsheets or people."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urlsplit

from scrapy.commands import ScrapyCommand

from crawler.commands.checked import STDOUT, ChecksSettings
from crawler.commands.closed_pipe import tolerate_closed_pipe
from crawler.export.output_files import FORMATS, write_file, write_lines
from crawler.ledger.active_ledger import existing_ledger, ledger_target
from crawler.ledger.errors import LedgerError
from crawler.portals import UsageError
from crawler.portals.provinces import find_province
from crawler.program import program
from crawler.query import Query, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from crawler.ledger.queries import Selection

FEEDS = ("atom", "rss", "jsonfeed")
"""Feed formats: they hold only the newest articles."""

DOCUMENTS = ("markdown", "html")
"""Formats of one file an article, in a folder."""


class Command(ChecksSettings, ScrapyCommand):
    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 - a ClassVar in Scrapy

    def syntax(self) -> str:
        return "[--format NAME] [--portal ID] [--province NAME] [--match QUERY] [--since-seq N] [-o FILE]"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--format", choices=(*FORMATS, *DOCUMENTS, *FEEDS), default="jsonl", help="default: jsonl"
        )
        parser.add_argument("--bom", action="store_true", help="begin CSV with a byte order mark, for Excel")
        parser.add_argument("--province", metavar="NAME", help="only portals of this province")
        parser.add_argument("--feed-title", metavar="TEXT", help="title of the feed")
        parser.add_argument("--feed-address", metavar="URL", help="URL where the feed will be published")
        parser.add_argument(
            "--portal", metavar="ID", action="append", default=[], help="only this portal; a comma list works"
        )
        parser.add_argument(
            "--since-seq",
            metavar="N",
            type=_number,
            default=0,
            help="only records with a seq above N, the last one that a reader has processed",
        )
        parser.add_argument("--match", metavar="QUERY", help="only articles that match, see docs/watch.md")
        parser.add_argument("--since", metavar="DAY", type=_day, help="published on this day or later")
        parser.add_argument("--until", metavar="DAY", type=_day, help="published on this day or earlier")
        parser.add_argument(
            "--stored-since", metavar="TIME", type=_time, help="stored at this time (ISO 8601) or later"
        )
        parser.add_argument(
            "--stored-until", metavar="TIME", type=_time, help="stored before this time (ISO 8601)"
        )
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--latest", action="store_true", help="only the newest revision of each article")
        which.add_argument(
            "--all-revisions", action="store_true", help="every revision, as in the files (default)"
        )
        parser.add_argument(
            "--with-gone",
            action="store_true",
            help="with --latest, markdown or html: also articles that their portal has removed (gone_at)",
        )
        parser.add_argument(
            "-o",
            "--output",
            metavar="FILE",
            default="-",
            help="output file, replaced once complete; - is stdout; for markdown and html a folder",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        try:
            query = None if opts.match is None else parse(opts.match)
            if args:
                raise UsageError(f"{args[0]!r} is not understood; see {program()} export --help")
            if opts.bom and opts.format != "csv":
                raise UsageError("--bom goes with --format csv")
            if opts.format == "markdown" and opts.output in STDOUT:
                raise UsageError("--format markdown writes one file an article; name a folder with -o FOLDER")
            selection = _selection(opts)
            with existing_ledger(self.settings) as ledger:
                unknown = sorted(set(selection.portal_ids) - set(ledger.portal_ids()))
                if unknown:
                    raise UsageError(f"the ledger {ledger.name} has no portal {unknown[0]!r}")
                if opts.province:
                    selection = replace(selection, portal_ids=self._in_province(opts.province, selection))
                if opts.with_gone and not (opts.latest or opts.format in DOCUMENTS):
                    raise UsageError(
                        "--with-gone goes with --latest, --format markdown or html; "
                        "all revisions include removed articles, feeds never do"
                    )
                if opts.format in (*FEEDS, *DOCUMENTS):
                    selection = replace(selection, latest=True)
                lines: Iterator[bytes] = (line for _, line in ledger.selected(selection))
                if query is not None:
                    lines = _matching(lines, query)
                write = partial(_write, lines, opts, self.settings.get("WEBSUB_HUB") or None)
                if opts.format in DOCUMENTS and not _is_one_file(opts):
                    from crawler.export.article_files import write_folder

                    write_folder(lines, Path(opts.output), opts.format)
                elif opts.format in FEEDS and (hub := self.settings.get("WEBSUB_HUB")):
                    _write_and_publish(write, opts, str(hub))
                elif opts.output not in STDOUT:
                    write_file(Path(opts.output), write)
                else:
                    with tolerate_closed_pipe():
                        write(sys.stdout.buffer)
                        sys.stdout.buffer.flush()
        except (UsageError, LedgerError) as error:
            print(f"{program()} export: {error}", file=sys.stderr)
            self.exitcode = 2

    def _in_province(self, name: str, selection: Selection) -> tuple[str, ...]:
        """Return the ledger's portals of the province, among those given. Raises UsageError, LedgerError."""
        from crawler.ledger.visits import History

        assert self.settings is not None
        province = find_province(name).name
        with History.open(ledger_target(self.settings), reader=True) as history:
            held = sorted(id_ for id_, (_, where) in history.names().items() if where == province)
        chosen = tuple(id_ for id_ in held if not selection.portal_ids or id_ in selection.portal_ids)
        if not chosen:
            raise UsageError(f"the ledger holds no such portal in {province}")
        return chosen


def _is_one_file(opts: argparse.Namespace) -> bool:
    """Whether all articles go into one HTML document: on stdout, and in a file named as one."""
    name: str = opts.output
    return opts.format == "html" and (name in STDOUT or name.lower().endswith((".html", ".htm")))


def _matching(lines: Iterable[bytes], query: Query) -> Iterator[bytes]:
    return (line for line in lines if query.matches(json.loads(line)))


def _write_and_publish(write: Callable[[BinaryIO], int], opts: argparse.Namespace, hub: str) -> None:
    """Write the feed and notify the hub if it changed. A failure of the hub is only printed."""
    from crawler.export.websub import publish

    why: str | None = None
    if opts.output in STDOUT:
        write(sys.stdout.buffer)
        sys.stdout.buffer.flush()
        why = "changes of a feed on stdout cannot be detected; name a file with -o FILE"
    else:
        path = Path(opts.output)
        before = path.read_bytes() if path.is_file() else b""
        write_file(path, write)
        if not opts.feed_address:
            why = "--feed-address must give the URL at which the feed is published"
        elif path.is_file() and path.read_bytes() != before:
            why = publish(hub, opts.feed_address)
    if why is not None:
        print(
            f"{program()} export: the hub {urlsplit(hub).hostname} was not notified: {why}", file=sys.stderr
        )


def _write(lines: Iterable[bytes], opts: argparse.Namespace, hub: str | None, out: BinaryIO) -> int:
    if opts.format == "html":
        from crawler.export.article_files import write_html

        return write_html(lines, out)
    if opts.format not in FEEDS:
        return write_lines(lines, out, opts.format, bom=opts.bom)
    from crawler.export.feeds import write_feed

    about = opts.feed_title or " ".join(filter(None, ["Warta", *opts.portal, opts.province, opts.match]))
    return write_feed(
        lines, out, opts.format, title=about, address=opts.feed_address, now=datetime.now(UTC), hub=hub
    )


def _selection(opts: argparse.Namespace) -> Selection:
    from crawler.ledger.queries import Selection

    ids = [part.strip() for value in opts.portal for part in value.split(",")]
    return Selection(
        portal_ids=tuple(filter(None, ids)),
        since_seq=opts.since_seq,
        published_since=opts.since,
        published_until=opts.until,
        stored_since=opts.stored_since,
        stored_until=opts.stored_until,
        latest=opts.latest,
        with_gone=opts.with_gone,
    )


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise argparse.ArgumentTypeError(f"{text!r} is not a seq; write a number such as 1200")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date; write it like 2024-01-31") from error


def _time(text: str) -> int:
    try:
        time = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a time; write it like 2024-01-31T06:00:00+07:00"
        ) from error
    return int((time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp())
