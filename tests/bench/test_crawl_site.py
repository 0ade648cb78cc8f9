"""The site of the crawl benchmark has the documented properties."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.crawl.serving import free_port
from bench.crawl.site import build
from crawler.extraction import extract_article

ROOT = Path(__file__).resolve().parents[2]
PAGES = 51


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    folder = tmp_path_factory.mktemp("site")
    return folder, build(folder, "http://127.0.0.1:80", PAGES)


@pytest.fixture
def served(site: tuple[Path, list[str]], tmp_path: Path) -> Iterator[str]:
    port, log = free_port(), tmp_path / "access.log"
    command = [sys.executable, "-m", "bench.crawl.serving", str(site[0]), str(port), str(log)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == "serving\n"
        yield f"http://127.0.0.1:{port}"
        server.terminate()


def pages(site: tuple[Path, list[str]]) -> list[bytes]:
    files = [site[0] / url.partition(":80/")[2] / "index.html.gz" for url in site[1]]
    return [gzip.decompress(file.read_bytes()) for file in files]


def test_pages_are_as_large_as_a_portals(site: tuple[Path, list[str]]) -> None:
    assert all(30_000 <= len(page) <= 72_000 for page in pages(site))


def test_texts_differ_but_for_the_copies(site: tuple[Path, list[str]]) -> None:
    articles = [extract_article(page, url) for page, url in zip(pages(site), site[1], strict=True)]
    assert len({article.title for article in articles}) == PAGES
    bodies = [tuple(article.body) for article in articles]
    assert len(set(bodies)) == PAGES - 1
    assert bodies[50] == bodies[34]
    assert all(article.published_at for article in articles)


def test_the_sitemap_names_every_page(site: tuple[Path, list[str]]) -> None:
    sitemap = gzip.decompress((site[0] / "wp-sitemap-posts-post-1.xml.gz").read_bytes()).decode()
    assert re.findall("<loc>(.*?)</loc>", sitemap) == site[1]


def test_the_fallback_server_sends_packed_pages(site: tuple[Path, list[str]], served: str) -> None:
    path = site[1][0].partition(":80")[2]
    with urllib.request.urlopen(served + path) as response:
        assert response.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(response.read()) == pages(site)[0]
    with urllib.request.urlopen(served + "/robots.txt") as response:
        assert b"Sitemap:" in gzip.decompress(response.read())
