"""Learned templates in a crawl: lifecycle and storage."""
