"""Finds the article's container and its blocks."""
