"""Infers cursor pagination: the response names the value with which the page requests its next part.

The value is a member of the response (`next_cursor`), or of its last entry (`before=133`, its id or time).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from crawler.api_finder.fields import scalars
from crawler.api_finder.lists import join_path

MAX_DEPTH = 5
MAX_VALUE = 2000
_HAS_MORE = ("hasNextPage", "has_next_page", "has_more", "hasMore", "more", "has_next", "hasNext")
"""Siblings of a cursor that are false in the last part."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """`value` is a JMESPath on the response; `template` is the URL of the next part, with `{}` for it."""

    value: str
    template: str


def infer_cursor(parts: Sequence[tuple[str, Any]], items: str) -> Cursor | None:
    """The cursor that leads from each part of a list to the next one; None if there is none.

    `parts` are URLs and responses in the order of the requests; `items` is the JMESPath of the list.
    """
    import jmespath  # type: ignore[import-untyped]

    if len(parts) < 2:
        return None
    (first, data), (second, _) = parts[:2]
    entries = jmespath.search(items, data)
    last = entries[-1] if isinstance(entries, list) and entries else None
    for template, value in _changed(first, second):
        for path in _paths(data, items, last, value):
            cursor = Cursor(_while_more(data, path), template)
            if all(
                url == cursor_url(cursor, jmespath.search(path, before))
                for (_, before), (url, _) in pairwise(parts)
            ):
                return cursor
    return None


def cursor_url(cursor: Cursor, value: object) -> str:
    """The URL of the part after the one with this value."""
    return cursor.template.replace("{}", quote(str(value), safe=""))


def _changed(first: str, second: str) -> Iterator[tuple[str, str]]:
    """The second URL with `{}` for a parameter that the first one lacks or has with another value."""
    before = dict(parse_qsl(urlsplit(first).query, keep_blank_values=True))
    base, _, query = second.partition("?")
    if base != first.partition("?")[0]:
        return
    raw = query.split("&")
    for number, field in enumerate(raw):
        name, _, value = field.partition("=")
        plain = unquote(value.replace("+", " "))
        if plain and len(plain) <= MAX_VALUE and before.get(unquote(name)) != plain:
            yield f"{base}?{'&'.join([*raw[:number], f'{name}={{}}', *raw[number + 1 :]])}", plain


def _paths(data: Any, items: str, last: Any, value: str) -> Iterator[str]:
    """The JMESPaths of a value: members outside of lists first, then members of the list's last entry."""
    yield from (path for path, found in _members(data, "", 0) if str(found) == value)
    if isinstance(last, dict):
        entry = f"{items} | [-1]" if "[" in items else f"{'' if items == '@' else items}[-1]"
        yield from (join_path(entry, path) for path, found in scalars(last) if found == value)


def _members(data: Any, path: str, depth: int) -> Iterator[tuple[str, object]]:
    if not isinstance(data, dict) or depth > MAX_DEPTH:
        return
    for key, value in data.items():
        inner = join_path(path, key)
        if isinstance(value, dict):
            yield from _members(value, inner, depth + 1)
        elif isinstance(value, str | int) and not isinstance(value, bool):
            yield inner, value


def _while_more(data: Any, path: str) -> str:
    """The path, with the condition that the response announces a further part, if it does so."""
    parent = path.rpartition(".")[0]
    if "[" in path or '"' in path:
        return path
    holder = data
    for key in parent.split(".") if parent else ():
        holder = holder[key]
    name = next((name for name in _HAS_MORE if holder.get(name) is True), None)
    return f"{join_path(parent, name)} && {path}" if name else path
