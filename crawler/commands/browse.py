"""`scrapy browse`: serves the articles for reading and searching in a browser, on loopback."""

from __future__ import annotations

import argparse
import importlib.util
import os
import sqlite3
import sys
from pathlib import Path

from scrapy.commands import ScrapyCommand

from crawler.commands.checked import ChecksSettings
from crawler.ledger.active_ledger import existing_ledger, ledger_target
from crawler.ledger.errors import LedgerError


class Command(ChecksSettings, ScrapyCommand):
    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 - a ClassVar in Scrapy

    def syntax(self) -> str:
        return "[--port 8001] [--update]"

    def short_desc(self) -> str:
        return "Search and read the articles in a browser"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--port", type=int, default=8001, help="port of loopback (8001)")
        parser.add_argument(
            "--host",
            default="127.0.0.1",
            help="address to listen on; anyone who reaches it can read all articles (127.0.0.1)",
        )
        parser.add_argument(
            "--update",
            action="store_true",
            help="only update the database; a running server shows the new articles",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        output = Path(str(self.settings.get("OUTPUT_DIR") or "output"))
        database = output / "browse" / "warta.db"
        from crawler.browse.projection import project
        from crawler.browse.server import command, write_metadata
        from crawler.ledger.visits import History

        try:
            with (
                existing_ledger(self.settings) as ledger,
                History.open(ledger_target(self.settings)) as history,
            ):
                count = project(ledger, history, database)
        except (LedgerError, sqlite3.Error, OSError) as error:
            print(f"scrapy browse: {error}", file=sys.stderr)
            self.exitcode = 2
            return
        print(f"scrapy browse: {count} new records in {database}", file=sys.stderr)
        if opts.update:
            return
        if importlib.util.find_spec("datasette") is None:
            print(
                "scrapy browse: needs Datasette: pip install -e '.[browse]' in the checkout", file=sys.stderr
            )
            self.exitcode = 2
            return
        reports = output / "reports"
        metadata = write_metadata(database.with_name("metadata.json"), reports)
        arguments = command(database, reports, metadata, host=opts.host, port=opts.port)
        os.execv(sys.executable, arguments)  # noqa: S606 - no shell; the server takes this process's place
