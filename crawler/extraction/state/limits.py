"""Limits on the state that is read; state beyond them is skipped or truncated."""

from __future__ import annotations

MAX_TEXT = 5_000_000
"""Characters of state in one page, all its scripts and attributes together."""
MAX_NODES = 60_000
"""Objects and lists that are visited."""
MAX_VALUE = 1_000_000
"""Characters of one text (an article's body)."""
MAX_DEPTH = 40
"""Levels of an editor's document, or of a component's properties."""
MAX_SOURCES = 400
"""Scripts and attributes of one page; React writes one script for each chunk."""
