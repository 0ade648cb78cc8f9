"""Listing pages: entries, pagination, date archives, URL source."""
