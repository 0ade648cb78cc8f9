"""Watches: saved queries on new articles, with notifications through apprise."""
