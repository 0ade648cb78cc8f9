from __future__ import annotations

import csv
import io
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from crawler.export.csv_rows import columns, write_csv
from crawler.export.output_files import write_file, write_lines
from crawler.items import Article, Credit, Dateline, Image
from crawler.ledger.errors import LedgerError
from crawler.ledger.ledger import Ledger
from crawler.ledger.records import line_of
from tests.browse.harvest import fill
from tests.crawling import ROOT
from tests.ledger.fixtures import Clock
from tests.ledger.making import OTHER, PORTAL, make_article
from tests.starting.program import run

CREDITS = [Credit("editor", "A", "Editor: A")]


@pytest.fixture
def output(tmp_path: Path, clock: Clock) -> Path:
    """An output folder whose ledger holds three articles, one of them twice."""
    with Ledger.open(tmp_path / "ledger.db", clock=clock) as ledger:
        ledger.start_run()
        ledger.lease(PORTAL)
        ledger.lease(OTHER)
        ledger.record_article(make_article(1))
        ledger.record_article(make_article(1, OTHER, published_at="2023-01-01"))
        ledger.flush()
        clock.now += 3600
        ledger.record_article(make_article(1, title="=HYPERLINK(0)", dateline=Dateline("M", None, "M -")))
        ledger.record_article(make_article(2, published_at=None, credits=CREDITS))
    return tmp_path


def scrapy(output: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run("scrapy", *arguments, "-s", f"OUTPUT_DIR={output}", cwd=ROOT)


def seqs(result: subprocess.CompletedProcess[str]) -> list[int]:
    assert (result.returncode, result.stderr) == (0, "")
    return [json.loads(line)["seq"] for line in result.stdout.splitlines()]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], [1, 2, 3, 4]),
        (["--latest"], [2, 3, 4]),
        (["--since-seq", "2"], [3, 4]),
        (["--portal", "lain"], [2]),
        (["--portal", "contoh", "--until", "2022-11-17"], [1, 3]),
        (["--since", "2022-11-18"], [2]),
        (["--stored-since", "2025-11-21T05:00:00+00:00"], [3, 4]),
        (["--stored-until", "2025-11-21T12:00:00+07:00"], [1, 2]),
    ],
)
def test_selections(output: Path, arguments: list[str], expected: list[int]) -> None:
    assert seqs(scrapy(output, "export", *arguments)) == expected


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--portal", "tidak-ada"], "has no portal 'tidak-ada'"),
        (["--since-seq", "x"], "is not a seq"),
        (["--since", "17 November"], "is not a date"),
        (["--format", "xml"], "invalid choice"),
        (["everything"], "is not understood"),
        (["-o", "/proc/nothing/x.jsonl"], "cannot be written"),
    ],
)
def test_wrong_arguments_end_with_status_2(output: Path, arguments: list[str], message: str) -> None:
    result = scrapy(output, "export", *arguments)
    assert result.returncode == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_without_a_ledger_nothing_is_made(tmp_path: Path) -> None:
    result = scrapy(tmp_path, "export")
    assert result.returncode == 2
    assert "there is no ledger" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_history_shows_each_revision_as_a_diff(output: Path) -> None:
    result = scrapy(output, "history", "http://www.contoh.go.id/berita/1/")
    assert result.returncode == 0
    assert "revision 2 (seq 3) stored 2025-11-21T05:40:00+00:00, changed: title" in result.stdout
    assert "-title: Wali Kota resmikan taman nomor 1\n+title: =HYPERLINK(0)" in result.stdout
    assert scrapy(output, "history", "https://contoh.go.id/tidak-ada").returncode == 1


def test_history_shows_no_change_that_is_none(output: Path, clock: Clock) -> None:
    def photo(query: str) -> list[Image]:
        return [Image(f"https://contoh.go.id/wp-content/foto{query}")]

    with Ledger.open(output / "ledger.db", clock=clock) as ledger:
        ledger.start_run()
        ledger.lease(PORTAL)
        for number, query in enumerate((".jpg?v=1", "-300x200.jpg", ".jpg?v=2")):
            text = ["Isi  berita." if number else "Isi berita.", f"Ayat {max(1, number)}."]
            ledger.record_article(make_article(9, body=text, images=photo(query)))
    shown = scrapy(output, "history", "https://contoh.go.id/berita/9").stdout
    changed = [line for line in shown.splitlines() if line.startswith(("-", "+"))]
    assert changed == ["--- revision 1", "+++ revision 2", "-Ayat 1.", "+Ayat 2."]


def lines(*articles: Article) -> list[bytes]:
    return [line_of(article) for article in articles]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+62 811",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\n=1",
        "  =1",
        "\u200b=1",
        "\ufeff\u00a0=1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
    ],
)
def test_no_cell_begins_a_formula(text: str) -> None:
    out = io.StringIO()
    write_csv(lines(make_article(1, seq=1, title=text, section=text, tags=[text], body=[text])), out)
    (record,) = csv.DictReader(io.StringIO(out.getvalue(), newline=""))
    for name in ("title", "section", "body"):
        assert record[name] == "'" + text
    assert record["tags"].startswith("[")


def test_csv_has_a_cell_per_column_and_keeps_the_text() -> None:
    out = io.StringIO()
    article = make_article(
        1, seq=7, body=['Kata "dia", lalu;', "baris dua"], dateline=Dateline("M", None, "M -")
    )
    write_csv(lines(article), out)
    (record,) = csv.DictReader(io.StringIO(out.getvalue(), newline=""))
    assert list(record) == columns()
    assert record["body"] == 'Kata "dia", lalu;\n\nbaris dua'
    assert (record["seq"], record["portal_id"], record["dateline_place"]) == ("7", "contoh", "M")
    assert json.loads(record["images"]) == [
        {"url": "https://contoh.go.id/media/1-300x200.jpg", "caption": None, "credit": None}
    ]


def test_parquet_holds_what_json_lines_hold(output: Path, tmp_path: Path) -> None:
    file = tmp_path / "deep" / "articles.parquet"
    assert scrapy(output, "export", "--format", "parquet", "-o", str(file)).returncode == 0
    table: list[dict[str, Any]] = pq.read_table(file).to_pylist()
    plain = scrapy(output, "export").stdout.splitlines()
    assert table == [json.loads(line) for line in plain]


def test_a_file_that_fails_leaves_the_old_one(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    file.write_text("old")

    def broken() -> Any:
        yield b"{}"
        raise LedgerError("the ledger went away")

    with pytest.raises(LedgerError):
        write_file(file, lambda out: write_lines(broken(), out, "jsonl"))
    assert file.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["x.jsonl"]


def test_what_is_no_file_is_written_to_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:
        write_file(pipe, lambda out: write_lines(lines(make_article(1)), out, "jsonl"))
        assert reader.communicate()[0] == lines(make_article(1))[0] + b"\n"
    assert pipe.is_fifo()


def test_a_loop_of_links_is_refused(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.symlink_to(other)
    other.symlink_to(one)
    with pytest.raises(LedgerError, match="one cannot be written"):
        write_file(one, lambda out: write_lines([], out, "jsonl"))


def test_a_link_stays_and_what_it_names_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    link = tmp_path / "link.jsonl"
    link.symlink_to("there/x.jsonl")
    write_file(link, lambda out: write_lines(lines(make_article(1)), out, "jsonl"))
    assert link.is_symlink()
    assert (tmp_path / "there" / "x.jsonl").read_bytes() == lines(make_article(1))[0] + b"\n"


def test_only_matching_articles_are_exported(tmp_path: Path) -> None:
    fill(tmp_path / "ledger.db")
    done = scrapy(tmp_path, "export", "--match", '"banjir bandang" kecamatan')
    assert [json.loads(line)["title"] for line in done.stdout.splitlines()] == ["Banjir bandang"]
    assert scrapy(tmp_path, "export", "--match", "kekeringan").stdout == ""
    refused = scrapy(tmp_path, "export", "--match", "banjir AND", "-o", str(tmp_path / "x.jsonl"))
    assert refused.returncode == 2
    assert "scrapy export: query, character 8 (at 'AND')" in refused.stderr
    assert not (tmp_path / "x.jsonl").exists()
