"""`scrapy digest`: what it writes and sends, and what it refuses."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email import message_from_string
from email.policy import default
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from tests.browse.harvest import fill
from tests.crawling import scrapy
from tests.extensions.test_notify import mailbox
from tests.ledger.making import OTHER, make_article

TODAY = (datetime.now(UTC) + timedelta(hours=7)).date()
FILE = """\
[tell]
grup = "json://127.0.0.1:PORT/rahasia"

[[watch]]
name = "banjir"
query = "banjir*"
tell = "grup"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    yesterday = TODAY - timedelta(days=1)
    fill(
        tmp_path / "ledger.db",
        [
            make_article(1, published_at=f"{TODAY}T01:00:00+07:00"),
            make_article(2, OTHER, title="Banjir bandang", published_at=f"{yesterday}T08:00:00+08:00"),
            make_article(3, title="Banjir lama", published_at=str(TODAY - timedelta(days=30))),
        ],
    )
    return tmp_path


def test_yesterday_and_today_by_watch_is_the_default(folder: Path) -> None:
    (folder / "watch.toml").write_text(FILE, encoding="utf-8")
    flags = ("-s", f"OUTPUT_DIR={folder}", "-s", f"WATCH_FILE={folder / 'watch.toml'}")
    done = scrapy("digest", "--format", "markdown", *flags)
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stdout.splitlines() if line.startswith("#")]
    assert lines == [
        "# Kliping berita",
        *("## banjir", "### Bali", "#### Portal Lain"),
        *("## Berita lain", "### Jawa Timur", "#### Portal Contoh"),
    ]
    assert "Banjir lama" not in done.stdout
    only = scrapy("digest", "--watch", "banjir", "--since", "60d", "-o", str(folder / "a.html"), *flags)
    assert (only.returncode, only.stdout) == (0, "")
    page = (folder / "a.html").read_text(encoding="utf-8")
    assert "Banjir lama" in page
    assert "taman nomor 1" not in page
    english = scrapy("digest", "--language", "en", "--province", "bali", "--until", "today", *flags)
    assert '<html lang="en">' in english.stdout
    assert "News digest: Bali" in english.stdout
    assert "taman nomor 1" not in english.stdout
    matching = scrapy("digest", "--match", "title:taman", "--format", "markdown", *flags)
    assert "taman nomor 1" in matching.stdout
    assert "Banjir" not in matching.stdout


def test_it_is_sent_as_mail_and_to_a_name(folder: Path, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/rahasia").respond_with_data("")
    file = folder / "watch.toml"
    file.write_text(FILE.replace("PORT", str(httpserver.port)), encoding="utf-8")
    flags = ("-s", f"OUTPUT_DIR={folder}", "-s", f"WATCH_FILE={file}")
    with mailbox() as (port, mails):
        mail = f"mailto://127.0.0.1:{port}/?mode=insecure&from=warta@example.org&to=humas@example.org"
        done = scrapy("digest", "--send", mail, "--send", "grup", *flags)
    assert done.returncode == 0, done.stderr
    assert "--send 1 (mailto): sent" in done.stderr
    assert "grup: sent" in done.stderr
    assert "example.org" not in done.stderr
    letter = message_from_string(mails[0], policy=default)
    page = letter.get_body(("html",))
    assert page is not None
    assert "Banjir bandang" in page.get_content()
    assert letter["Subject"].startswith("Kliping berita, ")
    ((request, _),) = httpserver.log
    assert "Banjir bandang" in json.loads(request.data)["message"]
    failed = scrapy("digest", "--send", f"json://127.0.0.1:{httpserver.port}/token", *flags)
    assert failed.returncode == 1
    assert "--send 1 (json): not sent: HTTP 500" in failed.stderr
    assert "token" not in failed.stderr


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--match", "(banjir"), "query, character 1"),
        (("--watch", "banjr"), "there is no watch 'banjr'; known watches: banjir"),
        (("--send", "grub"), "neither an apprise URL nor a name of [tell]"),
        (("--send", "env:NIX"), "variable 'NIX' has no address"),
        (("--send", "tgrm://rahasia/1"), "apprise does not accept the URL of --send 1 (tgrm)"),
        (("--province", "Jawa"), "there is no province 'Jawa'"),
        (("--portal", "nix"), "has no portal 'nix'"),
        (("--since", "besok"), "'besok' is not a date"),
        (("--since", "2026-11-30", "--until", "2026-11-01"), "swap them"),
        (("--watch", "banjir", "--by", "section"), "--watch goes with --by watch"),
        (("-o", "/dev/null/x"), "cannot be written"),
        (("kemarin",), "'kemarin' is not understood"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(folder: Path, arguments: tuple[str, ...], problem: str) -> None:
    (folder / "watch.toml").write_text(FILE, encoding="utf-8")
    flags = ("-s", f"OUTPUT_DIR={folder}", "-s", f"WATCH_FILE={folder / 'watch.toml'}")
    done = scrapy("digest", *arguments, *flags)
    assert done.returncode == 2
    assert problem in done.stderr
    assert "rahasia" not in done.stderr
    assert "Traceback" not in done.stderr
