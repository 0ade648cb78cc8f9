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


@pytest.mark.parametrize(
    "box",
    ["<div class=pic><div><img src=/u/p.jpg><b>Perbesar</b></div><div class=pic__caption>Pedagang menata kios"
     "<span class='photo__author'>(Humas Wonoasri)</span></div></div>",
     "<figure><img src=/u/p.jpg><div class=caption>Pedagang menata kios</div>"
     "<div class=credit>Humas Wonoasri</div></figure>",
     "<figure><img src=/u/p.jpg><p class=caption>Pedagang menata kios<i>(Humas Wonoasri)</i></p></figure>"],
)  # fmt: skip
def test_a_caption_beside_a_button_and_its_credit(box: str) -> None:
    page = f"<h1>{TITLE}</h1><div>{box}</div><div>{TEXT}</div>"
    [image] = extract_article(page, URL).images
    assert (image.caption, image.credit) == ("Pedagang menata kios", "Humas Wonoasri")


def test_a_carousel_with_headlines_lists_other_articles() -> None:
    other = "<div class=swiper><div><img src=/u/x.jpg><h4>Jalan Desa Diaspal</h4></div></div>"
    assert pictures(other) == []


def test_a_picture_of_no_name_right_above_the_headline() -> None:
    assert pictures("", before="<div><img class='w-full rounded' src=/u/p.jpg alt=Gambar></div>") == [
        ("p.jpg", None)
    ]
    menu = "<div><img class=w-full src=/u/p.jpg></div><p>Hubungi kami setiap hari kerja.</p>"
    assert pictures("", before=menu) == []


def test_a_picture_before_the_part_that_holds_headline_and_text() -> None:
    page = (
        f"<html><head><title>{TITLE}</title></head><body><div class=baris><div class=tulisan>"
        "<div class=sampul>"
        f"<img class=img-fluid src=/u/p.jpg></div><div class=rincian><h2>{TITLE}</h2>"
        f"<ul><li>3 Mei 2024</li></ul>{TEXT}</div></div>"
        "</div></body></html>"
    )
    assert [image.url.rsplit("/", 1)[-1] for image in extract_article(page, URL).images] == ["p.jpg"]


@pytest.mark.parametrize(
    "line",
    [
        "<span><i class='fas fa-user'></i> Admin</span> <span>2024-05-03 09:26:00</span> "
        "<span>145 Views</span>",
        "<span>3 Mei 2024</span>",
        "<span>May 3, 2024</span> <span>by Admin</span>",
    ],
)
def test_the_details_of_the_page_beside_its_picture_are_no_caption(line: str) -> None:
    assert pictures(f"<div><img src=/u/p.jpg><div class=meta>{line}</div></div>") == [("p.jpg", None)]


def test_a_picture_box_before_the_element_that_holds_headline_and_text_itself() -> None:
    page = (
        "<html><head><title>Berita</title></head><body><div class=butir><div class=kotak>"
        f"<figure><img src=/u/p.jpg></figure></div><div class=tulisan>"
        f"<h6>{TITLE}</h6><span>By Admin / 22 - 04 - 2024</span>{TEXT}"
        "</div></div>"
        "</body></html>"
    )
    found = extract_article(page, "https://wonoasri.example/post/36")
    assert [image.url.rsplit("/", 1)[-1] for image in found.images] == ["p.jpg"]


@pytest.mark.parametrize("alt", ["Niaga Desa", f"Image for {TITLE}"])
def test_section_and_title_in_place_of_an_image_describe_nothing(alt: str) -> None:
    line = "<p><i class='fa fa-folder'></i> Niaga Desa</p>"
    assert pictures(f"{line}<div class=foto><img src=/u/p.jpg alt='{alt}'></div>") == [("p.jpg", None)]


def test_a_date_in_the_element_marked_as_caption_describes_nothing() -> None:
    box = (
        "<div class=post-caption-image><figure><img src=/u/p.jpg></figure>"
        "<div class=label><h6>{}</h6></div></div>"
    )
    assert pictures(box.format("20 March 2024")) == [("p.jpg", None)]
    assert pictures(box.format("Pedagang menata kios")) == [("p.jpg", "Pedagang menata kios")]


@pytest.mark.parametrize(
    "before",
    [
        "<figure class=gambar><img src=/u/p.jpg></figure><div class=tanggal><b>12</b><i>Mar</i></div>",
        "<div class=post_img><img src=/u/p.jpg><a class=lencana><h3>120 x</h3><p>Dibaca</p></a></div>",
        "<div class=lapis style='background-image: url(/storage/u/p.jpg)'></div>",
    ],
)
def test_a_day_or_a_badge_between_picture_and_headline(before: str) -> None:
    assert pictures("", before=before) == [("p.jpg", None)]


def test_the_uploaded_picture_behind_the_headline() -> None:
    header = "<header style=\"background: url('{}')\"><h1>{}</h1></header>"
    for src, names in (("/storage/berita/p.jpg", ["p.jpg"]), ("/assets/img/latar.jpg", [])):
        page = f"<html><body>{header.format(src, TITLE)}<article>{TEXT}</article></body></html>"
        found = extract_article(page, URL).images
        assert [image.url.rsplit("/", 1)[-1] for image in found] == names


def test_a_picture_between_standfirst_and_text() -> None:
    lead = "<p>Pedagang menyambut baik pembukaan kembali pasar rakyat itu.</p>"
    figure = "<figure><img src=/u/p.jpg><figcaption>Pedagang menata kios</figcaption></figure>"
    page = f"<section><h1>{TITLE}</h1>{lead}<div>3 Mei 2024</div>{figure}<div id=isi>{TEXT}</div></section>"
    [image] = extract_article(f"<html><body>{page}</body></html>", URL).images
    assert image.caption == "Pedagang menata kios"


def test_a_link_left_by_the_sample_page_of_a_theme() -> None:
    link = "<a href={}><img class=img-fluid src=/u/p.jpg></a>"
    assert pictures(link.format("blog-post.html")) == [("p.jpg", None)]
    assert pictures(link.format("/berita/lain")) == []


@pytest.mark.parametrize(
    "caption",
    [
        "<p>Foto: WARTA FOTO/Maya</p><p>Pedagang menata kios</p>",
        "WARTA.COM/Maya<div>Pedagang menata kios</div>",
        "Pedagang menata kios<br>Foto: Maya",
    ],
)
def test_a_credit_in_a_line_of_its_own(caption: str) -> None:
    page = f"<h1>{TITLE}</h1><div><img src=/u/p.jpg><div class=caption>{caption}</div></div><div>{TEXT}</div>"
    article = extract_article(f"<html><body>{page}</body></html>", URL)
    [image] = article.images
    assert image.caption == "Pedagang menata kios"
    assert image.credit in ("WARTA FOTO/Maya", "WARTA.COM/Maya", "Maya")
    assert article.credits == []


def test_an_icon_sized_in_letters_is_no_picture() -> None:
    assert pictures("<p>Maya <img src=/u/centang.png style='width: 1em' title=Terverifikasi></p>") == []


@pytest.mark.parametrize(
    "above",
    [
        "<div class=avatar><div class='w-10 rounded-full'><img src=/u/rina.jpg></div></div>",
        "<div><img class='rounded-circle me-2' src=/u/rina.jpg> Rina Hapsari</div>",
        "<p><img class='w-8 h-8 rounded-full object-cover' src=/u/rina.jpg alt='Rina Hapsari'></p>",
        "<span class=img-circle><img src=/u/rina.jpg></span>",
        "<div><img class=author-avatar src=/u/rina.jpg></div>",
    ],
)
def test_a_portrait_of_the_author_is_no_picture_of_the_article(above: str) -> None:
    assert pictures(f"{above}<section><img src=/u/p.jpg alt='' class=w-full></section>") == [("p.jpg", None)]


@pytest.mark.parametrize(
    "picture",
    [
        "<img src=/u/p.jpg style='max-width: 100%; object-fit: contain' alt=''>",
        "<img src=/u/p.jpg style='width:100%'>",
        "<img src=/u/p.jpg width=100%>",
        "<img src=/u/p.jpg class='rounded w-100'>",
        "<img src=/u/p.jpg class='w-full' alt='900x300'>",
    ],
)
def test_a_picture_as_wide_as_its_column_above_the_headline(picture: str) -> None:
    page = (
        f"<html><head><title>{TITLE}</title></head><body><nav><a href=/>Beranda</a></nav><div class=card>"
        f"<div class=row><div class=col-12>{picture}</div><div class=col-12><h4>{TITLE}</h4>"
        f"<div>{TEXT}</div></div></div></div></body></html>"
    )
    [image] = extract_article(page, URL).images
    assert (image.url.rsplit("/", 1)[-1], image.caption) == ("p.jpg", None)


@pytest.mark.parametrize("folder", ["storage", "uploads", "media"])
@pytest.mark.parametrize(
    "meta", ["<div><i class='icofont-calendar'></i> 12 Maret 2024</div>", "<span>12 Maret 2024</span>"]
)
def test_an_upload_above_the_box_of_facts_headline_and_text(folder: str, meta: str) -> None:
    title = "Warga Wonoasri Panen Raya Cabai"
    text = "<p>Warga memanen cabai di lahan dua hektare.</p><p>Hasil panen dijual ke pasar induk.</p>"
    article = extract_article(
        f"<html><body><div class='item'><img src='/{folder}/a.jpg' alt=''><div class='isi-item'>{meta}"
        f"<h2>{title}</h2>{text}</div></div></body></html>",
        "https://wonoasri.example/berita/panen",
    )
    assert [image.url for image in article.images] == [f"https://wonoasri.example/{folder}/a.jpg"]
