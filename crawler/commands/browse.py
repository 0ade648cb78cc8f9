"""`scrapy browse`: serves the articles for reading and searching in a browser, on loopback."""

from __future__ import annotations

import argparse
import signal
import sqlite3
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from scrapy.commands import ScrapyCommand

from crawler.commands.checked import ChecksSettings
from crawler.counting import counted
from crawler.ledger.active_ledger import existing_ledger, ledger_target
from crawler.ledger.errors import LedgerError
from crawler.portals import UsageError
from crawler.program import program


class Command(ChecksSettings, ScrapyCommand):
    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 - a ClassVar in Scrapy

    def syntax(self) -> str:
        return "[--port 8001] [--update]"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--port", type=int, default=8001, help="port to listen on (8001); 0 takes a free one"
        )
        parser.add_argument(
            "--host",
            default="127.0.0.1",
            help="address to listen on; anyone who reaches it can read all articles (127.0.0.1)",
        )
        parser.add_argument(
            "--allow-host",
            metavar="NAME",
            action="append",
            default=[],
            help="a further name by which browsers reach the server, e.g. behind a proxy; * is any",
        )
        parser.add_argument(
            "--update",
            action="store_true",
            help="only update the database; a running server shows the new articles",
        )
        parser.add_argument(
            "--sql",
            action="store_true",
            help="also serve the tables and SQL with Datasette on the next port of loopback, with limits",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from crawler.browse.place import database_file

        assert self.settings is not None
        output = Path(str(self.settings.get("OUTPUT_DIR") or "output"))
        try:
            database = database_file(output, ledger_target(self.settings))
            self._update(database)
            if not opts.update:
                self._serve(database, output / "reports", opts)
        except (UsageError, LedgerError, sqlite3.Error, OSError) as error:
            print(f"{program()} browse: {error}", file=sys.stderr)
            self.exitcode = 2

    def _update(self, database: Path) -> None:
        from crawler.browse.projection import project
        from crawler.ledger.recrawl_interval import Bounds
        from crawler.ledger.visits import History

        assert self.settings is not None
        pace = Bounds(self.settings.getfloat("PACE_LEAST"), self.settings.getfloat("PACE_MOST"))
        with (
            existing_ledger(self.settings) as ledger,
            History.open(ledger_target(self.settings), reader=True) as history,
        ):
            count = project(ledger, history, database, pace)
        print(f"{program()} browse: {counted(count, 'new record')} in {database}", file=sys.stderr)

    def _serve(self, database: Path, reports: Path, opts: argparse.Namespace) -> None:
        from crawler.browse import sql_server
        from crawler.browse.app import LOOPBACK_NAMES, BrowseApp
        from crawler.browse.server import make_server

        if opts.sql and not sql_server.is_installed():
            raise UsageError("--sql needs Datasette: pip install -e '.[browse]' in the checkout")
        given = f"[{opts.host}]" if ":" in opts.host else opts.host
        hosts = LOOPBACK_NAMES | {given} | set(opts.allow_host)
        app = BrowseApp(database, reports, hosts)
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # Datasette must not outlive this process
        with make_server(app, opts.host, opts.port) as server, ExitStack() as processes:
            if opts.sql:
                port = server.server_port + 1
                line = sql_server.command(database, database.parent, port=port, hosts=LOOPBACK_NAMES)
                log = processes.enter_context((database.parent / "datasette.log").open("wb"))
                datasette = subprocess.Popen(line, stdout=log, stderr=log)  # noqa: S603 - our own command
                processes.callback(datasette.wait)
                processes.callback(datasette.terminate)
                app.sql = f"http://127.0.0.1:{port}/"
                print(f"{program()} browse: SQL on {app.sql}", file=sys.stderr)
            print(
                f"{program()} browse: running on http://{given}:{server.server_port}/",
                file=sys.stderr,
                flush=True,
            )
            try:
                server.serve_forever()
            except KeyboardInterrupt:
                print(f"{program()} browse: stopped", file=sys.stderr)
