"""The facts by which readers narrow a list, and their terms in the full-text index."""

from __future__ import annotations

import hashlib

LABELLED = ("portal", "province", "section", "language")
"""Columns of `articles` by which a list or a search can be narrowed."""


def label(column: str, value: str) -> str:
    """The search term for a value of a column: one token, whatever characters the value has."""
    return f"x{hashlib.blake2b(f'{column}:{value}'.encode(), digest_size=8).hexdigest()}"
