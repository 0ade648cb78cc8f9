"""Detects binary files regardless of their Content-Type: many servers send them as text/html."""

from __future__ import annotations

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
