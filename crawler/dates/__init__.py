"""Indonesian dates: text in, ISO 8601 out."""

from __future__ import annotations

from crawler.dates.mention import DateMention

__all__ = ["DateMention"]
