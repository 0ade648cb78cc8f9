"""The registry as documents: a table on the terminal, docs/portals.md, the counts in both READMEs.

`python -m crawler.portals.docs_table` rewrites the documents; with `--check` it only reports outdated ones.
"""

from __future__ import annotations

import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from crawler.portals.index import INDEX, index_text
from crawler.portals.kinds import EVIDENCE
from crawler.portals.lookup import BUNDLED, load_registry
from crawler.portals.portal import Portal
from crawler.portals.provinces import PROVINCES

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "portals.md"
_ENGLISH = (
    "The registry lists **{portals} portals** of {governments} local governments in {provinces} provinces; "
    "pages of {seen} portals were read."
)
_INDONESIAN = (
    "Registri memuat **{portals} portal** dari {governments} pemerintah daerah di {provinces} provinsi; "
    "halaman {seen} portal sudah dibaca."
)
READMES = {ROOT / "README.md": _ENGLISH, ROOT / "README.id.md": _INDONESIAN}
"""The READMEs, with the sentence for the counts."""
BEGIN, END = "<!-- portals: written by make portals -->\n", "<!-- end of portals -->\n"
NOT_KNOWN = "-"

_HEADER = """\
# Portals

Written by `make portals` from `crawler/portals/registry/`; change the registry, not this page.
[How to add a portal](add-a-portal.md). `scrapy portals` prints the same list, with your own portals in it.

The column "known from" is the evidence for an entry: `page seen` means that a page of the portal
was read; `named or linked on a page seen` and `named in public code` mean that others point to it;
`host list` means that a public list of hosts names it, and no more; `unverified` means that nobody has looked
yet. "seen" is the newest date of a source that names the host. A platform in an entry is a hint: the crawl
looks for itself where there is none.
"""


def text_table(portals: Iterable[Portal]) -> str:
    """The portals as a table for a terminal, one line each, with a header line."""
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
    return aligned(rows)


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Rows of cells as aligned columns for a terminal."""
    widths = [max(map(display_width, column)) for column in zip(*rows, strict=True)]
    return "".join(
        "  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n"
        for row in rows
    )


def display_width(text: str) -> int:
    """Width of `text` in terminal columns: wide characters 2, combining marks 0 (UAX 11)."""
    if text.isascii() and text.isprintable():  # fast path: nearly all cells
        return len(text)
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


def counts(portals: Sequence[Portal], sentence: str) -> str:
    """`sentence` with its counts; `{seen}` counts portals with a page that was read."""
    provinces = {portal.province for portal in portals if portal.province}
    seen = sum(portal.evidence == EVIDENCE[0] for portal in portals)
    return sentence.format(
        portals=len(portals), provinces=len(provinces), seen=seen, governments=len(governments(portals))
    )


def governments(portals: Iterable[Portal]) -> set[str]:
    """The codes of governments with a main portal or one of their communication office."""
    own = ("main", "communications")
    return {portal.code for portal in portals if portal.code is not None and portal.kind in own}


def with_counts(text: str, portals: Sequence[Portal], sentence: str) -> str:
    """Return the README `text` with today's counts. Raises ValueError when the markers are missing."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"no {BEGIN.strip()} ... {END.strip()} in the README")
    return f"{before}{BEGIN}\n{counts(portals, sentence)}\n{END}{after}"


def _summary(portals: Sequence[Portal]) -> str:
    """Counts of portals by platform and evidence."""
    provinces = {portal.province for portal in portals if portal.province}
    kinds = Counter(portal.kind or "not known" for portal in portals)
    platforms = Counter(portal.platform or "not known" for portal in portals)
    evidence = Counter(portal.evidence for portal in portals)
    return (
        f"{len(portals)} portals in {len(provinces)} provinces; "
        f"{len(governments(portals))} governments have one.\n\n"
        + _markdown(("kind", "portals"), [(name, str(n)) for name, n in kinds.most_common()])
        + "\n"
        + _markdown(("platform", "portals"), [(name, str(n)) for name, n in platforms.most_common()])
        + "\n"
        + _markdown(("known from", "portals"), [(name, str(n)) for name, n in evidence.most_common()])
    )


def _markdown_table(portals: Iterable[Portal]) -> str:
    return _markdown(
        ("id", "portal", "region", "kind", "platform", "known from", "seen"),
        [
            (
                f"`{portal.id}`",
                f"[{portal.name}]({portal.address})",
                portal.region or NOT_KNOWN,
                portal.kind or NOT_KNOWN,
                portal.platform or NOT_KNOWN,
                portal.evidence,
                portal.seen or NOT_KNOWN,
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
    """Write the documents; with `--check` return 1 if one is outdated."""
    portals = list(load_registry())
    current = {BUNDLED / INDEX: index_text(BUNDLED), DOCUMENT: document(portals)}
    for readme, sentence in READMES.items():
        current[readme] = with_counts(readme.read_text(encoding="utf-8"), portals, sentence)
    if "--check" in arguments:
        return int(
            any(not file.is_file() or file.read_text("utf-8") != text for file, text in current.items())
        )
    for file, text in current.items():
        file.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
