"""Errors that name the value and the way out."""

from __future__ import annotations


class UsageError(ValueError):
    """An argument or setting that cannot be used; commands end with exit status 2 on it."""
