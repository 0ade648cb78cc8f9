"""Is it an article at all? A verdict with a reason that a machine can count.

Listings, galleries, static pages, forms, price tables, search results, error pages that answer 200, login
walls and protected posts stand among a portal's addresses. What the page says of itself comes first
(types, classes of stock themes, its title), then its shape: how much running text there is, and how much
of it is links.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from crawler.extraction.draft import Draft
from crawler.extraction.structured import ARTICLE_TYPES, LISTING_TYPES, STATIC_TYPES
from crawler.items import Article


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reason` is None for an article, else one of `REASONS`."""

    is_article: bool
    reason: str | None = None


ARTICLE = Verdict(True)

REASONS = frozenset(
    [
        "listing", "gallery", "static_page", "not_found_page", "search_results", "login_wall", "protected",
        "price_table", "form", "empty", "title_only", "document",
    ]
)  # fmt: skip
PREFIX = "not_an_article:"

_NOT_FOUND = re.compile(
    r"^\W*(?:error\s*)?404\b|halaman (?:yang (?:anda|kamu) (?:cari|tuju|minta) )?tidak (?:di)?temukan|"
    r"halaman tidak ada|page (?:could )?not (?:be )?found|not found\W*$"
    r"|(?:berita|artikel|konten|data|laman|postingan) (?:yang (?:anda|kamu) (?:cari|"
    r"tuju) )?tidak (?:di)?temukan|nothing (?:was )?found|oops!|object not found",
    re.I,
)
_SEARCH = re.compile(
    r"^\W*(?:hasil (?:pencarian|penelusuran)|pencarian(?: untuk)?|search results?|anda mencari|"
    r"search for|kata kunci)\b",
    re.I,
)
_LISTING = re.compile(
    r"^\W*(?:(?:category|tag|author|monthly|daily|yearly) archives?|arsip(?: (?:kategori|tag|penulis|"
    r"bulan(?:an)?|harian))?\W|archives?\b|indeks berita|kategori\s*:|category\s*:|tag\s*:"
    r"|displaying items by|label\s*:|semua berita|kumpulan (?:berita|artikel)|daftar (?:berita|artikel)|"
    r"berita (?:terkini|terbaru)\W*$|topik\s*:|penulis\s*:|author\s*:)",
    re.I,
)
_PROTECTED = re.compile(r"^\W*(?:diproteksi|dilindungi|terproteksi|protected|private|pribadi)\s*:", re.I)
_PROTECTED_TEXT = re.compile(
    r"(?:konten|tulisan|pos|artikel|halaman|content|post) (?:ini )?(?:is |telah )?(?:dilindungi|"
    r"diproteksi|password protected|terproteksi)|masukkan (?:kata )?sandi|this (?:content|"
    r"post) is password protected",
    re.I,
)
_LOGIN = re.compile(
    r"^\W*(?:log ?in|masuk|sign in|silakan (?:login|masuk)|halaman login|login (?:admin|pegawai|area)|"
    r"member login)\b",
    re.I,
)
_LOGIN_TEXT = re.compile(
    r"(?:silakan|anda harus|harap|mohon|please|you must) (?:terlebih dahulu )?(?:log ?in|masuk|login|"
    r"sign in|berlangganan)|khusus (?:pelanggan|member|anggota)|lupa (?:kata sandi|password)",
    re.I,
)
_GALLERY = re.compile(
    r"^\W*(?:galer[iy]|gallery|album|foto kegiatan|galeri (?:foto|video)|kumpulan foto)\b", re.I
)
_STATIC = re.compile(
    r"^\W*(?:profil(?:e)?|visi(?:,? (?:dan|&) misi)?|visi misi|tentang(?: kami)?|about(?: us)?|"
    r"kontak(?: kami)?|contact(?: us)?|hubungi kami|struktur organisasi|sejarah(?: singkat)?"
    r"|tugas (?:pokok|dan fungsi).*|tupoksi|ppid|maklumat pelayanan|standar pelayanan|kebijakan privasi|"
    r"privacy policy|disclaimer|pedoman (?:media siber|pemberitaan)|redaksi|susunan redaksi"
    r"|syarat (?:dan|&) ketentuan|faq|tanya jawab|peta situs|site ?map|dasar hukum|moto|motto|logo|"
    r"geografis|lambang daerah|info iklan|karir|daftar informasi publik.*|prosedur.*permohonan.*"
    r"|sambutan .{0,30}|selayang pandang|kode etik)\W*$",
    re.I,
)
_STATIC_PATH = re.compile(
    r"/(?:profil|profile|visi-misi|visi-dan-misi|tentang|tentang-kami|about|about-us|kontak|contact|"
    r"hubungi-kami|struktur-organisasi|sejarah|tupoksi|tugas-dan-fungsi"
    r"|ppid|maklumat-pelayanan|privacy-policy|kebijakan-privasi|disclaimer|pedoman-media-siber|redaksi|"
    r"faq|sitemap|peta-situs|halaman|page|pages|statis|laman)(?:/[\w-]*|\.html?)?/?$",
    re.I,
)
_FORM = re.compile(
    r"\b(?:formulir|form pengaduan|pendaftaran online|isi data|ajukan permohonan|permohonan informasi|"
    r"buku tamu|form )\b",
    re.I,
)
_PRICE = re.compile(r"(?:harga|rp\.?\s?\d|komoditas|komoditi|satuan|/kg|\bkg\b)", re.I)
_LISTING_PATH = re.compile(
    r"/(?:category|kategori|tag|tags|author|penulis|label|search|cari|indeks|index-berita|archive|arsip|"
    r"page|topik)(?:/[^/]*)*/?$",
    re.I,
)
_PAGE_PATH = re.compile(r"/page/\d+/?$", re.I)
_ARTICLE_PATH = re.compile(
    r"/\d{4}/\d{2}/(?:\d{2}/)?[^/]+|/(?:detail|baca|read|artikel|post|item)/|/\d{3,}/|"
    r"-\d{3,}(?:\.html?)?/?$|\.html?$",
    re.I,
)
_MORE = re.compile(
    r"(?:\.\.\.|…|\[…\]|\[&hellip;\]|selengkapnya|read more|baca selengkapnya|lanjutkan membaca|"
    r"continue reading)\W*$",
    re.I,
)

MIN_BODY = 120
"""Characters of running text below which a page with a title is no more than its title."""


def judge(draft: Draft | Article) -> Verdict:
    """Whether what was found is an article; if not, why."""
    if isinstance(draft, Article):
        return _recorded(draft)
    reason = _reason(draft)
    return ARTICLE if reason is None else Verdict(False, reason)


def _recorded(article: Article) -> Verdict:
    for warning in article.warnings:
        if warning.startswith(PREFIX):
            return Verdict(False, warning.removeprefix(PREFIX))
    if not article.body:
        return Verdict(False, "title_only" if article.title else "empty")
    return ARTICLE


def _reason(draft: Draft) -> str | None:
    facts, title, url = draft.facts, draft.title.text, draft.page.url
    blocks = draft.body.blocks
    length = sum(len(block.text) for block in blocks)
    names = title or facts.document_title or ""
    first = " ".join(block.text for block in blocks[:3])[:600]
    classes, types = facts.body_classes, facts.types

    if "error404" in classes or _NOT_FOUND.search(names) or (length < 400 and _NOT_FOUND.search(first)):
        return "not_found_page"
    if _PROTECTED.search(names) or (length < 600 and _PROTECTED_TEXT.search(first)):
        return "protected"
    if "search-results" in classes or "searchresultspage" in types or _is_search(url, names):
        return "search_results"
    if _LOGIN.search(names) or (length < 400 and _LOGIN_TEXT.search(first)) or "login" in classes:
        return "login_wall"
    if _says_listing(draft, names):
        return "listing"
    if not length:
        return "title_only" if title else "empty"
    if (_GALLERY.search(names) and length < 1200) or types & {"imagegallery", "mediagallery"}:
        return "gallery"
    if _is_static(draft, names):
        return "static_page"
    return _by_shape(draft, length)


def _is_search(url: str, names: str) -> bool:
    if _SEARCH.search(names):
        return True
    parts = urlsplit(url)
    queried = {name.lower() for name, value in parse_qsl(parts.query) if value}
    return (
        bool(queried & {"s", "q", "query", "keyword", "cari", "search", "katakunci"})
        and len(parts.path.strip("/")) < 24
    )


def _says_listing(draft: Draft, names: str) -> bool:
    """Its own classes, types, title or address say that it lists."""
    facts, url = draft.facts, draft.page.url
    classes = facts.body_classes
    if classes & {"archive", "category", "tag", "author", "date", "blog"} and not classes & {
        "single",
        "single-post",
    }:
        return True
    if _LISTING.search(names):
        return True
    if facts.types & LISTING_TYPES and not facts.types & ARTICLE_TYPES and "og:article" not in facts.types:
        return "collectionpage" in facts.types or _link_share(draft) > 0.3
    path = urlsplit(url).path
    if path.strip("/") == "" and not urlsplit(url).query:
        return not facts.types & ARTICLE_TYPES
    return bool(
        _PAGE_PATH.search(path)
        or (_LISTING_PATH.search(path) and not _ARTICLE_PATH.search(path) and not facts.published)
    )


def _is_static(draft: Draft, names: str) -> bool:
    facts = draft.facts
    if facts.types & STATIC_TYPES:
        return True
    dated = bool(facts.published or facts.times or draft.published_at)
    if _STATIC.search(names):
        return not dated or "page" in facts.body_classes
    if facts.types & ARTICLE_TYPES or dated:
        return False
    if "page" in facts.body_classes and "single" not in facts.body_classes:
        return True
    return bool(_STATIC_PATH.search(urlsplit(draft.page.url).path))


def _link_share(draft: Draft) -> float:
    length = sum(len(block.text) for block in draft.body.blocks)
    return sum(block.link_chars for block in draft.body.blocks) / length if length else 0.0


def _by_shape(draft: Draft, length: int) -> str | None:
    blocks = draft.body.blocks
    rows = [block for block in blocks if block.kind == "row"]
    prose = [b for b in blocks if b.kind in {"paragraph", "quote", "verse", "list_item"}]
    running = sum(len(block.text) for block in prose)
    if rows and sum(len(row.text) for row in rows) > 3 * running:
        return (
            "price_table"
            if sum(bool(_PRICE.search(row.text)) for row in rows) * 3 >= len(rows)
            else "document"
        )
    if _link_share(draft) > 0.5 and length > 60:
        return "listing"
    leads = sum(bool(_MORE.search(block.text[-40:])) for block in blocks)
    if leads >= 3 and leads * 4 >= len(prose):
        return "listing"
    if running < MIN_BODY and not any(
        b.text.rstrip("”\"’')").endswith((".", "!", "?")) and len(b.text) > 40 for b in prose
    ):
        if len(draft.body.figures) >= 4:
            return "gallery"
        return "title_only"
    if draft.title.text and _FORM.search(draft.title.text) and running < 300:
        return "form"
    return None
