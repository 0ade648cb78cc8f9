"""The body of an article: its container in the tree, its blocks and its figures.

Blocks beside a form among the paragraphs are the form's text, not the article's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from itertools import islice, takewhile

from lxml.html import HtmlElement

from crawler.extraction.blocks import OUTSIDE, Block, Body, Removed
from crawler.extraction.boilerplate.phrases import ends_sentence
from crawler.extraction.content.captions import take_captions
from crawler.extraction.content.closing import append_closing
from crawler.extraction.content.confidence import certainty_of
from crawler.extraction.content.container import find_container
from crawler.extraction.content.edges import is_inside, trim_edges
from crawler.extraction.content.icon_lines import drop_icon_lines
from crawler.extraction.content.lead import prepend_lead
from crawler.extraction.content.link_blocks import drop_label_at_end, drop_link_blocks
from crawler.extraction.content.name_evidence import is_foot_of_page
from crawler.extraction.content.outside import outside_texts
from crawler.extraction.content.segmenter import segment
from crawler.extraction.content.survey import Landscape, Place, survey
from crawler.extraction.content.title_anchor import description_of, find_title
from crawler.extraction.content.unmarked_captions import take_unmarked_captions
from crawler.extraction.dom.element_index import ElementIndex, build_element_index
from crawler.extraction.dom.text import clean
from crawler.urls.hosts import host_of

_LONGEST = 320
"""Characters about a form up to which they belong to it."""
_MAX_FORMS = 8
_MAX_BUTTONS = 40
_SEVERAL = 2
_MAX_GROUP_LENGTH = 120
_HIGHEST = 4
"""Elements around a form that are looked at."""
_LINES = frozenset({"p", "h3", "h4", "h5", "h6", "span", "label"})
_FILLED_IN = ("input", "textarea")
_COMMENT = re.compile(r"komentar|comment|tanggapan|\bbalas|\breply", re.I)
_SENTENCE = 60


def drop_form_blocks(body: Body) -> None:
    """Remove short blocks that share an element with a form or buttons: `Bagaimana reaksi Anda?`."""
    container = body.container
    if container is None or not body.blocks:
        return
    groups = _button_groups(container)
    boxes = [*groups, *_questions_above(groups)]
    comments: HtmlElement | None = None
    for form in islice(container.iter("form"), _MAX_FORMS):
        if next(form.iter(*_FILLED_IN), None) is not None:
            box = _box(form, container)
            boxes.extend(box)
            if comments is None and form.find(".//textarea") is not None and _asks_for_comments(form, box):
                comments = form
    if not boxes and comments is None:
        return
    known = {**dict.fromkeys(boxes, True), container: False}
    reasons = ["about a form" if is_inside(block.element, known) else None for block in body.blocks]
    if comments is not None:
        _mark_below(comments, container, body.blocks, reasons)
    rated = list(zip(body.blocks, reasons, strict=True))
    body.removed += [Removed(block.text, reason) for block, reason in rated if reason is not None]
    body.blocks = [block for block, reason in rated if reason is None]


def _asks_for_comments(form: HtmlElement, box: list[HtmlElement]) -> bool:
    """Whether a form, or the text about it, says that it is for comments."""
    names = f"{form.get('id')} {form.get('class')} {form.get('action')} "
    return _COMMENT.search(names + " ".join((box[0] if box else form).itertext())) is not None


def _mark_below(
    form: HtmlElement, container: HtmlElement, blocks: list[Block], reasons: list[str | None]
) -> None:
    """Mark what is below a comment form, if a sentence is above it: the comments of others."""
    before = set(takewhile(lambda element: element is not form, container.iter()))
    above = [block.element in before for block in blocks]
    if not any(
        stands and len(block.text) >= _SENTENCE and ends_sentence(block.text)
        for block, stands in zip(blocks, above, strict=True)
    ):
        return
    for index, stands in enumerate(above):
        if not stands and reasons[index] is None and blocks[index].element is not None:
            reasons[index] = "below a comment form"


def _button_groups(container: HtmlElement) -> list[HtmlElement]:
    """Elements with several buttons and hardly a word beside them: the reactions of readers."""
    above = (button.getparent() for button in islice(container.iter("button"), _MAX_BUTTONS))
    buttons = Counter(group for group in above if group is not None and group is not container)
    several = (group for group, count in buttons.items() if count >= _SEVERAL)
    return [group for group in several if len("".join(group.itertext()).strip()) <= _MAX_GROUP_LENGTH]


def _questions_above(groups: list[HtmlElement]) -> list[HtmlElement]:
    """The questions that the buttons below them answer: `Apakah informasi ini bermanfaat?`."""
    above = (group.getprevious() for group in groups)
    lines = (line for line in above if line is not None and line.tag in _LINES)
    return [line for line in lines if "".join(line.itertext()).strip()[-1:] == "?"]


def _box(form: HtmlElement, container: HtmlElement) -> list[HtmlElement]:
    """The largest element around `form` that holds little text or none."""
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


_BELIEVED = 0.4
"""Share of the text from which on an element is part of the article, regardless of its name."""


def locate_body(
    tree: HtmlElement,
    *,
    title: str | None = None,
    heading: HtmlElement | None = None,
    url: str = "",
    container: HtmlElement | None = None,
    outline: ElementIndex | None = None,
) -> Body:
    """The blocks of the article in `tree`, in reading order, without boilerplate.

    `title` helps to find the lead above the text. `container` is the element that holds the text, if known;
    `outline` is the page's element index, if already built.
    A page without running text gives an empty body. The tree is not changed.
    """
    outline = outline or build_element_index(tree)
    land = survey(outline.texts, outline.anchors)
    heading = find_title(tree, title, heading)
    host = host_of(url).removeprefix("www.")
    description = description_of(outline.metas)
    known = land.places.get(container) if container is not None else None
    found = (known, {}) if known else find_container(land, heading, title or "", description, host)
    body = Body()
    if found is None:
        return body
    place, skip = found
    if _is_in_foot(place):  # the only text of a page of pictures, of tables, or of nothing
        body.removed.append(Removed(clean("".join(place.element.itertext())), f"{OUTSIDE}, in <footer>"))
        body.removed += outside_texts(outline.texts, land, place, {heading})
        return body
    body.container = place.element
    body.certainty = certainty_of(land, place, titled=heading is not None)
    left_out = segment(place.element, body, _share(land, place), _BELIEVED, skip)
    take_captions(body, title or "", description)
    trim_edges(body, heading)
    take_unmarked_captions(body, title or "", description)
    drop_label_at_end(body, skip)
    drop_link_blocks(body, host)
    drop_form_blocks(body)
    drop_icon_lines(body)
    prepend_lead(body, land, place, title, description)
    append_closing(body, place, heading)
    body.removed += left_out
    taken = {heading, *(block.element for block in body.blocks)}
    body.removed += outside_texts(outline.texts, land, place, taken)
    return body


def _is_in_foot(place: Place) -> bool:
    current: Place | None = place
    while current is not None and not is_foot_of_page(current):
        current = current.parent
    return current is not None


def join_page(body: Body, further: Body) -> None:
    """Append the body of the article's next page, unless it adds nothing new: some sites number the pages of
    a list beside the article, and answer each with the same text.
    """
    known = {block.text for block in body.blocks}
    fresh = sum(len(block.text) for block in further.blocks if block.text not in known)
    if 2 * fresh < further.length:
        body.removed.extend(Removed(block.text, "on the page before") for block in further.blocks)
        return
    begins = next(index for index, block in enumerate(further.blocks) if block.text not in known)
    body.removed.extend(Removed(block.text, "on the page before") for block in further.blocks[:begins])
    body.blocks.extend(further.blocks[begins:])
    body.figures.extend(further.figures)
    body.removed.extend(further.removed)


def _share(land: Landscape, container: Place | None) -> Callable[[HtmlElement], float]:
    whole = (container.weight if container is not None else 0.0) or 1.0
    places = land.places

    def share(element: HtmlElement) -> float:
        place = places.get(element)
        if place is None or is_foot_of_page(place):
            return 0.0
        return place.weight / whole if place.believed else 1.0

    return share
