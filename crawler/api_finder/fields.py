"""Finds the JMESPath of each article field by the names and values of an object's members."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from crawler.api_finder.lists import join_path
from crawler.extraction.state.field_names import (
    AUTHOR,
    BODY,
    CAPTION,
    IMAGE,
    MODIFIED,
    PUBLISHED,
    SECTION,
    TAGS,
    TITLE,
    WEAK_BODY,
    field_name,
)
from crawler.extraction.state.fields import images_of, names_of, time_of
from crawler.extraction.state.rich_text import html_of

_HOLDERS = ("attributes", "data", "node", "_embedded", "yoast_head_json")
"""Nested objects whose members are fields of the object itself."""
_INNER = ("rendered", "raw", "html", "id", "ind", "value")
_MIN_TEXT = 120
"""Minimum characters of a full text."""
_SHARE = 0.6
"""Share of entries that must have a value at the path."""


def field_paths(items: Sequence[dict[str, Any]], *, with_body: bool) -> dict[str, str]:
    """The JMESPath of each field, by the name of its option (`crawler.platforms.json_api`)."""
    tests: list[tuple[str, Iterable[str], Callable[[Any], object]]] = [
        ("title", TITLE, _is_title),
        ("published", PUBLISHED, _is_time),
        ("modified", MODIFIED, _is_time),
        ("author", AUTHOR, names_of),
        ("section", SECTION, names_of),
        ("tags", TAGS, names_of),
        ("image", IMAGE, lambda value: next(images_of(value), None)),
        ("caption", CAPTION, _is_line),
    ]
    if with_body:
        tests.insert(0, ("body", (*BODY, *WEAK_BODY), is_text))
    found: dict[str, str] = {}
    for option, names, fits in tests:
        path = _path(items, names, fits, taken=frozenset(found.values()), rare=option in _RARE)
        if path is not None:
            found[option] = path
    if found.get("modified") == found.get("published"):
        found.pop("modified", None)
    return found


_RARE = frozenset({"caption", "modified", "tags", "image"})
"""Fields that many articles lack."""


def _path(
    items: Sequence[dict[str, Any]],
    names: Iterable[str],
    fits: Callable[[Any], object],
    *,
    taken: frozenset[str],
    rare: bool,
) -> str | None:
    members = [dict(_members(item, "", 0)) for item in items]
    for name in names:
        paths = dict.fromkeys(path for one in members for path, (key, _) in one.items() if key == name)
        for path in paths:
            number = sum(path in one and bool(fits(one[path][1])) for one in members)
            if path not in taken and number >= (1 if rare else max(1, _SHARE * len(items))):
                return path
    return None


def _members(item: dict[str, Any], path: str, depth: int) -> Iterator[tuple[str, tuple[str, Any]]]:
    """Path, name and value of an object's members, followed by those of nested objects."""
    for key, value in item.items():
        inner = join_path(path, key)
        if isinstance(value, dict) and isinstance(value.get("rendered"), str):
            inner, value = join_path(inner, "rendered"), value["rendered"]
        yield inner, (field_name(key), value)
    if depth < 2:
        for key in _HOLDERS:
            if isinstance(item.get(key), dict):
                yield from _members(item[key], join_path(path, key), depth + 1)


def scalars(item: dict[str, Any], path: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Path and text of an object's numbers and short strings, the possible parts of a URL."""
    for key, value in item.items():
        inner = join_path(path, key)
        if isinstance(value, bool):
            continue
        if isinstance(value, int) or (isinstance(value, str) and 0 < len(value) <= 400):
            yield inner, str(value)
        elif isinstance(value, dict) and depth < 2:
            yield from scalars(value, inner, depth + 1)


def _is_title(value: Any) -> bool:
    return isinstance(value, str) and 5 < len(value.strip()) <= 400


def _is_line(value: Any) -> bool:
    return isinstance(value, str) and 3 < len(value.strip()) <= 400


def _is_time(value: Any) -> bool:
    return time_of(value) is not None


def is_text(value: Any) -> bool:
    """Whether a member is an article's text."""
    if isinstance(value, str) and len(value) < _MIN_TEXT:
        return False
    return bool(value) and len(html_of(value) or "") >= _MIN_TEXT
