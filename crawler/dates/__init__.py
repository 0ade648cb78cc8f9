"""Indonesian dates: text in, ISO 8601 out."""

from __future__ import annotations

from crawler.dates.finder import find_dates
from crawler.dates.line import parse_date
from crawler.dates.machine import parse_machine_date
from crawler.dates.mention import DateMention

__all__ = ["DateMention", "find_dates", "parse_date", "parse_machine_date"]
