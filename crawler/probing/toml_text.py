"""Strings in printed TOML."""

from __future__ import annotations

import json


def toml_text(value: str) -> str:
    """A TOML string: JSON's escapes are TOML's."""
    return json.dumps("".join(ch for ch in value if ch.isprintable()), ensure_ascii=False)
