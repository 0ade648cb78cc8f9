"""Articles on several pages from a real server: requested politely, joined in order, stored once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from tests.crawling import LOOPBACK, crawl, records, scrapy
from tests.sites.site import NOT_FOUND, Reply, TestSite, urlset, xml

SLUGS = {
    "panen-raya-padi": "path",
    "pasar-baru-dibuka": "query",
    "jembatan-desa-rampung": "whole",
    "posyandu-keliling": "broken",
    "taman-kota-ditata": "same",
}


def text(slug: str, number: int) -> list[str]:
    words = slug.replace("-", " ")
    return [
        f"Bagian {number} berita tentang {words} memuat keterangan bupati kepada warga di balai desa.",
        f"Pada bagian {number} itu camat menambahkan bahwa {words} selesai sebelum akhir tahun anggaran.",
    ]


class Paged(TestSite):
    """Each article has three pages, linked in the way that its slug names."""

    def __init__(self) -> None:
        super().__init__()
        self.broken = True
        self.robots = "User-agent: *\nDisallow: /wp-admin/\n"

    @property
    def articles(self) -> set[str]:
        return {f"{self.base}2024/05/01/{slug}/" for slug in SLUGS}

    def reply(self, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
        if path == "sitemap.xml":
            return xml(urlset([(url, None) for url in sorted(self.articles)]))
        if path == "":
            return Reply("<html><head><title>Portal</title></head><body><h1>Portal</h1></body></html>")
        parts = path.strip("/").split("/")
        if len(parts) < 4 or parts[3] not in SLUGS:
            return NOT_FOUND
        slug, asked = parts[3], parts[4] if len(parts) > 4 else query.get("page", "1")
        way = SLUGS[slug]
        if way == "broken" and asked == "2" and self.broken:
            return Reply("<html><body>Galat</body></html>", 404)
        given = "1" if way == "same" else asked
        numbers = [1, 2, 3] if asked == "all" else [int(given)]
        return Reply(self.page(slug, numbers), headers={"ETag": '"tetap"'})

    def page(self, slug: str, numbers: list[int]) -> str:
        own = f"/2024/05/01/{slug}/"
        form = own + ("{}/" if SLUGS[slug] in ("path", "broken") else "?page={}")
        links = "".join(f"<a href='{form.format(number)}'>{number}</a> " for number in (2, 3))
        if SLUGS[slug] == "whole":
            links += f"<a href='{own}?page=all'>Tampilkan semua</a>"
        body = "".join(f"<p>{line}</p>" for number in numbers for line in text(slug, number))
        title = slug.replace("-", " ").title()
        return (
            f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>"
            f"<time datetime='2024-05-01T08:00:00+07:00'>1 Mei 2024</time><div class='isi'>{body}</div>"
            f"<div class='page-links'>Halaman: {links}</div></article></body></html>"
        )


@pytest.fixture(scope="module")
def crawled(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Path, Paged, list[str]]]:
    """The output of one run, the served site, and the run's requests."""
    output = tmp_path_factory.mktemp("paged")
    site = Paged()
    with HTTPServer(host="localhost", port=0) as server:
        site.mount(server)
        run = crawl(output, "-a", f"url={site.base}", settings=(*LOOPBACK, "ARCHIVE=1"))
        assert run.returncode == 0, run.stderr
        assert "5 found, 5 written, 0 dropped" in run.stderr
        assert "Traceback" not in run.stderr
        yield output, site, list(site.requests)


def by_slug(output: Path) -> dict[str, dict[str, object]]:
    return {one["url"].strip("/").rpartition("/")[2]: one for one in records(output)}


@pytest.mark.parametrize("slug", [slug for slug, way in SLUGS.items() if way in ("path", "query", "whole")])
def test_pages_are_joined_in_order_into_one_record(crawled: tuple[Path, Paged, list[str]], slug: str) -> None:
    article = by_slug(crawled[0])[slug]
    assert article["body"] == [line for number in (1, 2, 3) for line in text(slug, number)]
    assert article["warnings"] == []
    assert article["canonical_url"] == article["url"]


@pytest.mark.parametrize("workers", [1, 2])
def test_the_archive_gives_the_same_articles(
    crawled: tuple[Path, Paged, list[str]], tmp_path: Path, workers: int
) -> None:
    first = by_slug(crawled[0])
    flags = ("-a", f"warc={crawled[0]}/warc/*.gz", "-a", f"workers={workers}", "-s", f"OUTPUT_DIR={tmp_path}")
    over = scrapy("crawl", "archive", *flags)
    assert over.returncode == 0, over.stderr
    again = by_slug(tmp_path)
    assert set(again) == set(first)
    for slug, article in again.items():
        for name in ("body", "title", "warnings", "content_hash"):
            assert article[name] == first[slug][name], slug


def test_each_page_is_asked_for_once_and_the_whole_instead_of_the_parts(
    crawled: tuple[Path, Paged, list[str]],
) -> None:
    _, _, asked = crawled
    pages = [request for request in asked if request.startswith("/2024/")]
    assert len(pages) == len(set(pages))
    article = "/2024/05/01/jembatan-desa-rampung/"
    assert [request for request in pages if request.startswith(article)] == [
        article,
        article + "?page=all",
    ]


def test_pages_that_show_the_same_text_add_nothing(crawled: tuple[Path, Paged, list[str]]) -> None:
    slug = "taman-kota-ditata"
    assert by_slug(crawled[0])[slug]["body"] == text(slug, 1)


def test_a_missing_page_is_said_and_asked_for_by_the_next_run(
    crawled: tuple[Path, Paged, list[str]],
) -> None:
    output, site, _ = crawled
    slug = "posyandu-keliling"
    first = by_slug(output)[slug]
    assert first["body"] == text(slug, 1)
    assert first["warnings"] == ["page_missing:2"]
    site.broken = False
    site.requests.clear()
    again = crawl(output, "-a", f"url={site.base}")
    assert again.returncode == 0, again.stderr
    pages = [request for request in site.requests if request.startswith("/2024/")]
    assert pages == [f"/2024/05/01/{slug}/", f"/2024/05/01/{slug}/2/", f"/2024/05/01/{slug}/3/"]
    (second,) = [one for one in records(output) if one["url"].endswith(f"/{slug}/") and one["revision"] == 2]
    assert second["body"] == [line for number in (1, 2, 3) for line in text(slug, number)]
    assert second["warnings"] == []
    assert second["id"] == first["id"]
    site.requests.clear()
    crawl(output, "-a", f"url={site.base}")
    assert not [request for request in site.requests if request.startswith("/2024/")]
