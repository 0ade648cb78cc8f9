"""Walks the objects in a page's state, each once, with the context that distinguishes an article."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any, NamedTuple

from crawler.extraction.deadline import check_time
from crawler.extraction.state.index_forms import is_index_form, read_index_form
from crawler.extraction.state.javascript import Unreadable, read_json
from crawler.extraction.state.limits import MAX_NODES, MAX_VALUE

_JSON_STARTS = ('{"', '[{"', "[[", "{\n", "[\n")
_LEAST = 40
"""Characters of a string that may hold objects."""


class Node(NamedTuple):
    """An object. `listed`: it is one of several objects in a list."""

    value: dict[str, Any]
    listed: bool


def iter_nodes(values: list[Any]) -> Iterator[Node]:
    """The objects within `values`, outer ones first, at most MAX_NODES; also reads JSON inside strings."""
    queue: deque[tuple[Any, bool]] = deque((value, False) for value in values)
    seen: set[int] = set()
    kept: list[Any] = []  # keeps decoded values alive as long as their id() is in use
    while queue and len(seen) < MAX_NODES:
        node, listed = queue.popleft()
        if not isinstance(node, dict | list) or id(node) in seen:
            continue
        seen.add(id(node))
        if len(seen) % 1000 == 0:
            check_time()
        if isinstance(node, dict):
            yield Node(node, listed)
        several = isinstance(node, list) and [*map(type, node)].count(dict) > 1
        for value in node.values() if isinstance(node, dict) else node:
            if isinstance(value, dict | list):
                queue.append((value, several or (listed and isinstance(node, list))))
            elif (
                isinstance(value, str) and value.startswith(_JSON_STARTS) and _LEAST < len(value) < MAX_VALUE
            ):
                inner = _inner(value)
                if inner is not None:
                    kept.append(inner)
                    queue.append((inner, False))


def _inner(text: str) -> Any:
    """The JSON in a string (a stored response), None if it is not JSON."""
    try:
        value = read_json(text)
    except Unreadable:
        return None
    if is_index_form(value):
        value = read_index_form(value)
    return value if isinstance(value, dict | list) else None


def link_references(values: list[Any]) -> None:
    """Resolve references in a normalized cache (Apollo): `{"__ref": "Tag:7"}`."""
    caches = [
        value for root in values for value in _caches(root) if any(":" in key for key in list(value)[:50])
    ]
    for cache in caches:
        for entry in list(cache.values()):
            if isinstance(entry, dict):
                for key, value in entry.items():
                    entry[key] = _linked(value, cache)


def _caches(root: Any) -> Iterator[dict[str, Any]]:
    if isinstance(root, dict):
        yield root
        for value in root.values():
            if isinstance(value, dict):
                yield value


def _linked(value: Any, cache: dict[str, Any]) -> Any:
    if isinstance(value, dict) and isinstance(value.get("__ref"), str):
        return cache.get(value["__ref"], value)
    if isinstance(value, list):
        return [_linked(one, cache) if isinstance(one, dict) else one for one in value]
    return value
