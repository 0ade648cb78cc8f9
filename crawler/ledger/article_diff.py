"""Article changes: compares title, body, dates and images of two revisions; ignores everything else."""

from __future__ import annotations

import difflib
import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from crawler.items import Article

SIZE_SUFFIX = re.compile(r"-(?:\d{2,4}x\d{2,4}|scaled)(?=\.[A-Za-z]{3,4}$)")
"""WordPress and similar systems name the sizes of one image `photo-300x200.jpg`, `photo-scaled.jpg`."""


WORD = re.compile(r"[^\W\d_]{3,}")
MIN_WORDS = 3
"""Words that a stored title must have to be compared with another."""

PARTS = ("title", "body", "dates", "images")
"""A change in one of these makes a new revision."""


def fingerprint_of(article: Article) -> bytes:
    """8 hash bytes for each of `PARTS`, in that order.

    White space, Unicode normalization form, and the size, host or query of an image are ignored.
    """
    title, *body = _texts(article)
    pictures = [_picture(image.url) for image in article.images]
    return b"".join(map(_hash, ([title], body, [article.published_at or ""], pictures)))


def changed_parts(stored: bytes, fingerprint: bytes) -> list[str]:
    """Names of the parts that differ between two fingerprints."""
    return [
        name
        for at, name in enumerate(PARTS)
        if stored[8 * at : 8 * at + 8] != fingerprint[8 * at : 8 * at + 8]
    ]


def is_replaced(title: str, article: Article, changed: Sequence[str]) -> bool:
    """Whether a changed article has nothing in common with the stored one, of which `title` is known.

    Its title and its body changed, and its new title shares no word with the old one: soft 404s and
    maintenance pages do so, edited articles do not.
    """
    if not {"title", "body"} <= {*changed}:
        return False
    before, after = _words(title), _words(article.title)
    return len(before) >= MIN_WORDS and not before & after


def _words(text: str) -> set[str]:
    return set(WORD.findall(text.casefold()))


def content_hash(article: Article) -> str:
    """SHA-256 of title and paragraphs (64 hexadecimal characters), independent of URL and portal."""
    return hashlib.sha256("\n".join(_texts(article)).encode("utf-8", "replace")).hexdigest()


def _texts(article: Article) -> list[str]:
    """The title and each non-empty paragraph."""
    return [_text(article.title), *filter(None, map(_text, article.body))]


def _text(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _picture(url: str) -> str:
    try:
        path = urlsplit(url).path
    except ValueError:
        path = url
    return SIZE_SUFFIX.sub("", path)


def _hash(values: list[str]) -> bytes:
    data = json.dumps(values).encode()
    return hashlib.blake2b(data, digest_size=8).digest()


def unified_diff(before: Mapping[str, Any], after: Mapping[str, Any], names: tuple[str, str]) -> list[str]:
    """Unified diff between two records: title, dates, paragraphs and images, one line each.

    Images whose URLs differ only in size, host or query are shown as unchanged.
    """
    old = {_picture(image["url"]): image["url"] for image in before["images"]}
    lines = _as_text(before, old), _as_text(after, old)
    return list(difflib.unified_diff(*lines, *names, lineterm="", n=1))


def _as_text(record: Mapping[str, Any], pictures: Mapping[str, str]) -> list[str]:
    lines = [f"title: {_text(record['title'])}", f"published_at: {record['published_at']}"]
    lines += [text for text in map(_text, record["body"]) if text]
    urls = [image["url"] for image in record["images"]]
    return lines + [f"image: {pictures.get(_picture(url), url)}" for url in urls]
