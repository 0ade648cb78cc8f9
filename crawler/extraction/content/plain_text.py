"""Reads plain text as an article: the first line is the title, each further line a paragraph."""

from __future__ import annotations

import unicodedata

from crawler.extraction.blocks import Block, Body, Removed
from crawler.extraction.metadata.images import alike

MAX_TITLE = 250
MAX_SECTION_WORDS = 2


def read_plain_text(text: str) -> tuple[str, Body]:
    """Title and body of a text; empty if there is none.

    A line of one or two words before the title is the section that portals print above it (`Berita`). A
    caption printed twice in a row, with or without a typo, belonged to an image: both are removed.
    """
    lines = [" ".join(unicodedata.normalize("NFC", line).split()) for line in text.splitlines()]
    lines = [line for line in lines if line]
    title = ""
    while lines and not title and len(lines[0]) <= MAX_TITLE and not lines[0].endswith((".", ",", ";")):
        line = lines.pop(0)
        longer = lines[0] if lines else ""
        if (
            len(line.split()) <= MAX_SECTION_WORDS
            and len(longer.split()) > MAX_SECTION_WORDS
            and len(longer) <= MAX_TITLE
        ):
            continue
        title = line
    body = Body()
    for line in lines:
        if body.blocks and alike(body.blocks[-1].text, line):
            caption = body.blocks.pop().text
            body.removed += [Removed(caption, "caption"), Removed(line, "caption")]
        else:
            body.blocks.append(Block("paragraph", line))
    return title, body
