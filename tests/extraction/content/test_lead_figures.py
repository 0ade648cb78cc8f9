"""Images that a theme places outside the text's container."""

from __future__ import annotations

import pytest

from crawler.extraction import extract_article

URL = "https://wonoasri.example/berita/pasar-rakyat-randujajar-dibuka"
TITLE = "Pasar Rakyat Randujajar Dibuka Kembali"
TEXT = (
    "<p>Pasar rakyat di Desa Randujajar dibuka kembali pekan ini setelah lantainya selesai diperbaiki.</p>"
    "<p>Sebanyak empat puluh pedagang menempati kios baru, dan kios sisanya diundi pada awal bulan depan.</p>"
    "<p>Kepala pasar berharap pembeli dari tiga kecamatan kembali berbelanja setiap hari pasaran.</p>"
)


def pictures(
    above: str, *, below: str = "", before: str = "", head: str = ""
) -> list[tuple[str, str | None]]:
    page = (
        f"<html lang=id><head><title>{TITLE}</title>{head}</head><body>"
        f"<nav><a href=/><img src=/u/kop.jpg></a></nav>"
        f"<div class=post>{before}<h1>{TITLE}</h1>{above}<div class=isi-berita>{TEXT}</div>{below}</div>"
        "</body></html>"
    )
    article = extract_article(page, URL)
    assert len(article.body) == 3, article.body
    return [(image.url.rsplit("/", 1)[-1], image.caption) for image in article.images]


@pytest.mark.parametrize(
    "above",
    [
        "<figure><img src=/u/p.jpg alt=''><figcaption>Pedagang menata kios</figcaption></figure>",
        "<div class=foto><img src=/u/p.jpg><p class='small text-center'>Pedagang menata kios</p></div>",
        "<div><img src=/u/p.jpg><br><i>Pedagang menata kios</i></div>",
        "<div><a href=/u/p.jpg><img src=/u/p.jpg></a></div><p class=photodesc>Pedagang menata kios</p>",
        "<img src=/u/p.jpg><p><em>Pedagang menata kios</em></p>",
        "<noscript><img src=/u/p.jpg title='Pedagang menata kios'></noscript>",
        "<div class=owl-carousel><img src=/u/p.jpg title='Pedagang menata kios'></div>",
        "<p class=tgl>3 Mei 2024 | Oleh Admin</p><div><img src=/u/p.jpg title='Pedagang menata kios'></div>",
        "<img src=/u/p.jpg><span>Pedagang menata kios baru di pasar</span>",
        "<div><img src=/u/p.jpg><img src=/i/kamera.svg> Pedagang menata kios baru di pasar</div>",
        "<figure><picture><source srcset=/u/p.jpg><img></picture><div>Pedagang menata kios</div></figure>",
        "<div class=thumb style=\"background:url('/u/p.jpg')\"><span>Pedagang menata kios</span></div>",
    ],
)
def test_between_headline_and_text(above: str) -> None:
    [(name, caption)] = pictures(above)
    assert (name, caption) in [
        ("p.jpg", "Pedagang menata kios"),
        ("p.jpg", "Pedagang menata kios baru di pasar"),
    ]


@pytest.mark.parametrize(
    "above",
    [
        "<div class=author><img src=/u/wajah.jpg> Maya Puspita</div>",
        "<img src=/ikon/jam.png width=16 height=16>",
        "<a href=https://iklan.example/promo><img src=/u/spanduk.jpg></a>",
        "<div class=share-buttons><img src=/u/wa.png><img src=/u/fb.png></div>",
        "<div class=related><a href=/berita/lain><img src=/u/lain.jpg></a></div>",
        "<img src=/u/>",
        "<img src='javascript:alert(1)'>",
    ],
)
def test_what_is_no_picture_of_the_article(above: str) -> None:
    assert pictures(above) == []


@pytest.mark.parametrize(
    "beside",
    [
        "<p class=tgl>3 Mei 2024</p>",
        "<div><i class=fa></i> Oleh: Maya Puspita</div>",
        "<small>Dilihat 24 kali</small>",
    ],
)
def test_lines_about_the_article_are_no_captions(beside: str) -> None:
    assert pictures(f"<div class=foto><img src=/u/p.jpg>{beside}</div>") == [("p.jpg", None)]


def test_above_the_headline() -> None:
    assert pictures("", before="<div class=featured-image><img src=/u/p.jpg alt=''></div>") == [
        ("p.jpg", None)
    ]
    assert pictures("", before="<div class=kop><img src=/u/kabupaten.jpg></div>") == []
    assert pictures("", before=f"<div class=kop><img src=/u/p.jpg alt='{TITLE}'></div>") == [("p.jpg", None)]


def test_a_declared_picture_takes_the_printed_caption() -> None:
    head = "<meta property=og:image content=https://wonoasri.example/cache/1200x630/pasar-rakyat.jpg>"
    figure = "<figure><img src=/u/pasar-rakyat.jpg><figcaption>Pedagang menata kios</figcaption></figure>"
    assert pictures(figure, head=head) == [("pasar-rakyat.jpg", "Pedagang menata kios")]
    assert pictures("", below=figure, head=head) == [("pasar-rakyat.jpg", "Pedagang menata kios")]


@pytest.mark.parametrize(
    "alt", [TITLE, f"{TITLE} - Wonoasri", "post-img", "Gambar 1", "Pasar Rakyat Randujajar Dibuka..."]
)
def test_texts_in_place_of_an_image_that_describe_nothing(alt: str) -> None:
    assert pictures(f"<div><img src=/u/p.jpg alt='{alt}'></div>") == [("p.jpg", None)]


def test_a_caption_is_not_in_the_text() -> None:
    caption = "Pedagang menata kios di lantai dua Pasar Randujajar, Selasa (7/5/2024)."
    assert pictures(f"<div><img src=/u/p.jpg></div><p><em>{caption}</em></p>") == [("p.jpg", caption)]


def test_the_caption_stays_with_the_image_above_it() -> None:
    lead = "<figure><img src=/u/lead.jpg></figure>"
    text = TEXT.replace(
        "</p><p>Seb", "</p><p><img src=/u/kios.jpg><br><em>Kios baru (Foto: Humas)</em></p><p>Seb"
    )
    page = f"<html><body><div><h1>{TITLE}</h1>{lead}<div class=isi-berita>{text}</div></div></body></html>"
    article = extract_article(page, URL)
    assert [(image.url[-8:], image.caption, image.credit) for image in article.images] == [
        ("lead.jpg", None, None),
        ("kios.jpg", "Kios baru", "Humas"),
    ]


def test_many_images_are_cut_with_a_warning() -> None:
    images = "".join(f"<p><img src=/u/kegiatan-desa-{number}.jpg></p>" for number in range(2_000))
    page = f"<html><body><div><h1>{TITLE}</h1>{images}<div class=isi-berita>{TEXT}</div></div></body></html>"
    article = extract_article(page, URL)
    assert len(article.images) == 60
    assert "images_cut" in article.warnings


def test_a_picture_that_leads_away_counts_where_it_is_declared() -> None:
    linked = "<a href=/foto/77><img src=/u/pasar-rakyat.jpg></a><span>Pedagang menata kios baru</span>"
    head = "<meta property=og:image content=/u/pasar-rakyat.jpg>"
    assert pictures(linked) == []
    assert pictures(linked, head=head) == [("pasar-rakyat.jpg", "Pedagang menata kios baru")]


def test_a_headline_below_the_text_has_no_picture() -> None:
    page = (
        f"<html><head><title>{TITLE}</title></head><body><div><div class=isi-berita>{TEXT}</div>"
        f"<div><h1>{TITLE}</h1><img src=/u/lain.jpg></div></div></body></html>"
    )
    assert extract_article(page, URL).images == []


@pytest.mark.parametrize(
    "above",
    ["<div class=card><img src=/u/p.jpg><p>Pedagang menata kios</p></div>",
     "<a class=popup href=/u/p.jpg><img src=/u/kecil/p.jpg></a>",
     "<div class=sampul data-bg=/u/p.jpg></div>",
     "<div style='background: url(/u/p.jpg) center no-repeat'></div>"],
)  # fmt: skip
def test_boxes_and_backgrounds(above: str) -> None:
    assert [name for name, _ in pictures(above)] == ["p.jpg"]


def test_a_picture_box_right_above_the_part_with_the_headline() -> None:
    box = "<div class=image><img src=/u/p.jpg alt='Gambar Berita'></div>"
    lower = f"<div class=lower><ul><li>3 Mei 2024</ul><h3>{TITLE}</h3><div>{TEXT}</div></div>"
    page = f"<div><div>{box}{lower}</div></div>"
    assert [image.url[-5:] for image in extract_article(page, URL).images] == ["p.jpg"]


def test_a_date_line_is_no_caption() -> None:
    details = "<div class=small><span>12 Maret 2024</span><span>Humas</span></div>"
    assert pictures(f"<figure><img src=/u/p.jpg></figure>{details}") == [("p.jpg", None)]


def test_the_credit_in_an_element_of_its_own() -> None:
    box = "<figcaption>Pedagang menata kios<span class=photo-credit>Foto: Humas Wonoasri</span></figcaption>"
    page = f"<h1>{TITLE}</h1><figure><img src=/u/p.jpg>{box}</figure><div>{TEXT}</div>"
    [image] = extract_article(page, URL).images
    assert (image.caption, image.credit) == ("Pedagang menata kios", "Humas Wonoasri")


def test_a_carousel_with_headlines_lists_other_articles() -> None:
    other = "<div class=swiper><div><img src=/u/x.jpg><h4>Jalan Desa Diaspal</h4></div></div>"
    assert pictures(other) == []
