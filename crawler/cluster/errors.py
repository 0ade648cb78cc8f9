"""Errors of the cluster commands."""

from __future__ import annotations


class ClusterError(Exception):
    """One line with the problem in queue or database, and the way out."""


def first_line(error: BaseException) -> str:
    """The first line of an error's message."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
