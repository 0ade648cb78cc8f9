"""`scrapy watch`: a query tried on the ledger, test messages, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from crawler.ledger.watches import Hit, Watches
from tests.browse.harvest import fill
from tests.crawling import scrapy
from tests.ledger.making import OTHER, make_article

TODAY = (datetime.now(UTC) + timedelta(hours=7)).date()
TITLE = "Banjir <b>bandang</b>\tlagi"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    fill(
        tmp_path / "ledger.db",
        [
            make_article(1, published_at=f"{TODAY}T08:00:00+07:00"),
            make_article(2, OTHER, title=TITLE, published_at=str(TODAY - timedelta(days=3))),
            make_article(3, title="Banjir lama", published_at=str(TODAY - timedelta(days=30))),
        ],
    )
    return tmp_path


def test_a_query_is_tried_on_stored_articles(folder: Path) -> None:
    done = scrapy("watch", "--test", "banjir", "-s", f"OUTPUT_DIR={folder}")
    assert done.returncode == 0
    day = TODAY - timedelta(days=3)
    assert done.stdout == f"{day}\tlain\tBanjir <b>bandang</b> lagi\thttps://lain.go.id/berita/2\n"
    assert "1 of 2 articles since" in done.stderr
    longer = scrapy("watch", "--test", "banjir", "--since", "60d", "-s", f"OUTPUT_DIR={folder}")
    assert len(longer.stdout.splitlines()) == 2
    bounded = scrapy(
        "watch", "--test", "banjir", "--since", "60d", "--until", "7d", "-s", f"OUTPUT_DIR={folder}"
    )
    assert bounded.stdout.split("\t")[2] == "Banjir lama"


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--test", "banjir AND"), "query, character 8 (at 'AND')"),
        (("--test", "banjir", "--since", "besok"), "'besok' is not a date"),
        (("--since", "7d"), "--since and --until go with --test"),
        (("--hello", "grub"), "[tell] has no name 'grub'; there are: grup"),
        (("bencana",), "'bencana' is not understood"),
        (("-s", "WATCH_FILE=nix.toml"), "nix.toml: cannot be read"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(folder: Path, arguments: tuple[str, ...], problem: str) -> None:
    file = folder / "watch.toml"
    file.write_text('[tell]\ngrup = "json://127.0.0.1:9/"\n', encoding="utf-8")
    done = scrapy("watch", "-s", f"WATCH_FILE={file}", "-s", f"OUTPUT_DIR={folder}", *arguments)
    assert done.returncode == 2
    assert problem in done.stderr
    assert "Traceback" not in done.stderr


def test_a_test_message_reaches_a_name(folder: Path, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/baik").respond_with_data("")
    file = folder / "watch.toml"
    port = httpserver.port
    file.write_text(
        f'[tell]\nbaik = "json://127.0.0.1:{port}/baik"\nrusak = "json://127.0.0.1:{port}/nix"\n',
        encoding="utf-8",
    )
    flags = ("-s", f"WATCH_FILE={file}", "-s", f"OUTPUT_DIR={folder}")
    good = scrapy("watch", "--hello", "baik", *flags)
    assert (good.returncode, good.stdout) == (0, "baik: sent\n")
    bad = scrapy("watch", "--hello", "rusak", *flags)
    assert (bad.returncode, bad.stdout) == (1, "rusak: not sent: HTTP 500\n")


def test_watches_are_shown_before_the_first_crawl(tmp_path: Path) -> None:
    file = tmp_path / "watch.toml"
    file.write_text(
        '[tell]\ngrup = "json://kunci:rahasia@127.0.0.1:9/"\n'
        '[[watch]]\nname = "bencana"\nquery = "banjir*"\ntell = "grup"\nwhen = "digest"\n',
        encoding="utf-8",
    )
    done = scrapy("watch", "-s", f"WATCH_FILE={file}", "-s", f"OUTPUT_DIR={tmp_path / 'output'}")
    assert done.returncode == 0, done.stderr
    assert done.stdout == (
        "bencana: banjir*\n  digest at 06:00 WIB; begins with the next crawl\n  grup: 0 sent, 0 waiting\n"
    )
    assert not (tmp_path / "output").exists()


def test_what_a_killed_process_claimed_is_said(folder: Path) -> None:
    file = folder / "watch.toml"
    file.write_text(
        '[tell]\ngrup = "json://127.0.0.1:9/"\n[[watch]]\nname = "semua"\nquery = "warga"\ntell = "grup"\n',
        encoding="utf-8",
    )
    with Watches.open(folder / "ledger.db") as state:
        state.register(["semua"])
        state.advance({"semua": (3, 4)}, [Hit("semua", "a" * 16, 1)], {"semua": ["grup"]})
        assert state.claim("semua", "grup", 10) is not None
    done = scrapy("watch", "--tell", "-s", f"WATCH_FILE={file}", "-s", f"OUTPUT_DIR={folder}")
    assert done.returncode == 1
    assert "semua: 1 still wait to be sent to grup: by another process" in done.stdout
