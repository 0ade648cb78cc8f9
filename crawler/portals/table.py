"""The registry as people read it: a table on the terminal, and docs/portals.md.

`python -m crawler.portals.table` writes docs/portals.md anew; with `--check` it only says whether it must.
"""

from __future__ import annotations

import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from crawler.portals.lookup import load_registry
from crawler.portals.portal import Portal
from crawler.portals.provinces import PROVINCES

DOCUMENT = Path(__file__).parents[2] / "docs" / "portals.md"
NOT_KNOWN = "-"

# How an entry can be known, best first.
EVIDENCE = ("page seen", "named or linked on a page seen", "named in public code", "unverified")

_HEADER = """\
# Portals

Written by `make portals` from `crawler/portals/registry/`; change the registry, not this page.
[How to add a portal](add-a-portal.md). `scrapy portals` prints the same list, with your own portals in it.

The column "known from" says how much stands behind an entry: `page seen` means that a page of the portal
was read; `named or linked on a page seen` and `named in public code` mean that others point to it;
`unverified` means that nobody has looked yet. A platform in an entry is a hint: the crawl looks for itself
where there is none.
"""


def text_table(portals: Iterable[Portal]) -> str:
    """The portals as aligned columns for a terminal, a line each, with a head line."""
    rows = [("ID", "NAME", "PROVINCE", "ZONE", "PLATFORM", "KNOWN FROM", "ADDRESS")]
    rows += [
        (
            portal.id,
            portal.name,
            portal.province or NOT_KNOWN,
            portal.zone,
            portal.platform or NOT_KNOWN,
            portal.evidence,
            portal.address,
        )
        for portal in portals
    ]
    widths = [max(map(display_width, column)) for column in zip(*rows, strict=True)]
    return "".join(
        "  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n"
        for row in rows
    )


def display_width(text: str) -> int:
    """How many columns of a terminal `text` takes: wide characters two, combining marks none (UAX 11)."""
    return sum(
        0
        if unicodedata.combining(character) or unicodedata.category(character) in ("Me", "Mn", "Cf")
        else 2
        if unicodedata.east_asian_width(character) in "WF"
        else 1
        for character in text
    )


def document(portals: Sequence[Portal]) -> str:
    """docs/portals.md: a table of counts, and the portals of each province."""
    parts = [_HEADER, _summary(portals)]
    zones = {province.name: province.zone for province in PROVINCES}
    for name in [*sorted(zones), None]:
        here = [portal for portal in portals if portal.province == name]
        if here:
            parts.append(f"## {name} ({zones[name]})\n" if name else "## Whole country\n")
            parts.append(_markdown_table(here))
    return "\n".join(parts)


def _summary(portals: Sequence[Portal]) -> str:
    """How many portals of which platform and standing there are."""
    provinces = {portal.province for portal in portals if portal.province}
    platforms = Counter(portal.platform or "not known" for portal in portals)
    evidence = Counter(portal.evidence for portal in portals)
    return (
        f"{len(portals)} portals in {len(provinces)} provinces.\n\n"
        + _markdown(("platform", "portals"), [(name, str(n)) for name, n in platforms.most_common()])
        + "\n"
        + _markdown(("known from", "portals"), [(name, str(n)) for name, n in evidence.most_common()])
    )


def _markdown_table(portals: Iterable[Portal]) -> str:
    return _markdown(
        ("id", "portal", "region", "level", "platform", "known from"),
        [
            (
                f"`{portal.id}`",
                f"[{portal.name}]({portal.address})",
                portal.region or NOT_KNOWN,
                portal.level or NOT_KNOWN,
                portal.platform or NOT_KNOWN,
                portal.evidence,
            )
            for portal in portals
        ],
    )


def _markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - display_width(text))


def main(arguments: Sequence[str]) -> int:
    """Write docs/portals.md, or with `--check` return 1 when it is not what the registry says."""
    current = document(list(load_registry()))
    if "--check" in arguments:
        return int(not DOCUMENT.is_file() or DOCUMENT.read_text(encoding="utf-8") != current)
    DOCUMENT.parent.mkdir(exist_ok=True)
    DOCUMENT.write_text(current, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
