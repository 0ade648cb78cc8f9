"""Decides which addresses are images of the article, and which are sizes of the same image."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

_NO_PICTURE = re.compile(
    r"(?:^|[/_.-])(?:blank|pixel|spacer|placeholder|transparent|loading|loader|lazy|1x1|grey|"
    r"buttons?|btn|arrows?|spinner|"
    r"default-?image|og-?default|no-?(?:image|foto|photo|picture|img|pic|thumb(?:nail)?|gambar)s?)(?:[/_.-]|$)"
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
    r"(?:[-_](?:(?:\d{2,4}x\d{0,4}|x\d{2,4})(?:-crop(?:-[a-z\d]+)*|-q\d{1,3}|-bw|-blur\d*)*|scaled|e\d{10,}"
    r"|thumb(?:nail)?|small|medium|large|big|ori(?:ginal)?|xs|s|m|l|xl|generic|[1-9]\d{2,3}_[1-9]\d{2,3}"
    r"|hu_?[0-9a-f]{12,}(?:_\d+)?(?:_\d*x\d*)?(?:_(?:resize|fill|fit|crop)(?:_\w+)?)?)|@[23]x"
    r"|(?:\.[0-9a-f]{8})?\.(?:(?:max|min|fill|width|height|scale)-\d[\dx]*(?:-c\d+)?|original)"
    r"(?:\.(?:format|\w{3,4}quality|bgcolor)-[\w-]+)*)$",
    re.I,
)
"""The end of a file name that selects a size or a crop: `-640x400`, `-640x400-crop-q80` (Kirby),
`_hu3f2a9c0d4e5f_812_600x0_resize_q75_box` (Hugo), `.2e16d0ba.fill-640x400.format-webp` (Wagtail)."""
_EXTENSION = re.compile(r"(?:\.(?:jpe?g|png|gif|webp|avif|bmp|heic|tiff?|php|aspx?))+$", re.I)
_FILE = re.compile(r"/[^/]+\.(?:jpe?g|png|gif|webp|avif)$", re.I)
"""A parameter of any name with the path of a picture: `?q=sites/default/files/a.jpg`."""
_INNER = frozenset({"url", "src", "img", "image", "file", "u", "source", "path", "foto", "gambar"})
"""Parameters of a script that draws another size of the picture that they name: `thumb.php?img=a.jpg`."""
_MAX_SIZES = 8
_DISTINCT = 8
"""Letters of a file name from which on it identifies one picture, in any folder."""
_WIDTH_END = re.compile(
    r"[-_.]?[-_](?:w_?)?(?:150|160|180|240|250|300|320|360|400|480|500|600|640|650|700|720|750|768|800|850|900|960"
    r"|1024|1080|1200|1280|1366|1440|1600|1920|2048|2560)(?:w|px)?$",
    re.I,
)
"""One of the usual widths at the end of a name: `jembatan_640`. A camera counts `IMG_1280` too."""
_CAMERA = re.compile(
    r"(?:img|dscn?|dscf|pict?|p|photo|foto|image|gambar|screenshot|wa|vid|mg)?[\W_\d]*", re.I
)
_NO_VARIANT = re.compile(
    r"w|h|width|height|q|quality|size|sz|s|fit|crop|resize|zoom|scale|dpr|format|fm|auto|v|ver|version|t|ts|time"
    r"|token|ssl|strip|itok|mode|rnd|utm_\w+",
    re.I,
)
"""Parameters of an address that select a size or a version of one picture."""
_SIZE = re.compile(r"(?<!\d)(\d{2,4})[x,](\d{2,4})(?!\d)")
_WIDTH = re.compile(r"(?:^|[/,_-])w(?:idth)?[=_]?(\d{2,4})(?=$|[/,_.-])|/(\d{3,4})(?=/)", re.I)
_SMALL = re.compile(r"(?:^|[/_-])(?:thumb(?:s|nails?)?|tn|mini|small|kecil|xs|sm)(?=$|[/_.-])", re.I)
_MIDDLE = re.compile(r"(?:^|[/_-])(?:medium|sedang|md|crops?|resized?)(?=$|[/_.-])", re.I)
_YEAR = range(1990, 2035)
_DIGITS = re.compile(r"\d{2,4}")
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp|heic|tiff?)$", re.I)
_TOP_FOLDER = re.compile(r"/[a-z_-]+", re.I)
"""A folder of the site, which a page without a picture names as one: `/storage`."""
_THUMB, _MEDIUM = 150, 500
WHOLE_SIZE = 10_000
"""The size of a picture whose address names none: it is the original."""


@lru_cache(maxsize=512)
def is_picture(url: str) -> bool:
    """Whether an absolute address can be an article image: no folder, logo, placeholder or counter."""
    parts = urlsplit(url)
    path = _file_of(url)
    if _NO_PICTURE.search(parts.path) or _NO_PICTURE.search(path) or _DRAWN.search(parts.path):
        return False
    if _TOP_FOLDER.fullmatch(path) and not parts.query:
        return False
    if _COUNTED.search(url) or _THEME.search(path):
        return False
    return not (_DRAWING.search(path) or _FOLDER.search(path) or path in ("", "/"))


@lru_cache(maxsize=512)
def picture_identity(url: str) -> str:
    """The common key of all sizes of an image: its file name, and its folder if the name is short."""
    folder, _, name = _file_of(url).rpartition("/")
    stem = _EXTENSION.sub("", name).casefold()
    for _ in range(_MAX_SIZES):
        shorter = _SIZED_END.sub("", _SIZED_START.sub("", stem))
        if shorter in (stem, ""):
            break
        stem = shorter
    if (end := _WIDTH_END.search(stem)) is not None and _CAMERA.fullmatch(stem[: end.start()]) is None:
        stem = stem[: end.start()]
    if sum(map(str.isalnum, stem)) >= _DISTINCT:
        return stem
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    folders = [part for part in folder.split("/") if part and not _SIZED_FOLDER.fullmatch(part)]
    key = "/".join([host, *folders, stem])
    if parts.query and _PICTURE_FILE.search(_file_of(url)) is None:
        # `foto.php?id=7`: the script draws another picture for each value
        named = [(k, v) for k, v in parse_qsl(parts.query[:4_000])[:20] if not _NO_VARIANT.fullmatch(k)]
        key += "?" + "&".join(f"{k}={v}" for k, v in sorted(named))
    return key


@lru_cache(maxsize=512)
def picture_size(url: str) -> int:
    """The width that an address names, in pixels; names of sizes have guessed ones."""
    parts = urlsplit(url)
    for key, value in parse_qsl(parts.query[:4_000])[:20]:
        if key.lower() in {"w", "width", "resize", "size"} and (digits := _DIGITS.match(value)):
            return int(digits[0])
        if key.lower() == "h" and value.isdigit():
            return int(value)
    path = unquote(parts.path)
    stem = _EXTENSION.sub("", path.rpartition("/")[2])
    sizes = [max(int(one), int(other)) for one, other in _SIZE.findall(path)]
    sizes += [width for match in _WIDTH.finditer(path) if (width := int(match[1] or match[2])) not in _YEAR]
    end = _WIDTH_END.search(stem)
    if not sizes and end is not None and (digits := _DIGITS.search(end[0])):
        sizes = [int(digits[0])]
    if sizes:
        return max(sizes)
    return _THUMB if _SMALL.search(path) else _MEDIUM if _MIDDLE.search(path) else WHOLE_SIZE


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
