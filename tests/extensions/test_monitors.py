"""Spidermon runs our suite when enabled, and is not imported otherwise."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from tests.crawling import LOOPBACK, ROOT, crawl
from tests.sites.wordpress import WordPress


def test_the_suite_names_a_portal_that_failed(httpserver: HTTPServer, tmp_path: Path) -> None:
    pytest.importorskip("spidermon", reason="Spidermon is not installed")
    site = WordPress(3)
    site.robots = "User-agent: *\nDisallow: /\n"
    settings = (*LOOPBACK, "SPIDERMON_ENABLED=1")
    done = crawl(tmp_path, "-a", f"url={site.mount(httpserver)}", settings=settings)
    assert "No portal failed" in done.stderr
    assert "[Spidermon] FAILED" in done.stderr
    assert "robots.txt forbids" in done.stderr


def test_nothing_heavy_is_imported_before_it_is_used() -> None:
    heavy = ("spidermon", "rich", "prometheus_client", "datasette", "crawler.report.html_page", "smtplib")
    code = (
        "import sys\n"
        "from scrapy.utils.project import get_project_settings\n"
        "from scrapy.utils.misc import load_object\n"
        "settings = get_project_settings()\n"
        "for path, order in settings.getdict('EXTENSIONS').items():\n"
        "    order is not None and load_object(path)\n"
        f"print([name for name in {heavy!r} if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
