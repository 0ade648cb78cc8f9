"""Structure of a record's body: typed paragraphs, with text, links and dates as separate pieces.

Markdown, HTML and feeds are built from it. Records of earlier schemas have only plain paragraphs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from crawler.export.control_characters import printable
from crawler.export.web_address import iri, is_web

CELLS = " | "
"""Separator of a table row's cells in its paragraph."""


Span = tuple[int, int, str | None, str | None]
"""Start and end in a paragraph, URL of a link, ISO 8601 of a date."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a paragraph: `url` if it is a link, `iso` if it is a date."""

    text: str
    url: str | None = None
    iso: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body; `kind` and `level` as in `BodyBlock`."""

    kind: str
    level: int | None
    pieces: tuple[Piece, ...]

    @property
    def cells(self) -> list[list[Piece]]:
        """The pieces of each cell of a table row."""
        cells: list[list[Piece]] = [[]]
        for piece in self.pieces:
            first, *others = piece.text.split(CELLS)
            cells[-1].append(replace(piece, text=first))
            cells += [[replace(piece, text=text)] for text in others]
        return cells


def structure(record: Mapping[str, Any], *, dates: bool = False) -> list[Paragraph]:
    """The paragraphs of a record; all plain if annotations are missing or do not match in number.

    With `dates`, dates in the text are separate pieces, except within links.
    """
    body = record["body"]
    blocks = record.get("body_blocks") or []
    if len(blocks) != len(body):
        blocks = [{}] * len(body)
    mentions: dict[int, list[Span]] = defaultdict(list)
    for one in record.get("date_mentions") or [] if dates else []:
        mentions[one["paragraph"]].append((one["start"], one["end"], None, one["iso"]))
    return [
        Paragraph(
            block.get("kind") or "paragraph",
            block.get("level"),
            tuple(_pieces(text, _spans(block, len(text)) + mentions[number])),
        )
        for number, (text, block) in enumerate(zip(body, blocks, strict=True))
    ]


def _spans(block: Mapping[str, Any], length: int) -> list[Span]:
    """The links of a paragraph with valid offsets."""
    links = [(link["start"], link["end"], link["url"]) for link in block.get("links") or []]
    return [(start, end, iri(url), None) for start, end, url in links if end <= length and is_web(url)]


def _pieces(text: str, spans: Iterable[Span]) -> Iterable[Piece]:
    """Split the text at the spans; skips a span that begins within another."""
    at = 0
    for start, end, url, iso in sorted(spans, key=lambda span: (span[0], span[2] is None)):
        if not at <= start < end <= len(text):
            continue
        if start > at:
            yield Piece(printable(text[at:start]))
        yield Piece(printable(text[start:end]), url, iso)
        at = end
    if at < len(text):
        yield Piece(printable(text[at:]))


def by_kind(paragraphs: Iterable[Paragraph]) -> Iterable[tuple[str, list[Paragraph]]]:
    """Group adjacent paragraphs of one kind: list items, table rows."""
    for kind, group in groupby(paragraphs, key=lambda paragraph: paragraph.kind):
        yield kind, list(group)
