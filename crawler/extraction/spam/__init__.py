"""Detects spam injected into pages."""
