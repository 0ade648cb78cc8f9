"""Indonesian dates: text in, ISO 8601 out.

The functions are loaded when they are first used, and the grammar with them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.dates.finder import find_dates
    from crawler.dates.line import parse_date
    from crawler.dates.machine import parse_machine_date
    from crawler.dates.mention import DateMention

__all__ = ["DateMention", "find_dates", "parse_date", "parse_machine_date"]

_MODULES = {
    "DateMention": "mention",
    "find_dates": "finder",
    "parse_date": "line",
    "parse_machine_date": "machine",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value
