"""Home-made sites on a PHP framework: CodeIgniter, Laravel, Yii. No CMS, but common URL conventions.

quirk | seen
------|-----
`/berita/detail/judul`, `/berita/baca/12`, `/berita/12/Judul`, `/Kab/detail/12/judul.html` | agamkab
`/berita/detail/12-judul` | Yii, jogjaprov
listing pages are `?page=2` (Laravel), `/berita/index/10` or `/berita/10` (CodeIgniter's offsets) | demak
a page after the last repeats the last page, or is an empty list with status 200 | CodeIgniter
`/berita/616`, `/index.php/berita/616`, `/v2/berita/616` are one article | kukarkab
feeds with `<pubDate>05 Agustus 2019</pubDate>` and a space before the link | jogjaprov
sessions in cookies only, but `ci_session` may leak into addresses | CodeIgniter
"""

from __future__ import annotations

import re

from crawler.platforms.cms_platform import CmsPlatform, signature

SECTIONS = (
    r"berita|news|artikel|kabar|warta|informasi|siaran-?pers|kegiatan|post|posts|blog|publikasi|pengumuman"
)
VERBS = r"detail|details|baca|read|show|view|lihat|selengkapnya|detail[_-]?(?:berita|news|artikel|post)|isi"

ARTICLES = (
    re.compile(rf"/(?:{VERBS})(?:/[^/?]+){{1,4}}/?(?:\?|$)", re.IGNORECASE),
    re.compile(rf"/(?:{SECTIONS})[-_](?:{VERBS})/[^/?]+", re.IGNORECASE),
    re.compile(rf"/(?:{SECTIONS})/\d+/[^/?]+", re.IGNORECASE),
    re.compile(rf"/(?:{SECTIONS})/(?:\d+-)?[^/?\d][^/?]*-[^/?]+-[^/?]+/?$", re.IGNORECASE),
    re.compile(r"[?&](?:(?:id|id_)?(?:berita|news|artikel)|id)=\d+", re.IGNORECASE),
)
OTHERS = (
    "halaman|page|statis|album|galeri|gallery|foto|video|playlist|agenda|download|unduhan|dokumen|layanan|profil|"
    "pegawai|pejabat|produk|product|produk-hukum|event|potensi|wisata|lowongan|tender|polling|kontak"
)
"""Sections that use the same verbs for other things than articles."""

NEVER = (
    re.compile(rf"/(?:{OTHERS})/(?:{VERBS})/", re.IGNORECASE),
    re.compile(
        rf"/(?:{SECTIONS})/(?:kategori|category|tag|arsip|archive|cari|search|page|index|penulis)(?:/|$)",
        re.I,
    ),
    re.compile(
        r"[?&](?:page|halaman|hal|offset|start|per_page|q|s|cari|search|keyword|kategori|tag|sort|bulan|tahun)="
    ),
)
LISTINGS = ("", "berita", "news", "artikel", "informasi/berita", "publikasi/berita", "kabar")
FEEDS = ("rss.xml", "rss", "feed", "feed.xml", "index.php/news/index_feed")

LARAVEL = CmsPlatform(
    name="laravel",
    signatures=(
        signature("header", r"set-cookie: .*(?:laravel_session|XSRF-TOKEN)", 85),
        signature("resource", r"/livewire/livewire|/build/assets/|/js/app\.js\?id=|/vendor/livewire", 60),
    ),
    sitemaps=("sitemap.xml", "sitemap_index.xml"),
    feeds=FEEDS,
    listings=LISTINGS,
    articles=ARTICLES,
    never=NEVER,
)

CODEIGNITER = CmsPlatform(
    name="codeigniter",
    signatures=(
        signature("header", r"set-cookie: .*ci_session", 85),
        signature("resource", r"/asset/|/template/phpmu|/swarakalibata", 55),
        signature("link", rf"/(?:{SECTIONS})/(?:detail|baca|read)/", 50),
    ),
    sitemaps=("sitemap.xml",),
    feeds=FEEDS,
    listings=LISTINGS,
    articles=ARTICLES,
    never=NEVER,
)  # fmt: skip
