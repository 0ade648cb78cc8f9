"""Forms among the paragraphs: the words about a form are its invitation, not the article's."""

from __future__ import annotations

from itertools import islice

from lxml.html import HtmlElement

from crawler.extraction.blocks import Body, Removed
from crawler.extraction.content.edges import is_inside

_LONGEST = 320
"""Characters about a form up to which they belong to it."""
_MOST_FORMS = 8
_HIGHEST = 4
"""Elements around a form that are looked at."""
_FILLED_IN = ("input", "textarea")


def drop_form_blocks(body: Body) -> None:
    """Take out short blocks that share an element of their own with a form: `Berlangganan buletin kami`."""
    container = body.container
    if container is None or not body.blocks:
        return
    boxes: list[HtmlElement] = []
    for number, form in enumerate(container.iter("form")):
        if number >= _MOST_FORMS:
            break
        if next(form.iter(*_FILLED_IN), None) is not None:
            boxes.extend(_box(form, container))
    if not boxes:
        return
    kept = []
    known = {**dict.fromkeys(boxes, True), container: False}
    for block in body.blocks:
        if is_inside(block.element, known):
            body.removed.append(Removed(block.text, "about a form"))
        else:
            kept.append(block)
    body.blocks = kept


def _box(form: HtmlElement, container: HtmlElement) -> list[HtmlElement]:
    """The largest element around `form` that holds little text, none or one."""
    box: list[HtmlElement] = []
    for above in islice(form.iterancestors(), _HIGHEST):
        if above is container:
            break
        size = 0
        for piece in above.itertext():
            size += len(piece.strip()) + 1
            if size > _LONGEST:
                return box
        box = [above]
    return box
