from __future__ import annotations

import argparse
import io
import json
import sys
from pathlib import Path

import pytest
from scrapy.utils.project import get_project_settings

from crawler.commands.fixture import Command, replay
from crawler.portals import load_registry
from tests.extraction.pages import FIRST, SECOND, THIRD, TITLE, page

URL = "https://tubankab.go.id/berita/pasar-baru"
HTML = page(f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>").encode()


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str, stdin: bytes = b"") -> int:
    command = Command()
    command.settings = get_project_settings()
    parser = argparse.ArgumentParser()
    command.add_options(parser)
    options, rest = parser.parse_known_args(list(arguments))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
    command.run(rest, options)
    return command.exitcode


def test_a_page_becomes_a_fixture_that_replays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, URL, "--folder", str(tmp_path), stdin=HTML) == 0
    assert f"title: {TITLE}" in capsys.readouterr().out
    (place,) = tmp_path.glob("*/*")
    assert place.parent.name == "tubankab"
    expected, today = replay(place, load_registry())
    assert expected == today
    assert expected["title"] == TITLE
    assert expected["portal"]["region"] == "Kabupaten Tuban"


def test_again_writes_the_records_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, URL, "--folder", str(tmp_path), stdin=HTML) == 0
    (record,) = tmp_path.glob("*/*/article.json")
    before = record.read_bytes()
    record.write_text(json.dumps({**json.loads(before), "title": "Old"}), encoding="utf-8")
    assert run(monkeypatch, "--again", "--folder", str(tmp_path)) == 0
    assert record.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "stdin", "message"),
    [
        ((URL,), b"", "stdin is empty"),
        ((URL,), b"<title>Beranda</title><a href='/'>Beranda</a>", "is no article"),
        (("tubankab.go.id",), HTML, "has no scheme"),
        ((), b"", "give the page's address"),
        ((URL, "--again"), b"", "give the page's address"),
    ],
)
def test_what_is_no_article_is_refused(
    arguments: tuple[str, ...],
    stdin: bytes,
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(monkeypatch, *arguments, "--folder", str(tmp_path), stdin=stdin) == 2
    assert message in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_again_leaves_records_that_are_as_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record from before a field existed lacks it; that is no change."""
    assert run(monkeypatch, URL, "--folder", str(tmp_path), stdin=HTML) == 0
    (record,) = tmp_path.glob("*/*/article.json")
    older = {name: value for name, value in json.loads(record.read_text()).items() if name != "confidence"}
    record.write_text(json.dumps(older), encoding="utf-8")
    before = record.read_bytes()
    assert run(monkeypatch, "--again", "--folder", str(tmp_path)) == 0
    assert record.read_bytes() == before
