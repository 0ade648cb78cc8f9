"""watch.toml: what it holds, and what is refused with line and column."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from crawler.portals.errors import UsageError
from crawler.watch.watch_file import read_file, read_text, read_watches

GOOD = """\
[tell]
redaksi = "json://kunci:rahasia@127.0.0.1/"
grup = "env:GRUP"

[[watch]]
name = "bencana"
query = "banjir* OR longsor"
tell = ["redaksi", "grup"]
"""
ENVIRONMENT = {"GRUP": "json://rahasia2@127.0.0.1/"}


def test_a_file_names_watches_and_whom_to_tell() -> None:
    file = read_text('language = "en"\n' + GOOD + 'when = "digest"\nat = "05:30"\n', "w.toml", ENVIRONMENT)
    (watch,) = file.watches
    assert (watch.name, watch.query.text, watch.tell) == (
        "bencana",
        "banjir* OR longsor",
        ("redaksi", "grup"),
    )
    assert watch.digest_at == time(5, 30)
    assert file.address("grup") == "json://rahasia2@127.0.0.1/"
    assert file.language == "en"


def test_the_default_file_may_be_missing_and_another_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_watches("watch.toml").watches == ()
    with pytest.raises(UsageError, match="cannot be read"):
        read_watches("lain.toml")


def test_a_watch_can_be_switched_off() -> None:
    assert read_text(GOOD + "enabled = false\n", "w.toml", ENVIRONMENT).watches == ()


@pytest.mark.parametrize(
    ("text", "place", "problem"),
    [
        ("x = ", "1:1", "is not TOML"),
        ('[tell]\na = "\n', "2:6", "is not TOML"),
        ('langauge = "id"', "1:1", "nearest: language"),
        ('language = "fr"', "1:1", "one of id, en"),
        ("tell = 3", "1:1", "[tell]"),
        ("[tell]\n  a = 3", "2:3", "apprise URL"),
        ('[tell]\na = "env:NIX"', "2:1", "variable 'NIX' is not set"),
        ('[tell]\na = "rahasia"', "2:1", "lacks a scheme"),
        ('[tell]\n"a/b" = "json://x"', "2:1", "is not a valid name"),
        ('watch = "x"', "1:1", "[[watch]]"),
        ("[[watch]]", "1:1", "no name"),
        (GOOD + 'quary = "x"\n', "9:1", "nearest: query"),
        (GOOD.replace("banjir* OR longsor", "banjir AND"), "7:17", "AND needs a term after it"),
        (GOOD.replace("banjir* OR longsor", "(banjir"), "7:10", "never closed"),
        (GOOD.replace('"banjir* OR longsor"', "3"), "7:1", "must be a text"),
        (GOOD.replace('["redaksi", "grup"]', '["redaksy"]'), "8:1", "there are: redaksi"),
        (GOOD.replace('["redaksi", "grup"]', '"json://u:rahasia@x"'), "8:1", "[tell] has no name an address"),
        (GOOD.replace('["redaksi", "grup"]', "[]"), "8:1", "names of [tell]"),
        (GOOD + 'when = "digst"\n', "9:1", "nearest: digest"),
        (GOOD + 'at = "06:00"\n', "9:1", "at goes with"),
        (GOOD + 'when = "digest"\nat = "25:00"\n', "10:1", "time of the day"),
        (GOOD + "max_age_days = -1\n", "9:1", "number of days"),
        (GOOD + 'enabled = "no"\n', "9:1", "true or false"),
        (GOOD + GOOD[GOOD.index("[[watch") :], "10:1", "used twice"),
        (GOOD.replace('"bencana"', '"ben\\u001bcana"'), "6:1", "name must be"),
        ("a = " + "[" * 5_000, "1:1", "cannot be parsed as TOML"),
    ],
)
def test_a_fault_is_named_with_line_and_column_and_without_secrets(
    text: str, place: str, problem: str
) -> None:
    with pytest.raises(UsageError) as raised:
        read_text(text, "w.toml", ENVIRONMENT)
    message = str(raised.value)
    assert message.startswith(f"w.toml:{place}: ")
    assert problem in message
    assert "rahasia" not in message
    assert "\n" not in message


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match="UTF-8"):
        read_file(tmp_path / "a.toml")
    (tmp_path / "a.toml").write_bytes(b"#" * 1_000_001)
    with pytest.raises(UsageError, match="larger than"):
        read_file(tmp_path / "a.toml")
