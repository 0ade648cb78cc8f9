"""Invented portals to measure templates: pages of one theme each, every page with its own text.

The themes differ in kind and weight: a magazine theme with menus, sidebars and lists of other articles; a
framework's site without machine-readable facts; an old site built of tables; a news theme with microdata. The
texts contain boilerplate that no phrase list knows.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

HOST = "https://kabar.example.go.id"
ADVERTISER = "Kabar ini dipersembahkan oleh Toko Sumber Rejeki, langganan kita semua."
_MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni")
_SUBJECTS = ("Bupati", "Wakil Bupati", "Sekda", "Kepala Dinas", "Camat", "Ketua DPRD", "Kapolres", "Dandim")
_DOINGS = ("Tinjau", "Resmikan", "Buka", "Tutup", "Pantau", "Bahas", "Apresiasi", "Serahkan")
_THINGS = ("Pasar Rakyat", "Jembatan Baru", "Lomba Desa", "Bantuan Benih", "Gedung Sekolah", "Musrenbang")
_PLACES = ("Wonosari", "Kepanjen", "Singosari", "Bumiaji", "Lawang", "Tirtoyudo", "Gedangan", "Pagak")
_SECTIONS = ("Pemerintahan", "Pendidikan", "Kesehatan", "Ekonomi", "Wisata", "Olahraga", "Desa", "Opini")


@dataclass(frozen=True, slots=True)
class Story:
    """Content of one page: number, title, paragraphs, a day from February to June 2024, section."""

    number: int
    title: str
    paragraphs: tuple[str, ...]
    month: int
    day: int
    section: str

    @property
    def path(self) -> str:
        return f"/2024/{self.month:02}/{self.title.lower().replace(' ', '-')}-{self.number}/"

    @property
    def stamp(self) -> str:
        return f"2024-{self.month:02}-{self.day:02}T{8 + self.number % 9:02}:15:00+07:00"

    @property
    def printed(self) -> str:
        return f"{self.day} {_MONTHS[self.month - 1]} 2024"


def headline(pick: random.Random) -> str:
    """The headline of an article."""
    return f"{pick.choice(_SUBJECTS)} {pick.choice(_DOINGS)} {pick.choice(_THINGS)} di {pick.choice(_PLACES)}"


def marked(text: str, number: int) -> str:
    """The text made unique by the article's number, with its original ending."""
    end = len(text.rstrip('.!?…”"’)»'))
    return f"{text[:end]} nomor {number}{text[end:]}"


def story(number: int, texts: Sequence[str]) -> Story:
    """The story with this number: paragraphs drawn from `texts`, each marked with the number."""
    pick = random.Random(number)
    drawn = pick.sample(texts, pick.randrange(5, 13))
    return Story(
        number,
        f"{headline(pick)} {number}",
        tuple(marked(text, number) for text in drawn),
        pick.randrange(2, 7),
        pick.randrange(1, 29),
        pick.choice(_SECTIONS),
    )


def _within(story: Story, pick: random.Random, tag: str = "p") -> str:
    """The paragraphs, with a related headline and an advertisement among them."""
    lines = [*story.paragraphs, ADVERTISER]
    lines.insert(2, f"Jangan lewatkan: {headline(pick)}")
    return "".join(f"<{tag}>{line}</{tag}>\n" for line in lines)


def _menu(pick: random.Random, entries: int, name: str) -> str:
    items = "".join(
        f'<li class="menu-item menu-item-{n}"><a href="{HOST}/kanal/{n}/"><span>{pick.choice(_SECTIONS)} {n}'
        "</span></a></li>"
        for n in range(entries)
    )
    return f'<nav class="{name}"><ul class="menu">{items}</ul></nav>'


def _cards(pick: random.Random, count: int, name: str) -> str:
    """A list of other articles with image, headline and date."""
    return "".join(
        f'<article class="{name}"><div class="thumb"><a href="{HOST}/2024/01/x-{n}/"><img alt="" width="120" '
        f'src="{HOST}/i/{n}.jpg"></a></div><div class="inner"><h3 class="{name}-title"><a '
        f'href="{HOST}/2024/01/x-{n}/">{headline(pick)}</a></h3><div class="meta"><span class="cal">'
        f"{1 + n % 28} Januari 2024</span><span class='cat'>{pick.choice(_SECTIONS)}</span></div></div>"
        f"</article>"
        for n in (pick.randrange(9999) for _ in range(count))
    )


def _style(rules: int) -> str:
    return "".join(f".w{n}{{margin:{n}px;padding:{n % 7}px;color:#{n:06x}}}\n" for n in range(rules))


def magazine(story: Story) -> str:
    """A magazine theme: JSON-LD and OpenGraph, two menus, a ticker, a heavy sidebar, related, comments."""
    pick = random.Random(-story.number)
    graph = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "@id": f"{HOST}/#website", "name": "Kabar Kabupaten", "url": HOST},
            {"@type": "Organization", "@id": f"{HOST}/#organization", "name": "Dinas Kominfo"},
            {"@type": "Person", "@id": f"{HOST}/#person", "name": "Siti Aminah"},
            {
                "@type": "NewsArticle",
                "headline": story.title,
                "datePublished": story.stamp,
                "dateModified": story.stamp,
                "author": {"@id": f"{HOST}/#person"},
                "mainEntityOfPage": HOST + story.path,
                "image": {"@type": "ImageObject", "url": f"{HOST}/i/{story.number}.jpg"},
                "articleSection": [story.section],
                "keywords": ["kabupaten", story.section.lower()],
                "inLanguage": "id",
            },
        ],
    }
    comments = "".join(
        f"<li class='comment'><div class='comment-author'>Warga {n}</div><div class='comment-content'>"
        f"<p>Semoga "
        f"bermanfaat untuk kita di {pick.choice(_PLACES)}.</p></div></li>"
        for n in range(pick.randrange(5))
    )
    cloud = "".join(f"<a href='{HOST}/tag/t{n}/' class='tag-link'>topik {n}</a> " for n in range(45))
    archive = "".join(
        f"<li><a href='{HOST}/2023/{1 + n % 12:02}/'>Arsip {n}</a> ({n})</li>" for n in range(40)
    )
    return (
        f"<!DOCTYPE html><html lang='id'><head><meta charset='utf-8'><title>{story.title} - Kabar Kabupaten"
        f"</title><meta property='og:title' content='{story.title}'>"
        f"<meta property='og:site_name' content='Kabar "
        f"Kabupaten'><meta property='og:type' content='article'><meta property='article:published_time' "
        f"content='{story.stamp}'><meta property='og:image' content='{HOST}/i/{story.number}.jpg'><link "
        f"rel='canonical' href='{HOST}{story.path}'><style>{_style(220)}</style><script "
        f"type='application/ld+json'>{json.dumps(graph)}</script></head><body class='single single-post'>"
        f"<div class='topbar'><span class='hari-ini'>Rabu, 1 Mei 2024</span>{_menu(pick, 14, 'atas')}</div>"
        f"<header class='kepala'><a href='{HOST}' class='logo'>Kabar Kabupaten</a>{_menu(pick, 70, 'utama')}"
        f"<div class='ticker'>{_cards(pick, 5, 'warta')}</div></header><div class='wadah'>"
        f"<main class='kolom'>"
        f"<article class='post'><div class='crumbs'><a href='/'>Depan</a> <a href='/k/'>{story.section}</a>"
        f"</div>"
        f"<h1 class='judul-berita'>{story.title}</h1><div class='keterangan'><span class='penulis'><a "
        f"rel='author' href='{HOST}/author/siti/'>Siti Aminah</a></span> <time class='terbit' "
        f"datetime='{story.stamp}'>{story.printed}</time></div><div class='bagi'><a href='#'>Facebook</a><a "
        f"href='#'>WhatsApp</a></div><figure class='utama'><img src='{HOST}/i/{story.number}.jpg' alt=''>"
        f"<figcaption>Suasana kegiatan di {pick.choice(_PLACES)}. (Foto: Humas)</figcaption></figure><div "
        f"class='isi-berita'>{_within(story, pick)}</div><div class='label'>"
        f"<a rel='tag' href='{HOST}/tag/a/'>"
        f"kabupaten</a></div><section class='terkait'><h2>Terkait</h2>{_cards(pick, 8, 'kait')}</section>"
        f"<section class='comments'><ol>{comments}</ol><form><textarea></textarea></form></section></article>"
        f"</main><aside class='samping'><section class='widget'><h2>Terbaru</h2>{_cards(pick, 14, 'baru')}"
        f"</section><section class='widget'><h2>Terpopuler</h2>{_cards(pick, 14, 'pop')}</section><section "
        f"class='widget'><h2>Tag</h2>{cloud}</section><section class='widget'><ul>{archive}</ul></section>"
        f"</aside>"
        f"</div><footer class='kaki'>{_menu(pick, 24, 'bawah')}<p>Hak cipta Dinas Kominfo Kabupaten.</p>"
        f"</footer>"
        f"<script>{'var a=1;' * 400}</script></body></html>"
    )


def framework(story: Story) -> str:
    """A framework's site: the title is the only metadata, the date is in a line with an icon."""
    pick = random.Random(-story.number)
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{story.title} | Pemerintah Kabupaten"
        f"</title>"
        f"<style>{_style(90)}</style></head><body><div id='app'><header class='navbar navbar-dark'>"
        f"{_menu(pick, 38, 'navbar-nav')}</header><section class='hero'><div class='container'><ol "
        f"class='breadcrumb'><li><a href='/'>Beranda</a></li><li>Berita</li></ol></div></section><div "
        f"class='container py-4'><div class='row'><div class='col-lg-8'><div class='card detail'><h2 "
        f"class='judul-detail'>{story.title}</h2><ul class='info'><li><i class='fa fa-user'></i> Diskominfo"
        f"</li><li><i class='fa fa-calendar'></i> {story.printed}</li><li><i class='fa fa-eye'></i> "
        f"{story.number * 7} kali</li></ul><img class='img-fluid' src='/storage/{story.number}.jpg' alt=''>"
        f"<div "
        f"class='konten-detail'>{_within(story, pick)}</div></div></div><div class='col-lg-4'>"
        f"<div class='card'>"
        f"<div class='card-header'>Berita Lainnya</div>{_cards(pick, 10, 'kartu')}</div><div class='card'>"
        f"{_cards(pick, 6, 'agenda')}</div></div></div></div>"
        f"<footer class='footer'>{_menu(pick, 20, 'tautan')}"
        "<p>Jalan Merdeka nomor satu, buka setiap hari kerja.</p></footer></div></body></html>"
    )


def tables(story: Story) -> str:
    """An old site built of tables, its text in lines separated by `<br>`."""
    pick = random.Random(-story.number)
    rows = "".join(
        f"<tr><td width='8'><img src='/dot.gif'></td><td class='kecil'>"
        f"<a href='/baca.php?id={n}'>{headline(pick)}"
        "</a></td></tr>"
        for n in range(40)
    )
    lines = [*story.paragraphs, ADVERTISER]
    lines.insert(2, f"Jangan lewatkan: {headline(pick)}")
    return (
        f"<html><head><title>{story.title}</title></head><body bgcolor='#ffffff'><table width='980' "
        f"class='halaman'><tr><td colspan='3' class='spanduk'><img src='/spanduk.jpg'></td></tr><tr><td "
        f"class='kiri' valign='top'><table class='menu-kiri'>{rows}</table></td>"
        f"<td class='tengah' valign='top'>"
        f"<table class='berita'><tr><td class='judul'>{story.title}</td></tr><tr><td class='tanggal'>Ditulis "
        f"oleh Humas, Kamis, {story.printed} 10:15</td></tr><tr><td class='teks'>{'<br><br>'.join(lines)}"
        f"</td></tr></table></td><td class='kanan' valign='top'><table class='menu-kanan'>{rows}</table>"
        f"</td></tr>"
        "<tr><td colspan='3' class='bawah'>Pemerintah Kabupaten, Jalan Merdeka nomor satu</td></tr></table>"
        "</body></html>"
    )


def microdata(story: Story) -> str:
    """A news theme with microdata, a box of headlines within the text, and a long footer."""
    pick = random.Random(-story.number)
    text = _within(story, pick)
    first, _, rest = text.partition("</p>")
    box = f"<div class='sisip'><strong>Pojok warga</strong>{_cards(pick, 3, 'selip')}</div>"
    return (
        f"<!DOCTYPE html><html lang='id-ID'><head><meta charset='utf-8'>"
        f"<title>{story.title} - Radar Kabupaten"
        f"</title><meta name='description' content='{story.title}'><meta property='og:title' content='"
        f"{story.title}'><style>{_style(120)}</style></head>"
        f"<body class='baca'>{_menu(pick, 55, 'menu-besar')}"
        f"<div class='lebar'><div class='konten' itemscope itemtype='https://schema.org/NewsArticle'><h1 "
        f"itemprop='headline' class='headline-baca'>{story.title}</h1><p class='byline-baca'>Oleh <span "
        f"itemprop='author'>Budi Santoso</span> pada <time itemprop='datePublished' datetime='{story.stamp}'>"
        f"{story.printed}</time></p><div class='naskah' itemprop='articleBody'>{first}</p>{box}{rest}</div>"
        f"<div "
        f"class='tag-baca'><a href='/topik/desa' rel='tag'>desa</a></div></div><div class='pilihan'>"
        f"{_cards(pick, 22, 'pilih')}</div></div><footer class='kaki-besar'>{_menu(pick, 40, 'peta')}"
        f"{_cards(pick, 12, 'arsip')}</footer></body></html>"
    )


LAYOUTS: dict[str, Callable[[Story], str]] = {
    "magazine": magazine,
    "framework": framework,
    "tables": tables,
    "microdata": microdata,
}
"""The looks, by name."""
