"""The name of the program that a person started: messages name commands by it."""

from __future__ import annotations

import os

VARIABLE = "WARTA_PROGRAM"


def program() -> str:
    """Return `warta` within the `warta` command, else `scrapy`: `f"{program()} export"` can be typed."""
    return os.environ.get(VARIABLE) or "scrapy"
