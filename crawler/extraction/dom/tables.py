"""Distinguishes data tables from layout tables."""

from __future__ import annotations

from lxml.html import HtmlElement

_PARAGRAPH_CELL = 400
"""Characters in one cell beyond which a table is a layout."""


def is_data_table(table: HtmlElement) -> bool:
    """Whether `table` holds rows of short cells.

    A table with a nested table, with one cell per row, or with a cell as long as a text is a layout table.
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
        elif sum(map(len, item.itertext())) > _PARAGRAPH_CELL or item.find(".//img") is not None:
            return False
    return rows > 0 and wide >= rows * 0.5
