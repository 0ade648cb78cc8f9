"""The filterable columns, and their tokens in the full-text index."""

from __future__ import annotations

import hashlib

LABELLED = ("portal", "province", "section", "language")
"""Columns of `articles` that filter lists and searches."""


def label(column: str, value: str) -> str:
    """The search token for a value of a column; any characters of the value are encoded."""
    return f"x{hashlib.blake2b(f'{column}:{value}'.encode(), digest_size=8).hexdigest()}"
