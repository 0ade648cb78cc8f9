"""Compares texts by the words of the page's title: which of two is the article?"""

from __future__ import annotations

import re
from collections.abc import Iterable

from crawler.extraction.content.survey import Place
from crawler.extraction.language.detect import FUNCTION_WORDS

_WORD = re.compile(r"\w{4,}|[\u2e80-\uffdc]")
_SUBJECT_WORD = re.compile(r"\w{3,}|[\u2e80-\uffdc]")
_COMMON = frozenset(" ".join(FUNCTION_WORDS.values()).split())
_SAMPLE = 3000
_DESCRIBED = 60


class TitleWords:
    """The words of a page's title that show its subject, and the beginning of its description.

    The text of an article has most of these words, wherever it stands; another text of the site has a few,
    by chance.
    """

    def __init__(self, title: str, description: str) -> None:
        self.title = title
        self.words = frozenset(_SUBJECT_WORD.findall(title.lower())) - _COMMON
        self.beginning = description[:_DESCRIBED]

    def count(self, places: Iterable[Place]) -> int:
        """How many of the words the beginning of a text has; the title itself is not text."""
        return self._count(_beginning(places).replace(self.title, " "))

    def prefer(self, ours: int, far: list[Place]) -> bool:
        """Whether the text near the title, which has `ours` of the words, is the article, and not the text
        further out.
        """
        others = self._count_other(far)
        return ours >= max(1, others) and 2 * others < len(self.words)

    def clearly_prefer(self, ours: int, far: list[Place]) -> bool:
        """Whether the text near the title has the only words of the title, or a third and twice as many."""
        others = self._count_other(far)
        return ours >= max(1, 2 * others) and (not others or 3 * ours >= len(self.words))

    def _count_other(self, places: list[Place]) -> int:
        text = _beginning(places)
        described = self.beginning and self.beginning in text
        return len(self.words) if described else self._count(text)

    def _count(self, text: str) -> int:
        return len(self.words.intersection(_SUBJECT_WORD.findall(text.lower())))


def _beginning(places: Iterable[Place]) -> str:
    """The first characters of a text, without the space between elements."""
    pieces: list[str] = []
    size = 0
    for place in places:
        for piece in place.element.itertext():
            words = " ".join(piece.split())
            pieces.append(words)
            size += len(words)
            if size > _SAMPLE:
                return " ".join(pieces)[:_SAMPLE]
    return " ".join(filter(None, pieces))


def words_of(text: str) -> frozenset[str]:
    """The words of a text that show its subject; each CJK character counts as one."""
    return frozenset(_WORD.findall(text.lower()))
