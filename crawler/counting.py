"""Numbers with their nouns in messages: `1 task`, `3 tasks`."""

from __future__ import annotations


def counted(number: int, noun: str, several: str | None = None) -> str:
    """The number with its noun; `several` is the plural if it is not the noun with an s."""
    return f"{number} {noun if number == 1 else several or f'{noun}s'}"
