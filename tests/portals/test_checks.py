"""The file of checks: what a check that was stopped left behind is read, and gone on with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.portals import UsageError
from crawler.portals.checks import Check, append_check, read_checks, unchecked

NOW = datetime(2026, 11, 30, tzinfo=UTC)


def check(portal_id: str, days: float = 0, **facts: object) -> Check:
    when = (NOW - timedelta(days=days)).isoformat()
    return Check(portal_id, when, f"https://{portal_id}.example/", **facts)  # type: ignore[arg-type]


def test_the_newest_check_of_each_portal_is_read(tmp_path: Path) -> None:
    file = tmp_path / "new" / "checks.jsonl"
    assert read_checks(file) == {}
    for one in (check("a", 3, status=500), check("b", failure="unreachable"), check("a", status=200)):
        append_check(file, one)
    checks = read_checks(file)
    assert checks["a"].answers
    assert not checks["b"].answers
    assert unchecked(["a", "b", "c"], checks, NOW) == ["c"]
    assert unchecked(["a", "b"], checks, NOW + timedelta(days=7)) == ["a", "b"]


def test_a_line_that_was_cut_is_left_out_and_ended(tmp_path: Path) -> None:
    file = tmp_path / "checks.jsonl"
    append_check(file, check("a", status=200))
    with file.open("ab") as cut:
        cut.write(b'{"id": "b", "chec')
    assert set(read_checks(file)) == {"a"}
    append_check(file, check("c", status=200))
    with pytest.raises(UsageError, match=r"checks\.jsonl:2: is not a portal check; remove the line"):
        read_checks(file)


def test_a_challenge_is_no_answer() -> None:
    assert not check("a", status=200, challenge=True).answers
    assert not check("a", status=404).answers
