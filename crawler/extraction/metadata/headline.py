"""The headline nearest above the text, in any element.

Once the text is located, the headline is the heading of any rank, or the element classed as one (`p.title`,
`div.judul`), that is above it. It is used if nothing else names the article, or if metadata name it in
other words than the page prints (titles written for search engines).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from lxml.html import HtmlElement

from crawler.extraction.blocks import Body
from crawler.extraction.boilerplate.phrases import ends_sentence
from crawler.extraction.metadata.page_context import is_chrome, name_of
from crawler.extraction.metadata.title import (
    NAMED_TITLE,
    NO_TITLE,
    Title,
    agreement,
    as_claimed,
    in_page_chrome,
    is_large,
)
from crawler.extraction.metadata.title_claims import (
    TitleEvidence,
    heading_text,
    key_of,
    leads_elsewhere,
    without_role,
    words_of,
)

_MAX_VISITED = 250
"""Elements before the text that are looked at."""
_FAR = 700
"""Characters between a headline and its text: more is another article's headline, or the page's."""
_HEAD = 12
_SENTENCE = 60
_SHORTEST = 8
_LONGEST = 300
_SKIPPED = frozenset(
    {"script", "style", "nav", "aside", "footer", "form", "select", "noscript", "template", "button"}
)
_MAX_WORDS = 0.8
_LOGO = re.compile(r"logo|brand|site-?(?:title|name)", re.I)
_RANK = {"h1": 1.0, "h2": 0.7, "h3": 0.5, "h4": 0.4, "h5": 0.25, "h6": 0.2}
_LARGE_LINE = 0.3
_NAMED = 0.35
_IN_CHROME = 0.6
_BELIEVED = 0.2
"""Score of a headline that is taken where nothing else names the article."""
_SURE = 0.5
"""Score of an h1 near the text that is taken before a claim in other words."""


class _Candidate(NamedTuple):
    score: float
    text: str
    element: HtmlElement


def settle_title(title: Title, body: Body, evidence: TitleEvidence) -> Title:
    """The final title, given the position of the text: `title`, or the headline nearest above the text."""
    container = body.container
    if container is None or (title.element is not None and title.element.tag == "h1" and not title.weak):
        return title
    wanted = key_of(title.text) if title.element is None else ""
    found = nearest_headline(_first_text(body, container), evidence, unmarked=not title.text, wanted=wanted)
    if found is None:
        return title
    near = Title(as_claimed(found.text, found.element, evidence), "heading", found.element)
    if not title.text:
        return near if found.score >= _BELIEVED else NO_TITLE
    if title.element is None and key_of(near.text) == key_of(title.text):
        return near  # the same title, with the element that prints it
    if title.element is not None and title.weak:
        # The first heading of the page, without confirmation.
        return near if found.score >= _BELIEVED else title
    if title.element is not None and agreement(near.text, evidence) > agreement(title.text, evidence):
        return near
    sure = found.element.tag == "h1" and found.score >= _SURE and not _is_part_of(found.text, title)
    if title.element is not None:
        # A confirmed heading that is within the text: the headline is above it.
        names_site = key_of(found.text) == evidence.site_title
        return near if sure and not names_site and _is_around(container, title.element) else title
    words = {word for word in words_of(found.text) if len(word) > 3}
    related = bool(words & (words_of(title.text) | evidence.slug))
    if sure and (related or title.weak):
        return near
    return near if related and title.weak and found.score >= 2 * _BELIEVED else title


def _first_text(body: Body, container: HtmlElement) -> HtmlElement:
    """The element of the first sentence; the container if no block has an element of its own."""
    first: HtmlElement | None = None
    for block in body.blocks[:_HEAD]:
        element = block.element
        if element is not None and block.kind == "paragraph" and len(block.text) > _SENTENCE:
            if ends_sentence(block.text):
                return element
            first = element if first is None else first  # perhaps a breadcrumb trail with the title
    return container if first is None else first


def _is_part_of(text: str, title: Title) -> bool:
    """Whether a headline repeats only a few words of a title from which the address is made."""
    words = words_of(title.text)
    return not title.weak and words_of(text) < words and len(words_of(text)) < _MAX_WORDS * len(words)


def _in_logo(element: HtmlElement) -> bool:
    return any(_LOGO.search(name_of(at)) for at in (element, *islice(element.iterancestors(), 2)))


def _is_around(container: HtmlElement, element: HtmlElement) -> bool:
    return any(above is container for above in element.iterancestors())


def nearest_headline(
    text: HtmlElement, evidence: TitleEvidence, *, unmarked: bool = False, wanted: str = ""
) -> _Candidate | None:
    """The best headline among the elements before the first sentence; None without one.

    `unmarked`: a line in large letters counts as well; `wanted`: so does one with the title of this key.
    """
    best: _Candidate | None = None
    between = 0
    for element in _before(text):
        tag = str(element.tag)
        if between > _FAR:
            break
        rank = _RANK.get(tag)
        name = name_of(element)
        named = name != " " and NAMED_TITLE.search(name) is not None
        if rank is None and (
            (unmarked and is_large(element))
            or (wanted and not len(element) and key_of(element.text or "") == wanted)
        ):
            rank = _LARGE_LINE
        if rank is None and not named:
            if not len(element):
                between += len(element.text or "")
            continue
        if len(element) > 12:
            continue
        line = without_role(heading_text(element))
        if not _SHORTEST <= len(line) <= _LONGEST or evidence.is_no_title(line):
            continue
        if leads_elsewhere(element, evidence.url) or _in_logo(element):
            continue
        score = (rank if rank is not None else 0.0) + (_NAMED if named else 0.0)
        score += min(agreement(line, evidence), 2.0) / 2 - between / _FAR / 2
        if in_page_chrome(element):
            score -= _IN_CHROME
        if key_of(line) == evidence.site_title:
            score -= _IN_CHROME
        if best is None or score > best.score + 1e-9:
            best = _Candidate(score, line, element)
    return best


def _before(text: HtmlElement) -> Iterator[HtmlElement]:
    """The elements before `text`, nearest first, without navigation, forms and page chrome."""
    visited = 0
    at: HtmlElement | None = text
    while at is not None and at.tag not in ("body", "html"):
        for sibling in at.itersiblings(preceding=True):
            stack = [(sibling, False)]
            while stack:
                element, opened = stack.pop()
                if opened:
                    yield element
                    continue
                if not isinstance(element.tag, str) or element.tag in _SKIPPED:
                    continue
                visited += 1
                if visited > _MAX_VISITED:
                    return
                name = name_of(element)
                if name != " " and is_chrome(name):
                    continue
                # In reverse: the last child is nearest to the text.
                stack.append((element, True))
                stack.extend((child, False) for child in element.iterchildren())
        at = at.getparent()
