"""Exports: JSON Lines, CSV, Parquet, and the feed formats Atom, RSS and JSON Feed."""
