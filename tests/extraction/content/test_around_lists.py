"""Lines beside lists, chapters, and the lines and boxes below the text."""

from __future__ import annotations

import pytest

from crawler.extraction import extract_article

URL = "https://lembayung.example/berita/camat-buka-pelatihan-merajut"
TITLE = "Camat Buka Pelatihan Merajut"
TEXT = [
    "Camat Lembayung membuka pelatihan merajut bagi ibu rumah tangga di balai warga.",
    "Sebanyak tiga puluh peserta dari lima kelurahan belajar selama dua hari.",
]
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in TEXT)
OTHERS = [
    ("Ratusan Warga Ikuti Jalan Sehat", "Peserta menempuh jarak lima kilometer dan mendapat kupon undian."),
    ("Puskesmas Keliling Layani Pulau", "Perawat memeriksa tekanan darah warga lanjut usia di tiga pulau."),
    ("Festival Durian Digelar Lagi", "Petani menyiapkan dua ribu butir durian bagi para pengunjung."),
]


def body(content: str) -> list[str]:
    return extract_article(
        f"<html><head><title>{TITLE}</title></head><body><div class='utama'><h1>{TITLE}</h1>{content}</div>"
        "<div class='bawah'><p>Kantor kami buka Senin sampai Jumat pukul 08.00 hingga 15.00.</p>"
        "<p>&copy; 2024 Kecamatan</p></div></body></html>",
        URL,
    ).body


@pytest.mark.parametrize("tag", ["ul", "ol"])
@pytest.mark.parametrize(
    ("lead", "items"),
    [
        ("Nama peserta yang lulus:", ["Peserta Nomor 1, lulus", "Peserta Nomor 2, lulus"]),
        (
            "Berikut berkas yang dibawa saat daftar ulang:",
            [f"Berkas daftar ulang nomor {n}" for n in range(6)],
        ),
        ("Syarat:", ["Kartu tanda penduduk asli dan salinannya", "Pas foto berwarna ukuran tiga kali empat"]),
    ],
)
def test_the_line_above_a_list_is_kept(tag: str, lead: str, items: list[str]) -> None:
    rows = "".join(f"<li>{item}</li>" for item in items)
    assert body(f"<div class='isi'><p>{lead}</p><{tag}>{rows}</{tag}></div>") == [lead, *items]
    assert body(f"<div class='isi'>{lead}<{tag}>{rows}</{tag}></div>") == [lead, *items]


def test_items_that_resemble_each_other_are_no_captions() -> None:
    items = [f"Dokumen persyaratan nomor {number} dibawa saat daftar ulang" for number in range(4)]
    rows = "".join(f"<li>{item}</li>" for item in items)
    assert body(f"<div class='isi'>{PARAGRAPHS}<ul>{rows}</ul></div>") == [*TEXT, *items]


@pytest.mark.parametrize("tag", ["section", "div", "article"])
@pytest.mark.parametrize("named", ["bab", "bagian-", "kel "])
def test_chapters_without_links_below_an_introduction(tag: str, named: str) -> None:
    names = ["Bojong", "Sepanjang", "Pengasinan"]
    text = "{} menyiapkan pos layanan warga dan petugas pendata keliling sejak Senin pagi."
    chapters = "".join(
        f"<{tag} class='{named}{number}'><h3>Kelurahan {name}</h3><p>{text.format(name)}</p></{tag}>"
        for number, name in enumerate(names)
    )
    expected = [line for name in names for line in (f"Kelurahan {name}", text.format(name))]
    assert body(f"<div>{PARAGRAPHS}</div>{chapters}") == [*TEXT, *expected]


@pytest.mark.parametrize("label", ["Kabar Kelurahan", "Pilihan Kami", "Sorotan"])
@pytest.mark.parametrize("bold", ["b", "strong"])
def test_a_box_below_the_text_whose_heading_is_a_bold_line(label: str, bold: str) -> None:
    rows = "".join(f"<div><{bold}>{head}</{bold}> {text}</div>" for head, text in OTHERS)
    box = f"<div class='panel'><{bold}>{label}</{bold}>{rows}</div>"
    assert body(f"<div class='naskah'>{PARAGRAPHS}</div>{box}") == TEXT


@pytest.mark.parametrize("label", ["<p><b>Mungkin Anda Suka</b></p>", "<h4>Kabar Lain</h4>", ""])
@pytest.mark.parametrize("count", [2, 3])
def test_paragraphs_that_are_linked_headlines_with_excerpts(label: str, count: int) -> None:
    cards = "".join(
        f"<p><a href='/b/{number}'>{head}</a><br>{text}</p>"
        for number, (head, text) in enumerate(OTHERS[:count])
    )
    more = "<p>Hasil panen pertama akan dipamerkan pada hari jadi kota bulan depan.</p>"
    assert body(f"<div class='post'>{PARAGRAPHS}{more}{label}{cards}</div>")[:-1] == TEXT


@pytest.mark.parametrize("label", ["<b>Berita Terkait</b>", "Baca juga:", "<strong>Artikel Lainnya</strong>"])
def test_broken_lines_that_are_a_label_and_links(label: str) -> None:
    links = "<br>".join(f"<a href='/b/{number}'>{head}</a>" for number, (head, _) in enumerate(OTHERS))
    assert body(f"<div class='isi'>{'<br><br>'.join(TEXT)}<br><br>{label}<br>{links}</div>") == TEXT


@pytest.mark.parametrize("label", ["<strong>LAMPIRAN</strong>", "<p><b>Berkas</b></p>", "<b>Unduhan:</b>"])
@pytest.mark.parametrize(
    "file",
    [
        "<br><object data='/a.pdf' type='application/pdf'></object>",
        "<iframe src='/a.pdf'></iframe>",
        "<br><br><embed src='/a.pdf'>",
    ],
)
def test_the_label_of_an_embedded_file(label: str, file: str) -> None:
    assert body(f"<div class='isi'>{PARAGRAPHS}<br>{label}{file}</div>") == TEXT


@pytest.mark.parametrize(
    "line",
    [
        "<p><i class='fa fa-tag'></i> jamur, pelatihan</p>",
        "<div><i class='bi bi-person'></i> <span>Rina Marlina</span></div>",
        "<p><span class='fa fa-folder-open'></span> Pertanian</p>",
        "<p><i class='fa fa-tag'></i> jamur</p><p><i class='fa fa-user'></i> Rina</p>",
    ],
)
def test_lines_behind_an_icon_below_the_text(line: str) -> None:
    assert body(f"{PARAGRAPHS}{line}") == TEXT


def test_a_row_of_paragraphs_with_links_to_other_sites_is_text() -> None:
    links = "".join(
        f"<p><a href='https://a{n}.example.org/'>{head}</a></p>" for n, (head, _) in enumerate(OTHERS)
    )
    heads = [head for head, _ in OTHERS]
    assert body(f"<div class='isi'><p>{TEXT[0]}</p>{links}<p>{TEXT[1]}</p></div>") == [
        TEXT[0],
        *heads,
        TEXT[1],
    ]


def test_a_cell_across_the_columns_with_paragraphs_is_text() -> None:
    table = (
        "<table><tr><td>Penulis</td><td>: Tono Sudiro</td></tr><tr><td>Tanggal</td><td>: 2 Mei 2024</td></tr>"
        f"<tr><td colspan=2>{PARAGRAPHS}</td></tr></table>"
    )
    assert body(table) == TEXT


@pytest.mark.parametrize(
    "foot",
    [
        "<p>Kota kami terus berbenah melayani warga.</p><p>Jalan Pahlawan Nomor 3, Lembayung</p>",
        "<div>Portal ini dikelola dinas komunikasi setempat.</div><div>Jl. Melati No. 4, 40111</div>",
        "<p>Kami siap melayani warga setiap hari kerja.</p><p>Telp (021) 5551234 | Fax (021) 5551235</p>",
        "<ul><li>Kantor kami buka dari Senin sampai Jumat.</li><li>Kode pos 40111</li></ul>",
        "<p>Situs ini memuat kabar dan layanan.</p><span>E-mail: info@lembayung.example</span>",
    ],
)
def test_a_foot_that_ends_with_the_address_is_no_article(foot: str) -> None:
    table = "<table><tr><th>Hari</th><th>Tempat</th></tr><tr><td>Senin</td><td>Aula</td></tr></table>"
    article = extract_article(
        f"<html><head><title>Jadwal Rapat</title></head><body>"
        f"<div class='isi'><h1>Jadwal Rapat</h1>{table}</div>"
        f"<div class='bg-slate-800'>{foot}</div></body></html>",
        "https://lembayung.example/berita/jadwal-rapat",
    )
    words = " ".join(article.body)
    assert "kami" not in words
    assert "ini" not in words


@pytest.mark.parametrize("lead", ["Jadwalnya sebagai berikut", "Nama pemenang:", "Titik layanan"])
@pytest.mark.parametrize("columns", [("div class='col-8'", "div class='col-4'"), ("td", "td valign='top'")])
def test_an_article_of_short_lines_beside_a_column_of_cards(lead: str, columns: tuple[str, str]) -> None:
    left, right = columns
    cards = "".join(
        f"<li class='d-flex'><div><a href='/p/{number}'>{head}</a><p>{text}</p></div></li>"
        for number, (head, text) in enumerate(OTHERS)
    )
    items = ["Senin di Kelurahan Melati", "Rabu di Kelurahan Mawar"]
    rows = "".join(f"<li>{item}</li>" for item in items)
    row = "tr" if left == "td" else "div"
    title = "Layanan Keliling Dibuka di Dua Kelurahan"
    article = extract_article(
        f"<html><head><title>{title}</title></head><body><div><{row}>"
        f"<{left}><h3>{title}</h3><div class='isi'><p>{lead}</p><ol>{rows}</ol></div></{left.split()[0]}>"
        f"<{right}><ul>{cards}</ul></{right.split()[0]}>"
        f"</{row}></div></body></html>",
        "https://lembayung.example/berita/layanan-keliling-dibuka-di-dua-kelurahan",
    )
    assert article.body == [lead, *items]


@pytest.mark.parametrize(
    "line",
    [
        "<div>Bagikan: <a href='https://facebook.com/sharer'>f</a> <a href='https://wa.me'>wa</a></div>",
        "<p>Sebarkan : <a href='#'>FB</a></p>",
        "<p>Apakah informasi ini bermanfaat?</p><div><button>Ya</button><button>Tidak</button></div>",
        "<h5>Suka artikel ini?</h5><div><button>1</button><button>2</button><button>3</button></div>",
        "<div>Share this: <a href='#'>x</a></div>",
    ],
)
def test_what_readers_are_asked_below_the_text(line: str) -> None:
    assert body(f"<div class='x'>{PARAGRAPHS}{line}</div>") == TEXT
