"""Plausibility of author values: a person or an office, not a company or a site.

`meta name=author` often holds the publisher (`PT Warta Media`), the theme's maker (`phpmu.com`), the CMS, or
an unfilled field (`{meta_author}`).
"""

from __future__ import annotations

import re

from crawler.extraction.attribution.credit_lines import NAME_TRIM
from crawler.extraction.attribution.gazetteer import is_place

LONGEST_NAME = 80
_MOST_WORDS = 8
_PLACEHOLDER = re.compile(
    r"[{}<>\[\]%$]|^(?:author|nama\s+penulis|penulis|unknown|anonym\w*|anonim|n/?a|null|none|undefined|your\s+name"
    r"|user(?:name)?|test|default|admin(?:istrator)?@.*|-+|\.+|\d+)$",
    re.I,
)
_DOMAIN = re.compile(
    r"^(?:https?://|www\.)|^[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|id|info|co|io|dev|web|my|tv|news)\b", re.I
)
_COMPANY = re.compile(
    r"^(?:PT|CV|UD|Yayasan|Perum|Perseroan)\b\.?\s|\b(?:Tbk|Inc|Ltd|LLC|GmbH|Corp|Pty)\b\.?$"
    r"|\b(?:cyber\s+media|media\s+(?:nusantara|group|siber|online|digital|network|indonesia)|group|network)$"
    r"|(?:themes?|templates?|cms|web\s?dev\w*|developer|studio|creative|technologies|solutions?|software)$",
    re.I,
)
_ROLE_AFTER = re.compile(
    r"\s*[-–—,|(]?\s*\b(?:jurnalis|reporter|wartawan|kontributor|pewarta|penulis|editor|author|redaktur|fotografer"
    r"|writer|staff\s+writer|correspondent)\b\s*\)?$",
    re.I,
)
_DIGITS = re.compile(r"\d")
_JOINTS_TEXT = "dan bin binti al van von der de di la el ibn & and und y da dos del st"
JOINTS = frozenset(_JOINTS_TEXT.split())
"""Words within names that begin with small letters."""


def believable_author(name: str) -> bool:
    """Whether an author value from metadata is plausible: no company, domain or placeholder."""
    text = name.strip()
    return (
        1 < len(text) <= LONGEST_NAME
        and _PLACEHOLDER.search(text) is None
        and _DOMAIN.search(text) is None
        and _COMPANY.search(text) is None
        and any(c.isalpha() for c in text)
    )


def clean_name(raw: str) -> str:
    """A name without adjacent punctuation, role and bracket: `: Dewi Kania (Jurnalis)` gives Dewi Kania."""
    name = " ".join(raw.split()).strip(NAME_TRIM + ":.·•()")
    without = _ROLE_AFTER.sub("", name).strip(NAME_TRIM + ":.")
    return without or name


def looks_like_person(text: str) -> bool:
    """Whether an unlabelled text has the shape of a name: two to five capitalized words."""
    words = text.split()
    return (
        2 <= len(words) <= 5
        and len(text) <= 40
        and _DIGITS.search(text) is None
        and believable_author(text)
        and not is_place(text)
        and all(word[:1].isupper() or word.lower().strip(".,") in JOINTS for word in words)
        and all(c.isalpha() or c in " .,'’-" for c in text)
    )


def is_short_name(text: str) -> bool:
    """Whether a text after an icon or label can be a name of any form: `sekret.litbang`, `Admin Desa`."""
    return (
        1 < len(text) <= 60
        and len(text.split()) <= _MOST_WORDS
        and believable_author(text)
        and (sum(c.isdigit() for c in text) <= 4)
    )


def same_name(one: str, other: str) -> bool:
    """Whether two names are equal apart from case and punctuation."""
    return re.sub(r"\W+", "", one).lower() == re.sub(r"\W+", "", other).lower()
