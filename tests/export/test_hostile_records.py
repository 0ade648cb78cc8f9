"""Every exporter writes a record that passed all earlier checks as plain text."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from lxml import etree, html

from crawler.export.csv_rows import columns
from crawler.export.feeds import write_feed
from crawler.export.output_files import write_lines
from crawler.items import Credit, Dateline, Image
from crawler.ledger.ledger import Ledger
from crawler.ledger.queries import Selection
from tests.ledger.making import PORTAL, make_article

CONTROLS = "".join(map(chr, [*range(9), *range(11, 32), *range(0x7F, 0xA0)]))
DIRECTIONS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
TERMINAL = "\x1b[2J\x1b]0;judul\x07\x9b31m\x1b]8;;http://jahat.example\x07klik"
HOSTILE = (
    f"{CONTROLS}{DIRECTIONS}{TERMINAL}\u2028\u2029\ud800\udfff\ufffe</script><script>alert(1)</script>]]>"
)
FORMULA = "=cmd|' /C calc'!A0"
UNSAFE_CHARACTERS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
FEEDS = ("atom", "rss", "jsonfeed")


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """The ledger's lines of a hostile article, of one without a web address, and of a good one."""
    hostile = make_article(
        1,
        title=f"Judul {HOSTILE}",
        body=[f"Teks {HOSTILE} selesai.", f"{FORMULA};{FORMULA}\t{FORMULA}\n{FORMULA}", "\u200b" + FORMULA],
        section=FORMULA,
        tags=[FORMULA, HOSTILE],
        credits=[Credit("author", f"Nama {HOSTILE}", HOSTILE)],
        dateline=Dateline(f"Kota {HOSTILE}", None, HOSTILE),
        images=[
            Image("javascript:alert(1)", HOSTILE),
            Image("data:text/html,x"),
            Image("https://contoh.go.id/a.jpg", HOSTILE),
        ],
        warnings=[HOSTILE],
    )
    script = make_article(2, canonical_url="javascript:alert(1)")
    with Ledger.open(tmp_path_factory.mktemp("hostile") / "ledger.db") as ledger:
        ledger.start_run()
        assert ledger.lease(PORTAL)
        for article in (hostile, script, make_article(3)):
            ledger.record_article(article)
        ledger.flush()
        return [line for _, line in ledger.selected(Selection())]


def export(lines: list[bytes], form: str) -> bytes:
    out = io.BytesIO()
    write: Any = write_lines
    if form in FEEDS:
        write = partial(write_feed, title=HOSTILE, address=None, now=datetime(2026, 11, 22, tzinfo=UTC))
    write(iter(lines), out, form)
    return out.getvalue()


def strings(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for one in value.values():
                yield from strings(one)
        case list():
            for one in value:
                yield from strings(one)


def plain(texts: Iterator[str]) -> list[str]:
    found = list(texts)
    assert found
    assert not [text for text in found if UNSAFE_CHARACTERS.search(text)]
    return found


def test_json_lines_hold_text_that_every_reader_takes(lines: list[bytes]) -> None:
    data = export(lines, "jsonl")
    text = data.decode("utf-8")
    assert len(text.splitlines()) == len(data.split(b"\n")) - 1 == 3
    record = json.loads(text.splitlines()[0])
    assert any("\u2028" in one for one in plain(strings(record)))
    assert not re.search(r"\\u(?:00[01]|d[89a-f])", text)
    assert re.fullmatch("Teks .* selesai.", record["body"][0], re.DOTALL)
    assert len(record["body"][0]) == len(f"Teks {HOSTILE} selesai.")


def test_no_cell_of_a_csv_file_is_a_formula(lines: list[bytes]) -> None:
    text = export(lines, "csv").decode("utf-8")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert [len(row) for row in rows] == [len(columns())] * 4
    cells = plain(cell for row in rows for cell in row)
    assert not [cell for cell in cells if cell.strip("\u200b \t\n").startswith(tuple("=+-@＝＋－＠"))]


def test_parquet_holds_the_same_text(lines: list[bytes], tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(export(lines, "parquet"))
    rows = pq.read_table(tmp_path / "a.parquet").to_pylist()
    assert plain(strings(rows)) == list(strings([json.loads(line) for line in lines]))


@pytest.mark.parametrize("form", FEEDS)
def test_feeds_hold_plain_text_and_web_addresses(lines: list[bytes], form: str) -> None:
    data = export(lines, form)
    plain(iter([data.decode("utf-8")]))
    if form == "jsonfeed":
        feed = json.loads(data)
        texts = plain(strings(feed))
        markup = [item["content_html"] for item in feed["items"]]
        addresses = [item["url"] for item in feed["items"]]
    else:
        root = etree.fromstring(data)
        texts = [text for node in root.iter() for text in (node.text or "", *node.attrib.values())]
        name = "{*}content" if form == "atom" else "{*}encoded"
        markup = [node.text or "" for node in root.iter(name)]
        links = [node.get("href") or node.text or "" for node in root.iter("{*}link")]
        addresses = [link for link in links if link.startswith("https://contoh.go.id/berita/")]
        assert all(link.startswith("https://") for link in links)
    assert sorted(addresses) == ["https://contoh.go.id/berita/1", "https://contoh.go.id/berita/3"]
    assert not [text for text in texts if re.match(r"\s*(?:javascript|data|file):", text)]
    for one in markup:
        tree = html.fromstring(f"<div>{one}</div>")
        assert {str(node.tag) for node in tree.iter()} <= {"div", "p", "figure", "img", "figcaption"}
        assert all(source.startswith("https://") for source in tree.xpath("//@src"))
    assert len(markup) == 2
