"""Writes docs/dates.md from the tables of strings: `python -m tests.dates.docs_table`."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from crawler.dates import find_dates
from tests.dates.tables import PUBLISHED, Row, rows

PAGE = Path(__file__).resolve().parents[2] / "docs" / "dates.md"
MARK = "<!-- the tables below are generated: python -m tests.dates.docs_table -->\n"
SHOWN = 12
"""Examples of a group on the page; the rest stand in the tables of the tests."""


def _cell(text: str) -> str:
    return "`" + text.replace("\n", "⏎").replace("|", "\\|").replace("`", "´").strip() + "`"


def _row(row: Row) -> str:
    mentions = find_dates(row.text, reference=row.reference, timezone=row.zone)
    read = "<br>".join(_cell(mention.iso) for mention in mentions) or "no date"
    flags = " ".join(dict.fromkeys(flag for mention in mentions for flag in mention.flags))
    return f"| {_cell(row.text)} | {read} | {flags} |"


def tables() -> str:
    """The generated part of the page."""
    parts = [MARK, f"\nPublished on {PUBLISHED} (a Thursday) unless the table of the tests says otherwise.\n"]
    for title, name in (
        ("Publication lines", "lines.tsv"),
        ("Dates in running text", "text.tsv"),
        ("No dates", "nothing.tsv"),
    ):
        parts.append(f"\n## {title}\n")
        for group, members in groupby(rows(name), key=lambda row: row.group):
            shown = list(members)[:SHOWN]
            if name == "nothing.tsv":
                parts.append(
                    f"\n{group}: " + ", ".join(_cell(row.text) for row in shown if row.text.strip()) + "\n"
                )
                continue
            parts.append(f"\n### {group}\n\n| printed | read as | flags |\n|---|---|---|\n")
            parts.extend(_row(row) + "\n" for row in shown)
    return "".join(parts)


def fresh(page: str) -> str:
    """The page with regenerated tables."""
    return page.partition(MARK)[0] + tables()


if __name__ == "__main__":
    PAGE.write_text(fresh(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
