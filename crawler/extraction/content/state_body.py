"""Fallback body from embedded state, for pages that render their text with JavaScript."""

from __future__ import annotations

from crawler.extraction.blocks import Body
from crawler.extraction.content.body import locate_body
from crawler.extraction.state.reader import StateArticle, words_of

_POOR = 200
"""Characters below which a printed text may be only a lead or a caption."""
_HELD = 0.5
"""Share of the words of the state's text that a page prints if it prints that text."""


def is_poor(body: Body) -> bool:
    """Whether a page prints so little that its text may be in embedded state."""
    return sum(len(block.text) for block in body.blocks) < _POOR


def body_or_state(found: StateArticle, printed: Body, *, title: str | None, url: str) -> Body:
    """The body of `found` if the page does not print that text; else `printed`."""
    if found.markup is None or not _prints_less(printed, found):
        return printed
    tree = found.tree
    assert tree is not None
    body = locate_body(tree, title=title, url=url)
    if not body.blocks and not found.whole_page:
        body = locate_body(tree, title=title, url=url, container=tree)  # one line, no running text
    if not body.blocks:
        return printed
    # The blocks belong to a separate tree: no element of the page is near them.
    figures = body.figures if body.figures or found.images else printed.figures
    return Body(body.blocks, figures, printed.removed + body.removed)


def _prints_less(printed: Body, found: StateArticle) -> bool:
    if found.whole_page:
        return is_poor(printed)
    words = words_of(" ".join(block.text for block in printed.blocks))
    return len(found.words & words) < _HELD * len(found.words)
