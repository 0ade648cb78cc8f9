"""A short post beside a longer text of the site: the post is the article, regardless of length."""

from __future__ import annotations

from itertools import product

import pytest

from crawler.extraction import extract_article
from crawler.extraction.blocks import Body
from crawler.extraction.content.body import locate_body
from crawler.extraction.dom.parse import parse_html

_TITLE = "Camat Wonoasri Tinjau Lokasi Longsor"
_POST = (
    "Camat Wonoasri meninjau lokasi longsor di Dusun Karangsewu pada Selasa siang.",
    "Ia meminta petugas segera membersihkan jalan yang tertutup tanah dan batu.",
    "Alat berat didatangkan dari dinas pekerjaan umum untuk mempercepat pekerjaan itu.",
    "Warga yang rumahnya rusak untuk sementara tinggal di balai desa bersama keluarganya.",
    "Bantuan beras, selimut, dan obat dikirim oleh kabupaten pada sore hari yang sama.",
    "Jalan utama menuju pasar kecamatan dapat dilalui lagi pada Rabu pagi, kata camat.",
    "Petugas meminta warga menjauhi lereng selama hujan deras masih turun di daerah itu.",
    "Pemeriksaan lereng oleh ahli geologi dijadwalkan pada pekan depan bersama warga.",
)
_CONTACT = (
    "Pusat layanan kami dapat dihubungi melalui telepon pada hari kerja mulai pukul delapan pagi,",
    "atau melalui surat elektronik yang tersedia di laman ini, dan seluruh isi laman dilindungi,",
    "serta tidak boleh disalin tanpa izin tertulis dari pengelola laman dan kantor kami,",
    "sedangkan setiap pelanggaran akan diproses menurut ketentuan hukum yang berlaku di sini,",
    "dan pengunjung yang memakai layanan ini dianggap telah menyetujui semua ketentuan tersebut,",
    "termasuk perubahan yang diumumkan oleh pengelola pada papan pengumuman kantor setiap bulan,",
    "sebagaimana diatur dalam peraturan pengelolaan laman yang dapat dibaca di ruang pelayanan,",
    "dengan membawa kartu pengenal yang masih berlaku kepada petugas jaga di lantai satu gedung,",
    "tempat pengunjung mengisi buku tamu dan menunggu panggilan sesuai nomor yang diambilnya,",
    "sampai pelayanan ditutup pada pukul empat sore, kecuali pada hari libur yang ditetapkan,",
    "ketika semua loket tutup dan pertanyaan hanya dijawab melalui surat pada hari berikutnya,",
    "paling lambat tiga hari kerja sejak surat diterima oleh bagian umum kantor pelayanan ini.",
)
_POST_LENGTHS = (80, 150, 230, 310, 390, 470, 550, 640)
_CONTACT_LENGTHS = (90, 270, 450, 630, 810, 1100)


def _paragraphs(length: int) -> list[str]:
    """The first sentences of the post, about `length` characters."""
    taken: list[str] = []
    for sentence in _POST:
        if taken and sum(map(len, taken)) + len(sentence) > length:
            break
        taken.append(sentence)
    return taken


def _contact(length: int) -> str:
    return " ".join(_CONTACT)[:length].rsplit(" ", 1)[0].rstrip(",") + "."


def _page(body: str) -> str:
    head = f"<!DOCTYPE html><html lang=id><head><title>{_TITLE} - Portal</title></head>"
    return f"{head}<body>{body}</body></html>"


def locate(page: str) -> Body:
    return locate_body(parse_html(page, _URL), title=_TITLE, url=_URL)


def _in_article(post: list[str], contact: str) -> str:
    text = "".join(f"<p>{line}</p>" for line in post)
    body = f"<article><h1>{_TITLE}</h1><div class=entry-content>{text}</div></article>"
    return f"{body}<footer><p>{contact}</p></footer>"


def _with_breaks(post: list[str], contact: str) -> str:
    text = "<br><br>".join(post)
    return f"<div class=konten><h2>{_TITLE}</h2>{text}</div><div class=kontak><p>{contact}</p></div>"


def _in_main(post: list[str], contact: str) -> str:
    text = "".join(f"<p>{line}</p>" for line in post)
    return f"<main><h1>{_TITLE}</h1>{text}</main><div id=bottom><div class=widget>{contact}</div></div>"


def _without_names(post: list[str], contact: str) -> str:
    text = "".join(f"<p>{line}</p>" for line in post)
    return f"<div><div><h1>{_TITLE}</h1></div><div>{text}</div></div><div><p>{contact}</p></div>"


def _in_columns(post: list[str], contact: str) -> str:
    text = "".join(f"<div>{line}</div>" for line in post)
    return (
        f"<div class=row><div class=col-8><h3>{_TITLE}</h3><div class=isi>{text}</div></div>"
        f"<div class=col-4><h4>Layanan</h4><p>{contact}</p></div></div>"
    )


@pytest.mark.parametrize("markup", [_in_article, _with_breaks, _in_main, _without_names, _in_columns])
def test_short_post_is_the_article(markup) -> None:  # type: ignore[no-untyped-def]
    wrong = []
    for post_length, contact_length in product(_POST_LENGTHS, _CONTACT_LENGTHS):
        post = _paragraphs(post_length)
        page = _page(markup(post, _contact(contact_length)))
        article = extract_article(
            page, "https://wonoasri.example.id/berita/camat-wonoasri-tinjau-lokasi-longsor"
        )
        if article.body != post:
            wrong.append((post_length, contact_length, article.body))
    assert not wrong


_SENTENCE = "Camat Wonoasri meninjau lokasi longsor di Dusun Karangsewu pada Selasa siang."
_URL = "https://wonoasri.example.id/berita/camat-wonoasri-tinjau-lokasi-longsor"


@pytest.mark.parametrize(
    "markup",
    [
        "<div class=entry-content><p><img src=/f/7.png></p><p>{}</p></div>",
        "<div class=span8><p><img src=/f/7.png></p><p>{}</p><hr></div>",
        "<div><img src=/f/7.png><div>{}</div></div>",
        "<section class=isi><a href=/f/7.png><img src=/f/7.png></a><p>{}</p></section>",
        "<div class=isi><p><img src=/f/7.png></p><p><i>{}</i></p></div>",
    ],
)
def test_the_only_sentence_below_a_picture_is_the_article_and_no_caption(markup: str) -> None:
    page = f"<article><h1>{_TITLE}</h1>{markup.format(_SENTENCE)}</article>"
    article = extract_article(_page(page), _URL)
    assert article.body == [_SENTENCE]
    assert "not_an_article:title_only" not in article.warnings


def test_words_below_a_picture_stay_a_caption_without_a_sentence() -> None:
    box = "<div><p><img src=/f/7.png></p><p>Petugas di lereng utara</p></div>"
    page = f"<article><h1>{_TITLE}</h1>{box}</article>"
    assert extract_article(_page(page), _URL).body == []


def test_a_title_printed_again_below_a_short_post_cuts_nothing() -> None:
    text = f"<div class=isi><p>{_SENTENCE}</p><div><h2>{_TITLE}</h2></div></div>"
    page = f"<article><h1>{_TITLE}</h1>{text}</article>"
    assert extract_article(_page(page), _URL).body == [_SENTENCE]


def test_a_comment_form_is_not_taken_for_a_short_post() -> None:
    words = "Simpan nama, alamat surat elektronik, dan laman saya di peramban ini untuk komentar berikutnya."
    form = f"<form class=comment-form id=commentform><p>{words}</p><textarea></textarea></form>"
    page = f"<div class=isi><h1>{_TITLE}</h1><div>{_SENTENCE}</div></div><div class=bawah>{form}</div>"
    assert extract_article(_page(page), _URL).body == [_SENTENCE]


_KINDS_OF_BOX = {
    "footer": "<footer>{}</footer>",
    "part of the page": "<div class=bawah><div>{}</div></div>",
    "part with an id": "<div id=bawah>{}</div>",
    "address": "<address>{}</address>",
    "hours": "<table class=jam><tr><td>{}</td></tr></table>",
    "column": "<div class=kanan><h3>Tentang Kami</h3>{}</div>",
    "aside": "<aside><h3>Tentang Kami</h3>{}</aside>",
    "small print": "<div class=syarat><small>{}</small></div>",
}
_KINDS_OF_POST = {
    "nothing around": "<h1>{title}</h1>{text}{box}",
    "utilities": "<div class=mx-auto><h1>{title}</h1><div class='mt-6 leading-7'>{text}</div></div>{box}",
    "linked title": "<div class=post><h1><a href=''>{title}</a></h1><i>4 Maret 2024</i>{text}</div>{box}",
    "deep": "<article><div><h1>{title}</h1></div><div class=isi><div>{text}</div></div></article>{box}",
}


@pytest.mark.parametrize("box", _KINDS_OF_BOX.values(), ids=_KINDS_OF_BOX)
@pytest.mark.parametrize("markup", _KINDS_OF_POST.values(), ids=_KINDS_OF_POST)
def test_one_sentence_outweighs_boxes_of_the_site(markup: str, box: str) -> None:
    short = "Camat meninjau longsor di Dusun Karangsewu pagi tadi."
    for length in (150, 450, 1100):
        contact = box.format(f"<p>{_contact(length)}</p>")
        page = markup.format(title=_TITLE, text=f"<p>{short}</p>", box=contact)
        assert extract_article(_page(page), _URL).body == [short], length


@pytest.mark.parametrize("box", ["<div class=kuki>{}</div>", "<section class=sambutan>{}</section>"])
def test_a_longer_text_before_the_title_is_not_the_article(box: str) -> None:
    page = f"{box.format(f'<p>{_contact(1100)}</p>')}<h1>{_TITLE}</h1><div class=isi><p>{_SENTENCE}</p></div>"
    assert extract_article(_page(page), _URL).body == [_SENTENCE]


def test_a_box_in_the_column_of_the_post_is_left_out_with_its_reason() -> None:
    box = f"<div class=kotak><h4>Aturan Tanggapan</h4><p>{_contact(450)}</p></div>"
    draft = locate(_page(f"<div class=kolom><h1>{_TITLE}</h1><div>{_SENTENCE}</div>{box}</div>"))
    assert [block.text for block in draft.blocks] == [_TITLE, _SENTENCE]
    assert any("box below the text" in item.reason for item in draft.removed)


def test_chapters_with_headings_are_no_boxes() -> None:
    chapters = "".join(
        f"<div class=bagian><h3>Bagian {number}</h3><p>{text}</p></div>"
        for number, text in enumerate(_POST[2:5])
    )
    page = f"<main><h1>{_TITLE}</h1><p>{_SENTENCE}</p>{chapters}</main>"
    body = extract_article(_page(page), _URL).body
    assert [text for text in body if text in _POST] == [_POST[0], *_POST[2:5]]


def test_an_article_in_another_part_than_its_title_is_kept() -> None:
    """A standfirst below the title, and the article, which has the words of the title, further out."""
    text = "".join(f"<p>{line}</p>" for line in _POST)
    lead = "Peninjauan lokasi longsor oleh camat berlangsung lancar."
    top = f"<div class=atas><h1>{_TITLE}</h1><p>{lead}</p></div>"
    body = extract_article(_page(f"{top}<div class=isi>{text}</div>"), _URL).body
    assert set(_POST) <= set(body)


def test_a_lead_straight_in_its_element_is_not_glued_to_the_title() -> None:
    page = f"<div class=isi><h2>{_TITLE}</h2>{_SENTENCE}</div><div><p>{_POST[2]}</p><p>{_POST[3]}</p></div>"
    body = extract_article(_page(page), _URL).body
    assert not any(text.startswith(_TITLE) for text in body)
    assert _SENTENCE in body


@pytest.mark.parametrize("make", ["div class=artikel", "section class=kiriman"])
def test_of_several_articles_on_a_page_the_one_of_the_title_is_taken(make: str) -> None:
    def one(title: str, *lines: str) -> str:
        text = "".join(f"<p>{line}</p>" for line in lines)
        return f"<{make}><h2>{title}</h2><div class=teks>{text}</div></{make.split()[0]}>"

    other = "Panen kopi di lereng timur selesai lebih awal karena cuaca cerah sepanjang bulan."
    page = one(_TITLE, *_POST[:2]) + one("Panen Kopi Lereng Timur Selesai", other, other[:-1] + " lalu.")
    assert extract_article(_page(page), _URL).body == list(_POST[:2])


@pytest.mark.parametrize("count", [1, 2])
def test_one_or_two_teasers_below_the_text_are_left_out(count: int) -> None:
    excerpt = "Panen kopi di lereng timur selesai lebih awal karena cuaca cerah sepanjang bulan."
    cards = "".join(
        f"<div class=kolom><h5><a href=/berita/{number}>Panen Kopi Selesai Lebih Awal</a></h5>"
        f"<p>{excerpt}</p></div>"
        for number in range(count)
    )
    text = "".join(f"<p>{line}</p>" for line in _POST[:3])
    page = f"<div class=a><h2>{_TITLE}</h2><div class=uraian>{text}<h3>Berita Terkait</h3>{cards}</div></div>"
    assert extract_article(_page(page), _URL).body == list(_POST[:3])


@pytest.mark.parametrize("tag", ["h3", "h4"])
def test_a_text_of_headings_alone_is_kept(tag: str) -> None:
    text = "".join(f"<{tag}>{line}</{tag}>" for line in _POST[:4])
    article = extract_article(_page(f"<article><h1>{_TITLE}</h1><div>{text}</div></article>"), _URL)
    assert article.body == list(_POST[:4])
    assert not any(warning.startswith("not_an_article") for warning in article.warnings)


def test_reactions_of_readers_are_left_out() -> None:
    box = "<div><p>Bagaimana reaksi Anda?</p><button>Suka</button><span>3</span><button>Sedih</button></div>"
    page = f"<article><h1>{_TITLE}</h1><p>{_SENTENCE}</p>{box}</article>"
    assert extract_article(_page(page), _URL).body == [_SENTENCE]


@pytest.mark.parametrize(
    "line", ["<p>4 Maret 2024 | Humas</p>", "<b>{title}</b><br><i>4 Maret 2024</i><br><br>"]
)
def test_the_line_with_the_date_below_the_title_is_left_out(line: str) -> None:
    top = "" if "{title}" in line else f"<h1>{_TITLE}</h1>"
    text = "<br><br>".join(_POST[:2])
    page = f"<table><tr><td>{top}{line.format(title=_TITLE)}{text}</td></tr></table>"
    assert extract_article(_page(page), _URL).body == list(_POST[:2])


def test_a_tagline_beside_the_title_is_left_out() -> None:
    page = f"<article><hgroup><h1>{_TITLE}</h1><p>Kabar kota</p></hgroup><p>{_SENTENCE}</p></article>"
    assert extract_article(_page(page), _URL).body == [_SENTENCE]


@pytest.mark.parametrize("wrap", ["<div>{}</div>", "<div class=isi><div>{}</div></div>"])
def test_a_box_that_outweighs_the_post_in_its_own_element_is_left_out(wrap: str) -> None:
    box = f"<div class=kotak><h4>Perlu Diketahui</h4><p>{_contact(270)}</p><p>{_contact(450)}</p></div>"
    page = f"<div class=kiriman><h2>{_TITLE}</h2>{wrap.format(f'<p>{_SENTENCE}</p>{box}')}</div>"
    assert extract_article(_page(page), _URL).body == [_SENTENCE]


@pytest.mark.parametrize("together", [True, False], ids=["rows", "tables"])
def test_cards_in_rows_of_a_table_are_left_out(together: bool) -> None:
    title = "Perekaman KTP Digelar di Tiga Kecamatan"
    post = "Dinas kependudukan menggelar perekaman KTP elektronik di tiga kecamatan hingga akhir Mei."
    rows = [
        f"<tr><td><a href='/b/{n}'><img src='/t.jpg'></a></td><td><b><a href='/b/{n}'>{headline}</a></b><br>"
        f"{excerpt}</td></tr>"
        for n, (headline, excerpt) in enumerate(
            [
                (
                    "Harga Cabai di Pasar Induk Turun",
                    "Harga cabai turun setelah panen di lereng utara Selasa lalu.",
                ),
                (
                    "Pelajar Tanam Seribu Bakau",
                    "Kegiatan itu melibatkan pelajar enam sekolah dan para nelayan.",
                ),
                (
                    "Lomba Masak Serba Ikan Digelar",
                    "Sebanyak 21 regu memasak ikan di halaman kantor kecamatan.",
                ),
            ]
        )
    ]
    cards = "".join(rows) if together else "</table><table>".join(rows)
    page = (
        f"<html><title>{title}</title><body><div><h2>{title}</h2><p>{post}</p><h4>Berita Lainnya</h4>"
        f"<div class='daftar'><table>{cards}</table></div></div></body></html>"
    )
    assert extract_article(page, "https://mandalawangi.example.id/berita/perekaman-ktp").body == [post]


def test_a_table_of_linked_names_with_sentences_is_kept() -> None:
    title = "Tanaman Obat di Pekarangan Warga"
    told = "tumbuh di tempat teduh, disiram dua kali sepekan dan dipanen setelah daunnya berumur tiga bulan. "
    rows = "".join(
        f"<tr><td><h3>{n}. <a href='/tanaman/{n}'>Tanaman obat ke-{n}</a></h3>"
        f"<p>Tanaman ke-{n} {told * 4}</p></td></tr>"
        for n in range(1, 5)
    )
    page = (
        f"<html><title>{title}</title><body><h1>{title}</h1><p>Warga menanam obat di pekarangan rumah.</p>"
        f"<table>{rows}</table></body></html>"
    )
    text = " ".join(block.text for block in locate(page).blocks)
    assert all(f"Tanaman ke-{n} tumbuh" in text for n in range(1, 5))
