"""Templates in a crawl: learned, stored in the ledger, used by the next run and on archives, dropped."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from pytest_httpserver import HTTPServer

from crawler.archive.extraction_jobs import CaptureExtractor
from crawler.archive.results import ExtractedArticle, TemplateObservation
from crawler.archive.warc_reader import Capture
from crawler.extraction.metadata.portal_facts import PortalFacts
from crawler.extraction.metadata.title_claims import key_of
from crawler.extraction.wrapper.induction import ENOUGH
from crawler.portals import load_registry
from crawler.templates.lifecycle import TemplateLifecycle
from tests.crawling import LOOPBACK, crawl, records, scrapy
from tests.extraction.portal_pages import FETCHED, PORTAL, classic, modern, paragraphs
from tests.sites.site import NOT_FOUND, Reply, TestSite, urlset, xml

ARCHIVED = (*LOOPBACK, "ARCHIVE=1")


class Kabar(TestSite):
    """A portal found by its sitemap; `look` renders its articles, of the numbers in `shown`."""

    def __init__(self, shown: range, look: Callable[[int], str] = classic) -> None:
        super().__init__()
        self.shown = shown
        self.look = look

    @property
    def articles(self) -> set[str]:
        return {f"{self.base}berita/{number}/kabar-warga-kabupaten" for number in self.shown}

    def reply(self, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
        if path == "sitemap.xml":
            return xml(urlset([(url, None) for url in sorted(self.articles)]))
        if path == "":
            return Reply("<html><head><title>Kabar</title></head><body><h1>Kabar</h1></body></html>")
        number = path.split("/")[1] if path.startswith("berita/") else ""
        return Reply(self.look(int(number))) if number.isdecimal() else NOT_FOUND


def number_of(url: str) -> int:
    return int(url.split("/berita/")[1].split("/")[0])


def test_learned_kept_used_over_the_archive_and_given_up(tmp_path: Path, httpserver: HTTPServer) -> None:
    site = Kabar(range(24))
    site.mount(httpserver)
    portal_id = site.base.split("//")[1].strip("/").replace(".", "-").replace(":", "-")
    flags = ("-s", f"OUTPUT_DIR={tmp_path}")

    first = crawl(tmp_path, "-a", f"url={site.base}", settings=ARCHIVED)
    assert first.returncode == 0, first.stderr
    assert "learned template 1" in first.stderr
    read = records(tmp_path)
    assert len(read) == 24
    by_template = [one for one in read if one["extractor_version"].endswith("+template.1")]
    assert 2 <= len(by_template) <= 4
    assert all(one["body"] == paragraphs(number_of(one["url"])) for one in by_template)

    # On the archive every page is read with it, including those that taught it, by several processes.
    over = scrapy("crawl", "archive", "-a", f"warc={tmp_path}/warc/*.gz", "-a", "workers=2", *flags)
    assert over.returncode == 0, over.stderr
    newest = {one["url"]: one for one in records(tmp_path)}
    assert {number_of(url): one["body"] for url, one in newest.items()} == {
        number: paragraphs(number) for number in site.shown
    }

    # A new theme: detected within 20 pages, reported in the summary and in the portal's health.
    site.shown, site.look = range(200, 222), modern
    third = crawl(tmp_path, "-a", f"url={site.base}")
    assert third.returncode == 0, third.stderr
    assert "no longer fit the template" in third.stderr
    assert "learned template 2" in third.stderr
    assert f"Look at: {portal_id} (watch)" in third.stderr
    (report,) = (line.removeprefix("Report: ") for line in third.stderr.splitlines() if "Report: " in line)
    assert "its page layout changed during the run (1 time)" in Path(report).read_text(encoding="utf-8")
    layouts = json.loads(scrapy("template", portal_id, *flags).stdout)["layouts"]
    assert [layout["body"] for layout in layouts] == ["section.narasi"]


def test_pages_of_an_archive_teach_what_the_next_run_uses() -> None:
    captures = [
        Capture(f"{PORTAL.address}berita/{n}/kabar", FETCHED, 200, "text/html", classic(n).encode(), n)
        for n in range(22)
    ]
    reader = CaptureExtractor(load_registry(), {})
    observations = [
        result.observation
        for capture in captures
        for result in reader.read(capture, "a.warc.gz")
        if isinstance(result, TemplateObservation)
    ]
    assert len(observations) == ENOUGH
    lifecycle = TemplateLifecycle(PORTAL.id)
    for observation in observations:
        lifecycle.record(observation)
    assert lifecycle.template is not None
    (portal,) = {
        result.article.portal.id
        for result in CaptureExtractor(load_registry(), {}).read(captures[0], "a")
        if isinstance(result, ExtractedArticle)
    }
    again = CaptureExtractor(load_registry(), {portal: lifecycle.template})
    for number, capture in enumerate(captures):
        first, *_ = again.read(capture, "a.warc.gz")
        assert isinstance(first, ExtractedArticle)
        assert first.article.body == paragraphs(number)


def test_an_archive_is_read_with_what_the_portal_is_known_to_share() -> None:
    page = """<html><head><title>Panen Padi di Wonoasri</title><meta name="category" content="Kabar Kami">
    <meta name="author" content="Tim Laman Wonoasri"></head><body><article><h1>Panen Padi di Wonoasri</h1>
    <p>Petani Wonoasri memanen padi lebih awal karena hujan datang lebih cepat dari biasanya.</p>
    <p>Hasil panen dijual ke koperasi desa dengan harga yang disepakati.</p></article></body></html>"""
    capture = Capture("https://wonoasri.go.id/berita/panen-padi", FETCHED, 200, "text/html", page.encode(), 0)
    plain = CaptureExtractor(load_registry(), {})
    (found,) = (one for one in plain.read(capture, "a.warc.gz") if isinstance(one, ExtractedArticle))
    shared = PortalFacts(
        authors=frozenset({key_of("Tim Laman Wonoasri")}), sections=frozenset({key_of("Kabar Kami")})
    )
    knowing = CaptureExtractor(load_registry(), {}, {found.article.portal.id: shared})
    (again,) = (one for one in knowing.read(capture, "a.warc.gz") if isinstance(one, ExtractedArticle))
    assert found.article.section == "Kabar Kami"
    assert again.article.section is None
