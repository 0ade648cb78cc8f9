"""Distinguishes data tables from layout tables."""

from __future__ import annotations

from lxml.html import HtmlElement

_PARAGRAPH_CELL = 400
"""Characters in one cell beyond which a table is a layout."""
_PARAGRAPHS = 2
"""Paragraphs in a cell across all columns from which on it is one."""


def is_data_table(table: HtmlElement) -> bool:
    """Whether `table` holds rows of short cells.

    A table with a nested table, with one cell per row, or with a cell as long as a text, or a text
    across its columns, is a layout table.
    """
    if table.get("role") == "presentation":
        return False
    rows = wide = 0
    for item in table.iter("table", "tr", "td", "th"):
        tag = item.tag
        if tag == "table":
            if item is not table:
                return False
        elif tag == "tr":
            rows += 1
            wide += len(item) > 1
        elif _holds_text(item):
            return False
    return rows > 0 and wide >= rows * 0.5


def _holds_text(cell: HtmlElement) -> bool:
    """Whether a cell holds a text, or a picture."""
    if sum(map(len, cell.itertext())) > _PARAGRAPH_CELL or cell.find(".//img") is not None:
        return True
    return cell.get("colspan") is not None and len(cell.findall("p")) >= _PARAGRAPHS
