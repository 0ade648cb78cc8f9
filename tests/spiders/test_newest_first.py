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
