"""A parsed query: terms joined by AND, OR and NOT."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crawler.query.document import Document


@dataclass(frozen=True, slots=True)
class Term:
    """A word, phrase or prefix; `needle` is folded, with its delimiting spaces."""

    field: str
    needle: str

    def matches(self, document: Document) -> bool:
        return self.needle in document.text(self.field)


@dataclass(frozen=True, slots=True)
class Not:
    part: Node

    def matches(self, document: Document) -> bool:
        return not self.part.matches(document)


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple[Node, ...]

    def matches(self, document: Document) -> bool:
        return all(part.matches(document) for part in self.parts)


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[Node, ...]

    def matches(self, document: Document) -> bool:
        return any(part.matches(document) for part in self.parts)


Node = Term | Not | All | AnyOf


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query; `text` is as written."""

    text: str
    root: Node

    def matches(self, record: Mapping[str, Any] | Document) -> bool:
        """Whether a record (a dictionary of the JSON Lines output) matches.

        To test several queries on one record, share one `Document`: it is faster.
        """
        document = record if isinstance(record, Document) else Document(record)
        return self.root.matches(document)
