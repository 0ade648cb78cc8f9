"""Entries of a listing outside of `since` and `until` are not requested, if the printed days are sure."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.listing.listed_period import ListedPeriod
from crawler.discovery.listing.page import Link

NOW = datetime(2026, 12, 1, tzinfo=UTC)
PLACE = frozenset({("ul", "li")})
FALLING = ["2026-11-30", "2026-11-25", "2026-11-19", "2026-11-18", "2026-10-02"]


def links(*times: str | None) -> list[Link]:
    return [
        Link(f"https://wonoasri.example/berita/judul-{at}", "Judul", headline=True, places=PLACE, time=time)
        for at, time in enumerate(times)
    ]


def period(since: str | None = None, until: str | None = None) -> ListedPeriod:
    first, last = (date.fromisoformat(day) if day else None for day in (since, until))
    return ListedPeriod(CrawlOptions(NOW, since=first, until=last))


@pytest.mark.parametrize(
    ("times", "kept"),
    [
        (FALLING, 3),  # the 19th may be the 20th in another zone
        (FALLING[::-1], 3),
        ([f"{day}T23:30:00+07:00" for day in FALLING], 3),
        ([*FALLING, None], 4),  # one without a day
        (["2026-11-03", "2026-11-28", "2026-11-01", "2026-12-24", "2026-11-02"], 5),  # days of events
        (["2026-11-01", "2026-10-01"], 2),  # too few to show an order
    ],
)
def test_entries_before_since(times: list[str | None], kept: int) -> None:
    assert len(period("2026-11-20").keep(links(*times))) == kept


def test_entries_after_until() -> None:
    assert len(period(until="2026-11-20").keep(links(*FALLING))) == 3
    assert len(period("2026-11-19", "2026-11-20").keep(links(*FALLING))) == 2
    assert len(period().keep(links(*FALLING))) == 5


@pytest.mark.parametrize(
    ("times", "past"),
    [
        (["2026-10-03", "2026-10-02", "2026-10-01", None], True),
        (["2026-11-20", "2026-10-02", "2026-10-01"], False),
        (["2026-10-01", "2026-10-02", "2026-10-03"], False),  # newer ones follow
        ([None, None, None], False),
        (["2026-10-02", "2026-10-01"], False),
    ],
)
def test_the_end_of_the_list(times: list[str | None], past: bool) -> None:
    assert period("2026-11-20").is_past(links(*times)) is past
    assert period(until="2026-11-20").is_past(links(*times)) is False
