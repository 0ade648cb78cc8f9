"""Parses JSON from servers: any number, depth or encoding raises only ValueError."""

from __future__ import annotations

import json
from typing import Any

MAX_DIGITS = 30
"""Digits of a number; Python refuses to convert more than 4,300, and no field of an article has so many."""


def read_json(data: bytes | str) -> Any:
    """The value of a JSON document; numbers with too many digits become None. Raises ValueError."""
    try:
        return json.loads(data, parse_int=whole_number)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def whole_number(digits: str) -> int | None:
    """The number; None with more than `MAX_DIGITS`."""
    return int(digits) if len(digits) <= MAX_DIGITS else None
