"""The options that narrow a selection of portals, the same for all commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.portals.kinds import KINDS

if TYPE_CHECKING:
    import argparse


def add_selection(parser: argparse.ArgumentParser) -> None:
    """Add `--province`, `--kind` and `--from` (as `source`), each None where it is not given."""
    parser.add_argument(
        "--province",
        metavar="NAME",
        help='only this province, e.g. "Jawa Timur" or jatim; a comma list works',
    )
    parser.add_argument(
        "--kind", metavar="NAME", help=f"only this kind: {', '.join(KINDS)}; a comma list works"
    )
    parser.add_argument(
        "--from", dest="source", metavar="SOURCE", help="mine: only the portals of PORTALS_FILE; or bundled"
    )
