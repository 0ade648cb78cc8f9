"""The images of an article: absolute addresses, each once, with separate caption and credit.

`Warga mengikuti lomba. Foto: Maya` is a caption and a credit; an alternative text that is a file name is
neither; a caption and an alternative text that differ by a typo are the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from urllib.parse import quote, urlsplit

from crawler.extraction.blocks import Figure
from crawler.extraction.dom.image_source import MAX_ADDRESS, is_icon
from crawler.extraction.metadata.json_ld import clean
from crawler.extraction.metadata.picture_identity import is_picture, picture_identity, picture_size
from crawler.items import Image
from crawler.urls.parsing import resolve

MAX_IMAGES = 60
"""Images of an article that its record has."""
MAX_CAPTION = 600
_GENERIC_LENGTH = 40
ALIKE = 0.92
"""Share of letters that two texts have in common when they are one text."""

_ABSOLUTE = re.compile(r"https?://[!-~]+$", re.I)
_UNSAFE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\"<>\\^`{|}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Characters that an address may not have, and those that show it in another order than it has."""
_CUT = 24
"""Letters that a text and the title have in common from their start where one is the other, cut off."""
_SITE = 30
"""Letters of a site's name behind a headline."""
_FILE_NAME = re.compile(
    r"(?:[\w\s()-]*\.(?:jpe?g|png|gif|webp|bmp|heic|avif)|(?:img|dsc|dscn|image|photo|foto|pic|"
    r"screenshot|wa|vid|p)[\s_-]?\d[\w\s.()-]*"
    r"|whatsapp (?:image|video) .*|[\w-]*\d{6,}[\w-]*|header img|blank|gambar(?: berita| utama)?|image|"
    r"img|photo|foto|thumbnail|cover|banner|featured image"
    r"|\d{2,4}\s?[x×]\s?\d{2,4}"
    r"|no caption|untitled.*|caption|alt|berita|logo.*|(?:belum|tidak|tanpa)\s+(?:ada\s+)?(?:foto|gambar)"
    r"|no\s+(?:image|photo|picture).*)",
    re.I,
)
_GENERIC = frozenset(
    [
        "post", "img", "image", "images", "foto", "gambar", "berita", "news", "artikel", "article", "thumb",
        "thumbs", "thumbnail", "cover", "banner", "featured", "hero", "pic", "picture", "photo",
        "description", "deskripsi", "keterangan", "alt", "text", "teks", "utama", "icon", "slide",
        "responsive", "default", "main", "blog", "card", "detail", "content", "konten", "kegiatan",
        "dokumentasi", "judul", "title", "no", "of", "for", "the", "here", "cap",
        "media", "attachment", "caption", "header", "post", "page",
    ]
)  # fmt: skip
"""Words for any picture, of which texts such as `post-img`, `Image Description` and `gambar 1` are made."""
_WORD = re.compile(r"[^\W\d_]+")
_ALPHANUMERIC = re.compile(r"[^\W_]+")
_PATH = re.compile(r"(?:https?:/)?/\S+$")
"""An alternative text that is the address of its picture."""
_SLUG = re.compile(r"[\w]+(?:[-_][\w]+){2,}")

_CREDIT_WORD = (
    r"(?:sumber\s+)?foto(?:grafer)?|photos?|photo by|dok(?:umentasi|umen)?|ist(?:imewa)?|sumber|credit|"
    r"kredit|courtesy|image|gambar"
)
_LABELLED = re.compile(
    rf"[\s(\[/.,|–—-]*(?<![\w])(?:(?:{_CREDIT_WORD})\.?\s*(?:foto|photo)?\s*[:/=]\s*|dok\.?\s+|"
    rf"(?-i:[Dd]ok(?=[A-Z]))|foto(?:\s+(?:di\s?ambil\s+)?oleh|\s+by)\s+|photo by\s+)"
    rf"([^()\[\]]{{1,80}}?)[)\]\s.]*$",
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
_GLUED = re.compile(r"(?<=\w)\(([^()\d]{3,60})\)\.?$")
"""`Menteri di Istana Negara(Biro Pers)`: an element of its own without a space before it."""
_OUTLET = re.compile(
    r"(?<=[.!?”\"’)])\s+([A-Z][A-Z0-9.]+(?:\s+(?:FOTO|PHOTO))?/[A-Z][\w.*'’ -]{2,40}(?:/[\w.*-]+){0,3})\.?$"
)
"""`... di Malang. ANTARA FOTO/Maya/wpa.`"""
_CREDITS = (
    (_OUTLET, ("/",)),
    (
        _LABELLED,
        ("foto", "photo", "dok", "ist", "sumber", "credit", "kredit", "courtesy", "image", "gambar"),
    ),
    (_ISTIMEWA, ("ist", "do", "net", "int")),
    (_GLUED, (")",)),
    (_BRACKET, (")", "]")),
)
"""Each with the signs of which it needs one near the end of the text: most captions have no credit."""
_CREDIT = 140
"""Characters at the end of a text in which its credit begins."""
_DESCRIBED = re.compile(r"^(?:ket(?:erangan)?\.?\s*(?:foto|gambar|photo)?|caption|teks foto)\s*[:.]\s*", re.I)
_CREDIT_LEAD = re.compile(
    r"^[\W_]*(?:(?:foto|photo|credits?|kredit|sumber|source|quelle|bild|image|dok\w*)\b[^\w(]*)*", re.I
)
_ENDING = re.compile(r"[?#].*", re.DOTALL)
"""Query and fragment of an address."""
_CAPTION_LEAD = re.compile(r"^foto\s*[:.]\s*", re.I)
_POSITION = re.compile(
    r"^(?:kiri|kanan|tengah|atas|bawah|dua|tiga|paling|baju|memakai|berdiri|duduk)\b", re.I
)


def collect_images(
    figures: Iterable[Figure], declared: Iterable[tuple[str, str | None]], base: str, *, title: str = ""
) -> list[Image]:
    """Images of the article in document order: those in the page, then those in its metadata.

    `declared` are raw addresses with captions from the source or the page's metadata; `base` is the base
    address for relative ones. The same image in another size or query counts once. A text that repeats the
    article's `title` is no caption.
    """
    found: dict[str, Image] = {}
    for figure in figures:
        element = figure.element
        url = absolute(figure.src, base)
        if url is None or not is_picture(url) or (element is not None and is_icon(element)):
            continue
        hint = element.get("title") if element is not None else None
        caption, credit = describe(figure.caption, (hint, figure.alt), title)
        if figure.credit:
            credit = _CREDIT_LEAD.sub("", figure.credit).strip(" ()[].,") or credit
        _put(found, Image(url, caption, credit))
    for raw, text in declared:
        url = _printed(raw, found) or absolute(raw, base)
        if url is not None and is_picture(url):
            _put(found, Image(url, *describe(text, (), title)))
    return list(found.values())


def _printed(raw: str, found: Mapping[str, Image]) -> str | None:
    """The address of the printed picture whose path ends with a declared relative one.

    Joomla 5 declares `images/a.jpg` for the picture `/images/a.jpg` of a page at `/index.php/berita/judul`.
    """
    tail = _ENDING.sub("", raw.strip())
    if "/" not in tail.lstrip("/") or tail.startswith(("/", ".")) or _ABSOLUTE.match(tail):
        return None
    return next((one.url for one in found.values() if urlsplit(one.url).path.endswith(f"/{tail}")), None)


def _put(found: dict[str, Image], image: Image) -> None:
    key = picture_identity(image.url)
    known = found.get(key)
    if known is None:
        found[key] = image
        return
    url = image.url if picture_size(image.url) > picture_size(known.url) else known.url
    found[key] = Image(url, known.caption or image.caption, known.credit or image.credit)


@lru_cache(maxsize=1024)  # several steps resolve the same links of a page
def absolute(raw: str, base: str) -> str | None:
    """The absolute http(s) address of an image; None for inline data and other schemes.

    Percent-encodes spaces and other characters that are invalid in addresses.
    """
    raw = raw.strip()
    if not raw or len(raw) > MAX_ADDRESS or raw.startswith(("data:", "blob:", "javascript:", "about:", "#")):
        return None
    try:
        # Most addresses are absolute and stay unchanged.
        url = raw if _ABSOLUTE.match(raw) else resolve(base, raw)
        parts = urlsplit(url)
    except ValueError:
        return None
    if url == base:  # `https://` resolves to the page itself
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return None
    return _UNSAFE.sub(lambda found: quote(found[0], safe=""), url)


def describe(
    caption: str | None, hints: Iterable[str | None] = (), title: str = ""
) -> tuple[str | None, str | None]:
    """Caption and credit of an image from its printed caption, else from the first of `hints`.

    Hints are the title and alternative texts.
    """
    text, credit = _described(caption)
    if text is not None and not (title and alike(text, title)):
        return text, credit
    for hint in hints:
        text, named = _described(hint)
        credit = credit or named
        if text is not None and not (title and _repeats(text, title)):
            return text, credit
    return None, credit


def _described(text: str | None) -> tuple[str | None, str | None]:
    text = clean(text[:MAX_CAPTION]) if text else ""
    if not text or is_file_name(text) or _PATH.match(text):
        return None, None
    caption, credit = split_caption(text)
    return None if caption is None or is_file_name(caption) else caption, credit


def _repeats(text: str, title: str) -> bool:
    """Whether a text is the title: whole, cut, behind `Image for`, or before the site's name."""
    said, headline = _letters(text), _letters(title)
    if min(len(said), len(headline)) >= _CUT:
        longer = len(said) - len(headline)
        around = said.startswith(headline) or said.endswith(headline)
        if headline.startswith(said) or (longer <= _SITE and around):
            return True
    return alike(text, title)


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
    """Whether an alternative text is a file name or a placeholder rather than a description."""
    text = text.strip()
    if len(text) <= _GENERIC_LENGTH and _GENERIC.issuperset(_WORD.findall(text.lower())):
        return True
    return bool(_FILE_NAME.fullmatch(text) or (" " not in text and _SLUG.fullmatch(text))) or not any(
        c.isalpha() for c in text
    )


def alike(one: str, other: str) -> bool:
    """Whether two texts differ only by a typo, a space or a full stop: `cendera mata`, `cenderamata`."""
    a, b = _letters(one), _letters(other)
    if a == b:
        return bool(a)
    longer = max(len(a), len(b))
    if longer < 12 or abs(len(a) - len(b)) > 0.1 * longer:
        return False
    a, b = a[:MAX_CAPTION], b[:MAX_CAPTION]
    # Count shared letters first: few pairs pass this test, and only those are compared in order.
    if 2 * (_counts(a) & _counts(b)).total() / (len(a) + len(b)) <= ALIKE:
        return False
    return SequenceMatcher(None, a, b, autojunk=False).ratio() > ALIKE


@lru_cache(maxsize=256)  # each caption is compared with every paragraph of its page
def _counts(letters: str) -> Counter[str]:
    return Counter(letters)


@lru_cache(maxsize=256)
def _letters(text: str) -> str:
    return "".join(_ALPHANUMERIC.findall(text.lower()))
