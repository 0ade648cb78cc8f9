"""Modules that the commands load too early: start-up is measured in modules, since time varies."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from crawler.sample.server import serve_sample
from tests.crawling import scrapy

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import sys
from scrapy.cmdline import execute
def modules():
    print("\\n".join(sys.modules), file=open(sys.argv[0], "w"))
{hook}
sys.argv = {arguments!r}
try:
    execute()
finally:
    {end}
"""
AT_FIRST_REQUEST = """
from scrapy.core.engine import ExecutionEngine
crawl = ExecutionEngine.crawl
def seen(self, request):
    ExecutionEngine.crawl = crawl
    modules()
    crawl(self, request)
ExecutionEngine.crawl = seen
"""


def run(file: Path, hook: str, end: str, *arguments: str) -> list[str]:
    """The modules that `scrapy ARGUMENTS` has loaded when `modules` is called, in order."""
    program = PROGRAM.format(hook=hook, end=end, arguments=[str(file), *arguments])
    subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True, text=True, timeout=120
    )
    return file.read_text().split()


@pytest.fixture(scope="module")
def listing(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return run(tmp_path_factory.mktemp("start") / "modules", "", "modules()", "portals")


@pytest.fixture(scope="module")
def crawling(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("start")
    settings = (f"OUTPUT_DIR={folder}", "ALLOW_PRIVATE_ADDRESSES=1", "DOWNLOAD_DELAY=0")
    flags = [flag for setting in settings for flag in ("-s", setting)]
    with serve_sample(0) as address:
        where = ("-a", f"url={address}", "-a", "limit=1")
        return run(folder / "modules", AT_FIRST_REQUEST, "pass", "crawl", "portal", *where, *flags)


@pytest.mark.parametrize(
    "module",
    [
        "aiohttp",
        "crawler.dates.grammar",
        "crawler.urls.canonical",
        "crawler.extraction",
        "crawler.items",
        "crawler.platforms",
        "feedparser",
        "procrastinate",
        "psycopg",
        "publicsuffixlist",
        "sqlalchemy",
        "tldextract",
    ],
)
def test_a_list_of_portals_loads_no(listing: list[str], module: str) -> None:
    assert "crawler.portals.docs_table" in listing
    assert module not in listing


@pytest.mark.parametrize(
    "module",
    [
        "aiohttp",
        "alembic",
        "crawler.archive.warc_writer",
        "crawler.cluster.database",
        "crawler.dates.grammar",
        "crawler.extraction.extractor",
        "crawler.report.html_page",
        "dateparser",
        "feedparser",
        "numpy",
        "prometheus_client",
        "psycopg",
        "py3langid",
        "rensa",
        "requests",
        "rich",
        "spidermon",
        "tldextract",
        "urllib3",
        "warcio",
    ],
)
def test_a_first_request_waits_for_no(crawling: list[str], module: str) -> None:
    assert "spiders.portal" in crawling
    assert module not in crawling


def test_what_looks_at_all_loaded_modules_is_loaded_while_they_are_few(crawling: list[str]) -> None:
    assert crawling.index("scrapy.core.downloader.contextfactory") < crawling.index("spiders.portal")


def test_a_list_of_settings_holds_no_passwords(tmp_path: Path) -> None:
    given = ["-s", "MAIL_PASS=s3cret", "-s", "AWS_SECRET_ACCESS_KEY=s3cret", "-s", f"OUTPUT_DIR={tmp_path}"]
    run = scrapy("crawl", "archive", "-a", f"warc={__file__}", "-a", "workers=1", "-L", "INFO", *given)
    assert "'MAIL_PASS': '***'" in run.stderr
    assert "s3cret" not in run.stderr
