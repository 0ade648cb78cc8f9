"""A run with a limit takes the newest articles, in any order of the source."""

from __future__ import annotations

import random

import pytest

from crawler.discovery.core.state import FetchDecision
from crawler.discovery.messages import Candidate
from spiders.newest_first import newest_first

SITE = "https://wonoasri.example.go.id"


@pytest.mark.parametrize(
    "candidates",
    [
        [Candidate(f"{SITE}/a{n}", "sitemap", lastmod=f"2026-10-{31 - n:02d}") for n in range(9)],
        [
            Candidate(f"{SITE}/a{n}", "feed", published=f"2026-10-{31 - n:02d}T08:00:00+07:00")
            for n in range(9)
        ],
        [Candidate(f"{SITE}/2026/{12 - n:02d}/kabar-warga", "listing") for n in range(9)],
        [Candidate(f"{SITE}/artikel/2026/11/{20 - n}/kabar", "listing") for n in range(9)],
        [Candidate(f"{SITE}/berita/{120 - n}-kabar-warga", "listing") for n in range(9)],
        [Candidate(f"{SITE}/?p={120 - n}", "sitemap") for n in range(9)],
        [Candidate(f"{SITE}/?q=node/{120 - n}", "listing") for n in range(9)],
    ],
)
def test_the_newest_come_first(candidates: list[Candidate]) -> None:
    mixed = random.Random(5).sample(candidates, len(candidates))
    assert [one.candidate for one in newest_first(map(FetchDecision, mixed))] == candidates


def test_without_days_and_numbers_the_order_of_the_source_stays() -> None:
    candidates = [
        Candidate(f"{SITE}/kabar/{slug}", "listing") for slug in ("48-titik-lampu", "warga", "apel")
    ]
    assert [one.candidate for one in newest_first(map(FetchDecision, candidates))] == candidates


def test_times_of_a_day_order_its_articles() -> None:
    times = ["2026-11-20T16:30:00+07:00", "2026-11-20T05:00:00+00:00", "2026-11-20T09:15:00+07:00"]
    candidates = [
        Candidate(f"{SITE}/kabar/{slug}", "listing", listed=time[:10], about=time)
        for slug, time in zip(("warga", "lampu", "apel"), times, strict=True)
    ]
    assert [one.candidate for one in newest_first(map(FetchDecision, candidates[::-1]))] == candidates


def test_numbers_order_the_articles_of_a_day_and_give_way_to_the_days_of_all() -> None:
    days = ["2026-11-20", "2026-11-20", *(f"2026-10-{20 - n:02d}" for n in range(9)), "2026-10-02"]
    numbers = [31, 30, *range(28, 19, -1), 29]  # the last one was written long before its publication
    candidates = [
        Candidate(f"{SITE}/berita/{number}-kabar", "listing", listed=day)
        for number, day in zip(numbers, days, strict=True)
    ]
    mixed = random.Random(3).sample(candidates, len(candidates))
    assert [one.candidate for one in newest_first(map(FetchDecision, mixed))] == candidates
