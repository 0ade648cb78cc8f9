"""Reads the page on a command's stdin."""

from __future__ import annotations

import sys

from crawler.portals.errors import UsageError

MAX_PAGE = 10_000_000  # bytes; same limit as in a crawl


def read_page() -> bytes:
    """The page on stdin. Raises UsageError without one."""
    if sys.stdin.isatty():
        raise UsageError("give the page on stdin, e.g. with < page.html")
    html = sys.stdin.buffer.read(MAX_PAGE + 1)
    if not html.strip() or len(html) > MAX_PAGE:
        raise UsageError(f"stdin is empty or larger than {MAX_PAGE} bytes")
    return html
