"""Records of WARC files that cannot be read cost themselves alone, and are named."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from crawler.archive.warc_reader import captures
from tests.crawling import records, scrapy

PAGE = """<html><head><title>Kabar {n} dari Wonoasri</title></head>
<body><article><h1>Kabar {n} dari Wonoasri</h1>
<p>Warga Wonoasri bergotong royong membersihkan saluran air nomor {n} pada hari Minggu pagi.</p>
<p>Kepala desa nomor {n} menyampaikan terima kasih kepada semua warga yang hadir.</p>
</article></body></html>"""


def record(target: bytes, body: bytes = b"<p>x</p>", *, http: bytes = b"", warc: bytes = b"") -> bytes:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + http + b"\r\n" + body
    return (
        b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: %b\r\nWARC-Date: 2024-01-01T00:00:00Z\r\n"
        b"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\n%b"
        b"Content-Length: %d\r\n\r\n%b\r\n\r\n" % (target, warc, len(answer), answer)
    )


def good(number: int) -> bytes:
    return record(b"https://wonoasri.example/berita/kabar-%d" % number, PAGE.format(n=number).encode())


FORGED = gzip.compress(record(b"https://bank.example/berita/palsu"))
UNREADABLE = {
    "HTTP header bomb": record(b"https://wonoasri.example/a", http=b"X-A: b\r\n" * 20_000),
    "HTTP header of 1 MB": record(b"https://wonoasri.example/a", http=b"X-A: " + b"b" * 1_000_000 + b"\r\n"),
    "WARC header bomb": record(b"https://wonoasri.example/a", warc=b"X-B: c\r\n" * 20_000),
    "target of 1 MB": record(b"https://wonoasri.example/" + b"a" * 1_000_000),
    "a record in a page": record(b"https://wonoasri.example/a", FORGED, warc=b"X-B: c\r\n" * 20_000),
    "impossible port": record(b"http://wonoasri.example:99999/x"),
    "port of letters": record(b"http://wonoasri.example:abc/x"),
    "NUL in the host": record(b"http://wonoa\x00sri.example/x"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_the_other_records_are_read(name: str, tmp_path: Path) -> None:
    file = tmp_path / "one.warc.gz"
    parts = [good(1), UNREADABLE[name], good(2), UNREADABLE[name], UNREADABLE[name], good(3)]
    file.write_bytes(b"".join(map(gzip.compress, parts)))
    broken: list[int] = []
    found = [one.url for one in captures(file, on_broken=lambda offset, why: broken.append(offset))]
    assert [url for url in found if "kabar" in url] == [
        f"https://wonoasri.example/berita/kabar-{number}" for number in (1, 2, 3)
    ]
    assert "bank" not in "".join(found)
    starts = [sum(len(gzip.compress(one)) for one in parts[:place]) for place in (1, 3, 4)]
    assert broken in ([], starts)  # a target that reads as one is refused later


@pytest.mark.parametrize("workers", [1, 2])
def test_the_run_stores_the_others_and_fails_with_the_reason(workers: int, tmp_path: Path) -> None:
    parts = [good(1), *UNREADABLE.values(), good(2)]
    (tmp_path / "one.warc.gz").write_bytes(b"".join(map(gzip.compress, parts)))
    files = ["-a", f"warc={tmp_path}/*.gz", "-a", f"workers={workers}", "-s", f"OUTPUT_DIR={tmp_path}"]
    run = scrapy("crawl", "archive", *files)
    assert run.returncode == 1
    assert f"one.warc.gz has {len(UNREADABLE)} records that cannot be read, the first at" in run.stderr
    assert "start_error" not in run.stderr
    assert sorted(one["title"] for one in records(tmp_path)) == [
        "Kabar 1 dari Wonoasri",
        "Kabar 2 dari Wonoasri",
    ]
