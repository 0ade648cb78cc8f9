"""Reads the page on a command's stdin."""

from __future__ import annotations

import sys
from urllib.parse import urljoin

from crawler.portals import Portal, Registry, UsageError, portal_from_address

MAX_PAGE = 10_000_000  # bytes; same limit as in a crawl


def read_page() -> bytes:
    """The page on stdin. Raises UsageError without one."""
    if sys.stdin.isatty():
        raise UsageError("give the page on stdin, e.g. with < page.html")
    html = sys.stdin.buffer.read(MAX_PAGE + 1)
    if not html.strip() or len(html) > MAX_PAGE:
        raise UsageError(f"stdin is empty or larger than {MAX_PAGE} bytes")
    return html


def portal_of_page(url: str, registry: Registry) -> Portal:
    """The registry's portal of a page, else one made from its host. Raises UsageError."""
    return registry.by_address(url) or portal_from_address(urljoin(url, "/"), registry)
