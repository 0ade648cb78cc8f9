"""`scrapy portals`: prints the registry as a table or as JSON."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from crawler.commands.checked import ChecksSettings
from crawler.commands.selection import add_selection
from crawler.portals import Portal, UsageError
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
        return "[--province NAME] [--kind NAME] [--from mine|bundled] [--platform NAME] [--json]"

    def short_desc(self) -> str:
        return "List the portals of the registry, with those of PORTALS_FILE"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--platform", metavar="NAME", help=f"only this platform: {', '.join(PLATFORMS)}, or {UNKNOWN}"
        )
        add_selection(parser)
        parser.add_argument("--json", action="store_true", help="print a JSON array with all fields")

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
        except UsageError as error:
            print(f"scrapy portals: {error}", file=sys.stderr)
            self.exitcode = 2
            return
        _print(list(chosen), as_json=opts.json)


def _on_platform(portals: Iterable[Portal], platform: str) -> list[Portal]:
    if platform not in (*PLATFORMS, UNKNOWN):
        near = nearest(platform, PLATFORMS)
        hint = f"nearest: {', '.join(near)}" if near else f"there are {', '.join(PLATFORMS)} and {UNKNOWN}"
        raise UsageError(f"no platform is called {shown(platform)}; {hint}")
    return [portal for portal in portals if (portal.platform or UNKNOWN) == platform]


def _print(portals: list[Portal], *, as_json: bool) -> None:
    """Print to stdout. A reader that closes early, such as `head`, is no error."""
    from crawler.portals.docs_table import text_table

    if as_json:
        text = json.dumps([asdict(portal) for portal in portals], ensure_ascii=False, indent=2) + "\n"
    elif portals:
        text = text_table(portals)
    else:
        text = ""
        print("no portal matches", file=sys.stderr)
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
