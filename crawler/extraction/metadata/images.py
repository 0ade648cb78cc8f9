"""The pictures of an article: absolute addresses, each once, with caption and credit told apart.

`Warga mengikuti lomba. Foto: Maya` is a caption and a credit; an alternative text that is a file name is
neither; caption and alternative text that differ by a typo are one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache
from urllib.parse import unquote, urljoin, urlsplit

from crawler.extraction.blocks import Figure
from crawler.extraction.metadata.json_ld import clean
from crawler.items import Image

MAX_IMAGES = 60
MAX_CAPTION = 600
ALIKE = 0.92
"""Share of letters that two texts have in common when they are one text."""

_ABSOLUTE = re.compile(r"https?://[!-~]+$")
_SIZE_SUFFIX = re.compile(r"-(?:\d{2,4}x\d{2,4}|scaled|e\d{10,})(?=\.\w{2,5}$)")
_PIXEL = re.compile(
    r"(?:^|[/_.-])(?:blank|pixel|spacer|placeholder|transparent|loading|loader|lazy|1x1|grey|"
    r"default-?image|no-?image|noimage)(?:[/_.-]|$)"
    r"|(?:^|/)(?:logo|icon|favicon|avatar|gravatar)(?:[/_.-]|$)|gravatar\.com|/emoji/|/smilies/|"
    r"doubleclick|facebook\.com/tr",
    re.I,
)
_DRAWN = re.compile(r"(?:^|/)(?:captcha|(?:hit|web|visitor|stat)?counter|digits?)(?:[/.]|$)", re.I)
"""In the path of a picture that is drawn anew at each visit; `digit.co.id` is a host."""
_FILE_NAME = re.compile(
    r"(?:[\w\s()-]*\.(?:jpe?g|png|gif|webp|bmp|heic|avif)|(?:img|dsc|dscn|image|photo|foto|pic|"
    r"screenshot|wa|vid|p)[\s_-]?\d[\w\s.()-]*"
    r"|whatsapp (?:image|video) .*|[\w-]*\d{6,}[\w-]*|header img|blank|gambar(?: berita| utama)?|image|"
    r"img|photo|foto|thumbnail|cover|banner|featured image"
    r"|no caption|untitled.*|caption|alt|berita|logo.*)",
    re.I,
)
_SLUG = re.compile(r"[\w]+(?:[-_][\w]+){2,}")

_CREDIT_WORD = (
    r"(?:sumber\s+)?foto(?:grafer)?|photos?|photo by|dok(?:umentasi|umen)?|ist(?:imewa)?|sumber|credit|"
    r"kredit|courtesy|image|gambar"
)
_LABELLED = re.compile(
    rf"[\s(\[/.,|–—-]*(?<![\w])(?:(?:{_CREDIT_WORD})\.?\s*(?:foto|photo)?\s*[:/=]\s*|dok\.?\s+|"
    rf"dok(?=[A-Z])|foto(?:\s+oleh|\s+by)\s+|photo by\s+)([^()\[\]]{{1,80}}?)[)\]\s.]*$",
    re.I,
)
_ISTIMEWA = re.compile(
    r"[\s(\[/.,|–—-]+(?:foto[\s./]*)?(istimewa|ist|doc?|dok|net|internet|int)\s?[/)\].]*$", re.I
)
_BRACKET = re.compile(
    r"[\s.]*[(\[]\s*((?:foto|photo)?\s*[:/]?\s*[\w.*'’ -]{1,40}(?:/[\w.*'’ -]{1,40})+|"
    r"[\w.]+/[\w./ -]+)\s*[)\]]\s*\.?$",
    re.I,
)
_CREDITS = (
    (
        _LABELLED,
        ("foto", "photo", "dok", "ist", "sumber", "credit", "kredit", "courtesy", "image", "gambar"),
    ),
    (_ISTIMEWA, ("ist", "do", "net", "int")),
    (_BRACKET, (")", "]")),
)
"""Each with the signs of which it needs one near the end of the text: most captions have no credit."""
_CREDIT = 140
"""Characters at the end of a text in which its credit begins."""
_DESCRIBED = re.compile(r"^(?:ket(?:erangan)?\.?\s*(?:foto|gambar|photo)?|caption|teks foto)\s*[:.]\s*", re.I)
_CAPTION_LEAD = re.compile(r"^foto\s*[:.]\s*", re.I)
_POSITION = re.compile(
    r"^(?:kiri|kanan|tengah|atas|bawah|dua|tiga|paling|baju|memakai|berdiri|duduk)\b", re.I
)


def collect_images(
    figures: Iterable[Figure], declared: Iterable[tuple[str, str | None]], base: str
) -> list[Image]:
    """Images of the article in the order of the page: those of the body, then those that its metadata
    declare.

    `declared` are raw addresses with captions from the source or the page's metadata; `base` is the address
    that relative ones are relative to. The same picture in another size or query is the same picture.
    """
    found: dict[str, Image] = {}
    for figure in figures:
        url = absolute(figure.src, base)
        if url is None or _PIXEL.search(path := urlsplit(url).path) or _DRAWN.search(path):
            continue
        caption, credit = describe(figure.caption, figure.alt)
        _put(found, Image(url, caption, credit))
    for raw, text in declared:
        url = absolute(raw, base)
        if url is None or _PIXEL.search(url) or _DRAWN.search(urlsplit(url).path):
            continue
        caption, credit = describe(text, None)
        _put(found, Image(url, caption, credit))
    return list(found.values())[:MAX_IMAGES]


def _put(found: dict[str, Image], image: Image) -> None:
    key = _identity(image.url)
    known = found.get(key)
    if known is None:
        found[key] = image
    elif (known.caption is None and image.caption is not None) or (
        known.credit is None and image.credit is not None
    ):
        found[key] = Image(known.url, known.caption or image.caption, known.credit or image.credit)


def absolute(raw: str, base: str) -> str | None:
    """The absolute http(s) address of an image; None for inline data and other schemes."""
    raw = raw.strip()
    if not raw or raw.startswith(("data:", "blob:", "javascript:", "about:", "#")):
        return None
    try:
        # Most addresses are absolute, and stay as they are.
        url = raw if _ABSOLUTE.match(raw) else urljoin(base, raw)
        parts = urlsplit(url)
    except ValueError:
        return None
    if url == base:  # `https://` leads to the page itself
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname else None


def _identity(url: str) -> str:
    parts = urlsplit(url)
    return f"{(parts.hostname or '').removeprefix('www.')}{_SIZE_SUFFIX.sub('', unquote(parts.path))}"


def describe(caption: str | None, alt: str | None) -> tuple[str | None, str | None]:
    """Caption and credit of an image from its printed caption and its alternative text."""
    text = clean(caption)[:MAX_CAPTION] if caption else ""
    if not text and alt:
        text = clean(alt)[:MAX_CAPTION]
    if not text or is_file_name(text):
        return None, None
    return split_caption(text)


def split_caption(text: str) -> tuple[str | None, str | None]:
    """`Warga mengikuti lomba. Foto: Maya` -> (`Warga mengikuti lomba.`, `Maya`). Either may be None."""
    text = _DESCRIBED.sub("", text.strip())
    end = text[-_CREDIT:].lower()
    for pattern, signs in _CREDITS:
        match = pattern.search(text) if any(sign in end for sign in signs) else None
        if match is None:
            continue
        credit = match[1].strip(" .,;:-–/*")
        rest = text[: match.start()].rstrip(" -–—|/,(").strip()
        if rest and match[0].startswith("."):
            rest += "."
        if len(credit.split()) > 8 or _POSITION.match(credit) or not any(c.isalpha() for c in credit):
            continue
        if pattern is _LABELLED and not rest and len(credit.split()) > 4:
            continue  # `Foto: Bupati menyerahkan bantuan kepada warga` is a caption
        return _caption(rest), credit
    return _caption(text), None


def _caption(text: str) -> str | None:
    text = _CAPTION_LEAD.sub("", text).strip()
    return text or None


def is_file_name(text: str) -> bool:
    """Whether an alternative text is a file's name or a placeholder rather than a description."""
    text = text.strip()
    return bool(_FILE_NAME.fullmatch(text) or (" " not in text and _SLUG.fullmatch(text))) or not any(
        c.isalpha() for c in text
    )


def alike(one: str, other: str) -> bool:
    """Whether two texts are one text but for a typo, a space or a stop: `cendera mata`, `cenderamata`."""
    a, b = _letters(one), _letters(other)
    if a == b:
        return bool(a)
    longer = max(len(a), len(b))
    if longer < 12 or abs(len(a) - len(b)) > 0.1 * longer:
        return False
    a, b = a[:MAX_CAPTION], b[:MAX_CAPTION]
    # Letters shared in any order: few pairs pass, and only those are worth a comparison in order.
    if 2 * (_counts(a) & _counts(b)).total() / (len(a) + len(b)) <= ALIKE:
        return False
    return SequenceMatcher(None, a, b, autojunk=False).ratio() > ALIKE


@lru_cache(maxsize=256)  # each caption is compared with every paragraph of its page
def _counts(letters: str) -> Counter[str]:
    return Counter(letters)


@lru_cache(maxsize=256)
def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))
