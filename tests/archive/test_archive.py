from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.archive.warc_reader import captures
from crawler.archive.warc_writer import ArchiveWriter
from crawler.export.json_schema import article_schema
from crawler.items import PortalRef
from crawler.ledger.ledger import Ledger
from tests.crawling import crawl, records, scrapy
from tests.ledger.crash_site import serving

PAGE = "<html><head><title>T</title></head><body><p>Isi berita é.</p></body></html>".encode()
HTML = [("Content-Type", "text/html; charset=utf-8")]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of an archived crawl of twelve articles."""
    output = tmp_path_factory.mktemp("crawled")
    with serving(12, 0) as site:
        settings = ("ALLOW_PRIVATE_ADDRESSES=1", "DOWNLOAD_DELAY=0", "AUTOTHROTTLE_ENABLED=0", "ARCHIVE=1")
        run = crawl(output, "-a", f"url={site.address}/", settings=settings)
        assert run.returncode == 0, run.stderr
    return output


def test_everything_that_was_fetched_is_in_the_archive(crawled: Path) -> None:
    (file,) = crawled.glob("warc/*.warc.gz")
    with file.open("rb") as stream:
        found = [
            (record.rec_type, record.rec_headers.get_header("WARC-Target-URI"))
            for record in ArchiveIterator(stream, check_digests=True)
        ]
    assert found[0] == ("warcinfo", None)
    responses = [url for kind, url in found if kind == "response"]
    assert sum("/berita/" in url for url in responses) == 12
    assert {url.rsplit("/", 1)[1] for url in responses} >= {"", "robots.txt", "sitemap.xml"}
    assert sorted(responses) == sorted(url for kind, url in found if kind == "request")


def test_an_article_names_its_record(crawled: Path) -> None:
    for record in records(crawled):
        with (crawled / record["warc"]["file"]).open("rb") as stream:
            stream.seek(record["warc"]["offset"])
            response = next(iter(ArchiveIterator(stream)))
            assert response.rec_headers.get_header("WARC-Target-URI") == record["url"]
            assert record["title"].encode() in response.content_stream().read()
    assert "warc" in article_schema()["properties"]


def test_the_archive_gives_the_same_articles_again(crawled: Path, tmp_path: Path) -> None:
    over_it = ("crawl", "archive", "-a", f"warc={crawled}/warc/*.gz", "-s")
    run = scrapy(*over_it, f"OUTPUT_DIR={tmp_path}", "-L", "DEBUG")
    assert run.returncode == 0, run.stderr
    assert "Traceback" not in run.stderr
    assert run.stderr.count("DEBUG: Article https://") + run.stderr.count("DEBUG: Article http://") == 12
    again = {record["id"]: record for record in records(tmp_path)}
    assert len(again) == 12
    for record in records(crawled):
        other = again[record["id"]]
        for name in ("title", "body", "published_at", "content_hash"):
            assert other[name] == record[name]
    over = scrapy(*over_it, f"OUTPUT_DIR={crawled}")
    assert "0 written" in over.stderr
    assert "DEBUG" not in over.stderr
    assert len(records(crawled)) == 12


def test_articles_of_a_portal_that_another_run_has_are_not_left_out_silently(
    crawled: Path, tmp_path: Path
) -> None:
    about = records(crawled)[0]["portal"]
    with Ledger.open(tmp_path / "ledger.db") as other:
        other.start_run()
        assert other.lease(PortalRef(**about))
        run = scrapy("crawl", "archive", "-a", f"warc={crawled}/warc/*.gz", "-s", f"OUTPUT_DIR={tmp_path}")
    assert run.returncode == 1
    assert f"archive: other runs have {about['id']}: extract it again later" in run.stderr
    assert records(tmp_path) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "name the files"),
        (["-a", "warc=/nowhere/*.gz"], "matches no file"),
        (["-a", "warc=README.md", "-a", "workers=many"], "is not a number"),
        (["-a", "warc=README.md", "-a", "since=2020-01-01"], "unknown argument"),
    ],
)
def test_wrong_arguments_end_with_status_2(tmp_path: Path, arguments: list[str], message: str) -> None:
    run = scrapy("crawl", "archive", *arguments, "-s", f"OUTPUT_DIR={tmp_path}")
    assert run.returncode == 2
    assert message in run.stderr


def test_files_that_are_no_archives_fail_by_name(tmp_path: Path) -> None:
    (tmp_path / "torn.warc.gz").write_bytes(gzip.compress(b"notes")[:-4] + b"torn")
    (tmp_path / "page.warc").write_bytes(PAGE)
    (tmp_path / "empty.warc").write_bytes(b"")
    arguments = ["-a", f"warc={tmp_path}/*.warc*", "-a", "workers=1", "-s", f"OUTPUT_DIR={tmp_path}"]
    run = scrapy("crawl", "archive", *arguments)
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    (said,) = [line for line in run.stderr.splitlines() if line.startswith("archive: ")]
    assert f"{tmp_path}/torn.warc.gz cannot be read further" in said
    assert f"{tmp_path}/page.warc cannot be read further: it is not a WARC file" in said
    assert "empty" not in said


def write(folder: Path, *urls: str, max_size: int = 1 << 30) -> list[Path]:
    archive = ArchiveWriter(folder, "run", "test", max_size=max_size)
    for url in urls:
        archive.write(url, "GET", [("Host", "x")], 200, [*HTML, ("Transfer-Encoding", "chunked")], PAGE)
    archive.close()
    return sorted(folder.glob("warc/*"))


def test_large_archives_are_rotated(tmp_path: Path) -> None:
    files = write(tmp_path, *(f"https://a.go.id/{number}" for number in range(6)), max_size=2000)
    assert len(files) > 1
    assert [one.url for file in files for one in captures(file)] == [f"https://a.go.id/{n}" for n in range(6)]


def test_readers_share_the_addresses_of_a_file(tmp_path: Path) -> None:
    (file,) = write(tmp_path, *(f"https://a.go.id/{number % 20}" for number in range(40)))
    parts = [[one.url for one in captures(file, part=part, parts=3)] for part in range(3)]
    assert sorted(url for part in parts for url in part) == sorted(one.url for one in captures(file))
    assert not set(parts[0]) & set(parts[1])


def test_hosts_are_kept_to(tmp_path: Path) -> None:
    (file,) = write(
        tmp_path, "https://a.go.id/1", "https://b.a.go.id/2", "https://xa.go.id/3", "https://c.id/4"
    )
    assert [one.url for one in captures(file, ("a.go.id",))] == ["https://a.go.id/1", "https://b.a.go.id/2"]


def test_packed_bodies_are_unpacked(tmp_path: Path) -> None:
    archive = ArchiveWriter(tmp_path, "run", "test")
    packed = [*HTML, ("Content-Encoding", "gzip")]
    archive.write("https://a.go.id/1", "GET", [], 200, packed, gzip.compress(PAGE))
    archive.write("https://a.go.id/2", "GET", [], 301, HTML, b"")
    archive.close()
    (file,) = tmp_path.glob("warc/*")
    (one,) = captures(file)
    assert (one.body, one.status) == (PAGE, 200)


def test_a_torn_archive_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    (file,) = write(tmp_path, *(f"https://a.go.id/{number}" for number in range(9)))
    file.write_bytes(file.read_bytes()[:-500])
    read = []
    try:
        for one in captures(file):
            read.append(one.url)  # noqa: PERF401 (what came before the tear counts)
    except OSError:
        pass
    assert len(read) >= 7
