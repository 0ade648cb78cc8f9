"""Images: addresses, captions and credits."""

from __future__ import annotations

import pytest

from crawler.extraction.blocks import Figure
from crawler.extraction.metadata.images import absolute, alike, collect_images, is_file_name, split_caption

BASE = "https://x.go.id/2022/11/17/lomba/"


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("Warga mengikuti lomba. Foto: Maya Puspita", "Warga mengikuti lomba.", "Maya Puspita"),
        ("Warga mengikuti lomba (Foto: Ist)", "Warga mengikuti lomba", "Ist"),
        ("Warga mengikuti lomba.Foto. Ist", "Warga mengikuti lomba.", "Ist"),
        ("Warga mengikuti lomba. Foto: Internet", "Warga mengikuti lomba.", "Internet"),
        ("Warga lomba. Foto : SuaraBaru.id/Muharno Zarka", "Warga lomba.", "SuaraBaru.id/Muharno Zarka"),
        ("Warga mengikuti lomba /Istimewa/", "Warga mengikuti lomba", "Istimewa"),
        ("Warga mengikuti lomba - Istimewa", "Warga mengikuti lomba", "Istimewa"),
        ("Warga mengikuti lomba (foto: ZAR/sinjaiinfo)", "Warga mengikuti lomba", "ZAR/sinjaiinfo"),
        ("Warga mengikuti lomba (Photo/van)", "Warga mengikuti lomba", "van"),
        ("Warga mengikuti lomba. Foto/Nanda", "Warga mengikuti lomba.", "Nanda"),
        ("Warga mengikuti lomba (dok: Prokompim)", "Warga mengikuti lomba", "Prokompim"),
        ("Warga mengikuti lomba. Dok. Prokompim", "Warga mengikuti lomba.", "Prokompim"),
        ("Suasana lomba di Kecamatan Kepanjen (mc/MC)", "Suasana lomba di Kecamatan Kepanjen", "mc/MC"),
        ("Warga mengikuti lomba. DokProkompim", "Warga mengikuti lomba.", "Prokompim"),
        ("Rapat membahas lelang, dokumen nomor 12", "Rapat membahas lelang, dokumen nomor 12", None),
        ("Petugas memeriksa dokumen warga", "Petugas memeriksa dokumen warga", None),
        ("Pasien diperiksa oleh dokter umum", "Pasien diperiksa oleh dokter umum", None),
        ("DOKUMEN LELANG DIBUKA", "DOKUMEN LELANG DIBUKA", None),
        ("Ket. Foto : Bupati membuka lomba", "Bupati membuka lomba", None),
        ("Foto: Bupati menyerahkan bantuan kepada warga", "Bupati menyerahkan bantuan kepada warga", None),
        ("Bupati (kiri)", "Bupati (kiri)", None),
        ("Foto: Ist", None, "Ist"),
        ("IST", "IST", None),
        ("Bantuan 12/15 diserahkan (16/11/2022)", "Bantuan 12/15 diserahkan (16/11/2022)", None),
    ],
)  # fmt: skip
def test_caption_and_credit(text: str, caption: str | None, credit: str | None) -> None:
    assert split_caption(text) == (caption, credit)


@pytest.mark.parametrize(
    "text",
    [
        "WhatsApp Image 2025-06-19 at 02.50.05", "IMG_20250817_132346", "Gelar-Informasi-Daerah",
        "header img", "blank", "Gambar Berita", "foto.jpg", "DSC 0123", "12345", "foto-kegiatan-01.jpg",
    ],
)  # fmt: skip
def test_file_names_are_not_captions(text: str) -> None:
    assert is_file_name(text)
    assert collect_images([Figure("/a.jpg", alt=text)], [], BASE)[0].caption is None


@pytest.mark.parametrize("text", ["Bupati membuka lomba", "Antri Astuti bertukar cendera mata", "Lomba"])
def test_descriptions_are_captions(text: str) -> None:
    assert collect_images([Figure("/a.jpg", alt=text)], [], BASE)[0].caption == text


def test_caption_before_alternative_text() -> None:
    [image] = collect_images([Figure("/a.jpg", alt="cendera mata", caption="cenderamata")], [], BASE)
    assert image.caption == "cenderamata"


def test_one_picture_in_several_sizes_is_one() -> None:
    images = collect_images(
        [Figure("/up/a-300x200.jpg", caption="Lomba")],
        [(f"https://{name}", None) for name in ("www.x.go.id/up/a.jpg?v=2", "x.go.id/up/a-scaled.jpg")]
        + [("/up/b.jpg", None)],
        BASE,
    )  # fmt: skip
    assert [(image.url, image.caption) for image in images] == [
        ("https://www.x.go.id/up/a.jpg?v=2", "Lomba"),
        ("https://x.go.id/up/b.jpg", None),
    ]


@pytest.mark.parametrize(
    ("small", "large"),
    [
        ("/up/jembatan_640.jpg", "/up/jembatan_1280.jpg"),
        ("/up/jembatan-300x200.jpg", "/up/jembatan-1024x683.jpg"),
        ("/up/jembatan.jpg?w=640", "/up/jembatan.jpg?w=1280"),
        ("/img/640/jembatan.jpg", "/img/1280/jembatan.jpg"),
        ("/up/kecil_jembatan.jpg", "/up/jembatan.jpg"),
        ("/crop/0x0:0x0/750x500/satu.jpg", "/crop/0x0:0x0/1200x800/satu.jpg"),
        ("/foto/medium/jembatan.jpg", "/foto/large/jembatan.jpg"),
        ("/cdn/width=640,quality=75/jembatan.jpg", "/jembatan.jpg"),
    ],
)  # fmt: skip
def test_of_several_sizes_the_largest(small: str, large: str) -> None:
    for printed, declared in ((small, large), (large, small)):
        [image] = collect_images([Figure(printed)], [(declared, None)], BASE)
        assert image.url == f"https://x.go.id{large}"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/up/IMG_1280.jpg", "/up/IMG_1920.jpg"), ("/up/kegiatan_1.jpg", "/up/kegiatan_2.jpg"),
        ("/up/jembatan_640.jpg", "/up/jembatan_641.jpg"), ("/foto.php?id=640", "/foto.php?id=641"),
        ("/up/rapat-desa-2023.jpg", "/up/rapat-desa-2024.jpg"),
    ],
)  # fmt: skip
def test_numbers_of_pictures_are_no_sizes(one: str, other: str) -> None:
    assert len(collect_images([Figure(one), Figure(other)], [], BASE)) == 2


@pytest.mark.parametrize(
    "src", ["data:image/gif;base64,R0lGOD", "javascript:x", "", "file:///etc/passwd", "http://[::1", "#"]
)
def test_what_is_no_address(src: str) -> None:
    assert absolute(src, BASE) is None


@pytest.mark.parametrize(
    "src",
    [
        "/img/logo.png", "/pixel.gif", "https://secure.gravatar.com/avatar/1", "/icon/x.png",
        "/captcha.php?sid=7", "/captcha/7193.png", "/assets/digit/7.png", "https://hit.example/hitcounter/3.gif",
        "/counter.php",
    ],
)  # fmt: skip
def test_furniture_pictures(src: str) -> None:
    assert collect_images([Figure(src)], [], BASE) == []


@pytest.mark.parametrize(
    "src",
    [
        "https://x.go.id/uploads/loket-counter-pajak.jpg", "https://digit.co.id/up/foto.jpg",
        "https://counter.id/foto.jpg", "https://captcha.id/2024/foto.jpg", "https://x.go.id/digitalisasi/desa.jpg",
        "https://x.go.id/up/counter-strike.jpg", "https://x.go.id/up/digital.jpg",
    ],
)  # fmt: skip
def test_pictures_of_counters_are_no_counters(src: str) -> None:
    assert [image.url for image in collect_images([Figure(src)], [], BASE)] == [src]
    assert [image.url for image in collect_images([], [(src, None)], BASE)] == [src]


@pytest.mark.parametrize("src", ["/captcha.php?sid=7", "https://hit.example/hitcounter/3.gif"])
def test_a_declared_picture_is_no_counter_either(src: str) -> None:
    assert collect_images([], [(src, None)], BASE) == []


def test_texts_that_differ_by_a_typo() -> None:
    one = "Antri Astuti bertukar cendera mata dengan Zulkifli Amrizal, S.Sos, M.Si, Selasa (22/3)"
    assert alike(one, one.replace("cendera mata", "cenderamata"))
    assert not alike(
        one, "Antri Astuti menerima kunjungan dari Zulkifli Amrizal di ruang kerjanya, Rabu (23/3)"
    )
    assert not alike("", "")


@pytest.mark.parametrize(
    "src", ["", "  ", "#", "javascript:void(0)", "ftp://kab.go.id/a.jpg", "https://", "http://["]
)
def test_a_caption_without_an_address_makes_no_image(src: str) -> None:
    figures = [Figure(src, alt="Bupati", caption="Bupati membuka acara. Foto: Humas")]
    declared = [(src, "Bupati membuka acara")]
    assert collect_images(figures, declared, "https://kab.go.id/berita/1") == []


@pytest.mark.parametrize(
    ("declared", "count"),
    [
        ("gambar/a.jpg", 1),
        ("gambar/a.jpg#asli?width=9", 1),
        ("gambar/b.jpg", 2),
        ("a.jpg", 2),
        ("/x/gambar/a.jpg", 2),
    ],
)
def test_a_declared_relative_address_is_that_of_the_printed_picture(declared: str, count: int) -> None:
    printed = Figure("/gambar/a.jpg", "", None)
    found = collect_images([printed], [(declared, None)], "https://x.go.id/index.php/kabar/judul")
    assert [image.url for image in found[:1]] == ["https://x.go.id/gambar/a.jpg"]
    assert len(found) == count


def test_the_outlet_and_name_behind_a_caption_are_its_credit() -> None:
    text = "Pedagang menata kios di Wonoasri. WARTA FOTO/Maya Puspita/wpa."
    assert split_caption(text) == ("Pedagang menata kios di Wonoasri.", "WARTA FOTO/Maya Puspita/wpa")
    assert split_caption("Dana tahun 2023/2024.") == ("Dana tahun 2023/2024.", None)


@pytest.mark.parametrize("character", ["\u202e", "\u2066", "\u200b", "\ufeff", "\x85"])
def test_an_address_shows_no_hidden_characters(character: str) -> None:
    found = absolute(f"/u/a{character}b.jpg", "https://wonoasri.example.id/")
    assert found is not None
    assert found.isascii()


@pytest.mark.parametrize(
    "alt", ["/storage/berita/a.jpg", "https://x.go.id/a.jpg", "/u/a", "https://x.go.id/u/a"]
)
def test_an_address_is_no_caption(alt: str) -> None:
    assert collect_images([Figure("/u/a.jpg", alt, None)], [], BASE)[0].caption is None


@pytest.mark.parametrize("path", ["/storage", "/uploads", "/img", "/foto-berita"])
def test_a_folder_of_the_site_is_no_picture(path: str) -> None:
    assert collect_images([], [(f"https://x.go.id{path}", None)], BASE) == []
    assert len(collect_images([], [(f"https://x.go.id{path}?id=7", None)], BASE)) == 1
