"""Indonesian date parsing: text in, ISO 8601 out.

The public functions, and the grammar behind them, are imported on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.dates.machine_formats import parse_machine_date
    from crawler.dates.mention import DateMention
    from crawler.dates.publication_line import parse_date
    from crawler.dates.text_search import find_dates

__all__ = ["DateMention", "find_dates", "parse_date", "parse_machine_date"]

_MODULES = {
    "DateMention": "mention",
    "find_dates": "text_search",
    "parse_date": "publication_line",
    "parse_machine_date": "machine_formats",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value
