"""Languages in which spam is written and no portal writes; English, Malay and Arabic are not among them."""

from __future__ import annotations

import re

from crawler.extraction.language.detect import told_foreign
from crawler.extraction.language.unicode_scripts import CHINESE, JAPANESE, KOREAN, THAI
from crawler.extraction.spam.lexicon import OTHER_LETTERS

_SAMPLE = 1500  # characters
_MIN_LETTERS = 30
_SCRIPTS = (
    ("ja", JAPANESE),
    ("ko", KOREAN),
    ("th", THAI),
    ("ru", re.compile(r"[\u0400-\u052f]")),
    ("zh", CHINESE),
)
_INDONESIAN_TEXT = "yang dan di ini itu dengan untuk tidak dari dalam akan pada juga ke oleh telah ada"
_INDONESIAN = frozenset(_INDONESIAN_TEXT.split())
_WORD = re.compile(r"[^\W\d_]+")


def foreign_share(text: str) -> float:
    """Which part of the letters of `text` belongs to scripts that Indonesian portals do not write."""
    if text.isascii() or not OTHER_LETTERS.search(text):
        return 0.0
    letters = sum(map(str.isalpha, text))
    return len(OTHER_LETTERS.findall(text)) / letters if letters else 0.0


def foreign_language(text: str) -> str | None:
    """ISO 639-1 code of the foreign language that `text` is written in, or None."""
    sample = text[:_SAMPLE]
    if sample.count(" yang ") + sample.count(" dan ") + sample.count(" di ") >= 4:
        return None
    if foreign_share(sample) > 0.5 and sum(map(str.isalpha, sample)) >= _MIN_LETTERS:
        counts = [(len(script.findall(sample)), language) for language, script in _SCRIPTS]
        # a Japanese text is full of Chinese characters, never the other way round
        return "ja" if counts[0][0] > 0.1 * sum(n for n, _ in counts) else max(counts)[1]
    words = _WORD.findall(sample.lower())
    if len(words) < 12 or sum(word in _INDONESIAN for word in words) > 0.03 * len(words):
        return None
    return told_foreign(words)
