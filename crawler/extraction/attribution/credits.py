"""Extracts bylines and credits from the head and tail of the text.

`Penulis: X / Editor: Y`, `Laporan Wartawan TribunLombok.com, X`, `... pungkasnya. (cah/may)`, `(*)`. Text
that only resembles a credit stays: an expanded abbreviation (`Gerakan Masyarakat (GEMA).`), an editor's
remark (`(Dinas Kominfo Kota Malang_red)`), a sentence that begins with `Sumber itu`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from crawler.extraction.attribution.credit_lines import (
    LABELLED,
    LABELS,
    NAME_TRIM,
    is_credit_label,
    is_name,
    labelled_credits,
    read_byline,
    read_credit_line,
    without_date,
)
from crawler.extraction.attribution.gazetteer import is_place
from crawler.extraction.attribution.initials import SENTENCE_END, split_mark
from crawler.extraction.attribution.people import name_and_role, same_name, split_names
from crawler.extraction.blocks import Block
from crawler.items import Credit

HEAD_BLOCKS = 4
TAIL_BLOCKS = 8
"""How many blocks from either end may be credits."""

MAX_UNLABELLED = 90

_NO_NAME_TEXT = """
    terima kasih salam sekian selesai bersambung baca juga lihat lainnya berita foto video galeri iklan kontak
    alamat telepon dinas kabupaten kota provinsi pemerintah badan kantor kecamatan desa kepala bupati
    wali lampiran tertanda ttd hormat kami update info merdeka semoga bermanfaat dan untuk di dari yang
"""
_NO_NAME = frozenset(_NO_NAME_TEXT.split())
"""Words of closing lines in capitals that are no name."""
_BETWEEN_CAPITALS = re.compile(r"\s*[-–/&,]\s*")
_MAX_SIGNED = 3
_STAR = re.compile(r"[*•\s.·~_=#—–-]{1,20}")


class Taken(NamedTuple):
    """The remaining blocks and the extracted credits, in text order."""

    blocks: list[Block]
    credits: list[Credit]


def take_credits(blocks: list[Block], authors: Sequence[str] = ()) -> Taken:
    """Extract the credits from the head and the tail of a body; `blocks` is not changed.

    The name of one of the `authors` alone in the last line, or before a date, is a credit too.
    """
    left = list(blocks)
    if (
        len(left) > 1
        and left[-1].text[:1].isalnum()
        and any(same_name(without_date(left[-1].text), author) for author in authors)
    ):
        del left[-1]
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
        if not left:
            break
        held = _rows(left) if left[-1].kind == "row" else _label_above(left)
        if held is not None:
            tail[:0] = held.credits
            left = held.blocks
            continue
        if left[-1].kind == "row":
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
    if not any(credit.role in ("author", "reporter") for credit in (*head, *tail)):
        signed = _signed_in_capitals(left)
        tail[:0] = signed
        del left[len(left) - bool(signed) :]
    return Taken(left, [part for credit in head + tail for part in _each_person(credit)])


def _each_person(credit: Credit) -> list[Credit]:
    """A credit for each person named; initials and sources are not divided."""
    if credit.role in ("initials", "source"):
        return [credit]
    return [replace(credit, name=name) for name in split_names(credit.name)]


def _rows(blocks: list[Block]) -> Taken | None:
    """The credits of the last table row: `Penulis | : Sari`, or names in a row below their labels."""
    cells = _cells(blocks[-1].text)
    labels = _cells(blocks[-2].text) if len(blocks) > 1 and blocks[-2].kind == "row" else []
    if len(labels) == len(cells) and all(map(is_credit_label, labels)):
        found = [read_credit_line(f"{label}: {cell}") for label, cell in zip(labels, cells, strict=True)]
        if all(found):
            return Taken(blocks[:-2], [credit for credits in found for credit in credits or ()])
    is_data = len(labels) == len(cells) and not is_credit_label(labels[0]) and ":" not in blocks[-1].text
    if is_data or not 2 <= len(cells) <= 3:
        return None  # `Sumber | 57` below `Krajan | 64`: the label is the name of a place
    row = read_credit_line(f"{cells[0]}: {' '.join(cells[1:])}")
    return Taken(blocks[:-1], row) if row else None


def _cells(row: str) -> list[str]:
    return [text for cell in row.split("|") if (text := cell.strip(" :=\t"))]


def _label_above(blocks: list[Block]) -> Taken | None:
    """The credit of a last line that is a name below a line that is its label."""
    if len(blocks) < 3 or not is_credit_label(blocks[-2].text):
        return None
    found = read_credit_line(f"{blocks[-2].text.strip(' :')}: {blocks[-1].text.strip(' :')}")
    return Taken(blocks[:-2], found) if found else None


def _signed_in_capitals(blocks: list[Block]) -> list[Credit]:
    """The reporters' names alone, in capitals, as the last line: `DINI TEJA`, `DINI TEJA/ARI PUTRA`."""
    if len(blocks) < 2 or blocks[-1].kind not in ("paragraph", "heading"):
        return []
    line, above = blocks[-1].text.strip(), blocks[-2].text.rstrip()
    names = [name for name in _BETWEEN_CAPITALS.split(line) if name]
    if above.endswith(SENTENCE_END) and len(names) <= _MAX_SIGNED and all(map(_is_in_capitals, names)):
        return [Credit("author", name, line) for name in names]
    return []


def _is_in_capitals(name: str) -> bool:
    words = name.split()
    return (
        2 <= len(words) <= 4
        and 5 <= len(name) <= 40
        and all(word.isupper() and word.replace(".", "").replace("'", "").isalpha() for word in words)
        and not is_place(name)
        and not any(word.lower() in _NO_NAME for word in words)
    )


def _tail(text: str, *, alone: bool) -> tuple[str, list[Credit]]:
    """The rest of the last block and the credits at its end; the unchanged text if there are none.

    `alone`: the block may be removed as a whole.
    """
    if alone:
        whole = _whole_line(text.strip())
        if whole is not None:
            return "", whole
    rest, found = split_mark(text)
    return (rest, found) if found else _glued_label(text.strip()) or (text, [])


def _whole_line(line: str) -> list[Credit] | None:
    """The credits of a last line that holds only credits."""
    if _STAR.fullmatch(line):
        return [Credit("initials", line, line)] if "*" in line else []
    if line[:1] in {"(", "["}:
        return None
    found = read_credit_line(line)
    if found is not None:
        return found
    if len(line) > MAX_UNLABELLED or line.endswith((".", "!", "?")):
        return None
    titled = name_and_role(line)
    if titled is not None:
        return [Credit(LABELS.get(titled[1], "author"), titled[0], line)]
    return read_byline(line, at_end=True) or _slashed(line)


def _slashed(line: str) -> list[Credit] | None:
    """The credits of a line such as `Diskominfo/Dani`."""
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
    """Cheap test before the label search, which tries every label at every word."""
    return ":" in text or "=" in text


def _glued_label(line: str) -> tuple[str, list[Credit]] | None:
    """A labelled credit at the end of the last paragraph: `... makan siang sore.s Sumber : Humas`."""
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
