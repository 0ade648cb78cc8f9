"""Splits text at line breaks into paragraphs: real paragraphs, hard-wrapped lines, or verse."""

from __future__ import annotations

import re
from itertools import chain, islice

from lxml.html import HtmlElement

from crawler.extraction.dom.text import clean

_SENTENCE_END = re.compile(r"[.!?:…。！？][\"'”’»)\]]*$|\)$|\*+$")
_WRAPPED_SHARE = 0.3
_VERSE_LENGTH = 60
"""Mean length of lines below which they are verse (or an address, or a list) and not paragraphs."""

_PARAGRAPH = 90
"""Characters from which on a sentence among shorter lines is a paragraph of its own."""

_KEPT = re.compile(r"white-?space\s*(?::\s*|-)(?:pre(?:-line|-wrap)?|break-spaces)\b")
_BLANK = re.compile(r"\n\s*\n")
_SEVERAL = 3
"""Paragraphs of plain text from which on the blank lines between them count without a style."""


def keeps_breaks(text: str, element: HtmlElement | None) -> bool:
    """Whether the line breaks in a text are displayed, or divide paragraphs of plain text."""
    text = text.strip()
    if "\n" not in text or element is None:
        return False
    for above in islice(chain((element,), element.iterancestors()), 3):
        if _KEPT.search(f"{above.get('style') or ''} {above.get('class') or ''}") is not None:
            return True
    parts = _BLANK.split(text)
    return len(parts) >= _SEVERAL and all(
        not part[0].islower() and _SENTENCE_END.search(part) is not None for part in parts
    )


def split_lines(raw: str) -> list[tuple[str, bool]]:
    """Paragraphs of `raw`, in which a newline is a line break; True marks text whose lines are kept.

    An empty line ends a paragraph. The lines between are separate paragraphs if they end like sentences,
    one paragraph if the text is hard-wrapped, and verse if they are short.
    """
    found: list[tuple[str, bool]] = []
    group: list[str] = []
    for line in [*raw.split("\n"), ""]:
        text = clean(line)
        if text:
            group.append(text)
        elif group:
            found.extend(_paragraphs(group))
            group = []
    return found


def _paragraphs(lines: list[str]) -> list[tuple[str, bool]]:
    if len(lines) == 1:
        return [(lines[0], False)]
    inner = lines[:-1]
    ended = sum(_SENTENCE_END.search(line) is not None for line in inner)
    if _is_wrapped(lines, ended):
        return [(" ".join(lines), False)]
    if len(lines) > 2 and ended < len(inner) * 0.6 and sum(map(len, lines)) < _VERSE_LENGTH * len(lines):
        return _verse(lines)
    return [(line, False) for line in lines]


def _verse(lines: list[str]) -> list[tuple[str, bool]]:
    """Short lines as verse; a whole paragraph before or after them is none of its lines."""
    start, end = 0, len(lines)
    while start < end and _is_paragraph(lines[start]):
        start += 1
    while end > start and _is_paragraph(lines[end - 1]):
        end -= 1
    verse = [("\n".join(lines[start:end]), end - start > 1)] if end > start else []
    return [(line, False) for line in lines[:start]] + verse + [(line, False) for line in lines[end:]]


def _is_paragraph(line: str) -> bool:
    return len(line) > _PARAGRAPH and _SENTENCE_END.search(line) is not None


def _is_wrapped(lines: list[str], ended: int) -> bool:
    """Whether a text is hard-wrapped: lines of about equal width that continue in the next line."""
    inner = lines[:-1]
    width = max(map(len, inner))
    if not 30 <= width <= 130 or ended > len(inner) * 0.5:
        return False
    full = sum(len(line) > width * 0.7 for line in inner)
    lower = sum(line[0].islower() or line[0].isdigit() for line in lines[1:])
    return full >= len(inner) * 0.7 and lower >= len(inner) * _WRAPPED_SHARE
