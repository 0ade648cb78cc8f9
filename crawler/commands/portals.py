"""`scrapy portals`: prints the registry, checks its portals, and prints which governments they cover."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from crawler.commands.checked import ChecksSettings
from crawler.commands.checking import check_file, checks_text, run_check
from crawler.commands.closed_pipe import tolerate_closed_pipe
from crawler.commands.selection import add_selection
from crawler.portals import Portal, Registry, UsageError
from crawler.portals.checks import Check, read_checks
from crawler.portals.errors import nearest, shown
from crawler.portals.loader import PLATFORMS

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

UNKNOWN = "unknown"  # selects portals without a platform in the registry


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
        parser.add_argument(
            "--platform", metavar="NAME", help=f"only this platform: {', '.join(PLATFORMS)}, or {UNKNOWN}"
        )
        add_selection(parser)
        parser.add_argument("--json", action="store_true", help="print a JSON array with all fields")
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
                raise UsageError(f"{shown(args[0])} is not understood; see scrapy portals --help")
            registry = registry_of(self.settings)
            chosen: Iterable[Portal] = registry
            if any((opts.province, opts.kind, opts.source)):
                chosen = registry.select(province=opts.province, kind=opts.kind, source=opts.source)
            if opts.platform is not None:
                chosen = _on_platform(chosen, opts.platform)
            if opts.coverage:
                checks = read_checks(check_file(self.settings))
                narrowed = {portal.province for portal in chosen} if opts.province is not None else None
                _write(_coverage(registry, checks, opts.format, narrowed))
                return
            if opts.check:
                self._check(list(chosen), opts)
                return
        except UsageError as error:
            print(f"scrapy portals: {error}", file=sys.stderr)
            self.exitcode = 2
            return
        _print(list(chosen), as_json=opts.json)

    def _check(self, portals: list[Portal], opts: argparse.Namespace) -> None:
        from spiders.arguments import read_budget

        assert self.settings is not None
        all_asked = run_check(self.settings, portals, again=opts.again, budget=read_budget(opts.budget))
        checks = read_checks(check_file(self.settings))
        found = [checks[portal.id] for portal in portals if portal.id in checks]
        _write(checks_text(found, as_json=opts.json))
        self.exitcode = int(not all_asked or not all(check.answers for check in found))


def _coverage(
    registry: Registry, checks: dict[str, Check], form: str, provinces: set[str | None] | None
) -> str:
    from crawler.report.coverage import coverage_csv, coverage_html, coverage_rows, coverage_table

    rows = [row for row in coverage_rows(registry, checks) if provinces is None or row.province in provinces]
    if form == "html":
        return coverage_html(rows, datetime.now(UTC).date())
    return coverage_csv(rows) if form == "csv" else coverage_table(rows)


def _on_platform(portals: Iterable[Portal], platform: str) -> list[Portal]:
    if platform not in (*PLATFORMS, UNKNOWN):
        near = nearest(platform, PLATFORMS)
        hint = f"nearest: {', '.join(near)}" if near else f"there are {', '.join(PLATFORMS)} and {UNKNOWN}"
        raise UsageError(f"there is no platform {shown(platform)}; {hint}")
    return [portal for portal in portals if (portal.platform or UNKNOWN) == platform]


def _print(portals: list[Portal], *, as_json: bool) -> None:
    """Print the portals as a table or as JSON."""
    from crawler.portals.docs_table import text_table

    if as_json:
        text = json.dumps([asdict(portal) for portal in portals], ensure_ascii=False, indent=2) + "\n"
    elif portals:
        text = text_table(portals)
    else:
        text = ""
        print("no portal matches", file=sys.stderr)
    _write(text)


def _write(text: str) -> None:
    """Print to stdout; a closed pipe, as by `head`, is not an error."""
    with tolerate_closed_pipe():
        sys.stdout.write(text)
