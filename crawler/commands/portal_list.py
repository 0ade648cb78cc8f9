"""The list of portals: its options, the choice, and the table or JSON. It needs no Scrapy."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from crawler.commands.closed_pipe import tolerate_closed_pipe
from crawler.commands.selection import add_selection
from crawler.portals import Portal, Registry, UsageError
from crawler.portals.errors import nearest, shown
from crawler.portals.loader import PLATFORMS

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

UNKNOWN = "unknown"  # selects portals without a platform in the registry


def add_list_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that choose and print portals."""
    parser.add_argument(
        "--platform", metavar="NAME", help=f"only this platform: {', '.join(PLATFORMS)}, or {UNKNOWN}"
    )
    add_selection(parser)
    parser.add_argument("--json", action="store_true", help="print a JSON array with all fields")


def chosen_portals(registry: Registry, opts: argparse.Namespace) -> list[Portal]:
    """Return the portals that the options choose. Raises UsageError."""
    chosen: Iterable[Portal] = registry
    if any((opts.province, opts.kind, opts.source)):
        chosen = registry.select(province=opts.province, kind=opts.kind, source=opts.source)
    if opts.platform is None:
        return list(chosen)
    if opts.platform not in (*PLATFORMS, UNKNOWN):
        near = nearest(opts.platform, PLATFORMS)
        hint = f"nearest: {', '.join(near)}" if near else f"there are {', '.join(PLATFORMS)} and {UNKNOWN}"
        raise UsageError(f"there is no platform {shown(opts.platform)}; {hint}")
    return [portal for portal in chosen if (portal.platform or UNKNOWN) == opts.platform]


def print_portals(portals: list[Portal], *, as_json: bool) -> None:
    """Print the portals as a table or as JSON."""
    from crawler.portals.docs_table import text_table

    if as_json:
        text = json.dumps([asdict(portal) for portal in portals], ensure_ascii=False, indent=2) + "\n"
    elif portals:
        text = text_table(portals)
    else:
        text = ""
        print("no portal matches", file=sys.stderr)
    write(text)


def write(text: str) -> None:
    """Print to stdout; a closed pipe, as by `head`, is not an error."""
    with tolerate_closed_pipe():
        sys.stdout.write(text)
