"""The title of pages that name the article in few or misleading places."""

from __future__ import annotations

import time

import pytest

from crawler.extraction import extract_article
from crawler.items import Article

TITLE = "Warga Wonoasri Panen Raya Cabai Rawit"
TEXT = """<p>Warga Desa Wonoasri memanen cabai rawit di lahan dua hektare bersama penyuluh kecamatan.</p>
<p>Kepala desa menyampaikan bahwa hasil panen tahun ini lebih baik karena pengairan telah diperbaiki.</p>
<p>Sebagian hasil panen dijual ke pasar induk, sisanya diolah warga menjadi sambal kemasan.</p>"""
URL = "https://wonoasri.example.id/berita/detail/17"


def article(head: str, body: str, url: str = URL) -> Article:
    return extract_article(f"<html lang=id><head>{head}</head><body>{body}</body></html>", url)


@pytest.mark.parametrize(
    "headline",
    [
        f"<h3>{TITLE}</h3>",
        f"<h4 class='catg'><font color=red>{TITLE}</font></h4>",
        f"<h5>{TITLE}</h5>",
        f"<p class='judul-berita'>{TITLE}</p>",
        f"<div class='post-title'>{TITLE}</div>",
        f"<h4 class=title>detail berita {TITLE}</h4>",
        f"<h1>{TITLE} <span class=label></span></h1>",
        f"<h1><span class=kicker>Pertanian</span>{TITLE}</h1>",
        f"<center><font size=5><b>{TITLE}</b></font></center>",
        f"<div><strong style='font-size: 24px'>{TITLE}</strong></div>",
    ],
)
@pytest.mark.parametrize(
    "document_title",
    ["Laravel", "Diskominfo Wonoasri", "Detail Berita | Wonoasri", "Selamat Datang di Website Resmi",
     "DISKOMINFO SP - PEMERINTAH KABUPATEN WONOASRI", ""],
)  # fmt: skip
def test_the_headline_above_the_text_in_any_element(headline: str, document_title: str) -> None:
    body = f"<nav><a href=/>Beranda</a></nav><div class=c>{headline}<div class=isi>{TEXT}</div></div>"
    assert article(f"<title>{document_title}</title>", body).title == TITLE


def test_a_claim_that_two_sources_share() -> None:
    head = f"<title>{TITLE}</title><meta property=og:title content='Siaran Pers Dinas'>"
    head += f"<meta name=headline content='{TITLE}'>"
    assert article(head, f"<div>{TEXT}</div>").title == TITLE


def test_the_site_s_name_in_title_and_first_heading() -> None:
    head = "<title>Dinas Pertanian Kabupaten Wonoasri</title>"
    body = f"<h1>Dinas Pertanian Kabupaten Wonoasri</h1><h2>{TITLE}</h2><div>{TEXT}</div>"
    assert article(head, body).title == TITLE


def test_the_page_is_not_a_site() -> None:
    head = """<script type="application/ld+json">{"@graph":[{"@type":"WebSite","@id":"#s","name":"Wonoasri"},
    {"@type":"WebPage","@id":"#p","name":"JUDUL","isPartOf":{"@id":"#s"}},
    {"@type":"Article","headline":"JUDUL","isPartOf":{"@id":"#p"}}]}</script>""".replace("JUDUL", TITLE)
    assert article(head, f"<main><h1>{TITLE}</h1>{TEXT}</main>").title == TITLE


def test_a_site_name_that_is_the_article_s_title_is_none() -> None:
    head = f"<title>{TITLE}</title><meta property='og:site_name' content='{TITLE}'>"
    url = "https://wonoasri.example.id/warga-wonoasri-panen-raya-cabai-rawit"
    assert article(head, f"<article><h1>{TITLE}</h1>{TEXT}</article>", url).title == TITLE


def test_a_flag_in_the_heading_is_no_part_of_the_title() -> None:
    head = f"<title>{TITLE}</title>"
    assert (
        article(head, f"<article><h2>{TITLE} <span><sup>Featured</sup></span></h2>{TEXT}</article>").title
        == TITLE
    )


def test_the_headline_is_believed_before_a_title_for_search_engines() -> None:
    head = "<title>Panen Cabai 2024: Harga dan Tips Terbaru</title>"
    assert article(head, f"<article><h1>{TITLE}</h1>{TEXT}</article>").title == TITLE


def test_a_heading_in_the_text_is_not_the_title() -> None:
    head = f"<title>{TITLE} Tahun Ini</title>"
    body = f"<div><h1>{TITLE} dan Bawang</h1><div class=isi>{TEXT}<h2>Panen Raya Cabai</h2>{TEXT}</div></div>"
    assert article(head, body).title == f"{TITLE} dan Bawang"


def test_no_article_without_a_title() -> None:
    found = article(
        "<title>Wonoasri</title>", f"<div class=isi>{TEXT}</div>", "https://wonoasri.example.id/p/9"
    )
    assert found.title.startswith("Warga Desa Wonoasri memanen cabai rawit")
    assert len(found.title) <= 121
    assert "title_from:text" in found.warnings


@pytest.mark.parametrize(
    "value", ["KOTA - " * 30_000, "| " * 50_000, "<b>" * 50_000, "a" * 1_000_000, "\u202e" * 90_000]
)
@pytest.mark.parametrize("place", ["<title>%s</title>", "<meta property='og:title' content=\"%s\">"])
def test_a_title_of_any_size_costs_little(place: str, value: str) -> None:
    start = time.process_time()
    found = article(place % value, f"<article><h1>{TITLE}</h1>{TEXT}</article>")
    assert time.process_time() - start < 2
    assert found.title == TITLE


def test_the_site_s_name_behind_the_page_s_role() -> None:
    head = "<title>Detail Berita | Portal Percepatan Digital Daerah</title>"
    found = article(head, f"<div class=rincian><h2>{TITLE}</h2><div>{TEXT}</div></div>")
    assert found.title == TITLE
    assert len(found.body) == 3
    article_behind = article(f"<title>Detail Berita | {TITLE}</title>", f"<h4>Berita</h4><div>{TEXT}</div>")
    assert article_behind.title == TITLE


def test_a_trail_in_a_paragraph_is_not_the_text_below_the_headline() -> None:
    trail = f"<p><a href=/>Beranda</a> / <a href=/k>Pertanian dan Pangan</a> / <a href=/h></a> / {TITLE}</p>"
    body = f"{trail}<h3>{TITLE}</h3><p>Published on 25 Feb 2024, 16:14 WIB</p><div class=x>{TEXT}</div>"
    head = "<title>Portal Resmi Pemerintah Kabupaten Wonoasri</title>"
    found = article(head, f"<div class=post-content>{body}</div>", "https://wonoasri.example.id/post/36")
    assert found.title == TITLE
    assert len(found.body) == 3
    assert found.section == "Pertanian dan Pangan"


@pytest.mark.parametrize("name", ["Desa Wonoasri", "Portal Wonoasri", "Dinas Pertanian", "Kelurahan Asri"])
@pytest.mark.parametrize("rank", ["h2", "h3"])
def test_a_portal_that_names_itself_in_every_place(name: str, rank: str) -> None:
    head = (
        f"<title>{name}</title><meta property=og:title content='{name.title()}'>"
        f"<meta name=twitter:title content='{name.upper()}'>"
    )
    body = (
        f"<div class=hero><div><h1>{name}</h1></div></div><div><section><div><{rank}>{TITLE}</{rank}></div>"
        f"<div class=row><img src=/u/a.jpg><div>{TEXT}</div></div></section></div>"
    )
    for url in (URL, "https://wonoasri.example.id/berita/warga-wonoasri-panen-raya-cabai-rawit"):
        assert article(head, body, url).title == TITLE


@pytest.mark.parametrize(
    "trail",
    [
        "<a href=/>Beranda</a> <i class='fa fa-angle-right'></i> <a href=/b>Berita</a>"
        " <i class='fa fa-angle-right'></i> {}",
        "Berita <i class='bi bi-chevron-right'></i> {}",
        "<span>Home</span><svg></svg><span>Berita</span><svg></svg><span>{}</span>",
        "<a href=/>Home</a> / <a href=/b>Berita</a> / {}",
        "<a href=/><i class='fa fa-home'></i></a> <i class='fa fa-caret-right'></i> <span>{}</span>",
        "<a href=/>Beranda</a> » <a href=/b>Kabar</a> » <b>{}</b>",
    ],
)
@pytest.mark.parametrize("document_title", [TITLE, "Laravel"])
@pytest.mark.parametrize("rank", ["h1", "h2"])
def test_a_trail_in_the_headline(trail: str, document_title: str, rank: str) -> None:
    heading = f"<{rank}>{trail.format(TITLE)}</{rank}>"
    found = article(f"<title>{document_title}</title>", f"<div>{heading}<div class=isi>{TEXT}</div></div>")
    assert found.title == TITLE


@pytest.mark.parametrize(
    "inside",
    [
        f"<i class='fa fa-newspaper'></i> {TITLE}",
        f"<a href=#><svg></svg> {TITLE}</a>",
        f"{TITLE} <i class='fa fa-arrow-right'></i>",
        f"<span>{TITLE}</span>",
        f"<svg></svg>{TITLE}",
    ],
)
def test_a_sign_in_the_headline_is_no_trail(inside: str) -> None:
    found = article("<title>Laravel</title>", f"<div><h1>{inside}</h1><div class=isi>{TEXT}</div></div>")
    assert found.title == TITLE


@pytest.mark.parametrize(
    "inside",
    [
        "<span class='badge bg-primary'>Pertanian</span> {}",
        "<small class=kategori>Pertanian</small><br>{}",
        "<a class=category href=/k>Pertanian</a> {}",
        "<em class=label-info>Pertanian</em> {}",
        "{} <span class=badge>Baru</span>",
        "<span class=tag>Pertanian</span> {} <span class='label label-x'>Baru</span>",
        "<span class=label>{}</span>",
    ],
)
@pytest.mark.parametrize("document_title", [TITLE, "Laravel"])
def test_a_badge_in_the_headline(inside: str, document_title: str) -> None:
    body = f"<div><h1>{inside.format(TITLE)}</h1><div class=isi>{TEXT}</div></div>"
    assert article(f"<title>{document_title}</title>", body).title == TITLE


@pytest.mark.parametrize("name", ["Suara Asri", "Kabar - Suara Asri", "Asri | Kabar Pagi"])
@pytest.mark.parametrize("order", ["{title} - {name}", "{name} - {title}"])
def test_the_site_is_named_by_the_heading_that_leads_to_the_front_page(name: str, order: str) -> None:
    body = f"<h1><a href=/>{name}</a></h1><div><div id=page-title>{TITLE}</div><div>{TEXT}</div></div>"
    head = f"<title>{order.format(title=TITLE, name=name)}</title>"
    assert article(head, body).title == TITLE


@pytest.mark.parametrize("line", ["<p class='text-4xl'>{}</p>", "<div>{}</div>", "<span class='x'>{}</span>"])
def test_a_line_with_the_words_of_the_address_is_the_title(line: str) -> None:
    found = article(
        "<title>Portal Resmi</title>",
        f"<div class=a><h4>Detail Berita</h4>{line.format(TITLE)}<div>2 Mei 2024</div></div>"
        f"<div class='isi-berita'>{TEXT}</div>",
        "https://wonoasri.example.id/berita/warga-wonoasri-panen-raya-cabai-rawit",
    )
    assert found.title == TITLE
