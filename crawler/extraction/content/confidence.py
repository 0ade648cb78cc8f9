"""Confidence that the extracted text is the article's, from 0 to 1.

The product of all doubts about the chosen container and the resulting text; without any doubt 0.98. The
factors were calibrated on public sets of article pages: of articles with 0.9 and more, one in a hundred holds
another text than the article.
"""

from __future__ import annotations

from collections.abc import Sequence

from crawler.extraction.blocks import Block
from crawler.extraction.boilerplate.phrases import ends_sentence
from crawler.extraction.content.survey import Landscape, Place
from crawler.extraction.content.title_words import words_of

LOW = 0.5
"""Below this an article is marked with the warning `low_confidence`."""
_TOP = 0.98
_SAMPLE = 3000
_FEW_WORDS = 3

_Steps = tuple[tuple[float, float], ...]
"""Limits in ascending order, each with the factor for figures below it."""
_LEFT_BY_EVIDENCE: _Steps = ((0.45, 0.6), (0.65, 0.8), (0.85, 0.93))
_OF_PAGE: _Steps = ((0.15, 0.65), (0.3, 0.8), (0.45, 0.93))
_LENGTH: _Steps = ((60, 0.55), (120, 0.75), (250, 0.93))
_AGREEMENT: _Steps = ((0.01, 0.62), (0.2, 0.85))
_SENTENCES: _Steps = ((0.1, 0.7), (0.35, 0.85), (0.55, 0.95))
_LINKS_FROM = 0.3
_MANY_LINKS = 0.6
_NO_TITLE = 0.92
_ABOVE_TITLE = 0.6


def certainty_of(land: Landscape, container: Place, *, titled: bool) -> float:
    """Confidence in the chosen container: the weight of competing text, and the position of the title.

    `titled`: the element that prints the title is known.
    """
    root = land.root
    if root is None or root.good <= 0:
        return 0.0
    sure = _step(min(1.0, container.good / root.good), _LEFT_BY_EVIDENCE)
    sure *= _step(container.weight / max(1.0, root.weight), _OF_PAGE)
    if not titled:
        sure *= _NO_TITLE
    elif container.side < 0:
        sure *= _ABOVE_TITLE
    return sure


def confidence_in(blocks: Sequence[Block], title: str, certainty: float) -> float:
    """Confidence that `blocks` are the article titled `title`, to two decimals.

    `certainty` is the confidence in the container; 1 if the container is known (a learned template, a body
    from an API). Without blocks the result is 0.
    """
    length = sum(len(block.text) for block in blocks)
    if not length:
        return 0.0
    sure = _TOP * certainty * _step(length, _LENGTH)
    wanted = words_of(title)
    if len(wanted) >= _FEW_WORDS:
        text = " ".join(block.text for block in blocks)[:_SAMPLE]
        sure *= _step(len(wanted & words_of(text)) / len(wanted), _AGREEMENT)
    in_sentences = sum(
        len(block.text) for block in blocks if block.kind == "row" or ends_sentence(block.text)
    )
    sure *= _step(in_sentences / length, _SENTENCES)
    if sum(block.link_chars for block in blocks) > _LINKS_FROM * length:
        sure *= _MANY_LINKS
    return round(sure, 2)


def _step(figure: float, steps: _Steps) -> float:
    return next((factor for limit, factor in steps if figure < limit), 1.0)
