"""Page numbers (or offsets) in the URLs of a listing."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_PAGE_FIELD = re.compile(
    r"(?P<lead>.*?(?:/page/|/halaman/|/hal/|/p/|/index/|(?<!/)(?-i:/P)(?=\d+/?(?:[?#]|$))|[?&](?:page|paged|hal|"
    r"halaman|start|offset|limitstart|per_page|pagenum|pageno|pageindex|pg|p)=))(?P<number>\d{1,7})(?P<tail>(?!,|%2C).*)",
    re.IGNORECASE,
)
"""Where an address names a page of a listing; ExpressionEngine by `/P10`, while `/p2p` is an office."""


def page_number(url: str) -> int | None:
    """The page (or offset) of a listing in the URL; None without one."""
    match = _PAGE_FIELD.fullmatch(url)
    return int(match["number"]) if match else None


def with_page_number(url: str, number: int) -> str | None:
    """The same listing's page (or offset) `number`; None if the URL has no number."""
    match = _PAGE_FIELD.fullmatch(url)
    return f"{match['lead']}{number}{match['tail']}" if match else None


def is_same_listing(one: str, other: str) -> bool:
    """Whether two URLs differ in the page number alone."""
    return _listing_key(one) == _listing_key(other)


def _listing_key(url: str) -> str:
    match = _PAGE_FIELD.fullmatch(url)
    lead = match["lead"] if match else url
    lead = re.sub(r"(?:/page/|/halaman/|/hal/|/p/|/index/|/P|[?&]\w+=)$", "", lead) if match else lead
    parts = urlsplit(lead)
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}"
