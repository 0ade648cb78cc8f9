"""How much may be read of one answer, and of what sort it must be.

Sizes hold twice: for the bytes on the wire, and again for what they unpack to.
"""

from __future__ import annotations

from collections.abc import Iterable

MIB = 1024 * 1024

MAX_BODY = {
    "sitemap": 50 * MIB,  # the protocol's own limit, https://www.sitemaps.org/protocol.html
    "api": 50 * MIB,  # a hundred articles in one answer
    "robots": 512 * 1024,  # RFC 9309 section 2.5: at least 500 KiB are read; the rest is not
}
"""Bytes by kind of request, where it is not the page's 10 MiB (setting DOWNLOAD_MAXSIZE)."""

MAX_HEADER_BYTES = 64 * 1024
"""Status line and headers together, interim (1xx) answers included."""

MAX_HEADER_LINES = 256

MAX_ENCODINGS = 2
"""Layers of Content-Encoding: one is usual, two a mistake, more are a bomb."""

# What never holds an article. Text in disguise (octet-stream, a missing type) is let through.
_MEDIA = ("image/", "audio/", "video/", "font/", "model/")
_DOCUMENTS = (
    "application/pdf",
    "application/zip",
    "application/x-zip-compressed",
    "application/vnd.",
    "application/msword",
    "application/rtf",
    "application/x-rar",
    "application/x-7z-compressed",
    "application/x-tar",
    "application/x-bittorrent",
    "application/java-archive",
    "application/wasm",
    "application/ogg",
    "application/x-shockwave-flash",
)
_TEXT_SUFFIXES = ("+xml", "+json")


def holds_no_text(content_type: str) -> bool:
    """Whether a Content-Type says that the body cannot be a page, a feed or a sitemap.

    >>> holds_no_text("application/pdf"), holds_no_text("text/html; charset=utf-8"), holds_no_text("")
    (True, False, False)
    """
    kind = content_type.partition(";")[0].strip().lower()
    if kind.startswith("application/") and kind.endswith(_TEXT_SUFFIXES):
        return False
    return kind.startswith(_MEDIA) or kind.startswith(_DOCUMENTS)


def count_encodings(content_encoding: Iterable[str]) -> int:
    """How many layers the Content-Encoding headers name; `identity` is none."""
    names = (name.strip().lower() for value in content_encoding for name in value.split(","))
    return sum(name not in {"", "identity"} for name in names)
