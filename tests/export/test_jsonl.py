from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crawler.export.folders import articles_file, folder_name
from crawler.export.jsonl import Projection
from crawler.items import Article
from crawler.ledger.errors import LedgerError
from crawler.ledger.ledger import Ledger
from crawler.ledger.records import line_of
from tests.ledger.fixtures import Clock, OpenLedger
from tests.ledger.making import OTHER, PORTAL, make_article


def store(ledger: Ledger, *articles: Article) -> None:
    for article in articles:
        ledger.record_article(article)
    ledger.flush()


@pytest.fixture
def file(ledger: Ledger, tmp_path: Path) -> Path:
    return articles_file(tmp_path, PORTAL.id, ledger.run.crawl_date)


def numbers(file: Path) -> list[int]:
    data = file.read_bytes()
    assert data.endswith(b"\n")
    return [json.loads(line)["seq"] for line in data.splitlines()]


def test_each_portal_and_day_has_its_file(ledger: Ledger, file: Path, tmp_path: Path) -> None:
    store(ledger, make_article(1), make_article(2), make_article(1, OTHER))
    projection = Projection(ledger, tmp_path)
    projection.advance([PORTAL.id, OTHER.id])
    assert file.parent.parent == tmp_path / "articles"
    assert numbers(file) == [1, 2]
    assert [Path(name).parent.name for name in projection.files] == [PORTAL.id, OTHER.id]
    store(ledger, make_article(3))
    projection.advance([PORTAL.id])
    projection.advance([PORTAL.id])
    assert numbers(file) == [1, 2, 4]


@pytest.mark.parametrize("cut", [1, 2, 50, 10_000])
def test_a_torn_line_is_cut_off_and_written_whole(
    ledger: Ledger, file: Path, tmp_path: Path, cut: int
) -> None:
    store(ledger, *map(make_article, range(30)))
    Projection(ledger, tmp_path).advance([PORTAL.id])
    whole = file.read_bytes()
    file.write_bytes(whole[:-cut])
    Projection(ledger, tmp_path).check(PORTAL.id)
    assert file.read_bytes() == whole


def test_the_files_of_a_run_that_died_are_made_whole(
    ledger: Ledger, file: Path, tmp_path: Path, open_ledger: OpenLedger, clock: Clock
) -> None:
    ledger.lease(PORTAL)
    store(ledger, *map(make_article, range(3)))
    ledger.close(finished=False)
    clock.now += 3 * 24 * 3600
    later = open_ledger()
    later.start_run()
    Projection(later, tmp_path).repair()
    assert numbers(file) == [1, 2, 3]
    assert later.dead_runs() == []


def test_a_hole_that_a_power_cut_left_is_mended(
    ledger: Ledger, file: Path, tmp_path: Path, open_ledger: OpenLedger, clock: Clock
) -> None:
    ledger.lease(PORTAL)
    store(ledger, *map(make_article, range(9)))
    Projection(ledger, tmp_path).advance([PORTAL.id])
    whole = file.read_bytes()
    file.write_bytes(whole[:1000] + b"\0" * 2000 + whole[3000:])
    ledger.close(finished=False)
    clock.now += 3600
    later = open_ledger()
    later.start_run()
    Projection(later, tmp_path).repair()
    assert file.read_bytes() == whole


def test_lines_that_the_file_lacks_are_appended_in_order(ledger: Ledger, file: Path, tmp_path: Path) -> None:
    store(ledger, *map(make_article, range(5)))
    Projection(ledger, tmp_path).advance([PORTAL.id])
    store(ledger, *map(make_article, range(5, 10)))
    Projection(ledger, tmp_path).check(PORTAL.id)
    assert numbers(file) == list(range(1, 11))


def test_a_missing_file_is_written_anew(ledger: Ledger, file: Path, tmp_path: Path) -> None:
    store(ledger, *map(make_article, range(5)))
    projection = Projection(ledger, tmp_path)
    projection.advance([PORTAL.id])
    file.unlink()
    projection.check(PORTAL.id)
    assert numbers(file) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    "content", [b"notes of my own\n", b'{"id": "x", "seq": 3}\n', line_of(make_article(7, seq=2)) + b"\n"]
)
def test_a_file_of_another_ledger_is_kept_under_another_name(
    ledger: Ledger, file: Path, tmp_path: Path, content: bytes
) -> None:
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    store(ledger, *map(make_article, range(3)))
    Projection(ledger, tmp_path).advance([PORTAL.id])
    assert numbers(file) == [1, 2, 3]
    assert file.with_name(file.name + ".1").read_bytes() == content


def test_a_file_that_cannot_be_written_is_one_clear_line(ledger: Ledger, file: Path, tmp_path: Path) -> None:
    store(ledger, make_article(1))
    file.mkdir(parents=True)
    with pytest.raises(LedgerError, match="cannot be written"):
        Projection(ledger, tmp_path).advance([PORTAL.id])


@pytest.mark.parametrize("written_before", [True, False])
@pytest.mark.parametrize("replaced", [True, False])
def test_an_output_folder_that_was_moved_away_gets_no_files(
    ledger: Ledger, tmp_path: Path, written_before: bool, replaced: bool
) -> None:
    output = tmp_path / "output"
    output.mkdir()
    projection = Projection(ledger, output)
    if written_before:
        store(ledger, make_article(1))
        projection.advance([PORTAL.id])
    output.rename(tmp_path / "elsewhere")
    if replaced:
        output.mkdir()
    store(ledger, make_article(2))
    with pytest.raises(LedgerError, match="output was moved, deleted or replaced"):
        projection.advance([PORTAL.id])
    assert not (output / "articles").exists()


def test_an_output_folder_is_made_for_the_first_file(ledger: Ledger, tmp_path: Path) -> None:
    output = tmp_path / "a" / "b"
    store(ledger, make_article(1))
    Projection(ledger, output).advance([PORTAL.id])
    assert numbers(articles_file(output, PORTAL.id, ledger.run.crawl_date)) == [1]


def test_lines_are_safe_for_any_reader() -> None:
    hostile = "a\u2028b\u2029c\u0085d\ud800e\r\nf\0g\x0b\x0c\x1c\U0001f600"
    line = line_of(make_article(1, title=hostile, body=[hostile], tags=["]}\n{"]))
    text = line.decode("utf-8")
    assert len(text.splitlines()) == 1
    assert (
        json.loads(text)["title"]
        == "a\u2028b\u2029c\ufffdd\ufffde\ufffd\nf\ufffdg\ufffd\ufffd\ufffd\U0001f600"
    )
    assert text.isprintable()


def test_keys_stand_in_the_order_of_the_class() -> None:
    record = json.loads(line_of(make_article(1)))
    assert list(record) == list(Article.__slots__)


@pytest.mark.parametrize(
    "portal_id",
    ["../../etc", "..", ".", "", "/etc/passwd", "a/b", "a\\b", "A b", "a" * 500, "a\0b", "-rf", "é"],
)
def test_no_portal_id_leads_out_of_the_output_folder(tmp_path: Path, portal_id: str) -> None:
    name = folder_name(portal_id)
    assert "/" not in name
    assert name not in ("", ".", "..")
    assert len(name.encode()) < 256
    path = articles_file(tmp_path, portal_id, date(2026, 11, 22))
    assert path.resolve().parent.parent == tmp_path / "articles"


def test_portal_slugs_are_folder_names() -> None:
    assert folder_name("newsurban.id") == "newsurban.id"
    assert folder_name("kota-malang_2") == "kota-malang_2"


def test_two_runs_that_bring_a_file_level_take_turns(
    ledger: Ledger, open_ledger: OpenLedger, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(ledger, *map(make_article, range(5)))
    other_ledger = open_ledger()
    other = threading.Thread(target=Projection(other_ledger, tmp_path).check, args=[PORTAL.id])
    lines = ledger.lines

    def meanwhile(*args: Any) -> Iterator[tuple[int, bytes]]:
        other.start()
        other.join(0.3)  # it would be through by now, were it not made to wait
        return lines(*args)

    monkeypatch.setattr(ledger, "lines", meanwhile)
    Projection(ledger, tmp_path).check(PORTAL.id)
    other.join()
    assert numbers(file) == [1, 2, 3, 4, 5]


def test_without_files_only_the_ledger_has_the_articles(
    ledger: Ledger, open_ledger: OpenLedger, tmp_path: Path
) -> None:
    store(ledger, make_article(1))
    Projection(ledger, tmp_path, wanted=False).advance([PORTAL.id])
    ledger.close(finished=False)
    after = open_ledger()
    Projection(after, tmp_path, wanted=False).repair()
    assert after.dead_runs() == []
    assert not (tmp_path / "articles").exists()
