"""Warta: clean articles with ISO 8601 dates from Indonesian local-government news portals."""
