"""The facts of an object in a page's state, by the names that portals and content systems give them.

A name is compared without its separators and without the words that only say what the object is:
`judul_berita`, `post_title` and `newsTitle` are `judul` and `title`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from crawler.dates import parse_date, parse_machine_date
from crawler.extraction.metadata.json_ld import clean
from crawler.extraction.state.rich_text import is_document

_NOISE = (
    "berita",
    "artikel",
    "article",
    "news",
    "posting",
    "postingan",
    "post",
    "konten",
    "content",
    "page",
    "blog",
)
_LANGUAGES = frozenset({"id", "ind", "idn"})
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")

TITLE = ("judul", "title", "headline", "heading", "subject", "name", "nama")
BODY = (
    "isi", "isilengkap", "body", "bodyhtml", "html", "contenthtml", "articlebody", "fulltext", "naskah", "konten",
    "content", "text", "teks", "richtext", "blocks", "document", "artikel", "article", "berita", "narasi", "uraian",
)  # fmt: skip
WEAK_BODY = ("deskripsi", "description", "detail", "details", "keteranganlengkap")
PUBLISHED = (
    "publishedat", "publishat", "datepublished", "publisheddate", "publishdate", "publishedon", "publishedtime",
    "publishtime", "publicationdate", "firstpublishedat", "pubdate", "tanggalterbit", "tglterbit", "tanggalpublikasi",
    "tglpublikasi", "tanggalpublish", "tglpublish", "tanggaltayang", "tgltayang", "waktuterbit", "waktutayang",
    "terbit", "published", "publikasi", "tanggal", "tgl", "date", "waktu", "datetime", "tanggaljam", "displaydate",
    "createdat", "createdon", "created", "createddate", "datecreated", "createdtime", "createtime", "createdate",
    "tanggaldibuat", "tgldibuat", "dibuat", "dibuatpada", "tanggalinput", "tglinput", "tanggalupload", "tglupload",
    "inputdate", "time", "timestamp",
)  # fmt: skip
MODIFIED = (
    "datemodified", "modifiedat", "modified", "modifieddate", "lastmodified", "diperbarui", "diperbaruipada",
    "tanggaldiperbarui", "diubah", "tanggaldiubah", "tanggalubah", "editedat", "updatedat", "updated", "updateddate",
    "tanggalupdate", "tglupdate",
)  # fmt: skip
AUTHOR = (
    "penulis", "namapenulis", "author", "authors", "authorname", "pengarang", "byline", "writer", "writtenby", "oleh",
    "pewarta", "kontributor", "reporter", "wartawan", "creator", "createdby", "user", "namauser",
)  # fmt: skip
SECTION = (
    "kategori", "category", "categories", "namakategori", "kategorinama", "categoryname", "rubrik", "kanal",
    "section", "articlesection",
)  # fmt: skip
TAGS = ("tag", "tags", "tagar", "taglist", "keywords", "label", "labels")
IMAGE = (
    "gambar", "gambarutama", "foto", "fotoutama", "image", "imageurl", "featuredimage", "coverimage", "mainimage",
    "heroimage", "cover", "sampul", "fotosampul", "thumbnail", "thumbnailurl", "urlgambar", "gambarurl", "fotourl",
    "urlfoto", "picture", "banner", "images", "wpfeaturedmedia", "featuredmedia", "featured",
)  # fmt: skip
CAPTION = (
    "keterangangambar", "keteranganfoto", "captiongambar", "captionfoto", "imagecaption", "fotocaption", "caption",
    "gambarcaption", "keterangan",
)  # fmt: skip
PLACE = ("slug", "seo", "seourl", "judulseo", "alias", "permalink", "url", "link", "href", "path", "uri", "canonical",
         "canonicalurl")  # fmt: skip
IDENTITY = ("id", "uuid", "documentid", "nid", "databaseid", "uid", "kode")
COUNTERS = frozenset({"views", "view", "viewcount", "viewscount", "viewer", "hits", "hit", "dibaca", "dilihat", "pembaca", "counter"})  # fmt: skip
_NAMES = ("name", "nama", "namalengkap", "fullname", "displayname", "title", "judul", "label", "username")
_SOURCES = ("url", "src", "sourceurl", "path", "originalurl", "original", "large", "publicurl")

_FEW = 400
"""Characters of a fact; a text that is longer is no name, caption or title."""
_SECONDS = (8e8, 4.1e9)
"""Unix times between 1995 and 2100, in seconds."""
_DATE_CALL = re.compile(r"new Date\(\s*[\"']?([^\"')]{4,40})[\"']?\s*\)")


@dataclass(frozen=True, slots=True)
class Fields:
    """The members of one object by their names as they are compared, in the order of the object."""

    members: Mapping[str, Any]

    def first(self, names: Iterable[str]) -> Any:
        """The first member of these names that is not empty."""
        for name in names:
            value = unwrapped(self.members.get(name))
            if value not in (None, "", [], {}):
                return value
        return None

    def text(self, names: Iterable[str]) -> str | None:
        """The first of these members that is a text of a fact's length."""
        for name in names:
            text = text_of(self.members.get(name))
            if text and len(text) <= _FEW:
                return clean(text)
        return None

    def body(self) -> tuple[Any, bool] | None:
        """The member that holds the text, and whether its name says that it is the whole text."""
        for names, sure in ((BODY, True), (WEAK_BODY, False)):
            for name in names:
                value = unwrapped(self.members.get(name))
                value = value if is_document(value) else text_of(value)
                if value and (not isinstance(value, str) or len(value) > 40):  # noqa: PLR2004
                    return value, sure
        return None


def read_fields(value: Mapping[str, Any]) -> Fields:
    """The members of an object; those of `_embedded` (WordPress) where it has none of its own name."""
    members: dict[str, Any] = {}
    embedded = value.get("_embedded")
    for key, member in value.items():
        name = field_name(key)
        if name and (name not in members or members[name] in (None, "")):
            members[name] = member
    if isinstance(embedded, dict):
        members.update({field_name(key): member for key, member in embedded.items()})
    return Fields(members)


@lru_cache(maxsize=4096)
def field_name(key: str) -> str:
    """The name of a member as it is compared: `tgl_berita` is `tgl`, `bodyHTML` is `bodyhtml`."""
    words = [word.lower() for word in _WORD.findall(key.split("(", 1)[0][:60])]
    telling = [word for word in words if word not in _NOISE]
    if len(telling) > 1 and telling[-1] in _LANGUAGES:
        telling.pop()  # judul_id, where the site has an English judul_en
    name = "".join(telling) or (words[-1] if words else "")
    for noise in _NOISE:
        for short in (name.removesuffix(noise), name.removeprefix(noise)):
            if short != name and short in _KNOWN:
                return short
    return name


_KNOWN = frozenset({*TITLE, *BODY, *PUBLISHED, *SECTION, *AUTHOR, *IMAGE, "slug", "id"})


def unwrapped(value: Any) -> Any:
    """A member without the wrapping of its framework: `[0, "x"]` (Astro), `["x", {"s": "arr"}]` (Livewire),
    `{"rendered": "x"}` (WordPress), `{"data": {"attributes": ...}}` (Strapi)."""
    for _ in range(4):
        if isinstance(value, list) and len(value) == 2:  # noqa: PLR2004
            first, second = value
            if isinstance(second, dict) and isinstance(second.get("s"), str):
                value = first
                continue
            if first in (0, 1) and not isinstance(first, bool) and not isinstance(second, int | float):
                value = second
                continue
        if isinstance(value, dict):
            inner = next(
                (value[key] for key in ("rendered", "attributes", "data", "node") if value.get(key)), None
            )
            if inner is not None and not is_document(value):
                value = inner
                continue
        return value
    return value


def text_of(value: Any) -> str | None:
    """A text, also one given in several languages; None where there is none."""
    value = unwrapped(value)
    if isinstance(value, dict):
        for key in ("id", "ind", "id-ID", "id_ID", "html", "value", "raw", "text", "default"):
            inner = value.get(key)
            if isinstance(inner, str) and inner.strip():
                return inner.strip()
        return None
    return value.strip() or None if isinstance(value, str) else None


def names_of(value: Any) -> list[str]:
    """The names in a text, an object with a name, or a list of either."""
    value = unwrapped(value)
    found = []
    for one in value if isinstance(value, list) else [value]:
        one = unwrapped(one)
        if isinstance(one, list):  # wp:term: a list of lists
            found += names_of(one)
            continue
        text = text_of(one) if isinstance(one, str) else None
        if isinstance(one, dict):
            text = read_fields(one).text(_NAMES)
        if text and len(text) <= 120 and not text.startswith(("http:", "https:", "$")):  # noqa: PLR2004
            found.append(clean(text))
    return found


def images_of(value: Any) -> Iterator[tuple[str, str | None]]:
    """Addresses of pictures with their captions."""
    value = unwrapped(value)
    for one in (value if isinstance(value, list) else [value])[:20]:
        one = unwrapped(one)
        if isinstance(one, str):
            if "/" in one and len(one) < 2000 and "<" not in one:  # noqa: PLR2004
                yield one.strip(), None
        elif isinstance(one, dict):
            inner = read_fields(one)
            url = next(
                (text for name in _SOURCES if (text := text_of(inner.members.get(name))) and "/" in text),
                None,
            )
            if url:
                yield url, inner.text(("caption", "keterangan"))


def time_of(value: Any) -> str | None:
    """A time as text that date readers know: Unix times and dates in words are resolved."""
    value = unwrapped(value)
    if isinstance(value, dict):
        value = value.get("date") or value.get("$date") or value.get("iso")
    if isinstance(value, str):
        text = value.strip()
        call = _DATE_CALL.fullmatch(text)
        text = call[1] if call else text
        if text.isdigit() and len(text) in (10, 13):
            value = int(text)
        elif not text or len(text) > 80:  # noqa: PLR2004
            return None
        elif parse_machine_date(text) is not None:
            return text
        else:
            return _worded(text)
    if isinstance(value, int | float) and not isinstance(value, bool):
        seconds = value / 1000 if abs(value) > _SECONDS[1] else value
        if _SECONDS[0] < seconds < _SECONDS[1]:
            return datetime.fromtimestamp(seconds, UTC).isoformat()
    return None


def _worded(text: str) -> str | None:
    """A date in words; without an offset where it names none, so that it is of the portal's zone."""
    found = parse_date(text)
    if found is None or found.precision not in {"day", "minute", "second"}:
        return None
    if found.precision != "day" and found.zone_source == "default":
        return datetime.fromisoformat(found.iso).replace(tzinfo=None).isoformat()
    return found.iso
