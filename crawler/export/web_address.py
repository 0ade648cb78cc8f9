"""Web addresses in exported documents."""

from __future__ import annotations

import re
from urllib.parse import quote

from crawler.export.control_characters import printable


def is_web(url: str) -> bool:
    """Whether the address is http or https."""
    return re.match(r"https?://[^\s/]", url, flags=re.IGNORECASE) is not None


def iri(url: str) -> str:
    """The address with characters percent-encoded that an IRI must not contain (RFC 3987)."""
    return quote(printable(url), safe="%/:=&?~#+!$,;'@()*[]")
