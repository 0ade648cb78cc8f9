"""Verdicts: each expectation can be met, missed, and missed badly."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crawler.ledger.visit import Visit
from crawler.report.health import HealthInput, assess_health
from crawler.report.run_data import Verdict
from crawler.report.wording import REASONS, reason_text

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
GOOD = Visit(
    "a",
    int(NOW.timestamp()),
    "run",
    complete=True,
    found=30,
    new=20,
    unchanged=8,
    dropped={"listing": 2},
    requests=25,
)
DAILY = [(NOW - timedelta(days=number)).isoformat() for number in range(30)]


def judged(
    before: int = 5, published: list[str] | None = None, past: dict[str, Any] | None = None, **changes: Any
) -> tuple[Verdict, list[str]]:
    history = [replace(GOOD, **(past or {}))] * before
    health = assess_health(
        HealthInput(replace(GOOD, **changes), history, DAILY if published is None else published)
    )
    return health.verdict, [reason.key for reason in health.reasons]


def test_a_portal_that_does_as_usual_is_ok() -> None:
    assert judged() == (Verdict.OK, [])
    assert judged(before=0) == (Verdict.OK, [])


def test_an_old_archive_is_no_alarm_when_it_is_first_read() -> None:
    assert judged(before=0, published=DAILY[12:]) == (Verdict.OK, [])


@pytest.mark.parametrize(
    ("changes", "verdict", "key"),
    [
        ({"failed": "refused"}, Verdict.WATCH, "failed"),
        ({"failed": "refused", "before": 0}, Verdict.BROKEN, "failed"),
        ({"failed": "refused", "past": {"failed": "refused"}}, Verdict.BROKEN, "fails_again"),
        ({"found": 0, "new": 0, "unchanged": 0, "dropped": {}}, Verdict.WATCH, "nothing_found"),
        ({"empty_bodies": 2}, Verdict.WATCH, "empty_bodies"),
        ({"empty_bodies": 12}, Verdict.BROKEN, "empty_bodies"),
        ({"without_date": 8}, Verdict.WATCH, "without_date"),
        ({"without_date": 20}, Verdict.BROKEN, "without_date"),
        ({"low_confidence": 8}, Verdict.WATCH, "low_confidence"),
        ({"low_confidence": 20}, Verdict.BROKEN, "low_confidence"),
        ({"dropped": {"listing": 35, "form": 1}}, Verdict.WATCH, "drops"),
        ({"new": 1, "dropped": {"listing": 35}}, Verdict.BROKEN, "drops"),
        ({"dropped": {"empty": 12}}, Verdict.WATCH, "template"),
        ({"new": 0, "unchanged": 0, "dropped": {"title_only": 30}}, Verdict.BROKEN, "template"),
        ({"errors": 6}, Verdict.WATCH, "errors"),
        ({"errors": 20}, Verdict.BROKEN, "errors"),
        ({"requests": 100}, Verdict.WATCH, "requests"),
        ({"suspect": 1}, Verdict.WATCH, "suspect"),
        ({"drifted": 1}, Verdict.WATCH, "drifted"),
        ({"suspect": 3}, Verdict.BROKEN, "suspect"),
        ({"published": DAILY[12:]}, Verdict.WATCH, "silent"),
        ({"published": [], "new": 0, "past": {"new": 0}}, Verdict.BROKEN, "never_published"),
    ],
)
def test_each_expectation(changes: dict[str, Any], verdict: Verdict, key: str) -> None:
    found, keys = judged(**changes)
    assert found is verdict
    assert key in keys


@pytest.mark.parametrize(
    "changes",
    [
        {"without_date": 20, "past": {"without_date": 20}},  # it never dates its articles
        {"low_confidence": 12, "past": {"low_confidence": 12}},  # short posts, as ever
        {"dropped": {"listing": 35}, "past": {"dropped": {"listing": 40}}},  # it always lists much else
        {"new": 2, "empty_bodies": 1},  # one odd page
        {"requests": 3, "errors": 1, "new": 2},
        {"published": DAILY[5:]},  # a week of rest
        {"found": 0, "new": 0, "unchanged": 0, "dropped": {}, "complete": False},  # cut short
        {"new": 0, "published": [], "before": 1, "past": {"new": 0}},  # too early to say
    ],
)
def test_what_is_usual_or_small_is_no_alarm(changes: dict[str, Any]) -> None:
    assert judged(**changes)[0] is Verdict.OK


def test_the_worst_reason_comes_first_and_every_reason_has_words() -> None:
    health = assess_health(HealthInput(replace(GOOD, suspect=3, errors=6, empty_bodies=2), [GOOD] * 5, DAILY))
    assert health.reasons[0].key == "suspect"
    for reason in health.reasons:
        assert reason.key in REASONS
        for language in ("en", "id"):
            assert "{" not in reason_text(reason, language)
