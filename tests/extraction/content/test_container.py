"""Which part of a page is the article: one page for each kind of misleading page."""

from __future__ import annotations

import pytest

from crawler.extraction import extract_article
from crawler.extraction.content.body import locate_body
from crawler.extraction.dom.parse import parse_html
from crawler.items import Article

_TITLE = "Pasar Ikan Wonoasri Pindah ke Gedung Baru"
_TEXT = (
    "Pedagang pasar ikan Wonoasri mulai pindah ke gedung baru di tepi muara pada Senin pagi.",
    "Gedung dua lantai itu memuat seratus dua puluh lapak serta ruang pendingin bersama.",
    "Kepala dinas perdagangan mengatakan sewa lapak tidak dipungut selama enam bulan pertama.",
    "Pembeli dapat memarkir kendaraan di halaman timur yang dahulu menjadi gudang garam.",
    "Nelayan berharap harga ikan lebih baik karena tangkapan tidak lagi cepat rusak.",
)
_NEWS = (
    (
        "Jalan Lereng Dibuka",
        "Jalan di lereng utara dibuka kembali setelah tebing yang runtuh diperkuat dengan batu.",
    ),
    (
        "Lomba Layar Desa",
        "Lomba layar desa diikuti tiga puluh perahu dari delapan kampung di sepanjang pantai timur.",
    ),
    (
        "Kebun Bibit Dipanen",
        "Kebun bibit milik kelompok tani menghasilkan lima ribu batang pala untuk dibagikan gratis.",
    ),
    (
        "Perpustakaan Keliling",
        "Perpustakaan keliling singgah di sekolah terpencil dua kali sebulan dengan seribu judul buku.",
    ),
    (
        "Sumur Bor Selesai",
        "Sumur bor di dusun kering selesai digali dan melayani delapan puluh rumah sejak pekan lalu.",
    ),
)


def _p(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def _read(body: str, *, title: str = _TITLE, head: str = "") -> Article:
    top = f"<!DOCTYPE html><html lang=id><head><title>{title} - Wonoasri</title>{head}</head>"
    page = f"{top}<body>{body}</body></html>"
    return extract_article(page, "https://wonoasri.example.id/berita/pasar-ikan-wonoasri-pindah")


def _cards(make: str = "butir") -> str:
    return "".join(
        f"<div class={make}><h3><a href=/b/{number}>{title}</a></h3><p>{text}</p></div>"
        for number, (title, text) in enumerate(_NEWS)
    )


_H1 = f"<h1>{_TITLE}</h1>"
_PAGES = {
    "teasers outweigh it": f"<div>{_H1}<div>{_p(*_TEXT)}</div></div><div>{_cards()}{_cards()}</div>",
    "rules outweigh it": f"<div class=atas>{_H1}<div>{_p(*_TEXT)}</div></div>"
    + "<div class=jendela><h3>Aturan</h3>"
    + _p(*(text for _, text in _NEWS), *(text for _, text in _NEWS))
    + "</div>",
    "a stream of articles": f"<main><article>{_H1}{_p(*_TEXT)}</article><article><h1>Kabar Lain</h1>"
    + _p(*(f"{text} {text}" for _, text in _NEWS))
    + "</article></main>",
    "the wrapper is named as a side bar": f"<div class=sidebar-grid>{_H1}{_p(*_TEXT)}</div>"
    + f"<div class=kanan>{_p(*(text for _, text in _NEWS))}</div>",
    "the wrapper is named as advertising": f"<div class=ad-container>{_H1}{_p(*_TEXT)}</div>"
    + f"<div class=komentar>{_p(*(text for _, text in _NEWS))}</div>",
    "a menu is not closed": f"<ul class=menu><li><div>{_NEWS[0][1]}</div><li><div>{_NEWS[1][1]}</div>"
    + f"<main><article>{_H1}<div>{_p(*_TEXT)}</div></article></main>",
    "the heading is not closed": f"<div id=isi><h1>{_TITLE}<div class=teks>{_p(*_TEXT)}</div>",
    "the body is cut into cards": f"{_H1}<div class=deret>"
    + "".join(f"<div class='card satu'><div class=card-isi>{_p(line)}</div></div>" for line in _TEXT)
    + "</div>",
    "the body is cut into sections with identifiers": f"<article>{_H1}"
    + "".join(f"<section class=blok id=b{n}a><div>{_p(line)}</div></section>" for n, line in enumerate(_TEXT))
    + "</article>",
    "an inner division holds most of it": f"{_H1}<div class=mb-4>{_p(_TEXT[0])}<div>{_p(*_TEXT[1:4])}</div>"
    + f"{_p(_TEXT[4])}</div>",
    "text straight in the container": f"{_H1}<div id=kabar>{_TEXT[0]}<div><br>"
    + f"{'<br><br>'.join(_TEXT[1:])}</div></div>",
    "a list holds most of it": f"{_H1}<div>{_p(_TEXT[0])}<ol>"
    + "".join(f"<li>{line}</li>" for line in _TEXT[1:4])
    + f"</ol>{_p(_TEXT[4])}</div>",
    "the lead stands in a teaser": f"{_H1}<article><div class=teaser-awal>{_p(*_TEXT[:2])}</div>"
    + f"<div class=sisa>{_p(*_TEXT[2:])}</div></article>",
    "boxes stand below the text": f"<div class=kolom>{_H1}<div class=naskah>{_p(*_TEXT)}</div>"
    + "<div class=kotak>"
    + "<h3>Kabar Daerah</h3>"
    + "".join(f"<div><b>{title}</b> {text}</div>" for title, text in _NEWS)
    + "</div><div class=kotak><p>Redaksi menerima tulisan warga paling lambat hari Jumat pekan berjalan.</p>"
    + "</div></div>",
    "excerpts of other articles follow": f"<article>{_H1}{_p(*_TEXT)}<h3>Berita Lainnya</h3>"
    + f"{_cards('col')}</article>",
    "a page is streamed in pieces": f"<main>{_H1}{_p(_TEXT[0])}<template id=B:0></template>"
    + "<template id=B:1></template></main>"
    + f'<div hidden id="S:0">{_p(*_TEXT[1:3])}</div><div hidden id="S:1">{_p(*_TEXT[3:])}</div>',
    "the text fades in": f"<main style='opacity:0'>{_H1}{_p(*_TEXT)}</main>",
}


@pytest.mark.parametrize("page", _PAGES.values(), ids=_PAGES.keys())
def test_the_article_is_taken_whole_and_alone(page: str) -> None:
    assert _read(page).body == list(_TEXT)


def test_links_to_other_sites_may_be_what_an_article_is_about() -> None:
    items = "".join(
        f"<li><a href=https://lapak{n}.sumberdata.org/>{title}</a></li>" for n, (title, _) in enumerate(_NEWS)
    )
    article = _read(f"<article>{_H1}{_p(_TEXT[0])}<ul>{items}</ul>{_p(_TEXT[1])}</article>")
    assert article.body == [_TEXT[0], *(title for title, _ in _NEWS), _TEXT[1]]


def test_links_to_the_site_are_no_text() -> None:
    items = "".join(f"<li><a href=/b/{n}>{title} di Wonoasri</a></li>" for n, (title, _) in enumerate(_NEWS))
    article = _read(f"<article>{_H1}{_p(_TEXT[0])}<ul>{items}</ul>{_p(_TEXT[1])}</article>")
    assert article.body == list(_TEXT[:2])


def test_many_links_in_a_text_that_fades_in_are_no_spam() -> None:
    links = " ".join(f"<a href=https://situs{n}.example{n}.org/>laporan {n}</a>" for n in range(8))
    article = _read(
        f"<main style='opacity:0'>{_H1}{_p(*_TEXT, f'Baca {links} untuk rincian angka setiap lapak.')}</main>"
    )
    assert len(article.body) == len(_TEXT) + 1
    assert "suspect_injection" not in article.warnings


def test_a_refrain_is_no_second_print() -> None:
    verse = "Demi laut Wonoasri kami berjanji menjaga karang, ikan, dan pasir bagi anak cucu kami."
    lines = [verse, *_TEXT[:2], verse, _TEXT[0], verse]
    assert _read(f"<article>{_H1}{_p(*lines)}</article>").body == lines


def test_names_of_inline_elements_cut_nothing_out_of_a_sentence() -> None:
    text = (
        "Kepala pasar (<a class=inner-link-tag href=/t/a>Sumarno</a>) menyebut <i class=tag>harga</i> stabil."
    )
    code = "<pre><code><span class=hljs-comment># ambil data</span>\n<b>import</b> pasar</code></pre>"
    article = _read(f"<article>{_H1}<p>{text}</p>{code}{_p(*_TEXT[:2])}</article>")
    assert article.body[0] == "Kepala pasar (Sumarno) menyebut harga stabil."
    assert "# ambil data" in article.body[1]


def test_what_is_left_out_says_why() -> None:
    page = (
        f"<article>{_H1}<div>{_p(*_TEXT)}<div class=share-box>Bagikan ke teman</div>"
        f"<aside>Kutipan hari ini</aside>"
        f"<p hidden>Naskah lama</p></div></article>"
    )
    tree = parse_html(page)
    removed = {item.text: item.reason for item in locate_body(tree, title=_TITLE).removed}
    assert removed["Bagikan ke teman"] == "named as boilerplate"
    assert removed["Kutipan hari ini"] == "in <aside>"
    assert removed["Naskah lama"] == "hidden"


def test_boxes_left_out_are_kept_with_their_reason() -> None:
    page = _PAGES["excerpts of other articles follow"]
    removed = locate_body(parse_html(page), title=_TITLE, url="https://wonoasri.example.id/a").removed
    assert [item.reason for item in removed if "tiga puluh perahu" in item.text] == [
        "teaser of another article"
    ]


@pytest.mark.parametrize(
    "caption",
    [
        "<p><img src=/a.jpg><br><em>{}</em></p>",
        "<p><img src=/a.jpg></p><p><em>{}</em></p>",
        "<div class=gambar><img src=/a.jpg><p>{}</p></div>",
        "<div><a href=/a.jpg><img src=/a.jpg></a><p class=tengah><i>{}</i></p></div>",
    ],
)
def test_a_text_set_apart_below_an_image_is_its_caption(caption: str) -> None:
    words = "Pedagang menata ikan di lapak baru."
    article = _read(f"<article>{_H1}{_p(_TEXT[0])}{caption.format(words)}{_p(*_TEXT[1:])}</article>")
    assert article.body == list(_TEXT)
    assert words in [image.caption for image in article.images]


def test_a_paragraph_below_an_image_is_no_caption() -> None:
    article = _read(f"<article>{_H1}<p><img src=/a.jpg></p>{_p(*_TEXT)}</article>")
    assert article.body == list(_TEXT)


@pytest.mark.parametrize("box", ["entry_body", "content clearfix", "isi", "post-teks", "konten"])
def test_the_first_part_of_a_text_with_a_picture_is_no_caption(box: str) -> None:
    first = f"<div class='{box}'><img src=/a.jpg>{_p(_TEXT[0])}</div>"
    article = _read(f"<article>{_H1}{first}<div class='{box}'>{_p(*_TEXT[1:])}</div></article>")
    assert article.body == list(_TEXT)


@pytest.mark.parametrize("box", ["gambar", "content-image", "isi-foto", "kotak"])
def test_a_sentence_alone_with_a_picture_in_a_box_of_pictures_is_its_caption(box: str) -> None:
    words = "Pedagang menata ikan di lapak baru setelah pasar itu dibuka lagi oleh pemerintah daerah kemarin."
    first = f"<div class='{box}'><img src=/a.jpg><p>{words}</p></div>"
    article = _read(f"<article>{_H1}{first}<div class=isi>{_p(*_TEXT)}</div></article>")
    assert (article.body, [image.caption for image in article.images]) == (list(_TEXT), [words])


def test_confidence_tells_a_sure_choice_from_a_doubtful_one() -> None:
    sure = _read(f"<article>{_H1}{_p(*_TEXT)}</article>")
    doubtful = _read(f"<h1>{_TITLE}</h1>", title=_TITLE)
    other = _read(f"<div>{_p(*(text for _, text in _NEWS))}</div>")
    assert (sure.confidence or 0) >= 0.9
    assert "low_confidence" not in sure.warnings
    assert doubtful.confidence == 0
    assert "low_confidence" in doubtful.warnings
    assert (other.confidence or 0) < (sure.confidence or 0)


def test_text_in_cipher_is_left_out() -> None:
    article = _read(
        f"<article>{_H1}{_p(*_TEXT)}<div class=obfuscated>{'Qfebhboh qbtbs jlbo. ' * 40}</div></article>"
    )
    assert article.body == list(_TEXT)


def test_text_behind_an_early_end_of_the_body_is_read() -> None:
    assert _read(f"<header>Menu</header></body></html><div>{_H1}<div>{_p(*_TEXT)}</div></div>").body == list(
        _TEXT
    )


def test_the_fallback_of_a_streamed_piece_is_replaced() -> None:
    page = (
        f"<main>{_H1}{_p(_TEXT[0])}<!--$?--><template id=B:0></template>"
        "<p>Sedang memuat paragraf ini.</p><!--/$-->"
        f'{_p(_TEXT[4])}</main><div hidden id="S:0">{_p(*_TEXT[1:4])}</div>'
    )
    assert _read(page).body == list(_TEXT)


def test_a_heading_above_its_picture_stays() -> None:
    alt = "Lapak ikan segar di lantai bawah gedung"
    page = f"<article>{_H1}{_p(*_TEXT)}<h3>{alt}</h3><p><img src=/a.jpg alt='{alt}'></p></article>"
    assert _read(page).body == [*_TEXT, alt]


@pytest.mark.parametrize(
    "make", ["<div id={0}>", "<section id={0} class=bagian>", "<div id={0} class=mb-4><div>"]
)
@pytest.mark.parametrize("prefix", ["toc_", "toc-", "share-", "related-", "comment_"])
def test_an_id_that_a_table_of_contents_leads_to_names_no_boilerplate(make: str, prefix: str) -> None:
    ids = [f"{prefix}{slug}" for slug in ("cara-pasar-bekerja", "harga-sewa-lapak", "siapa-boleh-jualan")]
    links = "".join(f"<li><a href='#{label}'>{label[-12:]}</a></li>" for label in ids)
    parts = "".join(
        f"{make.format(label)}<h2>Bagian {number}</h2>{_p(*_TEXT[number : number + 2])}"
        + ("</div></div>" if make.endswith("<div>") else f"</{make[1:].split()[0]}>")
        for number, label in enumerate(ids)
    )
    article = _read(f"<article>{_H1}<div id=toc><ul>{links}</ul></div>{_p(_TEXT[4])}{parts}</article>")
    assert [text for text in article.body if text in _TEXT][:3] == [_TEXT[4], _TEXT[0], _TEXT[1]]
    assert _TEXT[3] in article.body


def test_comments_that_a_link_leads_to_stay_boilerplate() -> None:
    comments = f"<div id=comments>{_p(*(text for _, text in _NEWS[:2]))}</div>"
    article = _read(f"<article>{_H1}<a href='#comments'>2 komentar</a>{_p(*_TEXT)}{comments}</article>")
    assert article.body == list(_TEXT)


@pytest.mark.parametrize("make", ["baris", "row amh-row", "grid"])
def test_cards_in_a_row_of_the_same_grid_are_no_part_of_a_short_post(make: str) -> None:
    cards = "".join(
        f"<div class=acara><div><a href=/acara/{number}>{title} bersama warga kampung</a></div>"
        f"<div>Selasa</div>"
        f"<div>{text} {_NEWS[number - 1][1]}</div></div>"
        for number, (title, text) in enumerate(_NEWS)
    )
    post = f"<div class='{make}'><div class=col>{_H1}<div class=teks>{_p(*_TEXT[:2])}</div></div></div>"
    article = _read(f"<div class=tengah>{post}<div class='{make}'><div class=col>{cards}</div></div></div>")
    assert article.body == list(_TEXT[:2])


@pytest.mark.parametrize("box", ["<div class=footer>", "<div id=footer>", "<div class='main-footer dark'>"])
def test_a_division_called_footer_is_no_article(box: str) -> None:
    lines = "".join(f"<div class=col><p>{text}</p></div>" for _, text in _NEWS)
    article = _read(
        f"<div class=isi>{_H1}<p>Video pendek dari pasar ikan di hari pertama.</p></div>{box}{lines}</div>"
    )
    assert not {text for _, text in _NEWS} & set(article.body)


_BLOCKS = {
    "section with a class": "<section class=bagian>{}</section>",
    "card": "<div class=card><div class=card-body>{}</div></div>",
    "wrapper that unfolds": "<div class=read-more-wrap><div class=read-more-target>{}</div></div>",
    "related in name only": "<div class=related-box>{}</div>",
    "form without fields": "<form id=aspnetForm><input type=hidden name=__VIEWSTATE>{}</form>",
    "details": "<details open>{}</details>",
    "cell": "<table><tr><td>{}</td></tr></table>",
}
_LINES = {
    "p": "<p>{}</p>",
    "div": "<div>{}</div>",
    "div with a class": "<div class=alinea><p>{}</p></div>",
    "text": "{}<br><br>",
    "span": "<span>{}</span><br>",
}


@pytest.mark.parametrize("line", _LINES.values(), ids=_LINES)
@pytest.mark.parametrize("block", _BLOCKS.values(), ids=_BLOCKS)
def test_paragraphs_beside_an_inner_block_stay_with_it(block: str, line: str) -> None:
    first, *inner, last = _TEXT
    text = line.format(first) + block.format(_p(*inner)) + line.format(last)
    for outer in ("<div class=prose>{}</div>", "<article>{}</article>", "<div>{}</div>"):
        assert _read(_H1 + outer.format(text)).body == list(_TEXT), outer


@pytest.mark.parametrize(
    "box",
    [
        "<div class=related-box><p>{}</p><a href=/b/9>Jalan lereng dibuka lagi</a></div>",
        "<div class=newsletter-box><p>{}</p></div>",
        "<div class=comment-note><p>{}</p></div>",
        "<form><p>{}</p><input type=text><textarea></textarea></form>",
    ],
)
def test_boxes_that_are_what_their_name_says_are_left_out(box: str) -> None:
    page = f"<article>{_H1}{_p(*_TEXT[:3])}{box.format(_NEWS[0][1])}{_p(*_TEXT[3:])}</article>"
    assert _read(page).body == list(_TEXT)


def test_cards_whose_headline_is_no_link_are_teasers_by_their_only_link() -> None:
    cards = "".join(
        f"<article class=kartu><h3>{title}</h3><p>{text}</p><span>{day} Mei 2024</span>"
        f"<a href=/berita/{day}>Baca</a></article>"
        for day, (title, text) in enumerate(_NEWS, 2)
    )
    article = _read(
        f"<h1>{_TITLE}</h1><div class=dalam>"
        f"<article class=kartu><div>{'<br><br>'.join(_TEXT)}</div></article>"
        f"<div><h2>Berita Terkait</h2><div class=jajar>{cards}</div></div></div>"
    )
    assert tuple(article.body) == _TEXT


def test_parts_that_lead_to_several_pages_are_no_teasers() -> None:
    parts = "".join(
        f"<div class=bagian><h3>{title}</h3><p>{text} <a href=/a{n}>Lihat</a> "
        f"<a href=/b{n}>Unduh</a></p></div>"
        for n, (title, text) in enumerate(_NEWS)
    )
    article = _read(f"<h1>{_TITLE}</h1><div>{_p(*_TEXT)}{parts}</div>")
    assert any(line.startswith(_NEWS[0][1]) for line in article.body)


def test_the_line_below_a_section_s_heading_is_no_lead() -> None:
    line = "Satu tempat untuk semua berita penting dari dinas dan kecamatan di Wonoasri."
    article = _read(
        f"<div><h1>Berita Terkini</h1><p>{line}</p></div><div><img src=/u/pasar.jpg alt=''>"
        f"<div><h1>{_TITLE}</h1></div><div class=prose>{_p(*_TEXT)}</div></div>"
    )
    assert tuple(article.body) == _TEXT


def test_headings_of_short_chapters_stay_with_their_text() -> None:
    chapters = "".join(
        f"<div data-nomor={n}><h3>Bagian {n}</h3><p>{text}</p></div>" for n, (_, text) in enumerate(_NEWS)
    )
    article = _read(f"<div class=kolom>{_H1}<div class=uraian>{_p(*_TEXT)}{chapters}</div></div>")
    wanted = [line for n, (_, text) in enumerate(_NEWS) for line in (f"Bagian {n}", text)]
    assert article.body == [*_TEXT, *wanted]


def test_comments_below_a_comment_form_are_left_out() -> None:
    title = "Bank Sampah Tukar Plastik dengan Beras"
    text = "Warga dapat menukar lima kilogram plastik dengan satu kilogram beras di bank sampah setiap Sabtu."
    html = (
        f"<html><title>{title}</title><body><div class='kolom'><h1>{title}</h1><p>{text}</p>"
        "<div class='kotak'><h5>Tinggalkan Komentar:</h5><form><textarea></textarea></form></div>"
        "<div class='media'><h5>Warga</h5><p>Kabar bank sampah ini baik, kami senang karena beras dan "
        "plastik memang dinanti warga desa.</p></div></div></body></html>"
    )
    assert extract_article(html, "https://wonoasri.example/berita/bank-sampah").body == [text]


def test_chapters_that_unfold_are_kept() -> None:
    title = "Pasar Legi Rampung Direvitalisasi"
    first = "Revitalisasi Pasar Legi rampung dan 312 pedagang mulai menempati kios baru sejak Kamis."
    second = "Bangunan itu memiliki jalur landai, tempat parkir, serta instalasi pengolahan air limbah."
    html = (
        f"<html><title>{title}</title><body><main><h1>{title}</h1><p>{first}</p><div class='accordion'><div "
        "class='accordion-item'><h2><button>Bangunan</button></h2><div class='collapse'><div "
        f"class='accordion-body'>{second}</div></div></div></div></main></body></html>"
    )
    body = extract_article(html, "https://wonoasri.example/berita/pasar-legi").body
    assert body == [first, "Bangunan", second]


def test_the_heading_of_a_box_does_not_lead_to_its_text() -> None:
    """The title is no heading, and the only heading of the page is that of a box."""
    title = "Warga Dusun Kalibening Nikmati Air Bersih"
    text = "Sebanyak 96 keluarga di Dusun Kalibening kini menikmati air bersih dari sumur dalam."
    html = (
        "<html><title>Kecamatan Sukamaju</title><body><div id='kiri'><div class='kabar'><span class='judul'>"
        f"{title}</span><div>14 Agustus 2023</div><p><img src='/u/air.jpg'>{text}<br><br>Air dipompa dengan "
        "tenaga surya lalu ditampung.</p></div></div><div id='kanan'><h2>Jajak Pendapat</h2><p>Bagaimana "
        "pendapat Anda tentang layanan kami? Sangat baik, baik, cukup, atau kurang.</p></div></body></html>"
    )
    article = extract_article(html, "https://sukamaju.example/?module=detailberita&id=91")
    assert article.title == title
    assert article.body == [text, "Air dipompa dengan tenaga surya lalu ditampung."]


@pytest.mark.parametrize(
    "part",
    [
        "<div class='quote-card'><p>“Ini kerja bersama warga desa.”</p><cite>Kepala Desa</cite></div>",
        "<div class='kutipan'><blockquote>Gotong royong kekuatan kami.</blockquote></div>",
    ],
)
@pytest.mark.parametrize("place", [1, 2])
def test_quotations_in_elements_of_their_own_are_kept(part: str, place: int) -> None:
    title = "Warga Dusun Kalibening Nikmati Air Bersih"
    parts = [
        f"<div class='teks'><p>{text}</p></div>"
        for text in (
            "Sebanyak 96 keluarga di Dusun Kalibening menikmati air bersih dari sumur.",
            "Air dipompa dengan tenaga surya lalu ditampung di menara sembilan meter.",
        )
    ]
    parts.insert(place, part)
    html = f"<html><title>{title}</title><body><main><h1>{title}</h1>{''.join(parts)}</main></body></html>"
    text = " ".join(extract_article(html, "https://wonoasri.example/berita/air-bersih").body)
    assert ("kerja bersama" in text) or ("Gotong royong" in text)


def test_facts_listed_beside_the_date_are_no_text() -> None:
    title = "Warga Dusun Kalibening Nikmati Air Bersih"
    text = "Sebanyak 96 keluarga di Dusun Kalibening kini menikmati air bersih dari sumur dalam."
    html = (
        f"<html><title>{title}</title><body><div class='konten'><h2>{title}</h2><ul><li>14 Agustus 2023</li>"
        f"<li>Humas</li></ul><p>{text}</p></div></body></html>"
    )
    assert extract_article(html, "https://wonoasri.example/berita/air-bersih").body == [text]
