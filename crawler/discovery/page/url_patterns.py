"""URL patterns: which URLs are never articles, and which resemble those of articles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import parse_qsl, unquote, urlsplit

from crawler.urls.tracking_params import INDONESIAN

FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|avif|bmp|ico|tiff?|heic|mp[34]|m4[av]|avi|mov|webm|wmv|flv|mkv|ogg|wav|3gp|"
    r"pdf|docx?|xlsx?|pptx?|odt|ods|odp|rtf|csv|txt|zip|rar|7z|gz|tgz|tar|apk|exe|msi|dmg|iso|"
    r"css|js|mjs|json|xml|rss|atom|webmanifest|map|woff2?|ttf|eot|ics|vcf|epub|kml|kmz|shp|geojson)$",
    re.IGNORECASE,
)


def _table(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEVER_SEGMENTS = _table("""
    category categories kategori tag tags label author authors penulis user users profile search cari
    pencarian archive archives arsip page topic topics topik halaman itemlist taxonomy
    calendar kalender agenda event events statis pegawai pejabat perangkat polling
    print cetak pdf feed rss atom embed amp share trackback comments comment komentar
    login logout register daftar signin signup account akun admin administrator wp-admin wp-login.php
    wp-content wp-includes wp-json xmlrpc.php cgi-bin cdn-cgi assets asset uploads upload storage
    cart checkout shop toko gallery galleries galeri album foto video videos unduh unduhan download downloads
    dokumen
""")
"""Path segments of URLs that are not articles; a platform's own article patterns are matched first."""

NEVER_LEAVES = _table("""
    contact kontak hubungi-kami about about-us tentang tentang-kami redaksi pedoman-media-siber privacy-policy
    kebijakan-privasi disclaimer sitemap peta-situs faq home beranda index visi-misi struktur-organisasi
    sejarah profil syarat-dan-ketentuan iklan pedoman kode-etik karir info-iklan indeks
""")
"""Last path segments of pages that every site has."""

NEVER_FIELDS = _table("""
    s q search cari keyword replytocom share print format feed orderby order sort filter tag cat author
    updated-max max-results year month monthnum day date calendar session lang action do task login
""")
"""Query fields of searches, calendars and switches."""
DAY_FIELDS = _table("tahun thn bulan bln hari tanggal tgl")
"""Query fields of calendars, unless another part of the URL identifies an article."""
COUNTING_FIELDS = _table("page paged pagenum pageno pageindex halaman hal start limitstart offset")
"""Query fields of listings if their value is a number: `?page=berita` names a page."""
CHOOSING_FIELDS = _table("page p halaman hal menu m mod module modul view act go content pg tampil r route")
"""Query fields by which a site with a single script selects the page: `?p=agenda&no=3`."""
ARTICLE_FIELD = re.compile(
    r"(?:^|&)(?:p|id|nid|sid|aid|no|nomor|kode|(?:id|no|kode)?_?(?:berita|news|artikel|article|post)(?:_?id)?)=\d{1,10}(?:&|$)|"
    r"(?:^|&)(?:judul|slug|title|seo|baca|read|berita|news|artikel|article|post|kabar|warta)=[^&]*-[^&]*-",
    re.IGNORECASE,
)
"""How a site with a single script identifies an article."""
SCRIPT = re.compile(r"\.(?:php\d?|aspx?|jsp|cgi)$", re.IGNORECASE)

SCRIPT_WORDS = NEVER_SEGMENTS | _table("""
    layanan produk potensi wisata lowongan profil profile jabatan staf pengurus anggota instansi dinas opd
    skpd faq kontak contact menu slider banner iklan buku tamu polling survei survey aduan pengaduan
""")
"""Words in the names of scripts that show other things by the same `?id=`: `DetailLayanan.aspx?id=3`."""
NEWS_WORDS = _table("berita news artikel article kabar warta pos post")
"""Words that turn such a name into a kind of news: `BeritaDinas.aspx?id=3`."""
WORD_IN_NAME = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")

LANGUAGES = _table("""
    en eng english en-us en-gb zh zh-cn zh-tw cn chinese mandarin ja jp japanese ko kr korean ar arab arabic
    fa farsi fr french de german nl dutch es spanish pt ru russian th vi ms-my
""")
"""First path segments of a site's versions in other languages than Indonesian."""

PAGE_SUFFIX = re.compile(r"\.(?:html?|php\d?|aspx?|jsp|cgi)$")
"""File extensions to ignore: `/agenda.php?id=1` is an agenda."""

DAY_ARCHIVE = re.compile(r"/(?:19|20)\d\d(?:/\d\d?){0,2}/?$")
YEAR = re.compile(r"(?:19|20)\d\d")
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
NUMBERED = re.compile(r"[^\W\d_]+(?:[-_][^\W\d_]+)?[-_]\d+")
"""One or two words and a number: `gempa-12`."""
MIN_KEY_LENGTH = 5
VARYING = ("<n>", "<m>", "<key>", "<slug>-<n>")
"""Placeholders for segments that identify one page and do not describe it."""
WORDS = re.compile(r"[^\W\d_]{2,}")
HEADLINE = 3
"""Minimum words of a headline in a slug."""


ARCHIVES = frozenset({"archives", "archive", "arsip"})
NUMBERED = re.compile(r"\d+[-_:]")
PATH_QUERY = re.compile(r"/|[a-z][\w-]*/[^=&]*(?:&|$)", re.IGNORECASE)
"""A query that is a path: `?/archives/12-slug.html` (Serendipity), `?post/2026/11/29/slug` (Dotclear)."""
NUMBERED_QUERY = re.compile(
    r"(?P<name>article|artikel|berita|news|post|breve|rubrique)(?P<number>\d{1,9})(?:&|$)", re.IGNORECASE
)
"""A query that is a name and a number: `spip.php?article12` (SPIP)."""
ROUTE = re.compile(
    r"(?:^|(?<=&))(?:q|r|route)=/?(?P<path>[a-z][\w-]*(?:(?:/|%2f)[\w.-]+)*)(?=&|$)&?", re.IGNORECASE
)
"""The query field by which a site without clean URLs selects the page: `/?q=node/12` (Drupal, Yii)."""


def routed(url: str) -> str:
    """Return the clean form of a URL whose query contains the path; other URLs unchanged."""
    parts = urlsplit(url)
    folder = parts.path.removesuffix("index.php").rstrip("/")
    if PATH_QUERY.match(parts.query):
        path, _, query = parts.query.partition("&")
        return parts._replace(path=f"{folder}/{unquote(path).lstrip('/')}", query=query).geturl()
    if (numbered := NUMBERED_QUERY.match(parts.query)) is not None:
        path = f"{parts.path.rpartition('/')[0]}/{numbered['name']}/{numbered['number']}"
        return parts._replace(path=path, query=parts.query[numbered.end() :]).geturl()
    if "q=" not in parts.query and "r" not in parts.query:
        return url
    match = ROUTE.search(parts.query)
    if match is None or not ("/" in unquote(match["path"]) or match["path"] == "node"):
        return url
    query = parts.query[: match.start()] + parts.query[match.end() :]
    return parts._replace(path=f"{folder}/{unquote(match['path'])}", query=query.rstrip("&")).geturl()


def has_path_in_query(url: str) -> bool:
    """Whether the query of a URL is a path, without a field's name."""
    query = url.partition("?")[2].partition("#")[0]
    return bool(query) and bool(PATH_QUERY.match(query) or NUMBERED_QUERY.match(query))


def is_never_article(url: str) -> bool:
    """Whether the URL alone excludes an article, on any platform."""
    parts = urlsplit(routed(url))
    path = parts.path.lower()
    if FILE.search(path) or DAY_ARCHIVE.search(path):
        return True
    segments = [
        PAGE_SUFFIX.sub("", segment) for segment in path.split("/") if segment and segment != "index.php"
    ]
    fields = parse_qsl(parts.query.lower(), keep_blank_values=True)
    never = any(
        (name in NEVER_FIELDS and value not in INDONESIAN)
        or (name in COUNTING_FIELDS and (value.isdigit() or not value))
        or (name in CHOOSING_FIELDS and count_slug_words(value) < HEADLINE and _names_other(value))
        or (name in DAY_FIELDS and not _names_article(parts.query, segments))
        for name, value in fields
    )
    if not segments:
        return not fields or never
    if segments[-1] in NEVER_LEAVES or (segments[-1] in NEWS_WORDS and not fields):
        return True
    if len(segments) == 1 and segments[0] in NEVER_SEGMENTS:
        return True
    folders = segments[:-2] if is_in_archives(segments) else segments[:-1]
    if any(segment in NEVER_SEGMENTS for segment in folders) or segments[-1] in NEVER_SEGMENTS:
        return True
    script = parts.path.rpartition("/")[2].rpartition(".")[0]
    return never or (bool(parts.query) and bool(SCRIPT.search(path)) and _names_other(script))


def is_in_archives(segments: Sequence[str]) -> bool:
    """Whether a path is that of an article below a folder of archives: `/archives/72-panen-raya-padi`."""
    if len(segments) < 2 or segments[-2] not in ARCHIVES:
        return False
    words = count_slug_words(segments[-1])
    return words > HEADLINE or (words > 1 and NUMBERED.match(segments[-1]) is not None)


def _names_article(query: str, segments: Sequence[str]) -> bool:
    """Whether a field or the last segment identifies an article; a date beside it is that article's."""
    return bool(ARTICLE_FIELD.search(query)) or (
        bool(segments) and count_slug_words(segments[-1]) >= HEADLINE
    )


def _names_other(name: str) -> bool:
    """Whether the name of a script, or the value of its selector, means something else than articles."""
    words = {word.lower() for word in WORD_IN_NAME.findall(name)}
    return words.isdisjoint(NEWS_WORDS) and not words.isdisjoint(SCRIPT_WORDS)


def language_prefix(url: str, base: str = "") -> str | None:
    """Return the language prefix of a foreign-language URL (`/en/news/...` -> `en`), or None.

    `base` is the URL of the site, ending with a slash: `/portal/en/news` on `/portal/`.
    """
    path, folder = urlsplit(url).path.lower(), urlsplit(base).path.lower()
    segments = [part for part in path.removeprefix(folder).split("/") if part not in {"", "index.php"}]
    return segments[0] if segments and segments[0] in LANGUAGES else None


def url_pattern(url: str) -> str:
    """Return the URL with placeholders for its variable parts: `/berita/<n>/<slug>.html`, `/<y>/<m>/<slug>`,
    `/?p=<n>`.

    The articles of one site share one or a few such patterns.
    """
    parts = urlsplit(routed(url))
    named = [_named(segment) for segment in parts.path.split("/") if segment and segment != "index.php"]
    pairs = sorted(parse_qsl(parts.query, keep_blank_values=True))
    query = "&".join(f"{name}={'<n>' if value.isdigit() else _named(value)}" for name, value in pairs)
    return "/" + "/".join(named) + (f"?{query}" if query else "")


def _named(segment: str) -> str:
    stem, dot, extension = segment.rpartition(".")
    if not dot or len(extension) > 5 or not extension.isalnum():
        stem, extension = segment, ""
    tail = f".{extension}" if extension else ""
    plain = unquote(stem)
    if plain.isdigit():
        if YEAR.fullmatch(plain):
            return f"<y>{tail}"
        return f"<m>{tail}" if len(plain) <= 2 else f"<n>{tail}"
    if UUID.fullmatch(plain):
        return f"<key>{tail}"
    if count_slug_words(plain) >= HEADLINE:
        return f"<slug>{tail}"
    if NUMBERED.fullmatch(plain):
        return f"<slug>-<n>{tail}"
    if re.fullmatch(r"\d+[-_:].+", plain):
        return f"<n>-<slug>{tail}"
    if any(ch.isdigit() for ch in plain) and len(plain) >= MIN_KEY_LENGTH:
        return f"<key>{tail}"
    return f"{plain.lower()}{tail}"


def count_slug_words(segment: str) -> int:
    """Number of words in a path segment."""
    return len(WORDS.findall(unquote(segment)))


def name_segment(url: str) -> str:
    """Return the path segment that names the page: the last one, or that before a verb (`/slug/detail`)."""
    segments = [
        segment for segment in urlsplit(routed(url)).path.split("/") if segment and segment != "index.php"
    ]
    if not segments:
        return ""
    last = segments[-1]
    if len(segments) > 1 and last.isalpha() and count_slug_words(segments[-2]) > 1:
        return segments[-2]
    return last


def looks_like_article(url: str) -> bool:
    """Whether the URL has a headline in its path, or a number after a word, as article URLs of most sites."""
    if is_never_article(url):
        return False
    parts = urlsplit(routed(url))
    if parts.geturl() != url and ARTICLE_FIELD.search(parts.query):
        return True  # `?r=berita/view&id=12`
    segments = [segment for segment in parts.path.split("/") if segment and segment != "index.php"]
    if not segments or SCRIPT.search(segments[-1]):
        return bool(ARTICLE_FIELD.search(parts.query))
    name = name_segment(url)
    if count_slug_words(name) >= 4:
        return True
    if count_slug_words(name) >= 2 and any(YEAR.fullmatch(s) or s.isdigit() for s in segments[:-1]):
        return True
    return any(segment.isdigit() and len(segment) > 0 for segment in segments[1:]) or bool(
        NUMBERED.match(segments[-1])
    )
