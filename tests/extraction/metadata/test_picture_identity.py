"""Which addresses are images of an article, and which of them are the same image."""

from __future__ import annotations

import pytest

from crawler.extraction.metadata.picture_identity import is_picture, picture_identity

HOST = "https://wonoasri.example"


@pytest.mark.parametrize(
    "path",
    [
        "/uploads/", "/uploads/sedang_", "/u/thumb-", "/u/.jpg", "/u/null", "/u/default.png",
        "/u/no-image.jpg",
        "/u/small_no-image.jpg", "/u/noimage.png", "/themes/kabupaten/images/panah.png", "/img/bendera.svg",
        "/wp-content/themes/biru/kop.jpg", "/layout/merah/images/berita_terkait.jpg", "/img/next_button.png",
        "",
    ],
)  # fmt: skip
def test_no_pictures(path: str) -> None:
    assert not is_picture(HOST + path)


@pytest.mark.parametrize(
    "path",
    [
        "/uploads/pasar.jpg", "/themes/uploads/pasar.jpg", "/thumb.php?img=pasar.jpg&w=250", "/image/123",
        "/u/tombol-merah.jpg", "/layout/berita/foto.jpg", "/u/sedang_pasar.jpg", "/u/rumah-ikon-desa.jpg",
        "/?q=sites/default/files/styles/large/public/pasar.jpg&itok=a1",
    ],
)  # fmt: skip
def test_pictures(path: str) -> None:
    assert is_picture(HOST + path)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/2016/big/foto-1.jpg", "/2016/small/foto-1.jpg"),
        ("/u/a-300x200.jpg", "/u/a-scaled.jpg?v=2"),
        ("/u/2024_641_452.jpg", "/u/2024_663_382.jpg"),
        ("/media/cache/3899dfe821816fbc_XL.jpg", "/media/cache/3899dfe821816fbc_Generic.jpg"),
        ("/crops/x1y2/0x0:999x667/750x500/photo/2023/pasar-rakyat.jpg", "/photo/2023/pasar-rakyat.jpg"),
        ("/styles/large/public/pasar.jpg?itok=1", "/styles/thumbnail/public/pasar.jpg"),
        ("/thumb.php?img=pasar-rakyat.jpg&w=250", "/foto/pasar-rakyat.jpg"),
        ("/_next/image?url=%2Ffoto%2Fpasar-rakyat.jpg&w=640", "/foto/pasar-rakyat.jpg"),
        ("/u/sedang_panen-padi.jpg", "/u/kecil_panen-padi.jpg"),
        ("/u/panen-padi.jpg.webp", "/u/panen-padi.jpg"),
        ("/media/3f-1/panen-padi-1200x600-crop.jpg", "/media/3f-1/panen-padi.jpg"),
        ("/media/3f-1/panen-padi-300x-q80.webp", "/media/3f-1/panen-padi-640x400-crop-50-50-bw.jpg"),
        ("/b/panen-padi_hu3f2a9c0d4e5f_81234_600x0_resize_q75_box.jpg", "/b/panen-padi.jpg"),
        ("/b/panen-padi_hu_9a8b7c6d5e4f3a2b.webp", "/b/panen-padi_hu_0011223344556677.jpg"),
        ("/images/panen-padi.2e16d0ba.fill-640x400.format-webp.webp", "/images/panen-padi.original.jpg"),
        ("/images/panen-padi.width-800.jpg", "/images/panen-padi.max-165x165.jpegquality-60.jpg"),
    ],
)  # fmt: skip
def test_sizes_of_one_picture(one: str, other: str) -> None:
    assert picture_identity(HOST + one) == picture_identity(HOST + other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/2024/05/foto.jpg", "/2024/06/foto.jpg"),
        ("/u/IMG_20240115_18a.jpg", "/u/IMG_20240115_18b.jpg"),
        ("/u/berita_018_852.jpg", "/u/berita_030_622.jpg"),
        ("/u/panen (1).jpg", "/u/panen (2).jpg"),
        ("/thumb.php?img=a.jpg", "/thumb.php?img=b.jpg"),
        ("/image/123", "/image/124"),
    ],
)  # fmt: skip
def test_two_pictures(one: str, other: str) -> None:
    assert picture_identity(HOST + one) != picture_identity(HOST + other)
