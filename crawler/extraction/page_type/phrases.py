"""Words that identify page types: titles, sentences, names of forms and tables."""

from __future__ import annotations

import re

# Titles. The first group matches the beginning of a title, the second only the whole title:
# `Pencarian Korban Banjir Dilanjutkan` and `Masuk Musim Hujan` are headlines.
NOT_FOUND = re.compile(
    r"^\W*(?:error\s*)?404\W*(?:error|not found|halaman.*|page.*)?\W*$"
    r"|^\W*(?:oops\W+)?(?:that |this )?(?:page|object|halaman|artikel|berita|konten|laman|data|postingan)"
    r"(?: (?:yang )?(?:anda|kamu) (?:cari|tuju|minta))? ?(?:ini )?"
    r"(?:(?:could |can|was )?(?:not|n[’']t|\u2019t) be found|not found|(?:tidak|tak) (?:di)?temukan|"
    r"(?:tidak|tak) ada)\W*$"
    r"|^\W*not found\W*$|^\W*nothing (?:was )?found\W*$",
    re.I,
)
SAYS_NOT_FOUND = re.compile(
    r"(?:halaman|artikel|berita|konten|laman) (?:yang (?:anda|kamu) (?:cari|tuju|"
    r"minta) )?(?:sudah dihapus|(?:tidak|tak) "
    r"(?:di)?temukan|tidak tersedia)|page not found|nothing was found|object not found|"
    r"requested url was not found",
    re.I,
)
SEARCH = re.compile(
    r"^\W*(?:hasil (?:pencarian|penelusuran)|search results?)\s*(?:$|[:\"“‘'«(]|untuk\b|for\b)"
    r"|^\W*(?:pencarian|anda mencari|search|kata kunci)\s*(?::|$)",
    re.I,
)
LISTING = re.compile(
    r"^\W*(?:(?:category|tag|author|monthly|daily|yearly) archives?\b|arsip (?:kategori|tag|penulis|"
    r"bulanan|harian)\b"
    r"|displaying items by\b|(?:kategori|category|tag|label|topik|penulis|author|archives?|arsip)\s*:"
    r"|(?:archives?|arsip(?: berita)?|indeks(?: berita)?|semua berita|(?:kumpulan|daftar|index|"
    r"list)? ?(?:berita|artikel"
    r"|pengumuman|agenda(?: kegiatan)?)(?: (?:terkini|terbaru|utama|daerah|lainnya|kami))?|news|posts|home|"
    r"beranda|blog)\W*$"
    r"|(?:januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember) \d{4}\W*$)",
    re.I,
)
PROTECTED = re.compile(r"^\W*(?:diproteksi|dilindungi|terproteksi|protected|private|pribadi)\s*:", re.I)
SAYS_PROTECTED = re.compile(
    r"(?:konten|tulisan|pos|artikel|halaman|content|post) (?:ini )?(?:is |telah )?(?:dilindungi|"
    r"diproteksi|password"
    r" protected|terproteksi)|masukkan (?:kata )?sandi",
    re.I,
)
LOGIN = re.compile(
    r"^\W*(?:log ?in|masuk|sign in)\W*$|^\W*(?:halaman login|login (?:admin|pegawai|area|member)|"
    r"member login|log in ‹)",
    re.I,
)
SAYS_LOGIN = re.compile(
    r"(?:silakan|anda harus|harap|mohon|please|you must) (?:terlebih dahulu )?(?:log ?in|masuk|sign in|"
    r"berlangganan)"
    r"|khusus (?:pelanggan|member|anggota)|lupa (?:kata sandi|password)",
    re.I,
)
GALLERY = re.compile(r"^\W*(?:galer[iy]|gallery|album|foto|dokumentasi|kumpulan foto)\b", re.I)
STATIC = re.compile(
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
PERHAPS_STATIC = re.compile(
    r"^\W*(?:profile?|sejarah|struktur|standar|maklumat|tugas|visi|misi|tentang|kontak|layanan|alur|prosedur|"
    r"syarat|tata cara|kebijakan|unduhan|dokumen|potensi|kondisi|gambaran|letak|geografi\w*|demografi\w*"
    r"|lambang|arti|makna|sambutan|about|contact|our|privacy|terms)\b",
    re.I,
)
"""First words of short titles that static pages often have."""
FORM = re.compile(
    r"^\W*(?:formulir|form\b|pendaftaran online|pengaduan|permohonan informasi|buku tamu)", re.I
)
PRICE = re.compile(r"harga|rp\.?\s?\d|komodit[ai]s|satuan|/kg|\bkg\b|\bliter\b", re.I)
MORE = re.compile(r"(?:\.\.\.|…|\[…\]|selengkapnya|read more|lanjutkan membaca|continue reading)\W*$", re.I)
MORE_SIGNS = ("...", "…", "selengkapnya", "read", "membaca")
OWN_FORMS = re.compile(r"comment|komentar|search|cari|subscribe|newsletter|respond|poll", re.I)
SENTENCE_END = (".", "!", "?", "”", '"', "’", "。", "…", ":", "।", "）", ")")

LISTS = re.compile(
    r"^\W*(?:articles?|posts?|artikel|berita|tulisan|entries)(?: (?:by|in|from|tagged|filed under|oleh|"
    r"dalam|dengan (?:tag|label)))\b|^\W*(?:all posts|archives?|arsip)\b"
    r"|\b(?:archives?|category|tag|kategori)\W*$"
    r"|^\W*(?:19|20)\d\d\W*$",
    re.I,
)
"""Titles that may be a listing's: `Articles by Redaksi`, `2016 archives`, `Ekonomi category`."""
