"""Sitemaps: parser and URL source."""
