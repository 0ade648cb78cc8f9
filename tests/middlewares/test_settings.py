"""The settings of a running crawler, also with new defaults of Scrapy."""

from __future__ import annotations

from pathlib import Path

import pytest
import scrapy
from scrapy.settings import default_settings

from tests.middlewares.crawl import Crawl, crawl

REVIEWED = Path(__file__).with_name("scrapy_settings.txt")
"""Every setting of Scrapy with its default, as it was when someone last asked: is this safe for us?"""


@pytest.fixture(scope="module")
def running() -> Crawl:
    return crawl(["http://127.0.0.1:1/"], settings={"ROBOTSTXT_OBEY": True})


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("REMOTE_CONTROL_ENABLED", False),
        ("TELNETCONSOLE_ENABLED", False),
        ("ROBOTSTXT_OBEY", True),
        ("DOWNLOAD_VERIFY_CERTIFICATES", True),
        ("DOWNLOAD_MAXSIZE", 10 * 1024 * 1024),
        ("DOWNLOAD_TIMEOUT", 60),
        ("DNS_TIMEOUT", 20),
        ("REDIRECT_MAX_TIMES", 5),
        ("COOKIES_ENABLED", False),
        ("ALLOW_PRIVATE_ADDRESSES", False),
        ("ALLOW_PORTS", []),
    ],
)
def test_the_safe_value_is_in_effect(running: Crawl, setting: str, value: object) -> None:
    assert running.settings[setting] == value


def test_only_the_guarded_handler_downloads(running: Crawl) -> None:
    handlers = {**running.settings["DOWNLOAD_HANDLERS_BASE"], **running.settings["DOWNLOAD_HANDLERS"]}
    assert {scheme: path for scheme, path in handlers.items() if path is not None} == {
        "http": "crawler.middlewares.connection.GuardedDownloadHandler",
        "https": "crawler.middlewares.connection.GuardedDownloadHandler",
    }


def test_the_guard_is_the_first_middleware_and_runs(running: Crawl) -> None:
    enabled = running.log.partition("Enabled downloader middlewares:")[2].partition("]")[0]
    names = [line.strip(" ['\",") for line in enabled.splitlines() if "Middleware" in line]
    assert names[0].endswith("GuardMiddleware")
    assert "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware" not in names
    assert any(name.endswith("PolitenessMiddleware") for name in names)
    assert any(name.endswith("BudgetMiddleware") for name in names)


def test_no_extension_listens(running: Crawl) -> None:
    enabled = running.log.partition("Enabled extensions:")[2].partition("]")[0]
    assert "corestats" in enabled
    assert "telnet" not in enabled.lower()
    assert "remote" not in enabled.lower()


def test_every_setting_of_scrapy_was_looked_at() -> None:
    """Fails when an upgrade adds or changes a default: decide, override it if needed, and record it."""
    now = [
        f"{name} = {getattr(default_settings, name)!r}"
        for name in sorted(default_settings.__all__)
        if name not in {"USER_AGENT", "TEMPLATES_DIR", "EDITOR"}  # version and place
    ]
    assert now == REVIEWED.read_text(encoding="utf-8").splitlines(), f"Scrapy {scrapy.__version__} differs"
