"""`scrapy backup FILE`: a consistent copy of the SQLite ledger, also while a crawl runs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scrapy.commands import ScrapyCommand

from crawler.commands.checked import ChecksSettings
from crawler.ledger.errors import LedgerError
from crawler.portals import UsageError
from crawler.program import program


class Command(ChecksSettings, ScrapyCommand):
    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 - a ClassVar in Scrapy

    def syntax(self) -> str:
        return "FILE"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from crawler.ledger.active_ledger import ledger_target  # the database library is slow to load
        from crawler.ledger.backup import back_up

        assert self.settings is not None
        try:
            if len(args) != 1:
                raise UsageError(f"name one file, e.g. {program()} backup ledger-backup.db")
            size = back_up(ledger_target(self.settings), Path(args[0]))
        except (UsageError, LedgerError) as error:
            print(f"{program()} backup: {error}", file=sys.stderr)
            self.exitcode = 2
            return
        print(f"{args[0]}: {size} bytes", file=sys.stderr)
