"""Extraction in further processes."""
