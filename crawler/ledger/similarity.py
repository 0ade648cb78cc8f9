"""How alike two texts are: shingles, MinHash signatures cut into bands, Jaccard similarity. Pure.

MinHash: Broder, "On the resemblance and containment of documents" (1997). Bands: Leskovec, Rajaraman, Ullman,
"Mining of Massive Datasets", chapter 3: two texts of similarity s share one of b bands of r values with
probability 1 - (1 - s^r)^b; here 0.96 at 0.5 and 0.997 at 0.6.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b
from struct import Struct

BANDS = 24
ROWS = 3
SEED = 1

SHINGLE = 3
"""Words in a shingle."""

MIN_SHINGLES = 20
"""A shorter text says too little to be a copy of another."""

THRESHOLD = 0.3
"""Shared part of the shingles from which a text of another portal is the same text, edited at most."""

OWN_THRESHOLD = 0.9
"""The same within a portal, whose daily reports differ in their numbers only."""

SIGNATURE = Struct(f"<{BANDS * ROWS}Q")
BAND_SIZE = 8 * ROWS

WORD = re.compile(r"\w+")


def shingles(body: Sequence[str]) -> frozenset[str]:
    """Every run of three words, whatever their case and punctuation; empty for a text that is too short."""
    words = WORD.findall("\n".join(body).casefold())
    found = frozenset(map(" ".join, zip(*(words[at:] for at in range(SHINGLE)), strict=False)))
    return found if len(found) >= MIN_SHINGLES else frozenset()


def band_keys(found: frozenset[str]) -> list[int]:
    """A signed 64-bit key per band of the text's MinHash signature; texts that are alike share some."""
    from rensa import RMinHash

    minhash = RMinHash(num_perm=BANDS * ROWS, seed=SEED)
    minhash.update(list(found))
    signature = SIGNATURE.pack(*minhash.digest())
    return [_key(band, signature[band * BAND_SIZE : (band + 1) * BAND_SIZE]) for band in range(BANDS)]


def similarity(one: frozenset[str], other: frozenset[str]) -> float:
    """The shared part of all shingles of both texts, 0.0 to 1.0 (Jaccard)."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def _key(band: int, values: bytes) -> int:
    data = band.to_bytes(8, "little") + values
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "little", signed=True)
