"""The body of a record as structure: its paragraphs with their kinds, and text apart from links.

Markdown, HTML and feeds are built from it. A record of an earlier schema has paragraphs alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from crawler.export.control_characters import printable
from crawler.export.web_address import iri, is_web

CELLS = " | "
"""What divides the cells of a table's row in its paragraph."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of a paragraph, with the address of the link that it is, or None."""

    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body: `kind` and `level` as of `BodyBlock`."""

    kind: str
    level: int | None
    pieces: tuple[Piece, ...]

    @property
    def cells(self) -> list[list[Piece]]:
        """The pieces of each cell of a table's row."""
        cells: list[list[Piece]] = [[]]
        for piece in self.pieces:
            first, *others = piece.text.split(CELLS)
            cells[-1].append(Piece(first, piece.url))
            cells += [[Piece(text, piece.url)] for text in others]
        return cells


def structure(record: Mapping[str, Any]) -> list[Paragraph]:
    """The paragraphs of a record; without annotations, or with those of another number, all are plain."""
    body = record["body"]
    blocks = record.get("body_blocks") or []
    if len(blocks) != len(body):
        blocks = [{}] * len(body)
    return [
        Paragraph(block.get("kind") or "paragraph", block.get("level"), tuple(_pieces(text, block)))
        for text, block in zip(body, blocks, strict=True)
    ]


def _pieces(text: str, block: Mapping[str, Any]) -> Iterable[Piece]:
    at = 0
    for link in block.get("links") or []:
        start, end, url = link["start"], link["end"], link["url"]
        if not (at <= start < end <= len(text) and is_web(url)):
            continue
        if start > at:
            yield Piece(printable(text[at:start]))
        yield Piece(printable(text[start:end]), iri(url))
        at = end
    if at < len(text):
        yield Piece(printable(text[at:]))


def by_kind(paragraphs: Iterable[Paragraph]) -> Iterable[tuple[str, list[Paragraph]]]:
    """Neighbours of one kind together: the items of a list, the rows of a table."""
    for kind, group in groupby(paragraphs, key=lambda paragraph: paragraph.kind):
        yield kind, list(group)
