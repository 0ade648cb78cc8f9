"""Names that portals and CMSs give to the facts of an article, as normalized by `field_name`.

Names are compared in lower case without separators and without words for the kind of object: `judul_berita`,
`post_title` and `newsTitle` become `judul` and `title`.
"""

from __future__ import annotations

import re
from functools import lru_cache

TITLE = (
    "judul", "title", "headline", "heading", "subject", "name", "nama",
)  # fmt: skip
BODY = (
    "isi", "isilengkap", "body", "bodyhtml", "html", "contenthtml", "articlebody", "fulltext", "naskah",
    "konten", "content", "text", "teks", "richtext", "blocks", "document", "artikel", "article", "berita",
    "narasi", "uraian",
)  # fmt: skip
"""Names of the whole text."""
WEAK_BODY = (
    "deskripsi", "description", "detail", "details", "keteranganlengkap",
)  # fmt: skip
"""Names of a text that may be a summary."""
PUBLISHED = (
    "publishedat", "publishat", "datepublished", "publisheddate", "publishdate", "publishedon",
    "publishedtime", "publishtime", "publicationdate", "firstpublishedat", "firstpublicationdate",
    "dateposted", "posteddate", "postdate", "tanggalposting", "tglposting", "pubdate", "tanggalterbit",
    "tglterbit", "tanggalpublikasi", "tglpublikasi", "tanggalpublish", "tglpublish", "tanggaltayang",
    "tgltayang", "waktuterbit", "waktutayang", "terbit", "published", "publikasi", "tanggal", "tgl",
    "date", "waktu", "datetime", "tanggaljam", "displaydate", "createdat", "createdon", "created",
    "createddate", "datecreated", "createdtime", "createtime", "createdate", "tanggaldibuat", "tgldibuat",
    "dibuat", "dibuatpada", "tanggalinput", "tglinput", "tanggalupload", "tglupload", "inputdate", "time",
    "timestamp",
)  # fmt: skip
"""Best first; from `createdat` on, when the entry was written."""
MODIFIED = (
    "datemodified", "modifiedat", "modified", "modifieddate", "lastmodified", "diperbarui",
    "diperbaruipada", "lastpublicationdate", "tanggaldiperbarui", "diubah", "tanggaldiubah", "tanggalubah",
    "editedat", "updatedat", "updated", "updateddate", "tanggalupdate", "tglupdate",
)  # fmt: skip
AUTHOR = (
    "penulis", "namapenulis", "author", "authors", "authorname", "pengarang", "byline", "writer",
    "writtenby", "oleh", "pewarta", "kontributor", "reporter", "wartawan", "creator", "createdby", "user",
    "namauser",
)  # fmt: skip
SECTION = (
    "kategori", "category", "categories", "namakategori", "kategorinama", "categoryname", "rubrik",
    "kanal", "section", "articlesection",
)  # fmt: skip
TAGS = (
    "tag", "tags", "tagar", "taglist", "keywords", "label", "labels",
)  # fmt: skip
IMAGE = (
    "gambar", "gambarutama", "foto", "fotoutama", "image", "imageurl", "featuredimage", "coverimage",
    "mainimage", "heroimage", "cover", "sampul", "fotosampul", "thumbnail", "thumbnailurl", "urlgambar",
    "gambarurl", "fotourl", "urlfoto", "picture", "banner", "images", "wpfeaturedmedia", "featuredmedia",
    "featured",
)  # fmt: skip
CAPTION = (
    "keterangangambar", "keteranganfoto", "captiongambar", "captionfoto", "imagecaption", "fotocaption",
    "caption", "gambarcaption", "keterangan",
)  # fmt: skip
PLACE = (
    "slug", "seo", "seourl", "judulseo", "alias", "permalink", "url", "link", "href", "path", "uri",
    "canonical", "canonicalurl",
)  # fmt: skip
"""Where the article is: a slug, a path or a whole address."""
IDENTITY = (
    "id", "uuid", "documentid", "nid", "databaseid", "uid", "kode",
)  # fmt: skip
COUNTERS = frozenset(
    {
        "counter", "dibaca", "dilihat", "hit", "hits", "pembaca", "view", "viewcount", "viewer", "views",
        "viewscount",
    }
)  # fmt: skip
"""An object with one of these is written with every visit."""
_NOISE = (
    "berita", "artikel", "article", "news", "posting", "postingan", "post", "konten", "content", "page",
    "blog",
)  # fmt: skip
_LANGUAGES = frozenset({"id", "ind", "idn"})
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_KNOWN = frozenset({*TITLE, *BODY, *PUBLISHED, *SECTION, *AUTHOR, *IMAGE, "slug", "id"})


@lru_cache(maxsize=4096)
def field_name(key: str) -> str:
    """The normalized name of a member: `tgl_berita` becomes `tgl`, `bodyHTML` becomes `bodyhtml`."""
    words = [word.lower() for word in _WORD.findall(key.split("(", 1)[0][:60])]
    telling = [word for word in words if word not in _NOISE]
    if len(telling) > 1 and telling[-1] in _LANGUAGES:
        telling.pop()  # judul_id on sites that also have an English judul_en
    name = "".join(telling) or (words[-1] if words else "")
    for noise in _NOISE:
        for short in (name.removesuffix(noise), name.removeprefix(noise)):
            if short != name and short in _KNOWN:
                return short
    return name
