"""Text as displayed: single spaces, no invisible characters, no mojibake, NFC."""

from __future__ import annotations

import html
import re
from unicodedata import is_normalized, normalize

from lxml.html import HtmlElement

# Soft hyphen, zero-width space, word joiner, byte order mark, object replacement; direction marks and
# overrides, which reverse the displayed order; control characters, which carry no meaning in text.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffc]"
)
# Markup printed as text: escaped twice by the publisher, or by an attacker.
_TAG = re.compile(
    r"</?(?:a|abbr|article|audio|b|blockquote|body|br|button|center|code|div|em|embed|figure|font|form|h[1-6]"
    r"|head|hr|html|i|iframe|img|input|li|link|meta|object|ol|p|script|section|small|span|strong|style|sub|sup"
    r"|svg|table|tbody|td|th|tr|u|ul|video)(?:[\s/][^<>]{0,500})?>",
    re.I,
)
# Escaped twice by the editor's program; text about markup (`&lt;`, `&amp;`) stays unchanged.
_ENTITY = re.compile(r"&(?:nbsp|quot|apos|[lr][sd]quo|[nm]dash|hellip|#0?39|#82(?:1[167]|2[01])|#160);")
# Left over when decoding is repaired: terminals obey C1 controls, and a lone surrogate has no UTF-8 form.
_UNPRINTABLE = re.compile("[\x80-\x84\x86-\x9f\ud800-\udfff]")

# Joiners carry meaning in Arabic and Indic scripts and in emoji; elsewhere they are noise.
_STRAY_JOINER = re.compile(
    r"(?<=[\x00-\u05ff])[\u200c\u200d]|^[\u200c\u200d]|[\u200c\u200d](?=[\x00-\u05ff]|$)"
)

# Windows-1252 characters for the bytes 0x80-0xBF, the continuation bytes of UTF-8.
_CONTINUATION = "".join(bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0xC0)).replace(
    "�", ""
)
_TRAIL = f"[{re.escape(_CONTINUATION)}\x81\x8d\x8f\x90\x9d\x80-\x9f]"

# UTF-8 read as Windows-1252: `Ã©` for é, `Â ` for a hard space, `â€œ` for a quotation mark. A capital letter
# before it makes it a word in capitals of its own language ("MAÇÃ”"), not mojibake.
_MOJIBAKE = re.compile(rf"(?<![A-ZÀ-Þ])(?:[ÃÂÅ]{_TRAIL}|â[€‚„™]{_TRAIL}|ðŸ{_TRAIL}{_TRAIL})")
_SUSPECT = re.compile("[ÃÂÅâð]")
_SLACK = 200
"""Characters that cleaning may take from a short text."""
_UNDEFINED = {0x81, 0x8D, 0x8F, 0x90, 0x9D}


def clean(text: str) -> str:
    """`text` in NFC, with single spaces, without invisible characters or tags; repairs broken decoding."""
    # Of the characters below only the object replacement counts as printable.
    visible = text.isprintable() and "\ufffc" not in text
    if not visible:
        text = _INVISIBLE.sub("", text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "&" in text and _ENTITY.search(text):
        text = _ENTITY.sub(lambda found: html.unescape(found.group()), text)
        visible = False
    if text.isascii():
        return _single_spaced(text, visible)
    if "\u200c" in text or "\u200d" in text:
        text = _STRAY_JOINER.sub("", text)
    if _SUSPECT.search(text):
        text = _MOJIBAKE.sub(_mend, text)
        visible = False
    if not visible:
        text = _UNPRINTABLE.sub("", text)
    text = _single_spaced(text, visible)
    return text if is_normalized("NFC", text) else normalize("NFC", text)


def text_of(element: HtmlElement, limit: int) -> str:
    """The first `limit` characters of the text in an element, as written; reads no further."""
    pieces: list[str] = []
    size = 0
    for piece in element.itertext():
        pieces.append(piece)
        size += len(piece)
        if size >= limit:
            break
    return "".join(pieces)[:limit]


def is_whole_text(element: HtmlElement, text: str) -> bool:
    """Whether the clean `text` is all that an element displays; reads no further than a longer text."""
    pieces: list[str] = []
    left = 2 * len(text) + _SLACK
    for piece in element.itertext():
        pieces.append(piece)
        left -= len(piece.strip())
        if left < 0:
            return False
    return clean("".join(pieces)) == text


def is_longer(element: HtmlElement, limit: int) -> bool:
    """Whether an element has more than `limit` characters of text in single spacing; reads hardly further."""
    pieces: list[str] = []
    size = 0
    for piece in element.itertext():
        words = piece.split()
        size += sum(map(len, words))
        if size > limit:
            return True
        pieces.append(piece)
    return len(" ".join("".join(pieces).split())) > limit


def _single_spaced(text: str, printable: bool) -> str:
    # The common space is the only printable white space: most texts need no splitting.
    return text.strip() if printable and "  " not in text else " ".join(text.split())


def _mend(found: re.Match[str]) -> str:
    broken = found.group()
    raw = b"".join(
        bytes([ord(char)]) if ord(char) < 256 else char.encode("cp1252", "ignore") for char in broken
    )
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return broken
