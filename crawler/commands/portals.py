"""`scrapy portals`: prints the registry, checks its portals, and prints which governments they cover."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from crawler.commands.checked import ChecksSettings
from crawler.commands.checking import check_file, checks_text, run_check
from crawler.commands.portal_list import add_list_options, chosen_portals, print_portals, write
from crawler.portals import Portal, Registry, UsageError
from crawler.portals.checks import Check, read_checks
from crawler.portals.errors import shown
from crawler.program import program

if TYPE_CHECKING:
    import argparse


class Command(ChecksSettings, ScrapyCommand):
    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 - a ClassVar in Scrapy

    def syntax(self) -> str:
        return (
            "[--province NAME] [--kind NAME] [--from mine|bundled] [--platform NAME] [--json] "
            "[--check [--again] [--budget TIME] | --coverage [--format table|csv|html]]"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add_list_options(parser)
        parser.add_argument(
            "--check",
            action="store_true",
            help="request each portal's front page once, unless it was checked in the last week; "
            "an interrupted check continues with the same command",
        )
        parser.add_argument(
            "--again", action="store_true", help="with --check: also recently checked portals"
        )
        parser.add_argument("--budget", metavar="TIME", help="with --check: stop after this time, e.g. 30m")
        parser.add_argument(
            "--coverage",
            action="store_true",
            help="governments, their main and communication sites, evidence and newest article",
        )
        parser.add_argument(
            "--format",
            choices=("table", "csv", "html"),
            default="table",
            help="with --coverage: a table (default), CSV, or one HTML page with a map",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from spiders.arguments import registry_of

        assert self.settings is not None
        try:
            if args:
                raise UsageError(f"{shown(args[0])} is not understood; see {program()} portals --help")
            registry = registry_of(self.settings)
            chosen = chosen_portals(registry, opts)
            if opts.coverage:
                checks = read_checks(check_file(self.settings))
                narrowed = {portal.province for portal in chosen} if opts.province is not None else None
                write(_coverage(registry, checks, opts.format, narrowed))
                return
            if opts.check:
                self._check(chosen, opts)
                return
        except UsageError as error:
            print(f"{program()} portals: {error}", file=sys.stderr)
            self.exitcode = 2
            return
        print_portals(chosen, as_json=opts.json)

    def _check(self, portals: list[Portal], opts: argparse.Namespace) -> None:
        from spiders.arguments import read_budget

        assert self.settings is not None
        all_asked = run_check(self.settings, portals, again=opts.again, budget=read_budget(opts.budget))
        checks = read_checks(check_file(self.settings))
        found = [checks[portal.id] for portal in portals if portal.id in checks]
        write(checks_text(found, as_json=opts.json))
        self.exitcode = int(not all_asked or not all(check.answers for check in found))


def _coverage(
    registry: Registry, checks: dict[str, Check], form: str, provinces: set[str | None] | None
) -> str:
    from crawler.report.coverage import coverage_csv, coverage_html, coverage_rows, coverage_table

    rows = [row for row in coverage_rows(registry, checks) if provinces is None or row.province in provinces]
    if form == "html":
        return coverage_html(rows, datetime.now(UTC).date())
    return coverage_csv(rows) if form == "csv" else coverage_table(rows)
