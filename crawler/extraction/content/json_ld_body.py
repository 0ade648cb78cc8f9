"""Fallback body from JSON-LD `articleBody`, for pages that render their text with JavaScript.

A last resort: most news pages omit leads, subheadings or quotes from it, so it is never compared with printed
text.
"""

from __future__ import annotations

import html
import re

from crawler.extraction.blocks import Block, Body
from crawler.extraction.dom.line_breaks import split_lines

_PRINTED = 200
"""Characters of text from which on a page prints its own body."""
_TOLD = 300
"""Characters of an `articleBody` that is no mere summary."""
_MORE = 3
"""How many times longer it is than what the page prints."""
_BREAK = re.compile(r"</(?:p|div|li|h[1-6]|blockquote)>|<br\s{0,3}/?>", re.IGNORECASE)


def body_or_json_ld(told: str | None, printed: Body) -> Body:
    """The body in `told`, an unchanged `articleBody`, if the page prints no body; else `printed`."""
    if not told or len(told) < _TOLD:
        return printed
    length = sum(len(block.text) for block in printed.blocks)
    if length >= _PRINTED or len(told) < _MORE * length:
        return printed
    text = _BREAK.sub("\n\n", html.unescape(told))
    blocks = [Block("verse" if is_verse else "paragraph", line) for line, is_verse in split_lines(text)]
    if sum(len(block.text) for block in blocks) < _TOLD:
        return printed
    return Body(blocks, printed.figures, printed.removed)
