"""Lines of facts below the text that an icon introduces: tags, the section, the author."""

from __future__ import annotations

from crawler.extraction.blocks import Block, Body, Removed
from crawler.extraction.boilerplate.phrases import ends_sentence
from crawler.extraction.dom.class_patterns import INLINE
from crawler.extraction.metadata.icons import icon_of

_LONGEST = 160
_FACTS = frozenset({"tag", "section", "person"})


def drop_icon_lines(body: Body) -> None:
    """Remove the last lines of the body that begin with the icon of a tag, a section or a person."""
    while len(body.blocks) > 1 and _is_led_by_icon(body.blocks[-1]):
        body.removed.append(Removed(body.blocks.pop().text, "line of the site"))


def _is_led_by_icon(block: Block) -> bool:
    line = block.element
    if line is None or len(block.text) > _LONGEST or ends_sentence(block.text):
        return False
    while line is not None and line.tag in INLINE and icon_of(line) is None:
        before = line.getprevious()
        if before is not None and not (before.tail or "").strip() and icon_of(before) in _FACTS:
            return True
        line = line.getparent()
    if line is None or (line.text or "").strip() or not len(line):
        return False
    return icon_of(line[0]) in _FACTS
