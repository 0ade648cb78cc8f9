"""Who made an article: bylines and credits at its head and tail, taken out of the text.

`Penulis: X / Editor: Y`, `Laporan Wartawan TribunLombok.com, X`, `... pungkasnya. (cah/may)`, `(*)`. What
only looks like a credit stays: an abbreviation explained (`Gerakan Masyarakat (GEMA).`), an editor's
remark (`(Dinas Kominfo Kota Malang_red)`), a sentence that begins with `Sumber itu`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from crawler.extraction.attribution.credit_lines import (
    LABELLED,
    NAME_TRIM,
    is_name,
    labelled_credits,
    read_byline,
    read_credit_line,
)
from crawler.extraction.attribution.initials import SENTENCE_END, split_mark
from crawler.extraction.blocks import Block
from crawler.items import Credit

HEAD_BLOCKS = 4
TAIL_BLOCKS = 8
"""How many blocks from either end may be credits."""

MAX_UNLABELLED = 90

_STAR = re.compile(r"[*•\s.·~_=#—–-]{1,20}")


class Taken(NamedTuple):
    """The blocks that remain and the credits that were taken out, in the order of the text."""

    blocks: list[Block]
    credits: list[Credit]


def take_credits(blocks: list[Block]) -> Taken:
    """Take the credits at the head and the tail of a body out of it; `blocks` is not changed."""
    left = list(blocks)
    head: list[Credit] = []
    for _ in range(HEAD_BLOCKS):
        if len(left) < 2 or left[0].kind not in {"paragraph", "heading", "list_item"}:
            break
        found = read_credit_line(left[0].text)
        if found is None:
            found = read_byline(left[0].text)
        if found is None:
            break
        head.extend(found)
        del left[0]
    tail: list[Credit] = []
    for _ in range(TAIL_BLOCKS):
        if not left or left[-1].kind == "row":
            break
        rest, found = _tail(left[-1].text, alone=len(left) > 1)
        if not found and rest == left[-1].text:
            break
        tail[:0] = found
        if rest:
            left[-1] = replace(left[-1], text=rest)
            end = rest[-120:]
            if end[-1:] not in ")]" and not (_may_be_labelled(end) and LABELLED.search(end)):
                break
        else:
            del left[-1]
    return Taken(left, head + tail)


def _tail(text: str, *, alone: bool) -> tuple[str, list[Credit]]:
    """What remains of the last block and the credits at its end; the text unchanged when there are none.

    `alone` tells that the block may go as a whole.
    """
    if alone:
        whole = _whole_line(text.strip())
        if whole is not None:
            return "", whole
    rest, found = split_mark(text)
    return (rest, found) if found else _glued_label(text.strip()) or (text, [])


def _whole_line(line: str) -> list[Credit] | None:
    """The credits of a last line that is nothing else."""
    if _STAR.fullmatch(line):
        return [Credit("initials", line, line)] if "*" in line else []
    if line[:1] in {"(", "["}:
        return None
    found = read_credit_line(line)
    if found is not None:
        return found
    if len(line) > MAX_UNLABELLED or line.endswith((".", "!", "?")):
        return None
    return read_byline(line, at_end=True) or _slashed(line)


def _slashed(line: str) -> list[Credit] | None:
    """`Diskominfo/Dani` as a line of its own."""
    name = line.strip("*-– ")
    if (
        "/" not in name
        or " / " in name
        or len(name) > 40
        or any(c.isdigit() for c in name)
        or not is_name(name)
    ):
        return None
    return [Credit("initials", name, line)]


def _may_be_labelled(text: str) -> bool:
    """Whether a search for a label is worth its time: it tries every label at every word."""
    return ":" in text or "=" in text


def _glued_label(line: str) -> tuple[str, list[Credit]] | None:
    """`... makan siang sore.s Sumber : Humas`: a labelled credit at the end of the last paragraph."""
    start = max(0, len(line) - 160)
    if not _may_be_labelled(line[start:]):
        return None
    for match in LABELLED.finditer(line, start):
        if match.start() == 0 or not match[1][0].isupper():
            continue
        before = line[: match.start()].rstrip(NAME_TRIM)
        name = line[match.end() :]
        if '"' in name or "“" in name or (not before.endswith(SENTENCE_END) and len(name.split()) > 6):
            continue
        found = labelled_credits(line, match.start())
        if found is not None and not name.rstrip().endswith((". ", "!", "?")):
            return before, found
    return None
