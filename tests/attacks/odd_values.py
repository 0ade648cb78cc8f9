"""Values that servers send in place of text, a date, a number or a URL."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

TEXTS: dict[str, str] = {
    "NUL": "a\0b",
    "lone surrogate": "a\ud800b",
    "60,000 characters": "x" * 60_000,
    "C1 controls": "a\x85\x9bb",
    "direction marks": "a\u202eb\u2066",
    "U+2028": "a\u2028b",
    "5,000 digits": "9" * 5000,
    "year 0": "0000-00-00T00:00:00",
    "year 9999": "9999-12-31T23:59:59+14:00",
    "bad offset": "2024-01-01T10:00:00+99:99",
    "30 February": "2024-02-30",
    "broken host": "http://[::1",
    "bad port": "http://wonoasri.example:99999999/",
    "surrogate in a URL": "https://wonoasri.example/\ud800",
    "control in a URL": "https://wonoasri.example/\x01",
    "bad punycode": "http://xn--a.xn--/",
    "empty": "",
    "blank": "   ",
}
VALUES: dict[str, Any] = {
    **TEXTS,
    "large number": 10**30,
    "huge number": int("9" * 300),
    "large float": 1e308,
    "negative": -5,
    "null": None,
    "true": True,
    "list": [["x"]],
    "object": {"@type": "X", "name": {"name": {}}},
}


def places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every path into a JSON value, the value itself first."""
    yield place
    items = value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ())
    for key, inner in items:
        yield from places(inner, (*place, key))


def replaced(value: Any, place: tuple[Any, ...], odd: Any) -> Any:
    """The value with `odd` at one place."""
    if not place:
        return odd
    copy = value.copy()
    copy[place[0]] = replaced(value[place[0]], place[1:], odd)
    return copy
