"""Warta: clean articles with ISO 8601 dates from Indonesian local-government news portals."""

from __future__ import annotations

__version__ = "0.1.0"
