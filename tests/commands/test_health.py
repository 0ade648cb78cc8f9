"""`scrapy health`: verdicts for people, as JSON, and as exit status."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from crawler.ledger.visit import Visit
from crawler.ledger.visits import History
from tests.browse.harvest import fill
from tests.crawling import scrapy


def test_it_names_what_is_not_ok_and_fails_only_when_asked(tmp_path: Path) -> None:
    fill(tmp_path / "ledger.db")
    with History.open(tmp_path / "ledger.db") as history:
        bad = Visit("lain", history.now() - 60, "r1", complete=False, failed="connection refused")
        history.record([bad, replace(bad, ended_at=bad.ended_at - 60)])
    flags = ("-s", f"OUTPUT_DIR={tmp_path}")
    plain = scrapy("health", *flags)
    assert plain.returncode == 0, plain.stderr
    first, *_, last = plain.stdout.splitlines()
    assert first == "lain: broken: failed in 2 runs in a row: connection refused"
    assert last.startswith("2 portals: ")
    strict = scrapy("health", "--strict", "--json", "--portal", "lain", *flags)
    assert strict.returncode == 1
    assert json.loads(strict.stdout)["verdict"] == "broken"


def test_it_shows_the_share_of_articles_with_low_confidence(tmp_path: Path) -> None:
    fill(tmp_path / "ledger.db")
    with History.open(tmp_path / "ledger.db") as history:
        last = Visit(
            "lain", history.now() - 60, "r1", complete=True, found=8, new=6, changed=2, low_confidence=3
        )
        history.record([last])
    flags = ("--portal", "lain", "-s", f"OUTPUT_DIR={tmp_path}")
    assert "lain: low confidence: 37.5 % of 8 articles" in scrapy("health", *flags).stdout.splitlines()
    assert json.loads(scrapy("health", "--json", *flags).stdout)["low_confidence"] == 0.375


def test_an_unknown_portal_or_no_ledger_is_one_line(tmp_path: Path) -> None:
    fill(tmp_path / "ledger.db")
    for folder in (tmp_path / "none", tmp_path):
        done = scrapy("health", "--portal", "siapa", "-s", f"OUTPUT_DIR={folder}")
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1
