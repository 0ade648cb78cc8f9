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
_LEAST = 300
"""Characters of an `articleBody` that is no mere summary."""
_MORE = 3
"""How many times longer it is than what the page prints."""
_BREAK = re.compile(r"</(?:p|div|li|h[1-6]|blockquote)>|<br\s{0,3}/?>", re.IGNORECASE)


def body_or_json_ld(article_body: str | None, printed: Body) -> Body:
    """The body in `article_body`, an unchanged `articleBody`, if the page prints no body; else `printed`."""
    if not article_body or len(article_body) < _LEAST:
        return printed
    length = sum(len(block.text) for block in printed.blocks)
    if length >= _PRINTED or len(article_body) < _MORE * length:
        return printed
    text = _BREAK.sub("\n\n", html.unescape(article_body))
    blocks = [Block("verse" if is_verse else "paragraph", line) for line, is_verse in split_lines(text)]
    if sum(len(block.text) for block in blocks) < _LEAST:
        return printed
    return Body(blocks, printed.figures, printed.removed)
