from __future__ import annotations

import gzip
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.archive.record_decoding import unchunked, unpacked
from crawler.archive.warc_reader import MAX_PAGE, Capture, captures
from tests.archive.common_crawl import BOTH, GZIP, HEAD, PAGE, RESPONSES, chunked, write_archive
from tests.crawling import records, scrapy
from tests.ledger.crash_site import PAGE as ARTICLE


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Capture]:
    """The captures of one file with every oddity, by name."""
    path = tmp_path_factory.mktemp("odd") / "CC-NEWS-20240301020304-00001.warc.gz"
    answers = [(f"https://a.go.id/{name}", head, body) for name, (head, body) in RESPONSES.items()]
    torn = ("https://a.go.id/torn", GZIP, gzip.compress(PAGE)[:20])
    image = ("https://a.go.id/image", HEAD.replace(b"text/html", b"image/png"), b"PNG")
    found = captures(write_archive(path, [torn, image, *answers, ("https://a.go.id/last", HEAD, PAGE)]))
    return {one.url.rpartition("/")[2]: one for one in found}


@pytest.mark.parametrize("name", RESPONSES)
def test_an_odd_response_is_read(odd: dict[str, Capture], name: str) -> None:
    assert odd[name].body.strip() == PAGE


def test_what_cannot_be_read_costs_nothing_else(odd: dict[str, Capture]) -> None:
    assert odd["torn"].body == PAGE[: len(odd["torn"].body)] != PAGE
    assert odd["last"].body == PAGE
    assert set(odd) == {"torn", "last", *RESPONSES}


def test_a_bomb_gives_no_body() -> None:
    bomb = gzip.compress(bytes(MAX_PAGE + 1))
    assert unpacked(bomb, "", "gzip", MAX_PAGE) == b""
    assert unpacked(gzip.compress(bomb), "", "gzip, gzip", MAX_PAGE) == b""


def test_of_a_torn_stream_there_is_what_came() -> None:
    page = random.Random(1).randbytes(300_000)
    torn = unpacked(gzip.compress(page)[:200_000], "", "gzip", MAX_PAGE)
    assert len(torn) > 150_000
    assert page.startswith(torn)
    assert unpacked(gzip.compress(page) + gzip.compress(b"end"), "", "gzip", MAX_PAGE) == page + b"end"


@given(st.binary(max_size=300), st.integers(1, 50))
def test_chunks_are_put_together_again(data: bytes, size: int) -> None:
    assert unchunked(chunked(data, size)) == data


@given(
    st.binary(max_size=100), st.sampled_from(["gzip", "deflate", "br", "zstd", "x, gzip", "br,br,br,br,br"])
)
def test_whatever_is_stored_is_taken_or_left(data: bytes, encoding: str) -> None:
    assert isinstance(unpacked(data, "chunked", encoding, 1000), bytes)


def test_the_articles_of_a_host_come_out_of_a_news_archive(tmp_path: Path) -> None:
    def page(number: int) -> bytes:
        return ARTICLE.format(title=f"Taman ke-{number} dibuka untuk warga", number=number, day=17).encode()

    path = write_archive(
        tmp_path / "CC-NEWS-20240301020304-00002.warc.gz",
        [
            ("https://kominfo.example.go.id/berita/1-taman-kota", GZIP, page(1)),
            ("https://kompas.example.com/berita/2-taman-kota", HEAD, page(2)),
            ("https://www.kominfo.example.go.id/berita/3-taman-kota", BOTH, chunked(gzip.compress(page(3)))),
        ],
    )
    run = scrapy(
        *("crawl", "archive", "-a", f"warc={path}", "-a", "host=kominfo.example.go.id", "-a", "workers=1"),
        *("-s", f"OUTPUT_DIR={tmp_path}"),
    )
    assert run.returncode == 0, run.stderr
    found = sorted(records(tmp_path), key=lambda record: record["url"])
    assert [record["title"] for record in found] == [f"Taman ke-{n} dibuka untuk warga" for n in (1, 3)]
    assert {record["fetched_at"] for record in found} == {"2024-03-01T02:03:04+00:00"}
    assert all(record["warc"]["file"] == str(path) for record in found)
