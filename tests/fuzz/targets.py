"""Fuzz targets: each parser of foreign bytes, and the properties of its result for any input.

A target takes bytes and returns nothing; any exception is a finding. Errors that a parser documents are valid
results.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import cast

from lxml import etree
from lxml.html import HtmlElement
from protego import Protego

from crawler.dates import find_dates, parse_date
from crawler.discovery.feed.parser import NotAFeed, read_feed
from crawler.discovery.sitemap.parser import NotASitemap, read_sitemap
from crawler.extraction import extract_article, judge
from crawler.extraction.dom.parse import parse_html
from crawler.guard import ContactPolicy, refuse_redirect, refuse_url
from crawler.guard.challenge import recognise_challenge
from crawler.guard.host_health import read_retry_after
from crawler.guard.robots_parser import reduced
from crawler.portals import RegistryError
from crawler.portals.loader import read_text
from crawler.urls.canonical import canonicalize, clean_url
from crawler.urls.parsing import CONTROL, UrlError

URL = "https://portal.go.id/berita/jembatan"
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def fuzz_extraction(data: bytes) -> None:
    article = extract_article(data, URL)
    for paragraph in article.body:
        assert isinstance(paragraph, str)
        assert paragraph == paragraph.strip()
        paragraph.encode("utf-8")  # no lone surrogates
    for mention in article.date_mentions:
        assert article.body[mention.paragraph][mention.start : mention.end] == mention.text
    for image in article.images:
        assert image.url.startswith(("http://", "https://"))


_PAGE = """<!DOCTYPE html><html lang=id><head><title>Jembatan Wonoasri Dibuka - Portal</title>
<meta property=og:description content="Jembatan Wonoasri dibuka untuk umum."><script type=application/ld+json>
{"@type":"NewsArticle","headline":"Jembatan Wonoasri Dibuka","datePublished":"2024-05-06"}</script>
</head><body><nav><ul><li><a href=/>Beranda</a></ul></nav><main><article><h1>Jembatan Wonoasri Dibuka</h1>
<time datetime=2024-05-06>6 Mei 2024</time><figure><img src=/a.jpg><figcaption>Jembatan.</figcaption></figure>
<div class=isi><p>Jembatan <a href=/t/wonoasri>Wonoasri</a> dibuka untuk umum pada Senin (6/5/2024).</p>
<table><thead><tr><th>Bagian<th>Panjang</thead><tr><td>Utara<td>80 meter<tr><td>Selatan<td>60 meter</table>
<ul><li>Warga berjalan kaki ke pasar.</ul><pre><code><span>kode</span></code></pre>
<blockquote>Terima kasih.</blockquote>
<p>Penulis: Sumarno</p></div></article><section><h3><a href=/b/1>Kabar Lain di Desa</a></h3></section></main>
<form><input name=q><select><option>a</select></form><footer><p>Hak cipta.</p></footer></body></html>"""
_SVG = "{http://www.w3.org/2000/svg}svg"


def _strange_node(kind: int, text: str) -> HtmlElement:
    """A node other than an HTML element: a comment, an instruction, an entity, a foreign element."""
    if kind == 0:
        return cast("HtmlElement", etree.Comment(text.replace("-", ".")))
    if kind == 1:
        return cast("HtmlElement", etree.ProcessingInstruction("php", text.replace("?", ".")))
    if kind == 2:
        return cast("HtmlElement", etree.Entity("nbsp"))
    return cast("HtmlElement", etree.Element(_SVG if kind == 3 else "x:gambar".replace(":", "-")))


def fuzz_trees(data: bytes) -> None:
    """Trees with nodes other than HTML elements at every place: every two bytes give a place and a kind."""
    tree = parse_html(_PAGE, URL)
    for place, kind in zip(data[:40:2], data[1:40:2], strict=False):
        elements = [element for element in tree.iter() if isinstance(element.tag, str)]
        element = elements[place % len(elements)]
        node = _strange_node(kind % 5, f"catatan {kind}")
        node.tail = "teks" if kind & 16 else None
        if kind & 8 or element.getparent() is None:
            element.insert(kind % (len(element) + 1), node)
        else:
            element.addprevious(node)
    article = extract_article(tree, URL)
    judge(article)
    assert all(paragraph == paragraph.strip() for paragraph in article.body)


def fuzz_dates(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    for mention in find_dates(text, reference=NOW):
        assert text[mention.start : mention.end] == mention.text
    parse_date(text, reference=NOW)


def fuzz_sitemap(data: bytes) -> None:
    with suppress(NotASitemap):
        for entry in read_sitemap(data):
            assert entry.url.lower().startswith(("http://", "https://"))
            assert not CONTROL.search(entry.url)


def fuzz_feed(data: bytes) -> None:
    with suppress(NotAFeed):
        feed = read_feed(data, URL, {"content-type": "application/rss+xml"}, NOW)
        for entry in feed.entries:
            assert entry.url.lower().startswith(("http://", "https://"))
            assert not CONTROL.search(entry.url)


def fuzz_robots(data: bytes) -> None:
    rules = Protego.parse(reduced(data, "Warta"))
    rules.can_fetch(URL, "Warta")
    assert len(rules._user_agents) <= 2 + len("warta")  # *, someone else, and each prefix of our name


def fuzz_registry(data: bytes) -> None:
    with suppress(RegistryError):
        read_text(data.decode("utf-8", "replace"), "fuzz.toml")


def fuzz_address(data: bytes) -> None:
    url = data.decode("utf-8", "replace")
    refuse_url(url, ContactPolicy())
    if refuse_url(url, ContactPolicy(allow_private=True)) is None:
        refuse_redirect(URL, url, frozenset)
    with suppress(UrlError):
        assert canonicalize(canonicalize(url)) == canonicalize(url)
        clean_url(url)


def fuzz_answer(data: bytes) -> None:
    recognise_challenge(403, {"retry-after": "x"}, data)
    seconds = read_retry_after(data.decode("latin-1"), NOW)
    assert seconds is None or seconds >= 0


TARGETS: dict[str, Callable[[bytes], None]] = {
    "extraction": fuzz_extraction,
    "trees": fuzz_trees,
    "dates": fuzz_dates,
    "sitemap": fuzz_sitemap,
    "feed": fuzz_feed,
    "robots": fuzz_robots,
    "registry": fuzz_registry,
    "address": fuzz_address,
    "answer": fuzz_answer,
}
