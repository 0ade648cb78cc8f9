"""Case folding that keeps every offset of the text."""

from __future__ import annotations

from typing import Final

VARIANTS: Final = (
    ("İ", "i"),  # the only code point whose lower case is longer than itself
    ("’", "'"), ("‘", "'"), ("ʼ", "'"), ("`", "'"), ("´", "'"), ("′", "'"),
    ("‛", "'"), ("ʻ", "'"), ("＇", "'"),
    ("–", "-"), ("—", "-"), ("‒", "-"), ("−", "-"), ("‐", "-"), ("‑", "-"), ("―", "-"),
    ("\xa0", " "), ("\u202f", " "), ("\u2007", " "), ("\u2009", " "), ("\u200b", " "), ("\ufeff", " "),
    ("\u200e", " "), ("\u200f", " "), ("／", "/"), ("：", ":"),
)  # fmt: skip


def fold(text: str) -> str:
    """Lower-case `text` and unify apostrophes, dashes and spaces; length and offsets stay the same."""
    if text.isascii():
        return text.lower().replace("`", "'")
    for variant, plain in VARIANTS:
        text = text.replace(variant, plain)
    return text.lower()
