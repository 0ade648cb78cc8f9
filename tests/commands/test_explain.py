from __future__ import annotations

import argparse
import io
import json
import sys
from pathlib import Path

import pytest
from scrapy.utils.project import get_project_settings

from crawler.commands.explain import Command
from crawler.extraction import extract_article
from crawler.extraction.wrapper.template import Layout, Template
from crawler.ledger.ledger import Ledger
from crawler.templates.store import store_template
from tests.extraction.pages import FIRST, SECOND, THIRD, TITLE, page

URL = "https://tubankab.go.id/berita/pasar-baru"
HTML = page(f"<p>{FIRST}</p><p>{SECOND}</p><p>Dilihat 120 kali</p><p>{THIRD}</p>").encode()


def explain(
    monkeypatch: pytest.MonkeyPatch, output: Path, *arguments: str, stdin: bytes = HTML
) -> tuple[int, Command]:
    command = Command()
    command.settings = get_project_settings()
    command.settings.set("OUTPUT_DIR", str(output))
    parser = argparse.ArgumentParser()
    command.add_options(parser)
    options, rest = parser.parse_known_args(list(arguments))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
    command.run(rest, options)
    return command.exitcode, command


def test_kept_and_removed_lines_have_signs_and_reasons(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert explain(monkeypatch, tmp_path, URL)[0] == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("page type:  article (score ")
    assert lines[1] == f"title:      {TITLE} (from heading)"
    assert [line[2:60] for line in lines if line.startswith("+ ")] == [
        text[:58] for text in (FIRST.partition("– ")[2], SECOND, THIRD)
    ]
    assert "- [boilerplate line] Dilihat 120 kali" in lines
    assert not (tmp_path / "ledger.db").exists()


def test_json_agrees_with_the_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    explain(monkeypatch, tmp_path, URL, "--json")
    found = json.loads(capsys.readouterr().out)
    article = extract_article(HTML, URL)
    assert [block["text"] for block in found["kept"]] == article.body
    assert (found["published_at"], found["confidence"]) == (article.published_at, article.confidence)
    assert found["page_type"] == "article"
    assert found["portal"] == "tubankab"


def test_a_listing_names_its_evidence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    html = b"<html><head><title>404 Not Found</title></head><body><h1>404</h1></body></html>"
    assert explain(monkeypatch, tmp_path, "https://tubankab.go.id/tag/banjir", stdin=html)[0] == 0
    assert capsys.readouterr().out.startswith("page type:  not_found_page\n")


def test_the_template_of_the_ledger_is_applied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    greeting = "Selamat membaca, warga yang budiman: kabar ini dari redaksi kami."
    html = page(f"<p>{FIRST}</p><p class='salam'>{greeting}</p><p>{SECOND}</p><p>{THIRD}</p>").encode()
    explain(monkeypatch, tmp_path, URL, "--json", stdin=html)
    assert greeting in [block["text"] for block in json.loads(capsys.readouterr().out)["kept"]]
    layout = Layout("article", "div.entry-content", furniture=("p.salam",), pages=20)
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        ledger.start_run()
        store_template(ledger, Template("tubankab", (layout,)))
    explain(monkeypatch, tmp_path, URL, "--json", stdin=html)
    found = json.loads(capsys.readouterr().out)
    assert {"text": greeting, "reason": "recurs on the portal"} in found["removed"]
    assert (found["template"], found["layout"]) == (1, "article")


@pytest.mark.parametrize(("arguments", "stdin"), [((), HTML), ((URL,), b" "), ((URL, URL), HTML)])
def test_without_address_or_page_it_refuses(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    stdin: bytes,
) -> None:
    assert explain(monkeypatch, tmp_path, *arguments, stdin=stdin)[0] == 2
    assert "scrapy explain: " in capsys.readouterr().err
