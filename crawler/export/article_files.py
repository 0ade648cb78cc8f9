"""Exports one file per article: Markdown or HTML documents for readers, other programs and archives."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from crawler.export.folders import folder_name
from crawler.export.html_article import html_article, html_document
from crawler.export.markdown_article import markdown_document
from crawler.export.output_files import write_file

DOCUMENTS: dict[str, tuple[str, Callable[[Mapping[str, Any]], str]]] = {
    "markdown": (".md", markdown_document),
    "html": (".html", html_document),
}
"""File name extension and renderer by format."""

_ID = re.compile(r"[0-9a-f]{16}")
HEAD = (
    b'<!DOCTYPE html>\n<html lang="id">\n<head>\n<meta charset="utf-8">\n<title>Warta</title>\n'
    b"</head>\n<body>\n"
)


def write_folder(lines: Iterable[bytes], folder: Path, form: str) -> int:
    """Write each record to `<folder>/<portal>/<id>` with the format's extension; returns their number.

    A file of an earlier export is replaced. Raises LedgerError if a file cannot be written.
    """
    ending, document = DOCUMENTS[form]
    count = 0
    for line in lines:
        record = json.loads(line)
        name = record["id"] if _ID.fullmatch(record["id"]) else folder_name(record["id"])
        path = folder / folder_name(record["portal"]["id"]) / f"{name}{ending}"
        write_file(path, partial(_write, document(record)))
        count += 1
    return count


def write_html(lines: Iterable[bytes], out: BinaryIO) -> int:
    """Write all records as one HTML document; returns their number."""
    out.write(HEAD)
    count = 0
    for line in lines:
        out.write(html_article(json.loads(line)).encode() + b"\n")
        count += 1
    out.write(b"</body>\n</html>\n")
    return count


def _write(text: str, out: BinaryIO) -> int:
    return out.write(text.encode())
