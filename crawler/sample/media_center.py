"""The sample's second portal, a media center: two edited copies of releases of the first portal, one article
with a document, and one with injected spam.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from html import escape

from crawler.sample import site
from crawler.sample.site import HERE, RENDERED_ADDRESS, Answer, articles

NAME = "Media Center Mandalawangi"
COPIED = 2
"""Number of the first portal's newest articles that are published again."""

DOCUMENT = "/berkas/jadwal-pelayanan-2026.pdf"
PDF = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

SCHEDULE = """
<p>Pemerintah Kabupaten Mandalawangi membuka pelayanan keliling di lima kecamatan mulai pekan depan.</p>
<p>Warga dapat mengurus kartu keluarga, akta kelahiran, dan surat pindah tanpa datang ke kantor kabupaten.
Petugas melayani pada pukul 08.00 sampai 14.00 WIB di halaman kantor kecamatan.</p>
<p>Jadwal lengkap setiap kecamatan dapat diunduh: <a href="{base}/berkas/jadwal-pelayanan-2026.pdf">Jadwal
Pelayanan Keliling 2026 (PDF)</a>.</p>
"""
HACKED = """
<p>Puluhan warga Kecamatan Cibodas mengikuti kerja bakti membersihkan saluran air menjelang musim hujan.</p>
<p>Camat mengatakan kegiatan serupa akan digelar setiap bulan sampai Maret agar genangan tidak terulang.</p>
<div style="position:absolute;left:-9999px">
<p>Situs slot gacor terpercaya dengan bonus new member 100 persen, daftar
slot online deposit pulsa tanpa potongan, link alternatif judi bola dan togel resmi.</p>
<a href="https://slot-gacor.example/">slot gacor hari ini</a>
<a href="https://togel.example/">togel online</a></div>
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """An article of the second portal: its path, title, time (ISO 8601) and page."""

    path: str
    title: str
    published: str
    html: str


def entries(base: str) -> list[Entry]:
    """The second portal's articles, the newest first."""
    made = [_copy(number, base) for number in range(COPIED)]
    for day, slug, title, body in (
        (12, "pelayanan-keliling-dibuka", "Pelayanan Keliling Dibuka di Lima Kecamatan", SCHEDULE),
        (8, "kerja-bakti-saluran-air", "Kerja Bakti Bersihkan Saluran Air", HACKED),
    ):
        time = f"2026-10-{day:02d}T09:00:00+07:00"
        html = _page(title, time, body.format(base=base), base)
        made.append(Entry(f"/2026/10/{day:02d}/{slug}/", title, time, html))
    return made


def answer(path: str, base: str) -> Answer:
    """Return the response to a GET of `path`; `base` is scheme and authority, without trailing slash."""
    listed = entries(base)
    pages = {entry.path: entry.html for entry in listed}
    if path in pages:
        return Answer(200, "text/html", pages[path])
    if path == "/":
        links = "".join(
            f'<article class="post"><h2 class="entry-title"><a href="{base}{entry.path}">'
            f"{escape(entry.title)}</a></h2><time>{entry.published[:10]}</time></article>"
            for entry in listed
        )
        return Answer(200, "text/html", _frame(NAME, links, base))
    if path == "/robots.txt":
        return Answer(200, "text/plain", f"User-agent: *\nAllow: /\n\nSitemap: {base}/sitemap.xml\n")
    if path == "/sitemap.xml":
        urls = "".join(f"<url><loc>{base}{entry.path}</loc></url>" for entry in listed)
        namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
        return Answer(200, "application/xml", f'<urlset xmlns="{namespace}">{urls}</urlset>')
    if path == DOCUMENT:
        return Answer(200, "application/pdf", PDF)
    return Answer(404, "text/html", _frame("Halaman tidak ditemukan", "<p>Kosong.</p>", base))


def _copy(number: int, base: str) -> Entry:
    """One of the first portal's articles with another headline, another end and this portal's address."""
    original = articles()[number]
    path = original.path.rstrip("/") + "-mc/"
    title = f"{original.title}, Ini Kata Warga"
    html = gzip.decompress((HERE / "pages" / original.file).read_bytes()).decode()
    html = html.replace(RENDERED_ADDRESS + original.path, base + path).replace(RENDERED_ADDRESS, base)
    html = html.replace(escape(original.title), escape(title)).replace(site.NAME, NAME)
    end = html.rindex("</p>", 0, html.index("</div>", html.index("entry-content")))
    html = f"{html[:end]}</p><p>Warga berharap kegiatan ini berlanjut tahun depan.{html[end:]}"
    return Entry(path, title, original.published, html)


def _page(title: str, published: str, body: str, base: str) -> str:
    article = (
        f'<article class="post type-post"><h1 class="entry-title">{escape(title)}</h1>'
        f'<time class="entry-date published" datetime="{published}">{published[:10]}</time>'
        f'<div class="entry-content">{body}</div></article>'
    )
    return _frame(title, article, base, "single single-post")


def _frame(title: str, body: str, base: str, body_class: str = "home blog") -> str:
    return (
        '<!DOCTYPE html><html lang="id"><head><meta charset="UTF-8">'
        f"<title>{escape(title)} – {NAME}</title></head>"
        f'<body class="{body_class}"><header><a href="{base}/">{NAME}</a></header><main>{body}</main>'
        f"<footer>{NAME}</footer></body></html>"
    )
