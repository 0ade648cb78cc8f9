"""Finds the list of articles in a response: similar objects with a title, an id, and a date or text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from crawler.extraction.state.field_names import (
    BODY,
    IDENTITY,
    IMAGE,
    PLACE,
    PUBLISHED,
    TITLE,
    WEAK_BODY,
    field_name,
)
from crawler.extraction.state.fields import Fields, read_fields, time_of

MAX_DEPTH = 6
MAX_LISTS = 200
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SUMMARIES = (
    "ringkasan",
    "summary",
    "excerpt",
    "intro",
    "lead",
    "teaser",
    "abstract",
    "subtitle",
    "cuplikan",
)
_WRAPPERS = ("node", "attributes")


@dataclass(frozen=True, slots=True)
class ArticleList:
    """A list at the JMESPath `path`; `score` rates its entries as articles."""

    path: str
    items: tuple[dict[str, Any], ...]
    score: float


def best_list(data: Any) -> ArticleList | None:
    """The list with the best score in a response; None without one."""
    found = [one for one in article_lists(data) if one.score > 0]
    return max(found, key=lambda one: (one.score, len(one.items)), default=None)


def article_lists(data: Any) -> Iterator[ArticleList]:
    """All lists of objects with titles in a response."""
    number = 0
    for path, value in _lists(data, "", 0):
        number += 1
        if number > MAX_LISTS:
            return
        items = tuple(one for one in value if isinstance(one, dict))
        if not items or len(items) < len(value) / 2:
            continue
        if all(isinstance(one.get("node"), dict) for one in items):  # GraphQL's edges
            items, path = tuple(one["node"] for one in items), f"{path}[].node"
        score = sum(map(_score, items)) / len(items)
        yield ArticleList(path or "@", items, score if score >= 3 else 0)


def _lists(data: Any, path: str, depth: int) -> Iterator[tuple[str, list[Any]]]:
    if depth > MAX_DEPTH:
        return
    if isinstance(data, list):
        if data:
            yield path, data
    elif isinstance(data, dict):
        for key, value in data.items():
            if isinstance(key, str) and isinstance(value, dict | list):
                yield from _lists(value, join_path(path, key), depth + 1)


def join_path(path: str, key: str) -> str:
    """The JMESPath of a member."""
    name = key if _PLAIN_KEY.fullmatch(key) else '"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{path}.{name}" if path and path != "@" else name


def inner_of(item: dict[str, Any]) -> dict[str, Any]:
    """The object with an entry's fields: Strapi's are below `attributes`."""
    attributes = item.get("attributes")
    return {**attributes, **item} if isinstance(attributes, dict) else item


def _score(item: dict[str, Any]) -> float:
    """0 to 8; 3 or more: the entry is probably an article."""
    fields = read_fields(inner_of(item))
    title = fields.text(TITLE)
    if title is None or len(title) < 8 or not _has(fields, (*PLACE, *IDENTITY)):
        return 0
    words = title.count(" ") + 1
    dated = any(time_of(fields.members.get(name)) for name in PUBLISHED)
    has_body = _has(fields, BODY) or _has(fields, (*WEAK_BODY, *_SUMMARIES))
    return (
        min(words, 6) / 3
        + 2.0 * dated
        + 1.0 * has_body
        + 1.0 * _has(fields, IMAGE)
        + 1.0 * _has(fields, ("slug",))
    )


def _has(fields: Fields, names: tuple[str, ...]) -> bool:
    return fields.first(names) is not None


def title_of(item: dict[str, Any]) -> str | None:
    """The title of an entry."""
    return read_fields(inner_of(item)).text(TITLE)


def is_same_kind(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two entries share most member names."""
    names = {field_name(key) for key in one}, {field_name(key) for key in other}
    return len(names[0] & names[1]) >= 0.6 * max(1, min(map(len, names)))
