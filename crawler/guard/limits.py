"""Size limits and media types of responses.

Size limits apply to the bytes on the wire and again to the decompressed body.
"""

from __future__ import annotations

from collections.abc import Iterable

MIB = 1024 * 1024

MAX_BODY = {
    "sitemap": 50 * MIB,  # the protocol's own limit, https://www.sitemaps.org/protocol.html
    "api": 50 * MIB,  # a hundred articles in one answer
    "robots": 512 * 1024,  # RFC 9309 section 2.5: at least 500 KiB are read; the rest is not
}
"""Bytes by request kind, where the limit is not the page's 10 MiB (setting DOWNLOAD_MAXSIZE)."""

MAX_HEADER_BYTES = 64 * 1024
"""Status line and headers together, including interim (1xx) responses."""

MAX_HEADER_LINES = 256

MAX_ENCODINGS = 2
"""Layers of Content-Encoding: one is normal, two a misconfiguration, more a decompression bomb."""

# Media types that never hold an article. Generic types (octet-stream, none) are accepted.
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


def is_non_text(content_type: str) -> bool:
    """Whether a Content-Type excludes a page, a feed or a sitemap.

    >>> is_non_text("application/pdf"), is_non_text("text/html; charset=utf-8"), is_non_text("")
    (True, False, False)
    """
    kind = content_type.partition(";")[0].strip().lower()
    if kind.startswith("application/") and kind.endswith(_TEXT_SUFFIXES):
        return False
    return kind.startswith(_MEDIA) or kind.startswith(_DOCUMENTS)


def count_encodings(content_encoding: Iterable[str]) -> int:
    """Number of layers in the Content-Encoding headers; `identity` does not count."""
    names = (name.strip().lower() for value in content_encoding for name in value.split(","))
    return sum(name not in {"", "identity"} for name in names)
