"""Links to documents whose URLs do not end with a file name: a script sends the file.

form | seen on
-----|--------
`/first/unduh_dokumen_artikel/12` | OpenSID
`/dokumen/download/12`, `/ppid/unduh/12-perda` | home-made portals
`/item/download/12_9f3a`, `?task=doc_download&gid=5` | K2, DOCman
`/?wpdmdl=12`, `/download/12/` | WordPress download managers
`<a href="/berkas/12">Surat Edaran.pdf</a>`, `<a href="/berkas/12" download>` | home-made portals
"""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import parse_qsl, urlsplit

from lxml.html import HtmlElement

from crawler.extraction.content.media_types import DOCUMENT_TYPES

MAX_TEXT = 200

_TYPES = "|".join(DOCUMENT_TYPES)
MAY_DOWNLOAD = re.compile(r"unduh|download|lampiran|attachment|getfile|wpdm|\bdl\b", re.IGNORECASE)
"""A quick test for URLs with one of the words below."""
_TOKEN = re.compile(r"[a-z]+", re.IGNORECASE)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DOWNLOAD = frozenset({"unduh", "unduhan", "download", "downloads", "dl", "getfile", "lampiran", "wpdmdl"})
_OTHERS = frozenset({
    "get", "file", "files", "berkas", "dokumen", "document", "documents", "doc", "docs", "pdf", "force", "do",
    "proses", "process", "action", "aksi", "artikel", "article", "attachment", "attachments", "berita",
    "pengumuman", "item", "post", "konten", "content", "php", "aspx", "asp", "html", "htm", "id",
})  # fmt: skip
"""Words beside them in the name of a script."""
_LISTS = frozenset({
    "kategori", "category", "categories", "cat", "kat", "kid", "list", "index", "indeks", "daftar", "page",
    "pg", "hal", "halaman", "start", "offset", "p", "stg", "tag",
})  # fmt: skip
"""Names of path segments and parameters of lists of downloads."""
_PROGRAMS = frozenset({"app", "apps", "aplikasi", "android", "ios", "mobile"})
"""Path segments of downloads of programs."""
_KEY = re.compile(r"(?:[\w-]*\d[\w=-]*(?:[:._-][\w=.-]*)?|[\w=-]{20,})", re.ASCII)
"""A number, `12-perda`, `12:perda`, or a hash."""
_FILE_NAME = re.compile(
    rf"[^/\\<>|]{{1,180}}\.(?P<type>{_TYPES})(?:\s*[(\[][^)\]]{{1,20}}[)\]])?", re.IGNORECASE
)
"""A file name, perhaps with its size in brackets."""
_OTHER_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|avif|mp[34]|m4[av]|webm|ogg|wav|mov|avi|apk|exe|ics)(?:[?#]|$)",
    re.IGNORECASE,
)
_WORDS = re.compile(r"\W*(?:unduh|download|lampiran|lihat (?:dokumen|berkas|lampiran))\b", re.IGNORECASE)
_ICON = re.compile(
    r"(?:^|[\s-])(?:download|file|document|paperclip|attachment)(?:$|[\s-])|pdf|unduh", re.IGNORECASE
)
_SCHEMES = ("http", "https")


def downloaded_type(anchor: HtmlElement, url: str) -> tuple[bool, str | None]:
    """Return whether the link to `url` (absolute) downloads a document, and its type if a name shows it."""
    parts = urlsplit(url)
    if parts.scheme not in _SCHEMES or parts.fragment or _OTHER_FILE.search(parts.path):
        return False, None
    text = " ".join("".join(islice(anchor.itertext(), 20)).split())[:MAX_TEXT]
    given = anchor.get("download")
    name = _FILE_NAME.fullmatch(text) or _FILE_NAME.fullmatch(given or "")
    media_type = DOCUMENT_TYPES[name["type"].lower()] if name is not None else None
    if given is not None:
        return not _OTHER_FILE.search(given), media_type
    if name is not None:
        return parts.path not in {"", "/"} or bool(parts.query), media_type
    key = _script_key(parts.path, parts.query)
    if not key:
        return False, None
    return bool(_KEY.fullmatch(key)) or bool(_WORDS.match(text) or _has_icon(anchor)), None


def may_download(anchor: HtmlElement, href: str) -> bool:
    """A quick test of a link."""
    return (
        MAY_DOWNLOAD.search(href) is not None
        or anchor.get("download") is not None
        or any(
            text is not None and "." in text and _FILE_NAME.search(text[:MAX_TEXT])
            for text in (
                anchor.text,
                *(part for child in islice(anchor, 3) for part in (child.text, child.tail)),
            )
        )
    )


def _script_key(path: str, query: str) -> str:
    """What names the document, behind a path or parameter that downloads; empty without one."""
    fields = [(name, value) for name, value in parse_qsl(query)[:20] if value and name.lower() not in _LISTS]
    for name, value in fields:
        if _is_download(name) and _KEY.fullmatch(value):
            return value
        if _is_download(value):
            return next((other for label, other in fields if label != name and _KEY.fullmatch(other)), "")
    segments = [part for part in path.split("/") if part]
    if not _PROGRAMS.isdisjoint(part.lower() for part in segments):
        return ""
    for place, segment in enumerate(segments):
        if _is_download(segment):
            further = segments[place + 1 :]
            if not _LISTS.isdisjoint(one.lower() for one in further):
                return ""
            return further[-1] if further else next((value for _, value in fields), "")
    return ""


def _is_download(name: str) -> bool:
    """Whether a name consists of a word for downloading and perhaps others for files."""
    words = {word.lower() for word in _TOKEN.findall(_HUMP.sub(" ", name))}
    return not words.isdisjoint(_DOWNLOAD) and words <= _DOWNLOAD | _OTHERS


def _has_icon(anchor: HtmlElement) -> bool:
    return any(
        node.tag in {"i", "span", "img", "svg"}
        and _ICON.search(f"{node.get('class') or ''} {node.get('src') or ''} {node.get('alt') or ''}"[:300])
        for node in islice(anchor.iterdescendants(), 10)
    )
