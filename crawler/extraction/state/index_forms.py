"""Decodes state stored as one flat list whose numbers are indexes into it.

devalue (Nuxt 3, SvelteKit): `[{"judul":1,"isi":2},"Panen","<p>..."]`, typed values as `["Date","2026-..."]`.
turbo-stream (Remix, React Router 7): the same, object keys are indexes too: `[{"_1":2},"judul","Panen"]`.
Sources: the README of devalue, and of turbo-stream version 2.
"""

from __future__ import annotations

from typing import Any

_MAX_HOPS = 20
_AS_LISTS = frozenset({"Set", "S", "Z"})
_DATES = frozenset({"Date", "D"})
_PLAIN = frozenset({"BigInt", "B", "RegExp", "R", "URL", "U", "Y", "E", "NaN"})


def is_index_form(value: Any) -> bool:
    """Whether `value` is such a list: its first entry holds only indexes into it."""
    if not isinstance(value, list) or len(value) < 2:
        return False
    first = value[0]
    if isinstance(first, dict):
        inner = list(first.values())
    elif isinstance(first, list) and first and isinstance(first[0], str):
        inner = first[1:]
    else:
        return False
    return bool(inner) and all(_is_index(one) and -10 < one < len(value) for one in inner)


def _is_index(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def read_index_form(flat: list[Any]) -> Any:
    """The value that the list encodes. Its objects may contain each other; invalid indexes give None."""
    made = [_shell(entry) for entry in flat]

    def value(index: Any) -> Any:
        for _ in range(_MAX_HOPS):
            if not _is_index(index) or not 0 <= index < len(flat):
                return None  # undefined, NaN, holes
            entry = flat[index]
            if not (isinstance(entry, list) and len(entry) == 2 and isinstance(entry[0], str)):
                return made[index]
            if entry[0] in _DATES or entry[0] in _PLAIN or entry[0] in _AS_LISTS:
                return made[index]
            index = entry[1]  # Reactive, ShallowRef, Promise ...
        return None

    for entry, shell in zip(flat, made, strict=True):
        if isinstance(entry, dict):
            for key, index in entry.items():
                shell[_key(key, flat)] = value(index)
        elif isinstance(shell, list):
            given = entry[1:] if entry and isinstance(entry[0], str) else entry
            shell.extend(value(index) for index in given)
        elif isinstance(shell, dict):  # Map, or an object without a prototype
            pairs = entry[1:]
            for key, index in zip(pairs[::2], pairs[1::2], strict=False):
                name = key if entry[0] == "null" else value(key)
                if isinstance(name, str | int):
                    shell[str(name)] = value(index)
    return value(0)


def _shell(entry: Any) -> Any:
    """The decoded entry, still empty if it contains others."""
    if isinstance(entry, dict):
        return {}
    if not isinstance(entry, list):
        return entry
    kind = entry[0] if entry and isinstance(entry[0], str) else None
    if kind is None or kind in _AS_LISTS:
        return []
    if kind in {"Map", "M", "null", "N"}:
        return {}
    return entry[1] if len(entry) == 2 and (kind in _DATES or kind in _PLAIN) else None


def _key(key: str, flat: list[Any]) -> str:
    if key[:1] == "_" and key[1:].isdigit():
        index = int(key[1:8])
        name = flat[index] if index < len(flat) else None
        if isinstance(name, str):
            return name
    return key
