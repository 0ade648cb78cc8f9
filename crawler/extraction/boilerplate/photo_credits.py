"""Captions that end with a photo credit, told from paragraphs that end with the credits of the article."""

from __future__ import annotations

from crawler.extraction.attribution.credit_lines import LABELLED, LABELS
from crawler.extraction.boilerplate.phrases import PHOTO_TAIL, ends_sentence

LONGEST = 260
"""Characters of a caption."""
_CREDIT = 90
"""Characters at the end of a caption that hold its credit."""
_PHOTO_WORDS = ("foto", "photo", "dok", "ft", "image", "gambar", "doc", "ist")
"""A quick test for credits at the end of a caption."""
_OF_TEXT = frozenset({"author", "reporter", "editor"})
"""Roles of those who made a text."""


def is_credited_caption(text: str, text_from: int) -> bool:
    """Whether a line is a caption that ends with a photo credit, not a paragraph of the text with one.

    The last sentence of a text may be followed by its credits: `(Foto: X/Editor: Y)`. A sentence of at least
    `text_from` characters belongs to the text; with 0, any line does. Guards a slow pattern with a test for
    its rare parts.
    """
    if len(text) > LONGEST:
        return False
    end = text[-_CREDIT:]
    low = end.lower()
    if not any(word in low for word in _PHOTO_WORDS):
        return False
    credit = PHOTO_TAIL.search(end)
    if credit is None:
        return False
    start = credit.start() + (end[credit.start()] == ".")
    opening = max(end.rfind("(", 0, start), end.rfind("[", 0, start))
    if opening > max(end.rfind(")", 0, start), end.rfind("]", 0, start)):
        start = opening  # `(Teks: X/Foto: Y)`
    if _names_others(end[start:]):
        return False
    above = text[: len(text) - len(end) + start].rstrip()
    return len(above) < text_from or (text_from > 0 and not ends_sentence(above))


def _names_others(credit: str) -> bool:
    """Whether a bracket credits more than a picture: `(Foto: X/Editor: Y)`, which is said of a text."""
    return any(LABELS[" ".join(label[1].lower().split())] in _OF_TEXT for label in LABELLED.finditer(credit))
