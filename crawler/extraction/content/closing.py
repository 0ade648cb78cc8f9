"""The closing sentence: a short paragraph below the element that holds the others, after a box or an ad.

It is too short to extend the container. It is taken if the element around both does not hold the title, and
if it has the markup of the paragraphs above.
"""

from __future__ import annotations

from itertools import islice

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block, Body
from crawler.extraction.boilerplate.phrases import ends_sentence
from crawler.extraction.content.edges import without_credit
from crawler.extraction.content.survey import Place
from crawler.extraction.dom.class_patterns import (
    HEADINGS,
    INLINE,
    NEVER,
    is_called_body,
    is_called_boilerplate,
    is_called_caption,
    marks,
)
from crawler.extraction.dom.text import clean

_MOST = 8
"""Elements below the container that are looked at."""
_LONGEST = 200
_FEW_WORDS = 4
_WHOLE = frozenset({"body", "main"})
_WRAPPERS = frozenset({"div", "section"})
_FIELDS = ("form", "input", "textarea", "button")
_QUOTES = "“\"‘'"
_Make = tuple[str, str]


def append_closing(body: Body, container: Place, heading: HtmlElement | None) -> None:
    """Append the closing sentences below `container` to the blocks. `heading` is the title's element."""
    element = container.element
    above = element.getparent()
    if above is None or above.tag in _WHOLE or is_called_body(container.named):
        return
    if heading is not None and any(item is above for item in heading.iterancestors()):
        return
    makes = {make for block in body.blocks if (make := _make(block)) is not None}
    if not makes:
        return
    for part in islice(element.itersiblings(), _MOST):
        if not isinstance(part.tag, str) or part.tag in NEVER or part.tag == "figure":
            continue
        if part.tag in HEADINGS:
            return  # of something else, or it would have been found by its text
        named, hidden = marks(part)
        if hidden or is_called_boilerplate(named) or part.find(".//a") is not None:
            continue
        found = _sentences(part, makes)
        if not found and clean("".join(part.itertext())) and not is_called_caption(named):
            return
        body.blocks += found


def _make(block: Block) -> _Make | None:
    """Tag and class of the element of a paragraph."""
    element = block.element if block.kind == "paragraph" else None
    while element is not None and element.tag in INLINE:
        element = element.getparent()
    return (str(element.tag), element.get("class") or "") if element is not None else None


def _sentences(part: HtmlElement, makes: set[_Make]) -> list[Block]:
    """The sentences of a paragraph with the markup of `makes`, or of a wrapper that holds only such."""
    if all(child.tag in INLINE or child.tag == "br" for child in part):
        lines = [part]
    elif part.tag in _WRAPPERS and next(part.iter(*HEADINGS, *_FIELDS), None) is None:
        lines = [child for child in part if isinstance(child.tag, str)]
    else:
        return []
    found: list[Block] = []
    for line in lines:
        text = clean("".join(line.itertext()))
        if not text:
            continue
        if (str(line.tag), line.get("class") or "") not in makes or not _is_sentence(text):
            return []
        found.append(Block("paragraph", text, line))
    return found


def _is_sentence(text: str) -> bool:
    quoted = text[0] in _QUOTES
    return (
        len(text) <= _LONGEST
        and (quoted or text[0].isupper())
        and ends_sentence(without_credit(text))
        and (quoted or len(text.split()) >= _FEW_WORDS)
    )
