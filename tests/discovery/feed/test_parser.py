"""Feeds of every kind, and files that only look like one."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from crawler.discovery.feed.parser import NotAFeed, read_feed

NOW = datetime(2026, 6, 10, tzinfo=UTC)
URL = "https://x.go.id/feed/"

RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>x</title><item><title>Wali Kota &amp;amp; Warga</title><link> https://x.go.id/a </link>
<pubDate>Wed, 16 Nov 2022 14:05:00 +0700</pubDate><category>Berita</category>
<content:encoded><![CDATA[<p>Isi.</p>]]></content:encoded></item></channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>
<link rel="next" href="https://x.go.id/feed/?p=2"/>
<entry><title>Judul</title><link href="https://x.go.id/a"/><id>tag:x</id>
<published>2022-11-16T07:05:00Z</published><updated>2022-11-17T07:05:00Z</updated></entry></feed>"""
RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://x.go.id/"><title>x</title></channel>
<item rdf:about="https://x.go.id/a"><title>Judul</title><link>https://x.go.id/a</link>
<dc:date>2022-11-16T14:05:00+07:00</dc:date></item></rdf:RDF>"""
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [{"id": "1", "url": "/a", "title": "Judul", "date_published": "2022-11-16T14:05:00+07:00"}],
    }
)


@pytest.mark.parametrize("body", [RSS, ATOM, RDF, JSON_FEED], ids=["rss", "atom", "rdf", "json"])
def test_every_kind_gives_address_and_time(body: str) -> None:
    (entry,) = read_feed(body.encode(), URL, {}, NOW).entries
    assert entry.url == "https://x.go.id/a"
    assert entry.published == "2022-11-16T14:05:00+07:00"


def test_what_feeds_say_beside() -> None:
    (entry,) = read_feed(RSS.encode(), URL, {}, NOW).entries
    assert entry.title == "Wali Kota & Warga"
    assert entry.content == "<p>Isi.</p>"
    assert entry.tags == ("Berita",)
    assert entry.modified is None
    feed = read_feed(ATOM.encode(), URL, {}, NOW)
    assert feed.next_page == "https://x.go.id/feed/?p=2"
    assert feed.entries[0].modified == "2022-11-17T14:05:00+07:00"


def test_broken_indonesian_dates_are_read() -> None:
    body = RSS.replace("Wed, 16 Nov 2022 14:05:00 +0700", "05 Agustus 2019")
    (entry,) = read_feed(body.encode(), URL, {}, NOW).entries
    assert entry.published == "2019-08-05"


def test_a_time_in_the_future_says_nothing() -> None:
    body = RSS.replace("2022", "2032")
    (entry,) = read_feed(body.encode(), URL, {}, NOW).entries
    assert entry.published is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>Halaman tidak ditemukan</body></html>",
        b'{"code": "rest_no_route"}',
        b"{",
        b"[" * 100_000,
        b"<?xml version='1.0'?><urlset></urlset>",
        b"Fatal error: Uncaught Error",
    ],
)
def test_what_is_no_feed_is_refused(body: bytes) -> None:
    with pytest.raises(NotAFeed):
        read_feed(body, URL, {}, NOW)


def test_entities_are_not_expanded() -> None:
    body = RSS.replace(
        "?>", '?><!DOCTYPE z [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>', 1
    ).replace("Wali Kota", "&b;&b;&b;")
    (entry,) = read_feed(body.encode(), URL, {}, NOW).entries
    assert "aaaaaaaaaa" not in (entry.title or "")
