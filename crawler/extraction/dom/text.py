"""Text as a reader sees it: one space between words, no invisible characters, no mojibake, NFC."""

from __future__ import annotations

import html
import re
from unicodedata import is_normalized, normalize

# Soft hyphen, zero-width space, word joiner, byte order mark, object replacement; marks and overrides of
# direction, which turn round what a reader sees; control characters, which no text means.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffc]"
)
# Markup printed as text: escaped twice by the publisher, or by an attacker who hopes for a careless reader.
_TAG = re.compile(
    r"</?(?:a|abbr|article|audio|b|blockquote|body|br|button|center|code|div|em|embed|figure|font|form|h[1-6]"
    r"|head|hr|html|i|iframe|img|input|li|link|meta|object|ol|p|script|section|small|span|strong|style|sub|sup"
    r"|svg|table|tbody|td|th|tr|u|ul|video)(?:[\s/][^<>]{0,500})?>",
    re.I,
)
# Escaped twice by the editor's program; what stands in text about markup (`&lt;`, `&amp;`) is left alone.
_ENTITY = re.compile(r"&(?:nbsp|quot|apos|[lr][sd]quo|[nm]dash|hellip|#0?39|#82(?:1[167]|2[01])|#160);")
# Left over when decoding is mended: terminals obey the C1 controls, and no UTF-8 exists for half a pair.
_UNPRINTABLE = re.compile("[\x80-\x84\x86-\x9f\ud800-\udfff]")

# The joiners mean something in Arabic and Indic scripts and in emoji; elsewhere they are noise.
_STRAY_JOINER = re.compile(
    r"(?<=[\x00-\u05ff])[\u200c\u200d]|^[\u200c\u200d]|[\u200c\u200d](?=[\x00-\u05ff]|$)"
)

# How Windows-1252 prints the bytes 0x80-0xBF, those that follow the first byte of a UTF-8 character.
_CONTINUATION = "".join(bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0xC0)).replace(
    "�", ""
)
_TRAIL = f"[{re.escape(_CONTINUATION)}\x81\x8d\x8f\x90\x9d\x80-\x9f]"

# UTF-8 read as Windows-1252: `Ã©` for é, `Â ` for a hard space, `â€œ` for a quotation mark. A capital letter
# before it is a word of its own language in capitals ("MAÇÃ”"), not mojibake.
_MOJIBAKE = re.compile(rf"(?<![A-ZÀ-Þ])(?:[ÃÂÅ]{_TRAIL}|â[€‚„™]{_TRAIL}|ðŸ{_TRAIL}{_TRAIL})")
_SUSPECT = re.compile("[ÃÂÅâð]")
_UNDEFINED = {0x81, 0x8D, 0x8F, 0x90, 0x9D}


def clean(text: str) -> str:
    """`text` in NFC, single spaces, without invisible characters or tags; broken decoding is mended."""
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


def _single_spaced(text: str, printable: bool) -> str:
    # Of all white space only the common space is printable: most texts need not be taken apart.
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
