"""Decides which addresses are images of the article, and which are sizes of the same image."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

_NO_PICTURE = re.compile(
    r"(?:^|[/_.-])(?:blank|pixel|spacer|placeholder|transparent|loading|loader|lazy|1x1|grey|"
    r"buttons?|btn|arrows?|spinner|"
    r"default-?image|no-?(?:image|foto|photo|picture|img|pic|thumb(?:nail)?|gambar)s?)(?:[/_.-]|$)"
    r"|(?:^|/)(?:logo|icon|favicon|avatar|gravatar)(?:[/_.-]|$)|/emoji/|/smilies/",
    re.I,
)
"""Names of placeholders and logos."""
_COUNTED = re.compile(r"gravatar\.com|doubleclick|facebook\.com/tr", re.I)
_DRAWN = re.compile(r"(?:^|/)(?:captcha|(?:hit|web|visitor|stat)?counter|digits?)(?:[/.]|$)", re.I)
"""In the path of a picture that is generated for each visit; `digit.co.id` is a host."""
_THEME = re.compile(
    r"/(?:wp-content/themes|themes?|templates?|layouts?|skins?|icons?|emojis?|smil(?:ies|eys))/"
    r"(?!.*(?:upload|foto|photo|berita|news|media|files)[^/]*/)",
    re.I,
)
"""In the path of the pictures of a theme, unless a folder below holds those of articles."""
_DRAWING = re.compile(r"\.(?:svgz?|ico)$", re.I)
_FOLDER = re.compile(r"(?:/|[_-]|/\.\w{2,5}|/(?:null|undefined|none|default|na|-)(?:\.\w{2,5})?)$", re.I)
"""The end of an address without a file name, of an article without picture: `.../uploads/`, `.../thumb_`."""

_SIZED_FOLDER = re.compile(
    r"(?:big|small|thumb(?:s|nails?)?|medium|large|ori|orig(?:inal)?s?|full|mini|kecil|sedang|besar|xs|sm|md"
    r"|lg|xl|[whs]_?\d{2,4}|\d{2,4}[x,_-]\d{2,4}|(?!(?:19|20)\d\d$)\d{3,4}"
    r"|[wh]_\d+.*|\d{2,4}x-?|resized?|crops?|cache|styles|public|optimized|amp|webp)",
    re.I,
)
_SIZED_START = re.compile(
    r"^(?:thumb(?:s|nail)?|small|medium|large|mini|big|kecil|sedang|besar|tn|md|lg|sm|xs|ori(?:ginal)?|resized?)[-_]",
    re.I,
)
_SIZED_END = re.compile(
    r"(?:[-_](?:\d{2,4}x\d{2,4}|scaled|e\d{10,}|thumb(?:nail)?|small|medium|large|big|ori(?:ginal)?|xs|s|m|l|xl|generic"
    r"|[1-9]\d{2,3}_[1-9]\d{2,3})|@[23]x)$",
    re.I,
)
_EXTENSION = re.compile(r"(?:\.(?:jpe?g|png|gif|webp|avif|bmp|heic|tiff?|php|aspx?))+$", re.I)
_FILE = re.compile(r"/[^/]+\.(?:jpe?g|png|gif|webp|avif)$", re.I)
"""A parameter of any name with the path of a picture: `?q=sites/default/files/a.jpg`."""
_INNER = frozenset({"url", "src", "img", "image", "file", "u", "source", "path", "foto", "gambar"})
"""Parameters of a script that draws another size of the picture that they name: `thumb.php?img=a.jpg`."""
_DISTINCT = 8
"""Letters of a file name from which on it identifies one picture, in any folder."""


@lru_cache(maxsize=512)
def is_picture(url: str) -> bool:
    """Whether an absolute address can be an article image: no folder, logo, placeholder or counter."""
    parts = urlsplit(url)
    path = _file_of(url)
    if _NO_PICTURE.search(parts.path) or _NO_PICTURE.search(path) or _DRAWN.search(parts.path):
        return False
    if _COUNTED.search(url) or _THEME.search(path):
        return False
    return not (_DRAWING.search(path) or _FOLDER.search(path) or path in ("", "/"))


@lru_cache(maxsize=512)
def picture_identity(url: str) -> str:
    """The common key of all sizes of an image: its file name, and its folder if the name is short."""
    folder, _, name = _file_of(url).rpartition("/")
    stem = _EXTENSION.sub("", name).casefold()
    while (shorter := _SIZED_END.sub("", _SIZED_START.sub("", stem))) != stem and shorter:
        stem = shorter
    if sum(map(str.isalnum, stem)) >= _DISTINCT:
        return stem
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    folders = [part for part in folder.split("/") if part and not _SIZED_FOLDER.fullmatch(part)]
    return "/".join([host, *folders, stem])


def _file_of(url: str) -> str:
    """The path of the image, also if a resizing script serves it."""
    parts = urlsplit(url)
    if parts.query:
        for key, value in parse_qsl(parts.query[:4_000])[:20]:
            if ("." in value and key.lower() in _INNER) or _FILE.search(value):
                try:
                    inner = unquote(urlsplit(value).path)
                except ValueError:
                    continue
                return inner if inner.startswith("/") else f"/{inner}"
    return unquote(parts.path)
