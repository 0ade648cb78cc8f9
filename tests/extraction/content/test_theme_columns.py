"""Themes that print title, text and their own boxes in one column, without a wrapper around the text."""

from __future__ import annotations

import pytest

from crawler.extraction import extract_article
from crawler.extraction.page_type import judge
from crawler.items import Article

URL = "https://lembayung.example/berita/pasar-ikan-lembayung-dipindahkan"
TITLE = "Pasar Ikan Lembayung Dipindahkan ke Tepi Sungai"
FIRST = (
    "Pasar ikan Lembayung dipindahkan ke tepi sungai mulai Senin, dan 140 pedagang sudah menempati lapaknya."
)
SECOND = (
    "Kepala dinas perdagangan mengatakan bangunan lama akan dibongkar dan diganti taman kota tahun depan."
)
THIRD = (
    "Para pedagang meminta tempat parkir diperluas karena pembeli kini datang juga dari kecamatan tetangga."
)
TEXT = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"
FOOT = (
    "<footer class='footer'><h5>Tentang Kami</h5><p>Portal ini menyajikan kabar pembangunan dan layanan "
    "publik, "
    "dikelola dinas bersama kontributor dari setiap kecamatan agar warga memperoleh kabar yang benar.</p>"
    "<p>Jalan Melati nomor 4, buka Senin sampai Jumat pukul 08.00 hingga 16.00.</p></footer>"
)


def column(content: str, above: str = "") -> Article:
    return extract_article(
        f"<html><head><title>{TITLE} - Portal Lembayung</title></head><body><section><div class='row'>"
        f"<div class='col-lg-9'><h1>{TITLE}</h1>{above}{content}</div></div></section>{FOOT}</body></html>",
        URL,
    )


@pytest.mark.parametrize(
    "box",
    [
        "<div class='mt-5'><h3>Galeri</h3><a href='/1.jpg'><img src='/1.jpg'></a><img src='/2.jpg'></div>",
        "<div class='emosi'><p>Apa reaksi Anda?</p><ul><li>Senang 3</li><li>Sedih 1</li></ul></div>",
        "<div class='d-flex'><span>12 suka</span><span>3 tanggapan</span></div>",
        "<div class='p-6'><p>Sebarkan kabar ini</p><p>Kirimkan kabar bermanfaat ini kepada teman "
        "Anda</p></div>",
        "<div class='kotak'><img src='/a.png'><div><strong>Rahma Wulandari</strong><div>Menulis kabar desa "
        "sejak "
        "2019 dan gemar bersepeda ke pelosok.</div></div></div>",
        "<div class='row'><div><small>« Berita Sebelumnya</small><br><a href='/b/1'>Camat Tinjau "
        "Posko</a></div>"
        "<div><small>Berita Selanjutnya »</small><br><a href='/b/2'>Warga Panen Padi</a></div></div>",
        "<div class='box'><h3>Semua Tanggapan</h3><table><tr><th>Rahma Wulandari</th></tr><tr><td><small>2 "
        "Mei "
        "2025</small><br>Semoga pasarnya ramai dan lantainya tidak licin saat hujan.</td></tr></table></div>",
        "<div class='mt-3'><span>Perdagangan</span> <span>Perikanan</span></div>",
    ],
)
@pytest.mark.parametrize("after", ["", "<a href='/berita'>Kembali ke daftar berita</a>"])
def test_boxes_below_the_text(box: str, after: str) -> None:
    assert column(f"{TEXT}{box}{after}").body == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    "end",
    [
        f"<p>{THIRD}</p>",
        f"<div>{THIRD}</div>",
        THIRD,
        f"<div class='lanjutan'><p>{THIRD}</p></div>",
        f"<blockquote>{THIRD}</blockquote>",
        f"<div class='iklan'>Iklan</div><p>{THIRD}</p>",
    ],
)
def test_the_end_of_the_text(end: str) -> None:
    assert column(f"<p>{FIRST}</p><p>{SECOND}</p>{end}").body == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    "above",
    [
        "<small>Diposting oleh Rahma Wulandari pada 2 Mei 2025 pukul 09:51 WIB &nbsp; Kategori: <a "
        "href='/k'>Ekonomi"
        "</a></small>",
        "<table><tr><td>Tanggal</td><td>:</td><td>2 Mei "
        "2025</td></tr><tr><td>Penulis</td><td>:</td><td>Humas</td>"
        "</tr><tr><td>Kategori</td><td>:</td><td>Ekonomi</td></tr></table>",
        "<div class='flex'><div><span>Humas</span></div><div><span>2 Mei 2025</span></div><div><span>310 "
        "dibaca</span>"
        "</div><div><span>3 menit baca</span></div></div>",
        "<div class='meta'><p>Rahma Wulandari</p><p>2 Mei 2025</p></div>",
        "<div><i class='ikon'></i><p>2.310 dibaca</p></div>",
        "<p>Ditulis oleh Humas, 2 Mei 2025</p>",
    ],
)
def test_lines_about_the_page_above_the_text(above: str) -> None:
    assert column(TEXT, above).body == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    "first",
    [
        "Pada 2 Mei 2025 pedagang pindah",
        "Waktu: Senin, 2 Mei 2025",
        "Dibaca 33 kali setelah salat, doa itu menenangkan warga yang terkena musibah banjir bandang.",
        "Lembayung, 2 Mei 2025, menjadi hari yang ditunggu para pedagang ikan di tepi sungai.",
    ],
)
def test_first_lines_of_the_text(first: str) -> None:
    assert column(f"<p>{first}</p>{TEXT}").body[0] == first


@pytest.mark.parametrize(
    "content",
    [
        "<table><tr><th>Komoditas</th><th>Harga</th></tr><tr><td>Beras</td><td>Rp14.000</td></tr>"
        "<tr><td>Gula</td><td>Rp17.000</td></tr><tr><td>Telur</td><td>Rp29.000</td></tr></table>",
        "<img src='/a.jpg'><img src='/b.jpg'><img src='/c.jpg'><img src='/d.jpg'>",
        "<iframe src='https://maps.example/embed'></iframe>",
        "",
    ],
)
def test_the_footer_is_no_article(content: str) -> None:
    article = extract_article(
        f"<html><title>Harga Pangan - Portal</title><body><div class='isi'><h1>Harga "
        f"Pangan</h1>{content}</div>{FOOT}"
        "</body></html>",
        "https://lembayung.example/harga-pangan",
    )
    assert not any("Portal ini" in line for line in article.body)
    assert not judge(article).is_article


def test_a_long_footer_below_a_short_post() -> None:
    article = extract_article(
        f"<html><title>{TITLE}</title><body><section class='hero'><h1>{TITLE}</h1></section><section "
        f"class='isi'>"
        f"<p>{FIRST}</p></section><section class='ajakan'><p>Ikuti kami di Google News dan saluran "
        f"WhatsApp untuk "
        f"kabar terbaru.</p></section>{FOOT}</body></html>",
        URL,
    )
    assert article.body == [FIRST]


@pytest.mark.parametrize(
    "text",
    [
        f"<div style='white-space: pre-line'>{FIRST}\n\n{SECOND}\n\n{THIRD}</div>",
        f"<div class='whitespace-pre-line'>{FIRST}\n{SECOND}\n{THIRD}</div>",
        f"<div style='text-align:justify;white-space:pre-wrap'>{FIRST}\r\n\r\n{SECOND}\r\n\r\n{THIRD}</div>",
        f"<div class='whitespace-pre-wrap text-lg'><span>{FIRST}\n\n{SECOND}\n\n{THIRD}</span></div>",
        f"<div class='uraian'>{FIRST}\n\n{SECOND}\n\n{THIRD}</div>",
    ],
)
def test_line_breaks_of_plain_text(text: str) -> None:
    assert column(text).body == [FIRST, SECOND, THIRD]


def test_wrapped_source_is_no_line_break() -> None:
    half = len(FIRST) // 2
    wrapped = f"{FIRST[:half]}\n\n      {FIRST[half:]}"
    assert column(f"<p>{wrapped}</p><p>{SECOND}</p>").body == [" ".join(wrapped.split()), SECOND]


@pytest.mark.parametrize(
    "heading",
    [
        "<h2 class='accordion-header'><button class='accordion-button'>{}</button></h2>",
        "<h3><button aria-expanded='false'><span>{}</span><svg></svg></button></h3>",
        "<h4>\n<button type='button'>{}</button>\n</h4>",
        "<h2 id='kepala-1'><button data-bs-toggle='collapse' data-bs-target='#satu'>{}</button></h2>",
        "<h5 class='mb-0'><button class='btn btn-link'>{}</button></h5>",
    ],
)
def test_chapters_that_a_button_unfolds(heading: str) -> None:
    chapter = (
        f"<div class='butir'>{heading.format('Jadwal Pindah')}<div "
        f"class='collapse'><p>{SECOND}</p></div></div>"
    )
    assert column(f"<p>{FIRST}</p><div>{chapter}</div><p>{THIRD}</p>").body == [
        FIRST, "Jadwal Pindah", SECOND, THIRD,
    ]  # fmt: skip


CAPTION = "Pedagang menata ikan segar di lapak baru yang menghadap ke sungai, Senin (2/5/2025)."


@pytest.mark.parametrize(
    "picture",
    [
        "<div class='gambar'><img src='/u/a.jpg'></div><div class='keterangan'>{}</div>",
        "<div class='gambar'><img src='/u/a.jpg'></div><div class='desc-img'>{}</div>",
        "<img src='/u/a.jpg'><p class='small fst-italic'>{}</p>",
        "<p><img src='/u/a.jpg'></p><div class='photo-text'>{}</div>",
        "<img src='/u/a.jpg'><p class='img-info'>{}</p>",
    ],
)
def test_sentence_below_a_picture_in_a_class_of_its_own(picture: str) -> None:
    article = column(f"<p>{FIRST}</p>{picture.format(CAPTION)}<p>{SECOND}</p><p>{THIRD}</p>")
    assert article.body == [FIRST, SECOND, THIRD]
    assert CAPTION in [image.caption for image in article.images]


@pytest.mark.parametrize(
    "paragraph",
    [
        "<p>{}</p>",
        "<p class='ql-align-justify'>{}</p>",
        "<p class='MsoNormal'>{}</p>",
        "<p class='lead'>{}</p>",
        "{}",
    ],
)
def test_paragraph_below_a_picture(paragraph: str) -> None:
    article = column(f"<p>{FIRST}</p><p><img src='/u/a.jpg'></p>{paragraph.format(SECOND)}<p>{THIRD}</p>")
    assert article.body == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    "first",
    [
        "<p><em>{}</em></p>",
        "<p><strong>{}</strong></p>",
        "<div class='kotak'>{}</div>",
        "<div class='ringkas'><p>{}</p></div>",
        "<center><i>{}</i></center>",
    ],
)
def test_set_off_first_sentence_below_a_picture(first: str) -> None:
    article = column(f"<p><img src='/u/a.jpg'></p>{first.format(FIRST)}<p>{SECOND}</p><p>{THIRD}</p>")
    assert article.body == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    "first", ["<p><em>{}</em></p>", "<div class='ket'>{}</div>", "<p class='text-sm text-gray-500'>{}</p>"]
)
def test_caption_above_the_first_sentence(first: str) -> None:
    article = column(f"<p><img src='/u/a.jpg'></p>{first.format(CAPTION)}{TEXT}")
    assert article.body == [FIRST, SECOND, THIRD]


def test_two_lines_below_a_picture() -> None:
    article = column(
        f"<div class='relative'><img src='/u/a.jpg'><div class='absolute'>Lapak baru</div></div>"
        f"<p class='text-sm text-gray-500 italic'>{CAPTION}</p><div class='teks'>{TEXT}</div>"
    )
    assert article.body == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    "card",
    [
        "<div class='sisipan'><span>Baca juga</span><a href='/b/1'><img "
        "src='/k.jpg'><h4>{}</h4></a><p>{}</p></div>",
        "<div class='box'><a href='/b/1'><img src='/k.jpg'></a><h5><a href='/b/1'>{}</a></h5><p>{}</p></div>",
        "<aside class='lain'><a href='/b/1'><img src='/k.jpg'><h6>{}</h6></a><small>{}</small></aside>",
        "<div class='my-4 p-3'><span>Simak</span><div><a href='/b/1'><img src='/k.jpg'><h4>{}</h4></a></div>"
        "<div>{}</div></div>",
        "<blockquote class='kartu'><a href='/b/1'><img src='/k.jpg'><h3>{}</h3></a><p>{}</p></blockquote>",
    ],
)
def test_card_of_another_article_among_the_paragraphs(card: str) -> None:
    filled = card.format(
        "Camat Tinjau Posko Banjir di Tepi Sungai", "Camat meninjau posko yang menampung 40..."
    )
    assert column(f"<p>{FIRST}</p>{filled}<p>{SECOND}</p><p>{THIRD}</p>").body == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ("d-none d-md-block", "d-block d-md-none"),
        ("hidden md:block", "md:hidden"),
        ("hidden lg:flex", "lg:hidden"),
        ("d-none d-lg-flex", "d-lg-none"),
        ("d-none d-sm-block isi", "d-block d-sm-none isi"),
    ],
)
def test_text_for_wide_and_narrow_screens(wide: str, narrow: str) -> None:
    body = column(f"<div class='{wide}'>{TEXT}</div><div class='{narrow}'>{TEXT}</div>").body
    assert body == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    "word",
    [
        "<span class='tooltip'>{}</span>",
        "<span class='popup tooltip'>{}</span>",
        "<a class='tag' href='/t'>{}</a>",
    ],
)
def test_word_in_a_classed_element(word: str) -> None:
    begin, end = SECOND.split(" bangunan ")
    assert column(f"<p>{FIRST}</p><p>{begin} {word.format('bangunan')} {end}</p>").body == [FIRST, SECOND]


def test_unnamed_footer_below_cards() -> None:
    card = (
        "<div class='item'><div><img src='/i.jpg'></div><div class='txt'><a href='/b/1'>Warga Panen Padi "
        "di Lereng "
        "Bukit</a><span>2 Mei 2025</span><p>Panen berlangsung tiga hari...</p></div></div>"
    )
    foot = (
        FOOT.replace("footer", "div")
        .replace("</div>", "<p>© 2025 Portal</p></div>")
        .replace(" class='div'", "")
    )
    article = extract_article(
        f"<html><title>Ekonomi | Portal</title><body><div><h1>Ekonomi</h1>{card}</div>{foot}</body></html>",
        "https://lembayung.example/ekonomi",
    )
    assert not judge(article).is_article
    assert not any("Portal ini" in line for line in article.body)


@pytest.mark.parametrize("space", ["", " " * 4000])
@pytest.mark.parametrize("text", [TEXT, TEXT * 6 + f"<p>{'Pedagang menata ikan. ' * 60}</p>"])
def test_text_that_ends_with_a_copyright(text: str, space: str) -> None:
    article = extract_article(
        f"<html><title>{TITLE}</title><body><div class='kepala'><h1>{TITLE}</h1></div><div "
        f"class='baris'>{space}"
        f"<div class='teks'>{text}<p>Copyright © 2025 Kabar Lembayung.</p></div></div></body></html>",
        URL,
    )
    assert article.body[:3] == [FIRST, SECOND, THIRD]
