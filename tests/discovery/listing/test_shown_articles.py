"""Entries of a feed that the front page lists under another URL."""

from __future__ import annotations

import pytest
from lxml import html

from crawler.discovery.listing.shown_articles import ShownArticles

SITE = "https://dinas.example.id"
TITLE = "Posyandu Lansia Dibuka di Wonoasri"
NAME = "posyandu-lansia-dibuka-di-wonoasri"


def shown(*paths: str) -> ShownArticles:
    links = "".join(f"<div class=isi><h2><a href='{path}'>{TITLE}</a></h2></div>" for path in paths)
    links += (
        "<div class=isi><h2><a href='/article-pasar-rakyat-ditata.html'>Pasar Rakyat Ditata</a></h2></div>"
    )
    tree = html.document_fromstring(f"<html><body><div>{links}</div></body></html>")
    return ShownArticles(tree, f"{SITE}/", lambda url: None)


@pytest.mark.parametrize(
    ("front", "feed"),
    [
        (f"/article-{NAME}.html", f"/{NAME}.html"),
        (f"/read/{NAME}", f"/baca/{NAME}"),
        (f"/berita/{NAME}", f"/berita/12-{NAME}"),
    ],
)
def test_the_front_page_has_another_url(front: str, feed: str) -> None:
    assert shown(front).has_other_url(f" {TITLE.upper()}", SITE + feed)


@pytest.mark.parametrize(
    ("front", "feed", "title"),
    [
        (f"/read/{NAME}", f"/read/{NAME}", TITLE),
        (f"/read/{NAME}", f"/read/{NAME}", None),
        (f"/read/{NAME}", f"/baca/{NAME}-di-balai", TITLE),
        (f"/read/{NAME}", f"/baca/{NAME}", "Posyandu Balita Dibuka di Wonoasri"),
        ("/read/12", "/baca/12", TITLE),
    ],
)
def test_the_front_page_has_it_not(front: str, feed: str, title: str | None) -> None:
    assert not shown(front).has_other_url(title, SITE + feed)
