"""Results of a run: a report, its entry in the history, and notifications."""

from __future__ import annotations

import json
from pathlib import Path

from lxml import html
from pytest_httpserver import HTTPServer

from crawler.extensions.run_end import prune_reports
from crawler.ledger.visits import History
from tests.crawling import LOOPBACK, crawl, records
from tests.sites.wordpress import WordPress


def test_a_run_is_reported_remembered_and_its_trouble_told(httpserver: HTTPServer, tmp_path: Path) -> None:
    httpserver.expect_request("/hook").respond_with_data("")
    site = WordPress(6)
    address = site.mount(httpserver)
    metrics = tmp_path / "warta.prom"
    settings = (
        *LOOPBACK,
        f"HEALTH_WEBHOOK={httpserver.url_for('/hook')}",
        f"METRICS_FILE={metrics}",
        "HEALTH_EXIT=1",
        "RETRY_TIMES=0",
    )

    first = crawl(tmp_path, "-a", f"url={address}", settings=settings)
    assert first.returncode == 0, first.stderr
    (report,) = (tmp_path / "reports").iterdir()
    assert f"Report: {report}" in first.stderr
    tree = html.document_fromstring(report.read_text(encoding="utf-8"))
    text = tree.text_content()
    assert any(record["title"] in text for record in records(tmp_path))
    (row,) = tree.xpath("//table[@id='portals']/tbody/tr")
    assert row.get("data-verdict") == "ok"  # its newest article is old, but this is its first visit
    assert "warta_last_run_success 1.0" in metrics.read_text(encoding="utf-8")

    site.robots = "User-agent: *\nDisallow: /\n"
    second = crawl(tmp_path, "-a", f"url={address}", settings=settings)
    assert second.returncode == 1
    told = [json.loads(request.data) for request, _ in httpserver.log if request.path == "/hook"]
    assert len(told) == 1
    (portal,) = told[0]["portals"]
    assert portal["verdict"] == "broken"  # a refusal counts at once
    assert any("robots.txt" in reason for reason in portal["reasons"])
    assert 'warta_last_run_portal_health{portal="' in metrics.read_text(encoding="utf-8")
    with History.open(tmp_path / "ledger.db") as history:
        (last, before) = history.recent(portal["id"])
    assert last.failed is not None
    assert before.failed is None
    assert before.new == 6
    assert before.complete
    assert before.requests >= 7


def test_old_reports_are_deleted_and_nothing_else(tmp_path: Path) -> None:
    names = [f"2026112{day}T010000Z-{day}.html" for day in range(1, 6)]
    for name in (*names, "notes.html", "20261121T010000Z-1.txt"):
        (tmp_path / name).touch()
    prune_reports(tmp_path, 0)
    assert len(list(tmp_path.iterdir())) == 7
    prune_reports(tmp_path, 2)
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "20261121T010000Z-1.txt", *names[3:], "notes.html"
    ]  # fmt: skip
    prune_reports(tmp_path, 60)
    assert len(list(tmp_path.iterdir())) == 4
