"""The front page at the URL of an article that the site has removed."""

from __future__ import annotations

import pytest
from lxml import html

from crawler.discovery.page.front_page import FrontPage

SITE = "https://wonoasri.example.go.id/"
CARDS = "".join(
    f'<h3><a href="/berita/warga-desa-{name}-panen-raya">Warga desa {name} panen raya</a></h3>'
    f"<p>Padi {name}.</p>"
    for name in ("sidomulyo", "karangrejo", "tegalsari", "banyuurip", "sumberagung")
)


def page(body: str, title: str = "Kabupaten Wonoasri") -> html.HtmlElement:
    return html.document_fromstring(f"<html><head><title>{title}</title></head><body>{body}</body></html>")


FRONT = FrontPage((SITE, f"{SITE}index.php"), page(CARDS))


@pytest.mark.parametrize(
    ("tree", "is_front"),
    [
        (page(CARDS), True),
        (page(CARDS + "<footer>Pengunjung: 1.204</footer>"), True),
        (page(CARDS, "Pasar rakyat dibuka"), False),
        (page(f"<h1>Pasar rakyat dibuka</h1><p>{'Pedagang menempati kios baru. ' * 20}</p>{CARDS}"), False),
        (page("<h1>Pasar</h1>"), False),
    ],
)
def test_the_content_of_the_front_page(tree: html.HtmlElement, *, is_front: bool) -> None:
    assert FRONT.is_shown_by(tree, f"{SITE}berita/pasar") is is_front


def test_a_shell_that_scripts_fill_is_no_front_page() -> None:
    shell = page('<nav><a href="/berita">Berita</a><a href="/profil">Profil</a></nav><div id="app"></div>')
    assert not FrontPage((SITE,), shell).is_shown_by(shell, f"{SITE}berita/pasar")


@pytest.mark.parametrize(
    ("url", "is_front"),
    [
        (SITE, True),
        (f"{SITE}index.php", True),
        ("http://www.wonoasri.example.go.id", True),
        (f"{SITE}berita", False),
    ],
)
def test_its_urls(url: str, *, is_front: bool) -> None:
    assert FRONT.is_at(url) is is_front
