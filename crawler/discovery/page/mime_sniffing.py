"""Detects binary files regardless of their Content-Type: many servers send them as text/html."""

from __future__ import annotations

import re

_MAGIC = (
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"Rar!",
    b"\xd0\xcf\x11\xe0",
    b"RIFF",
)
_MARKS_OF_TEXT = (b"\xff\xfe", b"\xfe\xff")  # byte order marks of UTF-16, in which every other byte may be 0
_BINARY = bytes([*range(0x09), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20)])
_LOOKED_AT = 1445  # bytes: the resource header of the WHATWG MIME Sniffing Standard, section 5.2
_SHARE = 0.02  # share of binary bytes; a page with a stray control character is still a page


def is_binary(body: bytes) -> bool:
    """Whether `body` is a file of another kind than text (binary data bytes: WHATWG, section 3)."""
    head = body[:_LOOKED_AT]
    if head.startswith(_MAGIC):
        return True
    if head.startswith(_MARKS_OF_TEXT):
        return False
    return len(head) - len(head.translate(None, _BINARY)) > _SHARE * len(head)


_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?[\t\n\x0c\r ]*"
    rb"<(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|!--)(?=[ >]|--)",
    re.IGNORECASE,
)
"""The patterns of HTML, and the white space before them (WHATWG, section 7.1)."""
_TYPE = re.compile(r"\s*([a-z0-9.+-]+/[a-z0-9.+-]+)\s*(?:$|[;,])", re.IGNORECASE)
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_UNKNOWN_TYPES = frozenset({"unknown/unknown", "application/unknown"})


def is_html(body: bytes, content_type: str) -> bool:
    """Whether browsers show the body as an HTML page, given the Content-Type header (empty for none).

    Without a valid type (missing, `*/*`, `charset=utf-8`), the first bytes decide (WHATWG, section 7.1).
    """
    match = _TYPE.match(content_type)
    named = match[1].lower() if match is not None else "unknown/unknown"
    if named in _HTML_TYPES:
        return not is_binary(body)
    return named in _UNKNOWN_TYPES and _HTML_START.match(body[:_LOOKED_AT]) is not None
