"""Reads single pages: homepage, URL patterns, previous/next links, multi-page articles."""
