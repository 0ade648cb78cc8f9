"""Finds the lines of tables and keys in a TOML text, which tomllib does not report."""

from __future__ import annotations

import re
from collections.abc import Iterator

_HEADER = re.compile(r"\[{1,2}\s*([^\]]+?)\s*\]{1,2}")
_KEY = re.compile(r"""([A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')\s*[.=]""")
# One step over a value: a complete string (ignoring brackets and newlines in it), or one character.
_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|' r"'''.*?'{3,5}|" r'"(?:[^"\\\n]|\\.)*"|' r"'[^'\n]*'|" r"#[^\n]*|.",
    re.DOTALL,
)


class Lines:
    """The lines of the tables and keys of one valid TOML text."""

    def __init__(self, text: str) -> None:
        self._text = text.split("\n")
        self._tables: dict[str, list[int]] = {"": [1]}
        self._keys: dict[tuple[str, int, str], int] = {}
        table, index = "", 0
        for number, line in _statements(text):
            if header := _HEADER.match(line):
                table = header.group(1).replace(" ", "")
                self._tables.setdefault(table, []).append(number)
                index = len(self._tables[table]) - 1
            elif key := _KEY.match(line):
                self._keys.setdefault((table, index, key.group(1).strip("\"'")), number)

    def of(self, table: str, index: int = 0, key: str | None = None) -> int:
        """The line of `key` in the `index`-th `[[table]]`, or of the table's header if the key is missing.

        The top level is the table "". An inline table has the line of its key.
        """
        if key is not None and (line := self._keys.get((table, index, key))) is not None:
            return line
        headers = self._tables.get(table, ())
        if index < len(headers):
            return headers[index]
        return self._keys.get(("", 0, table), 1)

    def place(self, table: str, index: int = 0, key: str | None = None) -> tuple[int, int]:
        """Line and column of the statement that `of` finds, both from 1; the column counts characters."""
        line = self.of(table, index, key)
        written = self._text[line - 1]
        return line, len(written) - len(written.lstrip()) + 1


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Number and text of each line that begins a statement, excluding lines inside a value."""
    number, depth, fresh = 1, 0, True
    for token in _TOKEN.finditer(text):
        piece = token.group()
        if fresh and not piece.isspace():
            if not piece.startswith("#"):
                end = text.find("\n", token.start())
                yield number, text[token.start() : end if end >= 0 else len(text)]
            fresh = False
        if piece in "[{":
            depth += 1
        elif piece in "]}":
            depth -= 1
        elif piece == "\n":
            fresh = depth == 0
        number += piece.count("\n")
