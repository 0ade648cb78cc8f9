"""Evidence in a page's address: a listing, a further page of a section, an article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from crawler.discovery.page.url_patterns import (
    ARTICLE_FIELD,
    CHOOSING_FIELDS,
    COUNTING_FIELDS,
    DAY_ARCHIVE,
    HEADLINE,
    NEVER_LEAVES,
    NEVER_SEGMENTS,
    PAGE_SUFFIX,
    count_slug_words,
    has_path_in_query,
    is_in_archives,
    looks_like_article,
    routed,
)
from crawler.urls.parsing import route_of


def _table(text: str) -> frozenset[str]:
    return frozenset(text.split())


LISTING_SEGMENTS = _table("""
    category categories kategori kategory tag tags label labels topic topics topik author authors penulis
    archive archives arsip search cari pencarian taxonomy itemlist indeks index-berita
""")
LISTING_FIELDS = _table("cat category kategori tag label author s q query keyword cari search katakunci")
_VIEWING = frozenset({"view", "task", "layout", "mod", "module", "act"})
"""Query fields by which a site chooses a listing or an article: `?view=category&id=8`."""
_ALWAYS_LISTING = frozenset({"itemlist", "taxonomy"})
_ROUTING = CHOOSING_FIELDS | {"q"}
STATIC_SEGMENTS = _table("halaman page pages statis laman")
STATIC_FOLDERS = _table("profil profile tentang tentang-kami about layanan ppid")
"""Folders of static pages; a page in them with a headline in its address may be an article."""
NEWS_SEGMENTS = _table("""
    berita news artikel article articles post posts blog kabar warta pengumuman detail baca read
""")
_DAY_NAME = re.compile(r"(?:19|20)\d\d(?:_\d\d){1,2}_archive")
_PAGE_NAME = re.compile(r"(?:page|halaman|hal|index)[-_]?(\d{1,4})")
_STATIC_NAME = re.compile(r"(?:hal|halaman|pages?|statis)-[^\W\d]")
_NUMBER = re.compile(r"\d{3,}")
_KEY = re.compile(r"\d{5,}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_OF_WEB = re.compile(r"199\d|20[0-4]\d")
_INDEX = re.compile(r"index\.(?:html?|php\d?)")


@dataclass(frozen=True, slots=True)
class Address:
    """A parsed URL: lower-case path segments, without index files and suffixes, and its query.

    `url` is the parsed address without its scheme.
    """

    url: str
    host: str
    path: str
    query: str
    segments: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]

    @property
    def last(self) -> str:
        """The last segment, empty for the front page."""
        return self.segments[-1] if self.segments else ""


def read_address(url: str) -> Address:
    """Parse `url` (absolute). `/?q=berita/panen-raya`, `/index.php?/berita/panen-raya` and
    `/#/berita/panen-raya` are read as `/berita/panen-raya`.
    """
    parts = urlsplit(routed(url) if has_path_in_query(url) else url)
    if (route := route_of(parts)) and parts.path in ("", "/"):
        parts = urlsplit(f"{parts.scheme}://{parts.netloc}{route.lstrip('#!')}")
    path, query = parts.path, parts.query
    fields = parse_qsl(query.lower())
    routes = [(name, value) for name, value in fields if name in _ROUTING and "/" in value.strip("/")]
    if routes and not path.strip("/").removesuffix("index.php"):
        path = "/" + routes[0][1].strip("/")
        fields.remove(routes[0])
        query = urlencode(fields)
    names = [name for name in unquote(path).lower().split("/") if name and not _INDEX.fullmatch(name)]
    segments = tuple(PAGE_SUFFIX.sub("", name) for name in names)
    whole = f"//{parts.netloc}{path}?{query}"
    return Address(whole, parts.hostname or "", path, query, segments, tuple(fields))


def address_evidence(address: Address) -> Iterator[str]:
    """Names of the evidence in `address`, see `evidence.WEIGHTS`."""
    segments, last = address.segments, address.last
    if not address.host:
        return
    if not segments:
        yield from _without_path(address)
        return
    if _is_day(segments):
        # `/berita/2024` is a listing, or the article with this number.
        yield "address_of_listing" if _YEAR.fullmatch(last) and segments[:-1] else "address_of_day"
    elif _is_further_page(address):
        yield "address_of_page_number"
    elif _is_listing(segments):
        yield "address_of_listing"
    elif _is_static(address):
        yield "address_static_section"
    elif looks_like_article(address.url) or _names_by_number(segments):
        yield "address_of_article"
    elif _is_section(address):
        yield "address_of_section"
    elif last in NEVER_SEGMENTS:
        yield "address_static_name"
    if last in NEVER_LEAVES and last not in NEWS_SEGMENTS:
        yield "address_static_name"
    if any(segment in NEWS_SEGMENTS for segment in segments[:-1]):
        yield "address_of_news"
    yield from _query(address)


def _without_path(address: Address) -> Iterator[str]:
    """The site's front page, unless the query selects another page: `/?p=812`, `/?page=berita&id=3`."""
    query = list(_query(address))
    if query:
        yield from query
    elif ("view", "article") in address.fields or ARTICLE_FIELD.search(address.query):
        yield "address_of_article"
    elif any(name == "page_id" for name, _ in address.fields):
        yield "address_static_section"
    elif any(name in COUNTING_FIELDS and value.isdigit() for name, value in address.fields):
        yield "address_of_page_number"
    elif all(name not in CHOOSING_FIELDS for name, _ in address.fields):
        yield "address_front_page"


def _query(address: Address) -> Iterator[str]:
    """`?cat=3`, `?s=banjir`, `?m=202405`, `?view=category&id=8`; not `?id=12&kategori=berita`."""
    if any(name in _VIEWING and value in LISTING_SEGMENTS for name, value in address.fields):
        yield "address_query"
        return
    if count_slug_words(address.last) >= HEADLINE or ARTICLE_FIELD.search(address.query):
        return
    if any(
        (name in LISTING_FIELDS and value) or (name == "m" and value.isdigit())
        for name, value in address.fields
    ):
        yield "address_query"


def _is_further_page(address: Address) -> bool:
    """`/page/2`, `/page2`, `/index2.html`, `?page=2`; an article's second page has its headline before."""
    segments = address.segments
    if any(count_slug_words(segment) >= HEADLINE or _NUMBER.search(segment) for segment in segments):
        return False
    if len(segments) > 1 and segments[-1].isdigit() and segments[-2] in {"page", "halaman", "hal", "index"}:
        return True
    named = _PAGE_NAME.fullmatch(segments[-1])
    if named is not None and named[1] != "1":
        return True
    return any(name in COUNTING_FIELDS and value.isdigit() for name, value in address.fields)


def _is_day(segments: tuple[str, ...]) -> bool:
    """`/2024`, `/berita/2024/05/17`, `/2024_05_01_archive.html`."""
    if _DAY_NAME.fullmatch(segments[-1]):
        return True
    if DAY_ARCHIVE.search("/" + "/".join(segments)) is None:
        return False
    before = segments[:-1]
    if before and _YEAR.fullmatch(segments[-1]):
        # `/laporan-tahunan/2024` is a report; `/berita/2024` is a listing.
        return before[-1] in LISTING_SEGMENTS or (
            before[-1] in NEWS_SEGMENTS and _OF_WEB.fullmatch(segments[-1]) is not None
        )
    return all(count_slug_words(segment) < HEADLINE for segment in segments)


def _is_static(address: Address) -> bool:
    """`/halaman/visi-misi`, `/hal-visi-misi.html`, `/p/kontak.html` of Blogger; not `/page/2`."""
    segments = address.segments
    short = count_slug_words(segments[-1]) < HEADLINE and not segments[-1].isdigit()
    if short and (_STATIC_NAME.match(segments[-1]) or not STATIC_FOLDERS.isdisjoint(segments[:-1])):
        return True
    if len(segments) == 2 and segments[0] == "p":
        return address.path.endswith(".html")
    if address.path.lower().endswith(".aspx") and count_slug_words(segments[-1]) >= HEADLINE:
        return False  # SharePoint has all its pages in `/Pages/`
    return any(segment in STATIC_SEGMENTS for segment in segments[:-1]) and not segments[-1].isdigit()


def _is_section(address: Address) -> bool:
    """`/berita`, `/warta/kabar`; not `/berita/2/kabar`, an article with a short title, nor `/berita?id=3`."""
    numbered = any(segment.isdigit() for segment in address.segments)
    return address.last in NEWS_SEGMENTS and not numbered and not ARTICLE_FIELD.search(address.query)


def _is_listing(segments: tuple[str, ...]) -> bool:
    """`/tag/banjir`, `/kategori/ekonomi`, `/archives`; not `/kategori/daerah/820374/warga-panen-raya` and
    not `/archives/30`, as WordPress numbers its articles.
    """
    if segments[-1] in LISTING_SEGMENTS or not _ALWAYS_LISTING.isdisjoint(segments):
        return True
    if is_in_archives(segments):
        return False
    if segments[-1].isdigit() and segments[-2:-1] in (("archives",), ("archive",)):
        return False
    if segments[-2:-1] and segments[-2] in LISTING_SEGMENTS and not _KEY.search(segments[-1]):
        return True
    if not any(segment in LISTING_SEGMENTS for segment in segments[:-1]):
        return False
    numbers = any(_NUMBER.search(segment) and not _YEAR.fullmatch(segment) for segment in segments)
    return not numbers and count_slug_words(segments[-1]) <= HEADLINE


def _names_by_number(segments: tuple[str, ...]) -> bool:
    return any(_NUMBER.search(segment) and not _YEAR.fullmatch(segment) for segment in segments)
