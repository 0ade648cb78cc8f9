"""Compares texts by the words of the page's title: which of two is the article?"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml.html import HtmlElement

from crawler.extraction.content.survey import Place
from crawler.extraction.language.detect import FUNCTION_WORDS

_WORD = re.compile(r"\w{4,}|[\u2e80-\uffdc]")
_SUBJECT_WORD = re.compile(r"\w{3,}|[\u2e80-\uffdc]")
_WORD_CHARACTER = re.compile(r"\w")
_CJK = "\u2e80"
"""The first character of scripts whose words may be single characters, without space between them."""
_COMMON = frozenset(" ".join(FUNCTION_WORDS.values()).split())
_SAMPLE = 3000
"""Characters of a text that are looked at."""
_READ = 2 * _SAMPLE
"""Characters read for a sample: indented lines have space in them."""
_DESCRIBED = 60


class TitleWords:
    """The words of a page's title that show its subject, and the beginning of its description.

    The text of an article has most of these words, wherever it stands; another text of the site has a few,
    by chance.
    """

    def __init__(self, title: str, description: str) -> None:
        self.title = title
        self.words = frozenset(_SUBJECT_WORD.findall(title.lower())) - _COMMON
        self._parts_of_runs = any(char >= _CJK for word in self.words for char in word)
        self.beginning = description[:_DESCRIBED]
        self._known: dict[Place, tuple[str, frozenset[str]]] = {}

    def count(self, places: Iterable[Place]) -> int:
        """How many of the words the beginning of a text has; the title itself is not text."""
        found: set[str] = set()
        left = _SAMPLE
        for place in places:
            text, words = self._read(place)
            if len(text) > left:
                found.update(self._words_in(text[:left]))
                break
            found.update(words)
            left -= len(text)
        return len(found)

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
        if self.beginning and any(self.beginning in self._read(place)[0] for place in places):
            return len(self.words)
        return self.count(places)

    def _read(self, place: Place) -> tuple[str, frozenset[str]]:
        """The beginning of a place's text, and the words of the title in it."""
        known = self._known.get(place)
        if known is None:
            text = beginning_of(place.element)
            known = self._known[place] = text, self._words_in(text)
        return known

    def _words_in(self, text: str) -> frozenset[str]:
        """The words of the title in a text, but for the title itself."""
        if not self.words:
            return self.words
        low = text.replace(self.title, " ").lower()
        if self._parts_of_runs:
            return self.words.intersection(_SUBJECT_WORD.findall(low))
        return frozenset(word for word in self.words if _holds(low, word))


def _holds(text: str, word: str) -> bool:
    """Whether a text has a word that is no part of another; searching beats splitting the whole text."""
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if not _WORD_CHARACTER.match(text, end) and not (start and _WORD_CHARACTER.match(text, start - 1)):
            return True
        start = text.find(word, end)
    return False


def beginning_of(element: HtmlElement) -> str:
    """The first characters of an element's text, without the space between elements."""
    pieces: list[str] = []
    size = 0
    for piece in element.itertext():
        if not piece.isspace():
            pieces.append(piece)
            size += len(piece)
            if size > _READ:
                break
    return " ".join(" ".join(pieces).split())[:_SAMPLE]


def words_of(text: str) -> frozenset[str]:
    """The words of a text that show its subject; each CJK character counts as one."""
    return frozenset(_WORD.findall(text.lower()))
