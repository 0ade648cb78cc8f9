"""Text as a document for people may hold it."""

from __future__ import annotations

import re

UNPRINTABLE = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u007f-\u009f]")
"""What XML 1.0 cannot hold (section 2.2), and control characters."""

DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks that change the direction of the text after them: a title must not turn its neighbours round."""


def printable(text: str) -> str:
    """The text without what a page or feed cannot or must not hold."""
    return DIRECTION.sub("", UNPRINTABLE.sub("\ufffd", text))
