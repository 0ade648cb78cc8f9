"""Authors and credits, from text printed outside the body and from metadata."""

from __future__ import annotations

import pytest

from crawler.extraction import extract_article
from crawler.items import Article

TITLE = "Warga Wonoasri Panen Raya Cabai Rawit"
TEXT = """<p>Warga Desa Wonoasri memanen cabai rawit di lahan dua hektare bersama penyuluh kecamatan.</p>
<p>Kepala desa menyampaikan bahwa hasil panen tahun ini lebih baik karena pengairan telah diperbaiki.</p>
<p>Sebagian hasil panen dijual ke pasar induk, sisanya diolah warga menjadi sambal kemasan.</p>"""
URL = "https://wonoasri.example.id/berita/warga-wonoasri-panen-raya-cabai-rawit"


def article(line: str = "", head: str = "", after: str = "", tail: str = "") -> Article:
    return extract_article(
        f"<html lang=id><head><title>{TITLE}</title>{head}</head><body><nav><a href=/>Beranda</a></nav>"
        f"<div class=c><h1>{TITLE}</h1>{line}<div class=isi>{TEXT}{tail}</div>{after}</div></body></html>",
        URL,
    )


def authors(found: Article) -> list[str]:
    return [credit.name for credit in found.credits if credit.role == "author"]


def others(found: Article) -> list[tuple[str, str]]:
    return [(credit.role, credit.name) for credit in found.credits if credit.role != "author"]


BYLINES = [
    "<div>Oleh: Sari Lestari | 17 Nov 2023</div>",
    "<div>Penulis - Sari Lestari</div>",
    "<div>Pewarta: Sari Lestari</div>",
    "<div>Reporter : <b>Sari Lestari</b> - 17/11/2023</div>",
    "<div>Ditulis oleh Sari Lestari pada 17 November 2023</div>",
    "<div>Diposting oleh <span>Sari Lestari</span></div>",
    "<div class=nm><div class=reporter><div>Sari Lestari</div><span>Jurnalis</span></div></div>",
    "<dl><dt>Penulis</dt><dd>Sari Lestari</dd></dl>",
    "<div><i class='fa fa-user'></i> Sari Lestari <i class='fa fa-eye'></i> 738 kali</div>",
    "<div><i class='bi bi-person'></i><p>Sari Lestari</p></div>",
    "<div><span class=material-icons>person</span> Sari Lestari</div>",
    "<div><svg><use href='#icon-user'></use></svg> Sari Lestari</div>",
    "<div><svg class='feather feather-user'></svg><span>Sari Lestari</span></div>",
    "<small><span class='glyphicon glyphicon-user'></span> Sari Lestari, Kategori : <a>Ekonomi</a></small>",
    "<div><a class=author href=/a/7>Sari Lestari</a></div>",
    "<div><a href=/penulis/sari>Sari Lestari</a> 17 Nov 2023</div>",
    "<div><a href=/uploadby/sari>Sari Lestari</a></div>",
    "<div itemprop=author class=x>Oleh : <b>Sari Lestari</b></div>",
    "<div class=info><span><b>Sari Lestari</b> <span>|</span> Selasa, 10 Juni 2025 - 10:28 WIB</span></div>",
    "<div><span>Sari Lestari</span><span>14 Februari 2025</span><span>Dibaca 2.958 Kali</span></div>",
    "<div><svg><path/></svg><!-- --><span>Sari Lestari</span><svg><path/></svg><span>3 Mei 2024</span></div>",
    "<div class=nm><div>Sari Lestari</div><div>Jurnalis</div></div>",
    "<div>Sari Lestari<b>, Jurnalis</b></div>",
    "<div><span>Kontributor</span><span>Sari Lestari</span></div>",
    "<div><i>Wartawan</i> : <b>Sari Lestari</b></div>",
    "<table><tr><td>Ditulis oleh</td><td>:</td><td>Sari Lestari</td></tr></table>",
    "<div>Laporan Wartawan Warta Wonoasri, Sari Lestari</div>",
    "<div>Penulis | Sari Lestari</div>",
    "<div>Rep: Sari Lestari</div>",
    "<div class=profil><strong>Sari Lestari</strong><br><em>Reporter</em></div>",
    "<div><b>Sari Lestari</b>, Kontributor - 17 November 2023</div>",
    "<div><h6>Sari Lestari</h6><h6>Penulis<b></b></h6></div>",
    "<div class=writer><div>Oleh</div><div class=author-name>Sari Lestari</div><i>Humas</i></div>",
    "17 November 2023<br>Diposting oleh : Sari Lestari<br>",
    "<div>Diunggah: Sari Lestari</div>",
    "<div><div class=x><svg><path/></svg><span>Sari Lestari</span></div>"
    "<div class=x><svg><path/></svg><span>3 Mei 2024</span></div></div>",
    "<div>Kategori: Desa<br>Oleh: Sari Lestari<br>Dibaca 20 kali</div>",
    "<div><span class=material-symbols-outlined>edit_square</span> Sari Lestari</div>",
    "<div><span>👤</span> Sari Lestari <span>📅</span> 3 Mei 2024</div>",
    "<div><span>✍️ Sari Lestari</span><span>📅 3 Mei 2024</span></div>",
    "<div><div class=bulat><i data-lucide=user></i></div><span>Sari Lestari</span></div>",
    "<div><i class='fa fa-pen'></i> Post By Sari Lestari <i class='fa fa-eye'></i> 20</div>",
    "<div class=meta-comments>Diposting oleh Sari Lestari</div>",
    "<p>di Posting oleh Sari Lestari</p>",
    "<div><a>Sari Lestari</a><br><small>3 Mei 2024</small></div>",
    "<div><div>Sari Lestari<br><small>Kontributor</small></div><div>3 Mei 2024</div></div>",
    "<p>3 Mei 2024 oleh <span>Sari Lestari</span> <span><a href=#k>Tinggalkan Komentar</a></span></p>",
    "<div>Ditulis Oleh : Sari Lestari, Pada : 03-05-2024, Kategori : Desa</div>",
]


@pytest.mark.parametrize("line", BYLINES)
@pytest.mark.parametrize(
    "claim", ["", "PT Warta Media Nusantara", "phpmu.com", "{meta_author}", "Rizal Sang Pembuat", "PopojiCMS"]
)
def test_the_printed_byline_is_believed_before_a_claim(line: str, claim: str) -> None:
    head = f"<meta name=author content='{claim}'>" if claim else ""
    assert authors(article(line, head)) == ["Sari Lestari"]


@pytest.mark.parametrize("claim", ["PT Warta Media", "contoh.go.id", "{author}", "CV Maju Jaya Themes", "-"])
def test_a_claim_that_names_nobody_is_dropped(claim: str) -> None:
    assert authors(article(head=f'<meta name="author" content="{claim}">')) == []


def test_a_claim_of_a_person_is_kept() -> None:
    assert authors(article(head='<meta name="author" content="Sari Lestari">')) == ["Sari Lestari"]


def test_the_editor_is_not_the_author() -> None:
    head = """<script type="application/ld+json">{"@type":"NewsArticle","headline":"x","author":
    {"@type":"Person","name":"Heri Santoso"}}</script>"""
    after = "<div class=info-author>Editor : <a class=author href=/author/9>Heri Santoso</a></div>"
    found = article("<div class=author-2>Nia Zuhdi</div>", head, after)
    assert authors(found) == ["Nia Zuhdi"]
    assert others(found) == [("editor", "Heri Santoso")]


def test_credits_around_the_text() -> None:
    found = article(
        "<div class=red><span></span> Red: Yudha Putra</div>", after="<div><b>Sumber : Antara</b></div>"
    )
    assert others(found) == [("editor", "Yudha Putra"), ("source", "Antara")]


def test_credits_in_a_table_and_in_one_bracket() -> None:
    table = """<table><tr><td>Penulis</td><td>: Sari Lestari</td></tr><tr><td>Editor</td><td>: Budi</td></tr>
    <tr><td>Sumber</td><td>: <a href=/x>Humas</a></td></tr></table>"""
    found = article(tail=table)
    assert authors(found) == ["Sari Lestari"]
    assert others(found) == [("editor", "Budi"), ("source", "Humas")]
    assert len(found.body) == 3
    found = article(
        tail="<p>“Harapannya baik,” tutur kepala bagian itu. (Sumber Diskominfo. Editor: Dibyo).</p>"
    )
    assert others(found) == [("source", "Diskominfo"), ("editor", "Dibyo")]
    assert found.body[-1].endswith("itu.")


@pytest.mark.parametrize(
    "last",
    ["Sumber</td><td>57", "Sumber</td><td>Mata air", "Foto</td><td>12 lembar", "Redaksi</td><td>Ruang 3"],
)
def test_the_last_row_of_a_table_of_data_stays(last: str) -> None:
    table = f"<table><tr><td>Dusun</td><td>Warga</td></tr><tr><td>Krajan</td><td>64</td></tr><tr><td>{last}"
    found = article(tail=table + "</td></tr></table>")
    assert found.body[-1] == last.replace("</td><td>", " | ")


def test_a_table_of_credits_without_colons() -> None:
    rows = "<tr><td>Penulis</td><td>Sari Lestari</td></tr><tr><td>Sumber</td><td>Humas</td></tr>"
    found = article(tail=f"<table>{rows}</table>")
    assert authors(found) == ["Sari Lestari"]
    assert others(found) == [("source", "Humas")]


def test_the_reporter_s_name_in_capitals_as_last_line() -> None:
    found = article(tail="<p><strong>DINI TEJA</strong></p>")
    assert authors(found) == ["DINI TEJA"]
    assert len(found.body) == 3
    assert authors(article(tail="<p>TERIMA KASIH</p>")) == []


def test_hostile_values_are_cut_or_refused() -> None:
    many = "".join(
        f'{{"@type":"Person","name":"Orang Nomor{chr(65 + n % 26) * (n // 26 + 1)}"}},' for n in range(1000)
    )
    head = f'<script type="application/ld+json">{{"@type":"Article","author":[{many[:-1]}]}}</script>'
    assert len(authors(article(head=head))) <= 20
    long = "Sari " * 100_000
    for line in (
        f"<div class=author>{long}</div>",
        f"<div>Oleh: {long}</div>",
        f"<i class='fa fa-user'></i>{long}",
    ):
        assert all(len(name) <= 100 for name in authors(article(line)))
    found = article(
        "<div class=author><a href='javascript:alert(1)'>&lt;script&gt;x&lt;/script&gt;\x07</a></div>"
    )
    assert all("<" not in name and "\x07" not in name for name in authors(found))


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Oleh: Sari Lestari dan Bayu Wicaksono | 3 Mei 2024", ["Sari Lestari", "Bayu Wicaksono"]),
        ("Penulis: Sari Lestari / Bayu Wicaksono", ["Sari Lestari", "Bayu Wicaksono"]),
        ("Reporter: Sari Lestari &amp; Bayu Wicaksono", ["Sari Lestari", "Bayu Wicaksono"]),
        ("Penulis: Sari Lestari / Humas Wonoasri", ["Sari Lestari"]),
        ("Penulis: Dinas Komunikasi dan Informatika", ["Dinas Komunikasi dan Informatika"]),
        ("Oleh: Bidang Humas dan Informasi Publik", ["Bidang Humas dan Informasi Publik"]),
        ("Penulis : Sari Lestari, S.Sos., M.Si., 3 Mei 2024", ["Sari Lestari, S.Sos., M.Si."]),
        ("Oleh: H. Bayu Wicaksono, SH, MM", ["H. Bayu Wicaksono, SH, MM"]),
        ("Oleh: Sari Lestari, Wonoasri", ["Sari Lestari"]),
    ],
)
def test_several_names_and_degrees(line: str, names: list[str]) -> None:
    assert authors(article(f"<div>{line}</div>")) == names


@pytest.mark.parametrize(
    "after",
    [
        "<p>Pewarta: Sari Lestari<br>Editor: Bayu Wicaksono<br>Hak cipta © WARTA 2024</p>",
        "<span>Reporter : </span><span>Sari Lestari</span> <span>Editor : </span><span>Bayu Wicaksono</span>",
        "<dl><dt>Reporter</dt><dd>Sari Lestari</dd><dt>Editor</dt><dd>Bayu Wicaksono</dd></dl>",
        "<table><tr><th>Reporter<td>Sari Lestari<tr><th>Redaktur<td>Bayu Wicaksono</table>",
        "<p>Rep: Sari Lestari / Red: Bayu Wicaksono</p>",
        "<p>Reporter/Editor: Sari Lestari/Bayu Wicaksono</p>",
    ],
)
def test_credits_below_the_text_of_any_make(after: str) -> None:
    found = article(after=after)
    assert (authors(found), others(found)) == (["Sari Lestari"], [("editor", "Bayu Wicaksono")])


@pytest.mark.parametrize(
    "line",
    ["<figure><img src=/a.jpg><figcaption>Foto: Warga memanen (Humas/Wonoasri)</figcaption></figure>",
     "<div class=foto><img src=/a.jpg><span>Foto: Bayu Wicaksono</span></div>"],
)  # fmt: skip
def test_the_credit_of_a_picture_is_not_the_article_s(line: str) -> None:
    assert others(article(line)) == []


@pytest.mark.parametrize(
    "tail",
    ["<table><tr><th>Penulis<th>Editor<tr><td>Sari Lestari<td>Bayu Wicaksono</table>",
     "<dl><dt>Penulis:<dd>Sari Lestari<dt>Editor:<dd>Bayu Wicaksono</dl>",
     "<p>Penulis</p><p>Sari Lestari</p><div><div>Editor</div><div>Bayu Wicaksono</div></div>",
     "<p>(Penulis Sari Lestari, Editor Bayu Wicaksono)</p>"],
)  # fmt: skip
def test_labels_and_names_apart_at_the_end_of_the_text(tail: str) -> None:
    found = article(tail=tail)
    assert (authors(found), others(found)) == (["Sari Lestari"], [("editor", "Bayu Wicaksono")])
    assert len(found.body) == 3


def test_reporters_in_capitals() -> None:
    found = article(tail="<p>SARI LESTARI-BAYU WICAKSONO</p>")
    assert (authors(found), len(found.body)) == (["SARI LESTARI", "BAYU WICAKSONO"], 3)


def test_a_name_with_its_job_as_last_line() -> None:
    credits = article(tail="<p>Sari Lestari (Kontributor)</p>").credits
    assert [(credit.role, credit.name) for credit in credits] == [("author", "Sari Lestari")]


@pytest.mark.parametrize(
    "line",
    [
        "<div class=author>Sari Lestari</div>",
        "<div>Penulis: Sari Lestari</div>",
        "<a rel=author>Sari Lestari</a>",
    ],
)
def test_a_person_has_one_role(line: str) -> None:
    same = article(line, after="<p>Reporter: Sari Lestari</p><p>Editor: Bayu Wicaksono</p>")
    assert (authors(same), others(same)) == (["Sari Lestari"], [("editor", "Bayu Wicaksono")])
    other = article(line, after="<p>Reporter: Nia Zuhdi</p>")
    assert (authors(other), others(other)) == (["Sari Lestari"], [("reporter", "Nia Zuhdi")])


@pytest.mark.parametrize(
    "line", ["<div>{} | 17 November 2023</div>", "<div><i>{}</i> <i>17 Nov 2023</i></div>"]
)
@pytest.mark.parametrize(
    "words", ["Siaran Pers", "Bagian Umum", "Dinas Pendidikan", "Kabar Desa", "Sosial Budaya", "Olah Raga"]
)
def test_a_section_or_office_beside_the_date_is_no_person(words: str, line: str) -> None:
    assert authors(article(line.format(words))) == []


def test_credits_in_the_order_of_the_page() -> None:
    found = article(tail="<p>Foto: Sari Lestari</p>", after="<p>Editor: Bayu Wicaksono</p>")
    assert others(found) == [("photographer", "Sari Lestari"), ("editor", "Bayu Wicaksono")]


def test_an_office_before_the_weekday_is_the_author() -> None:
    line = "<div class=info><span><b>Tim Liputan</b> <span>|</span> Sabtu, 28 November 2026 WIB</span></div>"
    assert [credit.name for credit in article(line).credits] == ["Tim Liputan"]


@pytest.mark.parametrize("line", ["Laporan Kegiatan Triwulan 1 Tahun 2026", "Liputan Khusus Panen Raya"])
def test_a_headline_that_begins_with_a_label_credits_nobody(line: str) -> None:
    assert not article(f"<div class=judul>{line}</div>").credits


@pytest.mark.parametrize(
    ("above", "below"),
    [("<div class=luar><div class=atas>{}</div>", "</div>"), ("<main><header>{}</header>", "</main>")],
)
def test_the_visitor_s_account_is_no_author(above: str, below: str) -> None:
    def read(link: str) -> list[str]:
        body = f"{above.format(link)}<div class=c><h1>{TITLE}</h1><div class=isi>{TEXT}</div></div>{below}"
        return authors(extract_article(f"<html><body>{body}</body></html>", URL))

    assert read("<a href=/login><i class='bi bi-person-circle'></i> Login</a>") == []
    assert read("<a href=/author/ani><i class='bi bi-person'></i> Ani Rahayu</a>") == ["Ani Rahayu"]


def test_a_category_beside_the_date_is_no_author() -> None:
    badge = "<div class=category-badge>Bugar Sehat</div>"
    line = f"<div class=baris>{badge}<div><small>28 April 2024</small></div></div>"
    assert authors(article(line)) == []
    assert authors(article(line.replace("category-badge", "nama"))) == ["Bugar Sehat"]


def test_an_indented_template_does_not_end_the_head_of_the_text() -> None:
    space = "\n" + " " * 40
    cells = "".join(
        f"{space}<div class=col-6>{space}<div>{space}<i class='bi bi-{icon}'></i>"
        f"{space}<p>{text}</p>{space}</div>{space}</div>"
        for icon, text in (
            ("calendar2-week", "Rabu, 15 Mei 2024"),
            ("person", "Ani Rahayu"),
            ("folder", "Panen"),
        )
    )
    page = (
        f"<html><body><section class=kop><h4 class=title>detail berita {TITLE}</h4></section>"
        "<div class=bungkus>"
        f"<div class=rinci><div><img src=/u/p.jpg></div><div class=row>{cells}{space}</div>"
        f"<p class=besar>{TITLE}</p>{TEXT}</div></div></body></html>"
    )
    found = extract_article(page, URL)
    assert authors(found) == ["Ani Rahayu"]
    assert (found.published_at, found.section) == ("2024-05-15", "Panen")


def test_the_part_that_holds_the_text_is_no_sidebar_whatever_its_name() -> None:
    page = (
        f"<html><body><div class=judul><h1>{TITLE}</h1></div>"
        "<section class=berita-details-sidebar><div class=meta>"
        "<span><i class='bi bi-person'></i> Ani Rahayu</span>"
        "<span><i class='bi bi-calendar'></i> 20 Jan 2024</span>"
        f"</div><div class=isi>{TEXT}</div></section></body></html>"
    )
    found = extract_article(page, URL)
    assert authors(found) == ["Ani Rahayu"]
    assert found.published_at == "2024-01-20"


@pytest.mark.parametrize(
    "label", ["Penulias :", "Penuls:", "Repoter :", "Wartwan:", "Jurnalist:", "Kontributtor :", "Edtor:"]
)
def test_a_misspelt_label(label: str) -> None:
    found = article(f"<p>{label} <b>Sari Lestari</b>, 2024-05-03</p>")
    assert [credit.name for credit in found.credits] == ["Sari Lestari"]


@pytest.mark.parametrize("line", ["Peliputan: Sari Lestari", "Jurnal: Sari Lestari", "Nomor: Sari Lestari"])
def test_another_word_is_no_misspelt_label(line: str) -> None:
    assert authors(article(f"<p>{line}</p>")) == []


@pytest.mark.parametrize(
    "signature",
    [
        "<small><i class='far fa-user'></i> Sari Lestari</small><br><small>3 Mei 2024</small>",
        "<div><i class='bi bi-person'></i> Sari Lestari</div><div>03-05-2024</div>",
        "<p><i class='fa fa-user'></i> Sari Lestari</p><p>Jumat, 3 Mei 2024</p>",
        "<span><i class='fa fa-user'></i> Sari Lestari</span> <span>3 Mei 2024</span>",
        "<div>3 Mei 2024</div><div><i class='fa fa-user'></i> Sari Lestari</div>",
    ],
)
def test_an_icon_and_the_date_at_the_end_of_the_text(signature: str) -> None:
    found = article(tail=signature)
    assert authors(found) == ["Sari Lestari"]
    assert len(found.body) == 3


@pytest.mark.parametrize("name", ["SMA Negeri Wonoasri", "Wonoasri Maju", "Beranda Warga"])
def test_the_document_title_is_nobody(name: str) -> None:
    page = (
        f"<html><head><title>{name}</title><meta name=author content='{name}'></head><body><h1>{TITLE}</h1>"
    )
    assert authors(extract_article(f"{page}<div>{TEXT}</div></body></html>", URL)) == []


@pytest.mark.parametrize("file", ["IMG_2041.jpg", "DSC_88.jpeg", "panen.png", "foto 3.webp", "a.gif"])
def test_the_name_of_a_file_is_nobody(file: str) -> None:
    assert article(f"<div>Foto: {file}</div>").credits == []


@pytest.mark.parametrize(
    "caption",
    [
        "Penulis: Sari Lestari",
        "Oleh Sari Lestari | 3 Mei 2024",
        "<span class=author>Sari Lestari</span> <time datetime=2024-05-03>3 Mei 2024</time>",
        "<i class='fa fa-user'></i> Sari Lestari <i class='fa fa-calendar'></i> 3 Mei 2024",
        "Reporter : Sari Lestari",
    ],
)
def test_a_byline_in_the_place_of_a_caption(caption: str) -> None:
    found = article(f"<figure><img src=/u/panen.jpg><figcaption>{caption}</figcaption></figure>")
    assert authors(found) == ["Sari Lestari"]
    assert [image.caption for image in found.images] == [None]


@pytest.mark.parametrize(
    "caption",
    ["Warga memanen cabai. Foto: Sari Lestari", "Foto oleh Sari Lestari", "Sari Lestari memanen cabai"],
)
def test_the_photographer_in_a_caption_is_no_author(caption: str) -> None:
    figure = f"<figure><img src=/u/panen.jpg><figcaption>{caption}</figcaption></figure>"
    assert authors(article(figure)) == []


@pytest.mark.parametrize(
    "line",
    [
        "<p class=x><b>Sari Lestari</b>Reporter</p>",
        "<div class=nama>Sari Lestari <small>Kontributor Daerah</small></div>",
        "<div><span>Sari Lestari</span> Jurnalis</div>",
        "<p>Sari Lestari<em>Pewarta Foto Kabupaten</em></p>",
        "<li><strong>Sari Lestari</strong> Penulis</li>",
    ],
)
def test_a_name_beside_its_job(line: str) -> None:
    assert authors(article(line)) == ["Sari Lestari"]


@pytest.mark.parametrize(
    "line", ["<p>Kontributor Daerah</p>", "<p><b>Kabar Warga</b>Reporter</p>", "<p>Reporter Nasional</p>"]
)
def test_a_job_without_a_name(line: str) -> None:
    assert authors(article(line)) == []


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><th>Reporter<th>Editor<tr><td>Sari Lestari<td>Budi Santoso</table>",
        "<p>Reporter: Sari Lestari</p><p>Editor: Budi Santoso</p>",
        "<table><tr><td>Reporter<td>Sari Lestari<tr><td>Editor<td>Budi Santoso</table>",
        "<p>Reporter: Sari Lestari, Editor: Budi Santoso</p>",
        "<p>(Reporter: Sari Lestari/Editor: Budi Santoso)</p>",
    ],
)
def test_the_reporter_in_the_text_is_the_author(table: str) -> None:
    found = article(tail=table)
    assert authors(found) == ["Sari Lestari"]
    assert others(found) == [("editor", "Budi Santoso")]


@pytest.mark.parametrize(
    "box",
    [
        "<div class=profil><h4>Profil Penulis</h4><p>Nama: Tono Sudiro</p><p>Penyuluh pertanian.</p></div>",
        "<div class=author-box><h3>Tentang Penulis</h3><strong>Tono Sudiro</strong><p>Menulis.</p></div>",
        "<div><b>Penulis</b><br>Tono Sudiro<br><i>Penyuluh pertanian</i></div>",
        "<div><h5>Biodata Penulis</h5><div>Nama Lengkap : Tono Sudiro</div></div>",
        "<section><h3>About the Author</h3><p>Tono Sudiro</p></section>",
    ],
)
def test_a_box_about_the_author(box: str) -> None:
    assert authors(article(after=box)) == ["Tono Sudiro"]


@pytest.mark.parametrize("value", ["Mata air", "Dana desa", "Survei 2024"])
@pytest.mark.parametrize("tag", ["td", "th"])
def test_a_row_of_data_is_no_credit(value: str, tag: str) -> None:
    rows = [("Nama", "Curug Kembar"), ("Sumber", value), ("Debit", "12 liter per detik")]
    cells = "".join(f"<tr><{tag}>{label}</{tag}><td>{text}</td></tr>" for label, text in rows)
    assert others(article(tail=f"<table>{cells}</table>")) == []
