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

from crawler.extraction.blocks import Block
from crawler.extraction.draft import Draft
from crawler.extraction.metadata.json_ld import ARTICLE_TYPES, STATIC_TYPES
from crawler.items import Article


@dataclass(frozen=True, slots=True)
class PageType:
    """`reason` is None for an article, else one of `REASONS`."""

    is_article: bool
    reason: str | None = None


ARTICLE = PageType(True)

REASONS = frozenset(
    [
        "listing", "gallery", "static_page", "not_found_page", "search_results", "login_wall", "protected",
        "price_table", "form", "empty", "title_only", "document",
    ]
)  # fmt: skip
PREFIX = "not_an_article:"

# Titles. Those of the first group are one from their first words on, those of the second only as a whole:
# `Pencarian Korban Banjir Dilanjutkan` and `Masuk Musim Hujan` are headlines.
_NOT_FOUND = re.compile(
    r"^\W*(?:error\s*)?404\W*(?:error|not found|halaman.*|page.*)?\W*$"
    r"|^\W*(?:oops\W+)?(?:that |this )?(?:page|object|halaman|artikel|berita|konten|laman|data|postingan)"
    r"(?: (?:yang )?(?:anda|kamu) (?:cari|tuju|minta))? ?(?:ini )?"
    r"(?:(?:could |can|was )?(?:not|n[’']t|\u2019t) be found|not found|(?:tidak|tak) (?:di)?temukan|"
    r"(?:tidak|tak) ada)\W*$"
    r"|^\W*not found\W*$|^\W*nothing (?:was )?found\W*$",
    re.I,
)
_SAYS_NOT_FOUND = re.compile(
    r"(?:halaman|artikel|berita|konten|laman) (?:yang (?:anda|kamu) (?:cari|tuju|"
    r"minta) )?(?:sudah dihapus|(?:tidak|tak) "
    r"(?:di)?temukan|tidak tersedia)|page not found|nothing was found|object not found|"
    r"requested url was not found",
    re.I,
)
_SEARCH = re.compile(
    r"^\W*(?:hasil (?:pencarian|penelusuran)|search results?)\s*(?:$|[:\"“‘'«(]|untuk\b|for\b)"
    r"|^\W*(?:pencarian|anda mencari|search|kata kunci)\s*(?::|$)",
    re.I,
)
_LISTING = re.compile(
    r"^\W*(?:(?:category|tag|author|monthly|daily|yearly) archives?\b|arsip (?:kategori|tag|penulis|"
    r"bulanan|harian)\b"
    r"|displaying items by\b|(?:kategori|category|tag|label|topik|penulis|author|archives?|arsip)\s*:"
    r"|(?:archives?|arsip(?: berita)?|indeks(?: berita)?|semua berita|(?:kumpulan|daftar|index|"
    r"list)? ?(?:berita|artikel"
    r"|pengumuman|agenda(?: kegiatan)?)(?: (?:terkini|terbaru|utama|daerah|lainnya|kami))?|news|home|"
    r"beranda|blog)\W*$"
    r"|(?:januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember) \d{4}\W*$)",
    re.I,
)
_PROTECTED = re.compile(r"^\W*(?:diproteksi|dilindungi|terproteksi|protected|private|pribadi)\s*:", re.I)
_SAYS_PROTECTED = re.compile(
    r"(?:konten|tulisan|pos|artikel|halaman|content|post) (?:ini )?(?:is |telah )?(?:dilindungi|"
    r"diproteksi|password"
    r" protected|terproteksi)|masukkan (?:kata )?sandi",
    re.I,
)
_LOGIN = re.compile(
    r"^\W*(?:log ?in|masuk|sign in)\W*$|^\W*(?:halaman login|login (?:admin|pegawai|area|member)|"
    r"member login|log in ‹)",
    re.I,
)
_SAYS_LOGIN = re.compile(
    r"(?:silakan|anda harus|harap|mohon|please|you must) (?:terlebih dahulu )?(?:log ?in|masuk|sign in|"
    r"berlangganan)"
    r"|khusus (?:pelanggan|member|anggota)|lupa (?:kata sandi|password)",
    re.I,
)
_GALLERY = re.compile(r"^\W*(?:galer[iy]|gallery|album|foto|dokumentasi|kumpulan foto)\b", re.I)
_STATIC = re.compile(
    r"^\W*(?:profile?|visi(?:,? (?:dan|&) misi)?|visi misi|tentang(?: kami)?|about(?: us)?|kontak(?: kami)?"
    r"|contact(?: us)?|hubungi kami|struktur organisasi|sejarah(?: singkat)?|tugas pokok(?: (?:dan|"
    r"&) fungsi)?"
    r"|tugas (?:dan|&) fungsi|tupoksi|ppid|maklumat pelayanan|standar pelayanan|kebijakan privasi|"
    r"privacy policy"
    r"|disclaimer|pedoman (?:media siber|pemberitaan)|(?:susunan )?redaksi|syarat (?:dan|&) ketentuan|"
    r"faq|tanya jawab"
    r"|peta situs|site ?map|dasar hukum|mott?o|logo|geografis|demografi|lambang daerah|info iklan|karir"
    r"|daftar informasi publik|prosedur permohonan informasi(?: publik)?|selayang pandang|kode etik"
    r"|profile? (?:ppid|dinas|pimpinan|kepala dinas|pejabat|daerah|kabupaten|kota|desa)"
    r"|sambutan (?:bupati|wali ?kota|gubernur|kepala dinas|camat|kepala desa|lurah))\W*$",
    re.I,
)
_STATIC_PATH = re.compile(
    r"/(?:profile?|visi-misi|visi-dan-misi|tentang|tentang-kami|about|about-us|kontak|contact|hubungi-kami"
    r"|struktur-organisasi|sejarah|tupoksi|tugas-dan-fungsi|ppid|maklumat-pelayanan|privacy-policy|"
    r"kebijakan-privasi"
    r"|disclaimer|pedoman-media-siber|redaksi|faq|sitemap|peta-situs|halaman|pages?|statis|laman)"
    r"(?:/[\w-]*){0,2}(?:\.html?)?/?$",
    re.I,
)
_FORM = re.compile(
    r"^\W*(?:formulir|form\b|pendaftaran online|pengaduan|permohonan informasi|buku tamu)", re.I
)
_PRICE = re.compile(r"harga|rp\.?\s?\d|komodit[ai]s|satuan|/kg|\bkg\b|\bliter\b", re.I)
_LISTING_PATH = re.compile(
    r"/(?:category|kategori|tags?|author|penulis|label|search|cari|indeks|index-berita|archives?|arsip|"
    r"topik)(?:/[^/]*)*/?$",
    re.I,
)
_PAGED_PATH = re.compile(r"/page/\d+/?$", re.I)
_ARTICLE_PATH = re.compile(
    r"/\d{4}/\d{2}/(?:\d{2}/)?[^/]+|/(?:detail|baca|read|artikel|post|item)/|/\d{3,}/|"
    r"-\d{3,}(?:\.html?)?/?$|\.html?$",
    re.I,
)
_MORE = re.compile(r"(?:\.\.\.|…|\[…\]|selengkapnya|read more|lanjutkan membaca|continue reading)\W*$", re.I)
_MORE_SIGNS = ("...", "…", "selengkapnya", "read", "membaca")
_OWN_FORMS = re.compile(r"comment|komentar|search|cari|subscribe|newsletter|respond|poll", re.I)
_SENTENCE_END = (".", "!", "?", "”", '"', "’", "。", "…", ":", "।", "）", ")")

MIN_BODY = 120
"""Characters of running text below which a page with a title is no more than its title."""
SUBSTANTIAL = 300
"""Characters of running text that outweigh a title's first words and a phrase in the text."""
MIN_PICTURES = 4
MIN_LINKS = 5


def judge(draft: Draft | Article) -> PageType:
    """Whether what was found is an article; if not, why."""
    reason = _recorded(draft) if isinstance(draft, Article) else _reason(draft)
    return ARTICLE if reason is None else PageType(False, reason)


def _recorded(article: Article) -> str | None:
    for warning in article.warnings:
        if warning.startswith(PREFIX):
            return warning.removeprefix(PREFIX)
    if not article.body:
        return "title_only" if article.title else "empty"
    return None


def _reason(draft: Draft) -> str | None:
    blocks = draft.printed
    length = sum(len(block.text) for block in blocks)
    links = sum(block.link_chars for block in blocks)
    running = sum(len(b.text) for b in blocks if b.kind != "row" and b.kind != "heading" and _runs(b))
    substantial = running >= SUBSTANTIAL and links < 0.35 * length
    name = draft.title.text or draft.facts.document_title or ""
    return (
        _says(draft, name)
        or (None if substantial else _says_in_text(draft, name))
        or _says_listing(draft, name)
        or _is_static(draft, name)
        or _by_shape(draft, length, links, running)
    )


def _runs(block: Block) -> bool:
    """Whether a block is running text: a sentence, or a line of verse."""
    return block.kind == "verse" or len(block.text) > 80 or block.text.endswith(_SENTENCE_END)


def _says(draft: Draft, name: str) -> str | None:
    """What the page calls itself: in the classes of stock themes, its types, the words of its title."""
    classes, types = draft.facts.body_classes, draft.facts.types
    if "error404" in classes or _NOT_FOUND.search(name):
        return "not_found_page"
    if _PROTECTED.search(name):
        return "protected"
    if "search-results" in classes or "searchresultspage" in types or _is_search(draft.page.url, name):
        return "search_results"
    if "login" in classes or _LOGIN.search(name):
        return "login_wall"
    return None


def _says_in_text(draft: Draft, name: str) -> str | None:
    """Where there is little text: what that text, a heading or a form says."""
    removed = [removed.text for removed in draft.body.removed[:6]]
    said = " ".join([block.text for block in draft.printed[:3]] + removed)[:800]
    said += " ".join(" " + "".join(heading.itertext())[:200] for heading in draft.facts.headings[:4])
    if _SAYS_NOT_FOUND.search(said):
        return "not_found_page"
    if _SAYS_PROTECTED.search(said):
        return "protected"
    if _SAYS_LOGIN.search(said):
        return "login_wall"
    return None


def _is_search(url: str, name: str) -> bool:
    if _SEARCH.search(name):
        return True
    parts = urlsplit(url)
    asked = {key.lower() for key, value in parse_qsl(parts.query) if value}
    return (
        bool(asked & {"s", "q", "query", "keyword", "cari", "search", "katakunci"}) and len(parts.path) < 24
    )


def _says_listing(draft: Draft, name: str) -> str | None:
    """Its own classes, types, title or address say that it lists."""
    facts, url = draft.facts, draft.page.url
    classes = facts.body_classes
    if classes & {"archive", "category", "tag", "author", "date", "blog"} and not classes & {
        "single",
        "single-post",
    }:
        return "listing"
    if _LISTING.search(name):
        return "listing"
    is_article = bool(facts.types & ARTICLE_TYPES) or "og:article" in facts.types
    if "collectionpage" in facts.types and not is_article:
        return "listing"
    parts = urlsplit(url)
    if not parts.path.strip("/") and not parts.query and parts.hostname:
        return None if is_article else "listing"
    if _PAGED_PATH.search(parts.path):
        return "listing"
    if _LISTING_PATH.search(parts.path) and not _ARTICLE_PATH.search(parts.path) and not facts.published:
        return "listing"
    return None


def _is_static(draft: Draft, name: str) -> str | None:
    facts = draft.facts
    if facts.types & STATIC_TYPES:
        return "static_page"
    dated = bool(facts.published or facts.times or draft.published_at)
    if _STATIC.search(name) and (not dated or "page" in facts.body_classes):
        return "static_page"
    if dated or facts.types & ARTICLE_TYPES or "og:article" in facts.types or not draft.printed:
        return None
    if "page" in facts.body_classes and "single" not in facts.body_classes:
        return "static_page"
    if _STATIC_PATH.search(urlsplit(draft.page.url).path) and not _FORM.search(name):
        return "static_page"
    return None


def _by_shape(draft: Draft, length: int, links: int, running: int) -> str | None:
    blocks = draft.printed
    rows = [block for block in blocks if block.kind == "row"]
    linked = sum(block.link_chars > 0.8 * len(block.text) > 16 for block in blocks)
    if length > 60 and (links > 0.5 * length or (linked >= 3 and linked * 3 >= len(blocks))):
        return "listing"
    teasers = sum(_breaks_off(block.text[-40:]) for block in blocks)
    if teasers >= 3 and teasers * 4 >= len(blocks):
        return "listing"
    if len(rows) >= 3 and sum(len(row.text) for row in rows) > 3 * running:
        return (
            "price_table"
            if sum(bool(_PRICE.search(row.text)) for row in rows) * 3 >= len(rows)
            else "document"
        )
    if running >= MIN_BODY or (running > 40 and not _is_bare(draft)):
        return None
    return _without_text(draft)


def _breaks_off(end: str) -> bool:
    """Whether a text ends as a teaser does; the pattern is slow, and the words that it needs are rare."""
    low = end.lower()
    return any(sign in low for sign in _MORE_SIGNS) and _MORE.search(end) is not None


def _is_bare(draft: Draft) -> bool:
    """Whether nothing but its title supports a page with a line of text: no date, no type, no dateline."""
    facts = draft.facts
    return not (
        facts.published or facts.times or draft.published_at or draft.dateline or facts.types & ARTICLE_TYPES
    )


def _without_text(draft: Draft) -> str:
    """What a page without running text is: its form, its table, its pictures, its links tell."""
    name, tree = draft.title.text, draft.page.tree
    fields = 0
    for form in tree.iter("form"):
        if _OWN_FORMS.search(f"{form.get('id')} {form.get('class')} {form.get('action')}"):
            continue
        kinds = [field.get("type") or "text" for field in form.iter("input", "textarea", "select")]
        if "password" in kinds:
            return "login_wall"
        fields = max(fields, sum(kind not in {"hidden", "submit", "checkbox", "radio"} for kind in kinds))
    if fields >= 3 or (fields and _FORM.search(name)):
        return "form"
    cells = [
        " ".join(cell.text_content()[:60] for cell in row)
        for row in list(tree.iter("tr"))[:40]
        if len(row) >= 2
    ]
    priced = sum(bool(_PRICE.search(cell)) for cell in cells)
    if len(cells) >= 3 and priced * 2 >= len(cells):
        return "price_table"
    pictures = max(len(draft.body.figures), sum(1 for _ in tree.iter("img")))
    if pictures >= MIN_PICTURES or (_GALLERY.search(name) and pictures > 1):
        return "gallery"
    if _FORM.search(name):
        return "form"
    if not _names_article(draft):
        targets = sum(len(link.text_content().strip()) >= 20 for link in list(tree.iter("a"))[:200])
        if targets >= MIN_LINKS:
            return "listing"
        if len(cells) >= 3:
            return "document"
    return "title_only" if name else "empty"


def _names_article(draft: Draft) -> bool:
    """Whether the address names the title: `/berita/bupati-resmikan-pasar-baru`."""
    words = set(re.findall(r"\w{3,}", draft.title.text.lower()))
    slug = set(re.findall(r"[^\W_]{3,}", urlsplit(draft.page.url).path.lower()))
    return len(words & slug) >= 3
