"""The description that a page gives of its article.

Many CMSs fill it with the first words of the text, or with the site's motto on every page: both describe
nothing, so the description stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lxml.html import HtmlElement

from crawler.extraction.metadata.images import alike
from crawler.extraction.metadata.json_ld import clean

MAX_DESCRIPTION = 1_000
DESCRIPTION_CUT = "description_cut"
"""Warning of a description that is longer than `MAX_DESCRIPTION`."""

_NAMES = ("description", "og:description", "twitter:description", "dc.description", "dcterms.description")
_SHORTEST = 20
_MAX_READ = 20_000
_SAME = 60
"""Letters that a description and the text have in common from their start where it is the text's start."""
_END = 30
"""Letters at the end of a description that the text has where it is an excerpt."""
_START = 800
"""Characters of the text that are its start."""
_READ = 4_000
"""Characters of the text whose words are compared."""
_ABOUT = 2
"""Words of its own that a description has in common with the article when it is about the article."""
_ANYWHERE = frozenset(
    [
        "yang", "dengan", "untuk", "dari", "pada", "adalah", "akan", "telah", "oleh", "dalam",
        "juga", "serta", "tidak", "lagi", "atau", "agar", "bagi", "para", "kami", "kita", "anda",
        "kepada", "sebagai", "secara", "dinas", "badan", "kabupaten", "kota", "provinsi",
        "kecamatan", "desa", "kelurahan", "daerah", "pemerintah", "pemerintahan", "resmi",
        "website", "situs", "portal", "berita", "informasi", "komunikasi", "informatika", "publik",
        "media", "center", "humas", "terkini", "terbaru", "masyarakat", "layanan", "pelayanan",
        "seputar", "indonesia", "this", "that", "with", "from", "news", "official",
    ]
)  # fmt: skip
"""Words of any text, and of the mottos of government sites."""
_WORD = re.compile(r"[^\W\d_]{4,}")
_ALPHANUMERIC = re.compile(r"[^\W_]+")


def read_description(metas: Iterable[HtmlElement]) -> list[str]:
    """The descriptions in a page's `meta` elements, most trusted first."""
    found: dict[str, str] = {}
    for meta in metas:
        name = (meta.get("name") or meta.get("property") or "").lower()
        if name in _NAMES and name not in found:
            text = clean((meta.get("content") or "")[:_MAX_READ])
            if len(text) >= _SHORTEST:
                found[name] = text
    return [found[name] for name in _NAMES if name in found]


def choose_description(
    given: Iterable[str], title: str, paragraphs: Sequence[str], site_names: Iterable[str] = ()
) -> str | None:
    """The first of `given` that relates to the article and is neither its title nor the start of its text.

    Words of the site's names are no evidence that a description relates to the article.
    """
    given = list(given)
    if not given:
        return None
    text = " ".join(paragraphs)[:_READ]
    start = _letters(text[:_START])
    whole: str | None = None
    known: set[str] | None = None
    for description in given:
        letters = _letters(description[:MAX_DESCRIPTION])
        # One of the two may have a dateline or a caption before the first sentence.
        if start and (letters[:_SAME] in start or start[:_SAME] in letters):
            continue
        whole = _letters(text) if whole is None else whole
        if start and letters[-_END:] in whole:
            continue
        if alike(description[:MAX_DESCRIPTION], title):
            continue
        if known is None:
            known = set(_WORD.findall(f"{title} {text}".lower())) - _ANYWHERE
            known.difference_update(*(_WORD.findall(name.lower()) for name in site_names))
        if len(known & set(_WORD.findall(description[:MAX_DESCRIPTION].lower()))) >= _ABOUT:
            return description
    return None


def _letters(text: str) -> str:
    return "".join(_ALPHANUMERIC.findall(text.lower()))
