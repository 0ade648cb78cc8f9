"""Text as a reader sees it: one space between words, no invisible characters, no mojibake, NFC."""

from __future__ import annotations

import re
from unicodedata import is_normalized, normalize

# Soft hyphen, zero-width space, word joiner, byte order mark, direction marks, object replacement.
# And control characters, which no text means.
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\xad\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff\ufffc]")

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
    """`text` in NFC with single spaces and without invisible characters; broken decoding is mended."""
    text = _INVISIBLE.sub("", text)
    if text.isascii():
        return " ".join(text.split())
    if "\u200c" in text or "\u200d" in text:
        text = _STRAY_JOINER.sub("", text)
    if _SUSPECT.search(text):
        text = _MOJIBAKE.sub(_mend, text)
    text = " ".join(text.split())
    return text if is_normalized("NFC", text) else normalize("NFC", text)


def _mend(found: re.Match[str]) -> str:
    broken = found.group()
    raw = b"".join(
        bytes([ord(char)]) if ord(char) < 256 else char.encode("cp1252", "ignore") for char in broken
    )
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return broken
