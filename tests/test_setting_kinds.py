"""Every documented setting refuses invalid values, with its name, in one line."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
from pathlib import Path
from pprint import pformat

import pytest
from scrapy.settings import Settings

import crawler.settings
from crawler.commands.crawl import _without_secrets
from crawler.portals import UsageError
from crawler.setting_kinds import (
    KINDS,
    SECRET,
    check_names,
    check_settings,
)

ROOT = Path(__file__).resolve().parents[1]
FREE = {
    "OUTPUT_DIR",
    "CONTACT",
    "LEDGER_URL",
    "PORTALS_FILE",
    *(f"MAIL_{one}" for one in ("HOST", "FROM", "USER", "PASS")),
}
"""Texts: only a line break is wrong in them."""


def settings(**given: object) -> Settings:
    made = Settings()
    made.setmodule(crawler.settings)
    for name, value in given.items():
        made.set(name, value, priority="cmdline")
    return made


def documented() -> set[str]:
    """Settings in README and docs: `-s NAME=`, `NAME = ` of a table, WARTA_NAME."""
    found: set[str] = set()
    for file in [ROOT / "README.md", ROOT / "README.id.md", *ROOT.glob("docs/*.md")]:
        text = file.read_text(encoding="utf-8")
        found |= set(re.findall(r"-s ([A-Z][A-Z_]+)=", text))
        found |= set(re.findall(r"^\| `([A-Z][A-Z_]+)`", text, re.MULTILINE))
        found |= set(re.findall(r"\bWARTA_([A-Z][A-Z_]+)\b", text))
    return found - {"NAME", "LOG_FORMAT"}  # LOG_FORMAT is json or any template


def test_every_documented_setting_has_a_kind() -> None:
    assert documented() >= {"OUTPUT_DIR", "CONTACT", "CRAWL_DELAY_MAX", "PORTALS_FILE"}
    assert documented() - set(KINDS) == set()


def test_what_the_project_sets_is_fit() -> None:
    check_settings(settings())


@pytest.mark.parametrize("name", KINDS)
def test_its_own_example_is_fit_and_nonsense_is_not(name: str) -> None:
    check_settings(settings(**{name: KINDS[name].example}))
    wrong = "a\nb" if name in FREE else "maybe\t"
    with pytest.raises(UsageError) as raised:
        check_settings(settings(**{name: wrong}))
    message = str(raised.value)
    assert message.startswith(name if name in SECRET else f"{name}='")
    assert "maybe" not in message or name not in SECRET
    assert KINDS[name].says in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CRAWL_DELAY_MAX", "abc"),
        ("CRAWL_DELAY_MAX", "-1"),
        ("CRAWL_DELAY_MAX", "nan"),
        ("DOWNLOAD_TIMEOUT", "0"),
        ("CONCURRENT_REQUESTS_PER_DOMAIN", "0"),
        ("CONCURRENT_REQUESTS_PER_DOMAIN", "1.5"),
        ("PORTAL_MAX_REQUESTS", True),
        ("ALLOW_PRIVATE_ADDRESSES", "yes"),
        ("ALLOW_PORTS", "80,99999"),
        ("ALLOW_PORTS", [0]),
        ("METRICS_PORT", "eighty"),
        ("METRICS_FILE", "metrics.txt"),
        ("HEALTH_MAIL_TO", "nobody"),
        ("HEALTH_WEBHOOK", "ftp://example.org/"),
        ("REPORT_LANGUAGE", "fr"),
        ("DUPLICATES", "keep"),
        ("OUTPUT_DIR", ""),
    ],
)
def test_values_that_cannot_be_meant(name: str, value: object) -> None:
    with pytest.raises(UsageError, match=f"^{name}[= ]"):
        check_settings(settings(**{name: value}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALLOW_PRIVATE_ADDRESSES", "1"),
        ("CRAWL_DELAY_MAX", "0"),
        ("ALLOW_PORTS", "8000, 8888"),
        ("ALLOW_PORTS", ""),
        ("METRICS_PORT", ""),
        ("PORTALS_FILE", "a.toml,b.toml"),
        ("PORTALS_FILE", ["a.toml"]),
        ("HEALTH_MAIL_TO", "a@example.org, b@example.org"),
    ],
)
def test_values_that_can(name: str, value: object) -> None:
    check_settings(settings(**{name: value}))


def test_a_misspelt_name_is_told_and_a_foreign_one_left_alone() -> None:
    check_names(["MY_OWN_SETTING", "CONTACT", "DOWNLOAD_SLOTS"], {"DOWNLOAD_SLOTS", *KINDS})
    with pytest.raises(UsageError, match="did you mean ALLOW_PRIVATE_ADDRESSES"):
        check_names(["ALLOW_PRIVATE_ADRESSES"], set(KINDS))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *((name, KINDS[name].example) for name in sorted(SECRET)),
        ("MAIL_USER", "warta"),
        ("AWS_SECRET_ACCESS_KEY", "rahasia"),
        ("SPIDERMON_SLACK_SENDER_TOKEN", "rahasia"),
        ("HTTPPROXY_AUTH_ENCODING", "latin-1"),
    ],
)
def test_the_environment_sets_what_holds_secrets(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"WARTA_{name}", value)
    shown = subprocess.run(
        [sys.executable, "-c", f"from crawler import settings; print(settings.{name})"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    ).stdout
    assert shown.strip() == value


def test_scrapys_list_of_settings_shows_no_secret() -> None:
    secrets = dict.fromkeys(SECRET, "rahasia") | {"AWS_SECRET_ACCESS_KEY": "rahasia"}
    record = logging.LogRecord(
        "scrapy.crawler", logging.INFO, "", 0, "%(settings)s", ({"settings": pformat(secrets)},), None
    )
    assert _without_secrets(record)
    assert "rahasia" not in record.getMessage()
    assert all(name in record.getMessage() for name in secrets)
