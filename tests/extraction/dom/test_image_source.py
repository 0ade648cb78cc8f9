"""The address of an image, from its attributes and those of its ancestors."""

from __future__ import annotations

import lxml.html
import pytest

from crawler.extraction.dom.image_source import background_source, image_source, is_icon, largest


def image(markup: str) -> lxml.html.HtmlElement:
    found = lxml.html.fromstring(f"<div>{markup}</div>").find(".//img")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("markup", "source"),
    [
        ("<img src='/u/a.jpg'>", "/u/a.jpg"),
        ("<img src='/u/WhatsApp Image 2024.jpeg'>", "/u/WhatsApp Image 2024.jpeg"),
        ("<img src='blank.gif' data-src='/u/a.jpg'>", "/u/a.jpg"),
        ("<img src='data:image/gif;base64,R0' data-lazy-src='/u/a.jpg'>", "/u/a.jpg"),
        ("<img src='/img/placeholder.svg' srcset='/u/s.jpg 300w, /u/l.jpg 900w'>", "/u/l.jpg"),
        ("<img data-srcset='/u/s.jpg 1x, /u/l.jpg 2x'>", "/u/l.jpg"),
        ("<img srcset='/u/a.jpg, /u/b.jpg'>", "/u/a.jpg"),
        ("<img src='data:image/gif;base64,R0' data-echo='/u/a.jpg'>", "/u/a.jpg"),
        ("<img data-wpfc-original-src='/u/a.jpg?x=1' title='/u/b.jpg'>", "/u/a.jpg?x=1"),
        ("<img src='/u/a.jpg' data-other='/u/b.jpg'>", "/u/a.jpg"),
        ("<img src='/img/blank.gif' data-more='/u/s.jpg 300w, /u/l.jpg 900w'>", "/u/l.jpg"),
        ("<img data-note='lihat /u/a.jpg'>", None),
        ("<picture><source srcset='/u/a.webp'><img></picture>", "/u/a.webp"),
        ("<img src='data:image/gif;base64,R0'>", None),
        ("<img alt='Tanpa gambar'>", None),
        (f"<img src='/{'a' * 1_000_000}.jpg'>", None),
    ],
)  # fmt: skip
def test_source(markup: str, source: str | None) -> None:
    assert image_source(image(markup)) == source


@pytest.mark.parametrize(
    ("srcset", "address"),
    [
        ("a.jpg", "a.jpg"),
        ("a.jpg 1x, b.jpg 2x", "b.jpg"),
        ("a.jpg 300w,b.jpg 1024w,c.jpg 600w", "b.jpg"),
        ("https://cdn.example/w_300,h_200/a.jpg 300w, https://cdn.example/w_900,h_600/a.jpg 900w",
         "https://cdn.example/w_900,h_600/a.jpg"),
        ("a.jpg,  b.jpg", "a.jpg"),
        (" , ", None),
        ("", None),
    ],
)  # fmt: skip
def test_largest_of_a_set(srcset: str, address: str | None) -> None:
    assert largest(srcset) == address


def test_a_long_set_takes_linear_time() -> None:
    assert largest("a.jpg 1x," * 4_000) == "a.jpg"
    assert largest("," * 30_000) is None


def test_the_image_behind_a_box() -> None:
    box = lxml.html.fromstring("<div style=\"height:9em;background-image: url('/u/a b.jpg')\"></div>")
    assert background_source(box) == "/u/a b.jpg"
    assert background_source(lxml.html.fromstring("<div style='color:red'></div>")) is None


@pytest.mark.parametrize(
    ("attributes", "small"),
    [("width=16 height=16", True), ("width='32px'", True), ("width=640 height=40", False),
     ("width='100%'", False), ("", False)],
)  # fmt: skip
def test_icons_by_their_size(attributes: str, small: bool) -> None:
    assert is_icon(image(f"<img src=a.png {attributes}>")) is small
