"""What goes wrong between machines."""

from __future__ import annotations


class ClusterError(Exception):
    """One line that says what is wrong with queue or database, and the way out."""


def first_line(error: BaseException) -> str:
    """What an error says, in a line."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
