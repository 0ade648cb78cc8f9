"""Flattens articles to CSV rows, without text that a spreadsheet would execute."""

from __future__ import annotations

import csv
import json
import re
import typing
from collections.abc import Iterable
from dataclasses import fields
from typing import Any, TextIO

from crawler.items import Article, Dateline, PortalRef, WarcRef

FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
"""Start of a formula in some spreadsheet program (OWASP, "CSV Injection"); a `'` disables it."""

BLANK = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u200b\u200c\u200d\u2060\ufeff\u00ad"
"""White space and zero-width characters, which some spreadsheet programs strip first."""

INNER_FORMULA = re.compile(rf"(?<!^)([;\t\r\n][{re.escape(BLANK)}]*)(?=[{re.escape('=+-@＝＋－＠')}])")
"""A formula behind a separator or line end: a program that expects `;` between cells, as Excel does with
Indonesian settings, splits cells there although they are quoted."""

FLAT: dict[str, type] = {"portal": PortalRef, "dateline": Dateline, "warc": WarcRef}
"""Fields with one column per member: `portal_id`, `dateline_place`, ..."""

PARAGRAPHS = "\n\n"


def columns() -> list[str]:
    """Column names, in the order of `Article`."""
    names: list[str] = []
    for field in fields(Article):
        inner = FLAT.get(field.name)
        names += [f"{field.name}_{part.name}" for part in fields(inner)] if inner else [field.name]
    return names


def row(record: dict[str, Any]) -> list[str | int | float]:
    """The cells of one record: body paragraphs separated by an empty line, other lists as JSON."""
    cells: list[str | int | float] = []
    for field in fields(Article):
        value = record.get(field.name)
        inner = FLAT.get(field.name)
        if inner:
            cells += [cell((value or {}).get(part.name)) for part in fields(inner)]
        elif field.name == "body":
            cells.append(cell(PARAGRAPHS.join(value or [])))
        else:
            cells.append(cell(value))
    return cells


def write_csv(lines: Iterable[bytes], out: TextIO) -> None:
    """Write CSV as in RFC 4180, with a header row."""
    writer = csv.writer(out)
    writer.writerow(columns())
    writer.writerows(row(json.loads(line)) for line in lines)


def cell(value: Any) -> str | int | float:
    """Value of one cell: empty for None, JSON for lists and objects, formulas disabled."""
    if value is None:
        return ""
    if isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False) if value else ""
    if not isinstance(value, str):
        return typing.cast("int | float", value)
    text = INNER_FORMULA.sub(r"\1'", value.replace("\0", ""))
    starts = text, text.lstrip(BLANK)
    return "'" + text if any(start.startswith(FORMULA_STARTS) for start in starts) else text
