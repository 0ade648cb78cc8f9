"""One odd value at each place that a server fills: no exception, and no other article is lost."""

from __future__ import annotations

import html
import json
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

import pytest

from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.core.source import SourceResult
from crawler.discovery.feed.source import FeedSource
from crawler.discovery.listing.source import ListingSource
from crawler.discovery.messages import Fetch, FetchResult, Kind
from crawler.discovery.sitemap.source import SitemapSource
from crawler.extraction import extract_article
from crawler.extraction.dom.parse import parse_html
from crawler.guard.text_gate import UNSAFE_CHARACTERS, header_value
from crawler.platforms.wordpress_rest import WordPressRestSource
from crawler.urls.canonical import article_id
from tests.attacks.odd_values import TEXTS, VALUES, places, replaced

BASE = "https://wonoasri.example/"
PAGE = f"{BASE}berita/bupati-resmikan-jembatan"
OPTIONS = CrawlOptions(now=datetime(2026, 1, 1, tzinfo=UTC))
TEXT = (
    "<h1>Bupati resmikan jembatan desa</h1>"
    f"<p>{'Bupati meresmikan jembatan yang dibangun warga bersama dinas pada hari ini. ' * 4}</p>"
    "<p>Warga menyambut baik pembangunan itu dan berharap segera dilanjutkan.</p>"
)
STRUCTURED: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Bupati resmikan jembatan desa",
    "mainEntityOfPage": {"@type": "WebPage", "@id": PAGE},
    "url": PAGE,
    "datePublished": "2024-01-02T10:00:00+07:00",
    "dateModified": "2024-01-02T10:00:00+07:00",
    "image": {"@type": "ImageObject", "url": f"{BASE}a.jpg", "caption": "foto"},
    "author": {"@type": "Person", "name": "Redaksi"},
    "publisher": {"@type": "Organization", "name": "Wonoasri"},
    "articleBody": "Teks " * 50,
    "articleSection": "Berita",
    "keywords": ["jembatan", "desa"],
}
METAS = (
    "og:title", "og:url", "og:image", "og:description", "article:published_time", "article:modified_time",
    "article:section", "article:tag", "article:author", "author", "description", "keywords", "og:site_name",
    "date",
)  # fmt: skip
ITEMPROPS = ("headline", "datePublished", "author", "image", "url", "articleBody", "mainEntityOfPage")
LINKS = (
    ("a", "href"),
    ("img", "src"),
    ("img", "srcset"),
    ("base", "href"),
    ("time", "datetime"),
)
POST: dict[str, Any] = {
    "id": 1,
    "date": "2024-01-01T10:00:00",
    "date_gmt": "2024-01-01T03:00:00",
    "modified": "2024-01-01T10:00:00",
    "modified_gmt": "2024-01-01T03:00:00",
    "status": "publish",
    "link": f"{BASE}berita/1",
    "title": {"rendered": "Judul"},
    "content": {"rendered": "<p>Isi berita</p>", "protected": False},
    "_embedded": {
        "author": [{"name": "Redaksi"}],
        "wp:featuredmedia": [{"source_url": f"{BASE}a.jpg", "caption": {"rendered": "c"}}],
        "wp:term": [[{"name": "Berita", "taxonomy": "category"}]],
    },
}


def extracted(head: str, body: str = TEXT) -> None:
    head = f"<head><title>Bupati resmikan jembatan</title>{head}</head>"
    article = extract_article(f"<html>{head}<body><article>{body}</article></body></html>", PAGE)
    article_id(article.canonical_url)


@pytest.mark.parametrize("place", [*places(STRUCTURED)], ids=str)
def test_structured_data(place: tuple[Any, ...]) -> None:
    for odd in VALUES.values():
        data = json.dumps(replaced(STRUCTURED, place, odd)).replace("</", "<\\/")
        extracted(f"<script type='application/ld+json'>{data}</script>")


@pytest.mark.parametrize("name", METAS)
def test_meta_elements(name: str) -> None:
    for odd in TEXTS.values():
        extracted(f"<meta property='{name}' name='{name}' content='{html.escape(odd)}'>")


@pytest.mark.parametrize("name", ITEMPROPS)
def test_microdata(name: str) -> None:
    for odd in map(html.escape, TEXTS.values()):
        marked = f"<meta itemprop='{name}' content='{odd}'><a itemprop='{name}' href='{odd}'>{odd}</a>"
        extracted("", f"<div itemscope itemtype='https://schema.org/NewsArticle'>{marked}{TEXT}</div>")


@pytest.mark.parametrize(("tag", "attribute"), LINKS)
def test_links_and_text(tag: str, attribute: str) -> None:
    for odd in map(html.escape, TEXTS.values()):
        extracted("", f"<{tag} {attribute}='{odd}'>{odd}</{tag}><p>{odd}</p>{TEXT}<p>Penulis: {odd}</p>")


def elements(entry: dict[str, str]) -> str:
    return "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in entry.items())


def delivered(found: SourceResult) -> int:
    """The number of candidates and records; each has an id."""
    candidates = [*found.candidates, *(record.candidate for record in found.records)]
    for record in found.records:
        parse_html(record.html, record.candidate.url)
    return len({article_id(candidate.url) for candidate in candidates})


def answer(kind: Kind, body: str, headers: dict[str, str] | None = None, tree: bool = False) -> FetchResult:
    data = body.encode("utf-8", "surrogatepass")
    root = parse_html(data, BASE, "utf-8") if tree else None
    return FetchResult(Fetch(BASE, kind), 200, BASE, headers or {}, data, root)


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("field", ["title", "link", "pubDate", "guid", "description", "author", "category"])
def test_a_feed_keeps_the_other_entries(field: str, name: str) -> None:
    items = ""
    for number in range(3):
        entry = {
            "title": f"Judul {number}",
            "link": f"{BASE}berita/{number}",
            "pubDate": "Mon, 01 Jan 2024 00:00:00 +0700",
        }
        if number == 1:
            entry[field] = TEXTS[name]
        items += (
            "<item>" + "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in entry.items()) + "</item>"
        )
    source = FeedSource([BASE], OPTIONS)
    source.start(frozenset())
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{items}</channel></rss>'
    assert delivered(source.receive(answer(Kind.FEED, body))) >= 2


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("field", ["loc", "lastmod", "priority"])
def test_a_sitemap_keeps_the_other_entries(field: str, name: str) -> None:
    urls = ""
    for number in range(3):
        entry = {"loc": f"{BASE}berita/{number}", "lastmod": "2024-01-01"}
        if number == 1:
            entry[field] = TEXTS[name]
        urls += f"<url>{elements(entry)}</url>"
    source = SitemapSource([BASE], [], OPTIONS)
    source.start(frozenset())
    body = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
    assert delivered(source.receive(answer(Kind.SITEMAP, body))) >= 2


@pytest.mark.parametrize("place", [place for place in places(POST) if place], ids=str)
def test_a_rest_answer_keeps_the_other_posts(place: tuple[Any, ...]) -> None:
    for odd in [*VALUES.values(), "RAW"]:
        posts = [dict(POST, id=number, link=f"{BASE}berita/{number}") for number in range(3)]
        posts[1] = replaced(posts[1], place, odd)
        source = WordPressRestSource(f"{BASE}wp-json/", OPTIONS)
        source.start(frozenset())
        body = json.dumps(posts).replace('"RAW"', "9" * 5000)
        assert (
            delivered(source.receive(answer(Kind.API, body, {"x-wp-total": "3", "x-wp-totalpages": "1"})))
            >= 2
        )


@pytest.mark.parametrize("header", ["x-wp-total", "x-wp-totalpages"])
def test_the_headers_of_a_rest_answer(header: str) -> None:
    for odd in TEXTS.values():
        source = WordPressRestSource(f"{BASE}wp-json/", OPTIONS)
        source.start(frozenset())
        assert delivered(source.receive(answer(Kind.API, json.dumps([POST]), {header: odd}))) == 1


def test_a_listing_keeps_the_other_links() -> None:
    for odd in map(html.escape, TEXTS.values()):
        articles = "".join(
            f"<h2><a href='{BASE}berita/{number}-kabar-desa-hari-ini'>Kabar desa nomor {number}</a></h2>"
            for number in range(5)
        )
        odd_links = f"<a href='{odd}'>Kabar aneh sekali hari ini</a><a rel=next href='{odd}'>2</a>"
        body = f"<html><body>{articles}{odd_links}</body></html>"
        source = ListingSource([BASE], OPTIONS)
        source.start(frozenset())
        assert delivered(source.receive(answer(Kind.LISTING, body, tree=True))) >= 5


@pytest.mark.parametrize("name", TEXTS)
def test_only_text_without_controls_becomes_a_header(name: str) -> None:
    value = header_value(TEXTS[name])
    assert value is None or (value == TEXTS[name] and not UNSAFE_CHARACTERS.search(value))
    assert value is None or len(value) <= 1000
