"""Removes characters that documents must not contain."""

from __future__ import annotations

import re
from typing import Any

UNPRINTABLE = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u007f-\u009f]")
"""Characters not allowed in XML 1.0 (section 2.2), and control characters."""

DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks that change the text direction: a title must not affect the text around it."""


def printable(text: str) -> str:
    """The text without characters that a page or feed cannot or must not contain."""
    return DIRECTION.sub("", UNPRINTABLE.sub("\ufffd", text))


def printable_value(value: Any) -> Any:
    """A JSON value with all its texts printable."""
    match value:
        case str():
            return printable(value)
        case list():
            return [printable_value(one) for one in value]
        case dict():
            return {key: printable_value(one) for key, one in value.items()}
    return value
