"""Query errors, with position and the text there."""

from __future__ import annotations

from crawler.portals.errors import UsageError, shown

SHOWN = 24
"""Characters of the query that an error quotes, from its position on."""


class QueryError(UsageError):
    """A query that does not parse. `position` is the offset of the error in `text`, in code points from 0."""

    def __init__(self, text: str, position: int, problem: str) -> None:
        self.text = text
        self.position = position
        self.problem = problem
        rest = text[position : position + SHOWN]
        where = f"at {shown(rest)}" if rest.strip() else "at its end"
        super().__init__(f"query, character {position + 1} ({where}): {problem}")
