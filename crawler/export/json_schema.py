"""JSON Schema of one output record, generated from `Article`.

`python -m crawler.export.json_schema` rewrites `crawler/article.schema.json`; a test fails if it is outdated.
"""

from __future__ import annotations

import dataclasses
import json
import re
import types
import typing
from pathlib import Path
from typing import Any

from crawler import items
from crawler.items import Article

FILE = Path(__file__).resolve().parents[1] / "article.schema.json"

SIMPLE = {str: "string", int: "integer", float: "number", bool: "boolean"}

DAY = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
CLOCK = r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?"
OFFSET = r"(Z|[+-]\d{2}:\d{2})"

RULES: dict[str, dict[str, Any]] = {
    "Article.id": {"minLength": 1},
    "Article.seq": {"type": "integer", "minimum": 1},
    "Article.url": {"pattern": "^https?://"},
    "Article.canonical_url": {"pattern": "^https?://"},
    "Article.title": {"minLength": 1},
    "Article.published_at": {"pattern": f"^{DAY}(T{CLOCK}{OFFSET})?$"},
    "Article.modified_at": {"pattern": f"^{DAY}(T{CLOCK}{OFFSET})?$"},
    "Article.first_seen_at": {"pattern": f"^{DAY}T{CLOCK}{OFFSET}$"},
    "Article.fetched_at": {"pattern": f"^{DAY}T{CLOCK}{OFFSET}$"},
    "Article.revision": {"minimum": 1},
    "Article.duplicate_similarity": {"minimum": 0, "maximum": 1},
    "WarcRef.offset": {"minimum": 0},
    "BodyDate.paragraph": {"minimum": 0},
    "BodyDate.start": {"minimum": 0},
    "BodyDate.end": {"minimum": 0},
    "BodyDate.precision": {"enum": ["year", "month", "day", "minute", "second"]},
    "Credit.role": {"enum": ["author", "editor", "reporter", "photographer", "source", "initials"]},
    "Image.url": {"pattern": "^https?://"},
    "Article.type": {"enum": ["article", "announcement"]},
    "Article.confidence": {"minimum": 0, "maximum": 1},
    "Article.gone_at": {"pattern": f"^{DAY}T{CLOCK}{OFFSET}$"},
    "BodyBlock.kind": {"enum": ["paragraph", "heading", "list_item", "quote", "table_row", "verse"]},
    "BodyBlock.level": {"minimum": 1},
    "BodyLink.start": {"minimum": 0},
    "BodyLink.end": {"minimum": 0},
    "BodyLink.url": {"pattern": "^https?://"},
    "Attachment.url": {"pattern": "^https?://"},
    "Embed.url": {"pattern": "^https?://"},
    "Place.code": {"pattern": r"^\d\d(\.\d\d)?$"},
    "Place.level": {
        "enum": ["provinsi", "kabupaten", "kota", "kabupaten administrasi", "kota administrasi"],
    },
    "Place.count": {"minimum": 1},
    "Place.paragraph": {"minimum": 0},
    "Place.start": {"minimum": 0},
}
"""Constraints that types cannot express, by class and field."""


def article_schema() -> dict[str, Any]:
    """The schema, JSON Schema 2020-12. Every key is required and no other is allowed."""
    definitions: dict[str, Any] = {}
    body = _object(Article, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Article",
        **body,
        "$defs": dict(sorted(definitions.items())),
    }


def _object(kind: type, definitions: dict[str, Any]) -> dict[str, Any]:
    hints = typing.get_type_hints(kind, vars(items))
    names = [field.name for field in dataclasses.fields(kind)]
    properties = {}
    for name in names:
        schema = _schema(hints[name], definitions)
        properties[name] = schema | RULES.get(f"{kind.__name__}.{name}", {})
    return {
        "description": re.sub(r"\s+", " ", kind.__doc__ or "").strip(),
        "type": "object",
        "properties": properties,
        "required": names,
        "additionalProperties": False,
    }


def _schema(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if hint in SIMPLE:
        return {"type": SIMPLE[hint]}
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _nullable([one for one in arguments if one is not type(None)], definitions)
    if origin is list:
        return {"type": "array", "items": _schema(arguments[0], definitions)}
    if dataclasses.is_dataclass(hint):
        assert isinstance(hint, type)
        if hint.__name__ not in definitions:
            definitions[hint.__name__] = {}  # placeholder that stops the recursion of self-referencing types
            definitions[hint.__name__] = _object(hint, definitions)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    raise TypeError(f"no JSON Schema is known for {hint!r}")


def _nullable(kinds: list[Any], definitions: dict[str, Any]) -> dict[str, Any]:
    (kind,) = kinds
    schema = _schema(kind, definitions)
    if "type" in schema:
        return schema | {"type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def schema_text() -> str:
    """Content of the schema file."""
    return json.dumps(article_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    FILE.write_text(schema_text(), encoding="utf-8")
