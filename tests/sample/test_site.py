from __future__ import annotations

from urllib.request import urlopen

import pytest

from crawler.sample.server import serve_sample
from crawler.sample.site import PER_PAGE, RENDERED_ADDRESS, answer, articles

BASE = "http://127.0.0.1:1"


def test_every_listed_article_is_served_under_the_served_address() -> None:
    sitemap = answer("/wp-sitemap-posts-post-1.xml", "", BASE).text
    for article in articles():
        reply = answer(article.path, "", BASE)
        assert reply.status == 200
        assert RENDERED_ADDRESS not in reply.text
        assert f"<loc>{BASE}{article.path}</loc>" in sitemap


@pytest.mark.parametrize(("path", "query"), [("/page/3/", ""), ("/feed/", "paged=3"), ("/nothing/", "")])
def test_beyond_the_end_is_404(path: str, query: str) -> None:
    assert answer(path, query, BASE).status == 404


def test_listing_and_feed_name_each_article_once() -> None:
    for first, second in ((("/", ""), ("/page/2/", "")), (("/feed/", ""), ("/feed/", "paged=2"))):
        text = answer(*first, BASE).text + answer(*second, BASE).text
        assert len(articles()) > PER_PAGE
        assert all(article.path in text for article in articles())


def test_it_answers_over_http_on_any_free_port() -> None:
    with serve_sample(port=0) as first, serve_sample(port=0) as second:
        assert first != second
        with urlopen(first + "robots.txt") as reply:
            assert f"Sitemap: {first}wp-sitemap.xml" in reply.read().decode()


def test_a_taken_port_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with serve_sample(port=0) as first:
        port = int(first.rstrip("/").rpartition(":")[2])
        with serve_sample(port=port) as second:
            assert second != first
    told = capsys.readouterr().err
    assert told.startswith(f"port {port} is taken")
    assert f"at port {second.rstrip('/').rpartition(':')[2]}" in told
