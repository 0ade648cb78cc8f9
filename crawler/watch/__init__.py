"""Watches: find new articles by queries, and tell people of them through apprise."""
