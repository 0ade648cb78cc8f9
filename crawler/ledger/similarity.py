"""Text similarity: shingles, MinHash signatures with bands, Jaccard similarity. Pure.

MinHash: Broder, "On the resemblance and containment of documents" (1997). Bands: Leskovec, Rajaraman, Ullman,
"Mining of Massive Datasets", chapter 3: two texts of similarity s share one of b bands of r values with
probability 1 - (1 - s^r)^b; here 0.96 at 0.5 and 0.997 at 0.6. Sketches: Li and Koenig, "b-Bit Minwise
Hashing" (2010).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b
from operator import eq
from struct import Struct

BANDS = 24
ROWS = 3
SEED = 1

SHINGLE = 3
"""Words per shingle."""

MIN_SHINGLES = 20
"""Minimum shingles: a shorter text is never a duplicate."""

THRESHOLD = 0.3
"""Share of common shingles from which texts of two portals are the same text, possibly edited."""

OWN_THRESHOLD = 0.9
"""The same within a portal, whose daily reports differ only in their numbers."""

DOUBT = 0.15
"""2.75 standard deviations of a sketch's estimate at a similarity of about 0.3."""

CHANCE = 1 / 256
"""Share of equal bytes between two sketches of unrelated texts."""

SIGNATURE = Struct(f"<{BANDS * ROWS}Q")
BAND_SIZE = 8 * ROWS

WORD = re.compile(r"\w+")

TYPOGRAPHY = "\u201c\u201d\u2018\u2019\u2013\u2014\u2026\u2022\xa0"
"""Common non-ASCII characters of news texts: quotes, dashes, ellipsis, bullet and no-break space."""

ASCII_WORDS = {
    code: chr(code).lower() if chr(code).isalnum() or chr(code) == "_" else " " for code in range(128)
}
"""Translation of ASCII: letters in lower case, white space for non-word characters."""


def words_of(text: str) -> list[str]:
    """The words of a text, case-folded, without punctuation, as `WORD` matches them.

    Texts with ASCII words, as Indonesian has, take a fifth of the time of others.
    """
    if not text.isascii():
        for mark in TYPOGRAPHY:
            text = text.replace(mark, " ")
    return text.translate(ASCII_WORDS).split() if text.isascii() else WORD.findall(text.casefold())


def shingles(body: Sequence[str]) -> frozenset[str]:
    """All runs of three words, ignoring case and punctuation; empty for a text that is too short."""
    words = words_of("\n".join(body))
    found = frozenset(map(" ".join, zip(*(words[at:] for at in range(SHINGLE)), strict=False)))
    return found if len(found) >= MIN_SHINGLES else frozenset()


def signature_of(found: frozenset[str]) -> bytes:
    """MinHash signature of a text, eight bytes per value, little-endian."""
    from rensa import RMinHash

    minhash = RMinHash(num_perm=BANDS * ROWS, seed=SEED)
    minhash.update(list(found))
    return SIGNATURE.pack(*minhash.digest())


def band_keys(signature: bytes) -> list[int]:
    """One signed 64-bit key per band of a signature; similar texts share some."""
    return [_key(band, signature[band * BAND_SIZE : (band + 1) * BAND_SIZE]) for band in range(BANDS)]


def sketch_of(signature: bytes) -> bytes:
    """The lowest byte of each value: enough to estimate the similarity within `DOUBT`."""
    return signature[::8]


def estimated_similarity(one: bytes, other: bytes) -> float:
    """Similarity of two texts, estimated from their sketches."""
    equal: float = sum(map(eq, one, other)) / len(one)
    return (equal - CHANCE) / (1 - CHANCE)


def similarity(one: frozenset[str], other: frozenset[str]) -> float:
    """Jaccard similarity: common shingles divided by all shingles of both texts, 0.0 to 1.0."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def _key(band: int, values: bytes) -> int:
    data = band.to_bytes(8, "little") + values
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "little", signed=True)
