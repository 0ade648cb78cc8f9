"""Facts on pages whose every part is a box of a page builder, named `widget`."""

from __future__ import annotations

import pytest

from crawler.extraction import extract_article

TITLE = "Warga Wonoasri Panen Raya Cabai Rawit"
TEXT = """<p>Warga Desa Wonoasri memanen cabai rawit di lahan dua hektare bersama penyuluh kecamatan.</p>
<p>Kepala desa menyampaikan bahwa hasil panen tahun ini lebih baik karena pengairan telah diperbaiki.</p>
<p>Sebagian hasil panen dijual ke pasar induk, sisanya diolah warga menjadi sambal kemasan.</p>"""
URL = "https://wonoasri.example.id/warga-wonoasri-panen-raya-cabai-rawit"


def box(kind: str, inside: str) -> str:
    outer = f"elementor-element elementor-widget elementor-widget-{kind}"
    return f"<div class='{outer}'><div class=elementor-widget-container>{inside}</div></div>"


def item(kind: str, text: str, icon: str) -> str:
    named = f"elementor-icon-list-text elementor-post-info__item elementor-post-info__item--type-{kind}"
    return f"<li><span class=icon><i class='{icon}'></i></span><span class='{named}'>{text}</span></li>"


INFO = box(
    "post-info",
    "<ul class='elementor-inline-items elementor-post-info'>"
    + item("author", "Sari Lestari", "far fa-user-circle")
    + item("date", "<time>3 Mei 2024</time>", "fas fa-calendar")
    + item("terms", "<a href=/category/pertanian>Pertanian</a>", "fas fa-tags")
    + "</ul>",
)
HEADLINE = box("theme-post-title", f"<h1>{TITLE}</h1>")
PICTURE = box("theme-post-featured-image", "<img src=/u/p.jpg class='attachment-large'>")
BODY = box("theme-post-content", TEXT)
OTHERS = box(
    "posts", "<article><h3><a href=/x>Camat Serahkan Benih Ikan</a></h3><i>1 Mei 2024</i></article>" * 3
)


@pytest.mark.parametrize(
    "parts",
    [
        (HEADLINE, INFO, PICTURE, BODY),
        (PICTURE, HEADLINE, INFO, BODY, OTHERS),
        (HEADLINE, PICTURE, INFO, BODY, OTHERS),
        (INFO, HEADLINE, PICTURE, BODY, OTHERS),
        (
            box("heading", f"<h2>{TITLE}</h2>"),
            INFO,
            box("image", "<img src=/u/p.jpg>"),
            box("text-editor", TEXT),
        ),
        (HEADLINE, PICTURE, BODY, INFO, OTHERS),
    ],
)
def test_facts_in_boxes(parts: tuple[str, ...]) -> None:
    boxes = "".join(parts)
    page = f"<html><head><title>{TITLE}</title></head><body><div class=elementor>{boxes}</div></body></html>"
    found = extract_article(page, URL)
    assert found.title == TITLE
    assert found.published_at == "2024-05-03"
    assert [credit.name for credit in found.credits] == ["Sari Lestari"]
    assert found.section == "Pertanian"
    assert [image.url.rsplit("/", 1)[-1] for image in found.images] == ["p.jpg"]
    assert len(found.body) == 3


def test_the_boxes_of_other_articles_date_nothing() -> None:
    page = f"<html><head><title>{TITLE}</title></head><body><div>{HEADLINE}{BODY}{OTHERS}</div></body></html>"
    found = extract_article(page, URL)
    assert (found.published_at, found.images) == (None, [])
