"""Diff of two revisions of an article, by paragraph and word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
MAX_TOKENS = 3000
"""Word limit of a word diff; longer paragraphs are shown as removed and added."""

MAX_PARAGRAPHS = 2000


@dataclass(frozen=True, slots=True)
class Change:
    """Text that is `same`, `removed` or `added`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A changed title (`is_title`) or paragraph; or a number of `unchanged`, hidden paragraphs."""

    changes: tuple[Change, ...] = ()
    is_title: bool = False
    unchanged: int = 0


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Line]:
    """The changed title and paragraphs, with counts of unchanged ones in between."""
    lines = []
    if before["title"] != after["title"]:
        lines.append(Line(tuple(_words(before["title"], after["title"])), is_title=True))
    lines += _paragraphs(before["body"][:MAX_PARAGRAPHS], after["body"][:MAX_PARAGRAPHS])
    return lines if any(line.changes for line in lines) else []


def _paragraphs(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, old, old_end, new, new_end in matcher.get_opcodes():
        if kind == "equal":
            yield Line(unchanged=old_end - old)
            continue
        for one, other in zip_longest(before[old:old_end], after[new:new_end]):
            yield Line(tuple(_words(one or "", other or "")))


def _words(before: str, after: str) -> Iterator[Change]:
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    if len(old) + len(new) > MAX_TOKENS or not old or not new:
        yield from _both(before, after)
        return
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.quick_ratio() < 0.3:  # a different text: a word diff would be unreadable
        yield from _both(before, after)
        return
    for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            yield Change("same", "".join(old[old_start:old_end]))
        else:
            yield from _both("".join(old[old_start:old_end]), "".join(new[new_start:new_end]))


def _both(before: str, after: str) -> Iterator[Change]:
    if before:
        yield Change("removed", before)
    if after:
        yield Change("added", after)
