"""Detects languages by scripts and letters that only one language uses.

This needs neither words nor a language model.
"""

from __future__ import annotations

import re

JAPANESE = re.compile(r"[\u3040-\u30ff]")
KOREAN = re.compile(r"[\uac00-\ud7af]")
THAI = re.compile(r"[\u0e00-\u0e7f]")
CHINESE = re.compile(r"[\u3400-\u9fff]")

# ISO 639-1 -> characters frequent only in that language. Kana come first: Japanese texts hold Chinese
# characters too, but not the other way round.
_OWN = (
    ("ja", JAPANESE, 0.1),
    ("zh", CHINESE, 0.5),
    ("ko", KOREAN, 0.4),
    ("th", THAI, 0.4),
    ("el", re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]"), 0.5),
    ("he", re.compile(r"[\u0590-\u05ff]"), 0.5),
    ("hy", re.compile(r"[\u0530-\u058f]"), 0.5),
    ("ka", re.compile(r"[\u10a0-\u10ff]"), 0.5),
    ("ta", re.compile(r"[\u0b80-\u0bff]"), 0.3),
    ("km", re.compile(r"[\u1780-\u17ff]"), 0.3),
    ("lo", re.compile(r"[\u0e80-\u0eff]"), 0.3),
    ("my", re.compile(r"[\u1000-\u109f]"), 0.3),
    ("tr", re.compile("[ığ]"), 0.02),
    ("vi", re.compile("[ơưạảấầậắặẹếềệịọốồộớờợụứừ]"), 0.05),
)
_FEW = 12
"""Letters that do not identify a language."""


def told_by_script(text: str) -> str | None:
    """Return the ISO 639-1 code of the language whose script or letters `text` (lower case) uses, or None."""
    if text.isascii():
        return None
    letters = sum(map(str.isalpha, text))
    if letters < _FEW:
        return None
    for language, letter, share in _OWN:
        if len(letter.findall(text)) >= share * letters:
            return language
    return None
