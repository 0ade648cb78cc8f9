"""`scrapy export`: what the ledger holds as JSON Lines, CSV or Parquet, to a file or stdout."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from crawler.export.writing import FORMATS, write_file, write_lines
from crawler.ledger.current import existing_ledger
from crawler.ledger.errors import LedgerError
from crawler.portals import UsageError

if TYPE_CHECKING:
    from crawler.ledger.reading import Selection


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 - a ClassVar in Scrapy

    def syntax(self) -> str:
        return "[--format jsonl|csv|parquet] [--portal ID] [--since-seq N] [--latest] [-o FILE]"

    def short_desc(self) -> str:
        return "Write what the ledger holds as JSON Lines, CSV or Parquet"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--format", choices=FORMATS, default="jsonl", help="jsonl unless told otherwise")
        parser.add_argument(
            "--portal", metavar="ID", action="append", default=[], help="only this portal; a comma list works"
        )
        parser.add_argument(
            "--since-seq",
            metavar="N",
            type=_number,
            default=0,
            help="only records with a higher seq: the cursor of a reader that has seen N",
        )
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
            "--all-revisions", action="store_true", help="every revision, as the files hold them (default)"
        )
        parser.add_argument(
            "-o", "--output", metavar="FILE", default="-", help="a file, replaced when whole; - is stdout"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        try:
            if args:
                raise UsageError(f"{args[0]!r} is not understood; see scrapy export --help")
            selection = _selection(opts)
            with existing_ledger(self.settings) as ledger:
                unknown = sorted(set(selection.portal_ids) - set(ledger.portal_ids()))
                if unknown:
                    raise UsageError(f"the ledger {ledger.name} holds no portal {unknown[0]!r}")
                lines = (line for _, line in ledger.selected(selection))
                if opts.output != "-":
                    write_file(Path(opts.output), lambda out: write_lines(lines, out, opts.format))
                else:
                    write_lines(lines, sys.stdout.buffer, opts.format)
                    sys.stdout.buffer.flush()
        except BrokenPipeError:  # the reader has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except (UsageError, LedgerError) as error:
            print(f"scrapy export: {error}", file=sys.stderr)
            self.exitcode = 2


def _selection(opts: argparse.Namespace) -> Selection:
    from crawler.ledger.reading import Selection

    ids = [part.strip() for value in opts.portal for part in value.split(",")]
    return Selection(
        portal_ids=tuple(filter(None, ids)),
        since_seq=opts.since_seq,
        published_since=opts.since,
        published_until=opts.until,
        stored_since=opts.stored_since,
        stored_until=opts.stored_until,
        latest=opts.latest,
    )


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise argparse.ArgumentTypeError(f"{text!r} is no seq; write a number such as 1200")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it like 2024-01-31") from error


def _time(text: str) -> int:
    try:
        time = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no time; write it like 2024-01-31T06:00:00+07:00"
        ) from error
    return int((time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp())
