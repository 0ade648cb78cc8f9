"""Facts learned across the pages of a portal, and their effect on the reading of a page."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime

from crawler.extraction import finish, locate_article, normalise_dates, strip_boilerplate
from crawler.extraction.dom.parse import parse_html
from crawler.extraction.draft import Draft
from crawler.extraction.metadata.portal_facts import NO_PORTAL_FACTS, PortalFacts
from crawler.items import Article, Page
from crawler.portals import portal_of_host
from crawler.templates.lifecycle import TemplateLifecycle
from crawler.templates.portal_facts import MAX_PAGES, PageClaims, PortalFactsCounter, page_claims

_THINGS_TEXT = """
    pasar jalan sekolah puskesmas jembatan panen bibit taman balai lapangan saluran posyandu
"""
THINGS = _THINGS_TEXT.split()
FETCHED = datetime(2026, 11, 30, tzinfo=UTC)


def html(number: int, date: str = "") -> str:
    thing, other = THINGS[number % 12], THINGS[(number + 5) % 12]
    text = "".join(
        f"<p>Warga Wonoasri menata {thing} dan {other} nomor {number * 9 + k} bersama perangkat desa.</p>"
        for k in range(4)
    )
    return (
        "<html lang=id><head><title>Kabar Terkini Untuk Semua</title>"
        "<meta name=author content='Rizal Pembuat'>"
        "<meta name=category content='Desa Pemerintahan'></head><body>"
        "<h2>Suara Warga Kita Bersama</h2><div class=c>"
        f"<div class=j>Penataan {thing.title()} dan {other.title()} Tahap {number}</div><span>{date}</span>"
        f"<img src=/f{number}.jpg alt=kartu-pos><div class=isi>{text}</div></div></body></html>"
    )


def draft_of(number: int, date: str = "", facts: PortalFacts = NO_PORTAL_FACTS) -> Draft:
    url = f"https://wonoasri.example.id/baca/{number}"
    page = Page(url, portal_of_host(url), parse_html(html(number, date), url), FETCHED)
    return normalise_dates(strip_boilerplate(locate_article(page, None, facts)))


def article_of(number: int, date: str = "", facts: PortalFacts = NO_PORTAL_FACTS) -> Article:
    return finish(draft_of(number, date, facts))


def learned(numbers: list[int], dates: dict[int, str]) -> PortalFacts:
    counter = PortalFactsCounter()
    for number in numbers:
        counter.add(page_claims(draft_of(number, dates.get(number, ""))))
    return counter.facts


def test_what_every_page_claims_is_the_portal_s() -> None:
    dates = {1: "08/25/2025", 2: "12/31/2024", 3: "02/08/2025"}
    numbers = list(range(12))
    facts = learned(numbers, dates)
    random.Random(7).shuffle(numbers)
    assert learned(numbers, dates) == facts
    assert facts.month_first
    article = article_of(3, "02/08/2025", facts)
    assert article.published_at == "2025-02-08"
    assert article_of(3, "02/08/2025").published_at == "2025-08-02"
    assert [credit.name for credit in article_of(3).credits] == ["Rizal Pembuat"]
    assert article.credits == []
    assert article.section is None
    assert "Suara Warga" not in article.title
    assert "Kabar Terkini" not in article.title


def test_a_portal_with_the_day_first_is_not_turned_round() -> None:
    facts = learned(list(range(8)), {1: "25/08/2025", 2: "08/25/2025", 3: "12/31/2024"})
    assert not facts.month_first


def test_few_pages_prove_nothing() -> None:
    assert learned([1, 2, 3], {}) == NO_PORTAL_FACTS


def test_counts_are_bounded_and_saved() -> None:
    counter = PortalFactsCounter()
    for number in range(3 * MAX_PAGES):
        counter.add(
            PageClaims((f"judul{number}", "portal"), ("rizal",), (), tuple(f"k{number}{n}" for n in range(6)))
        )
    assert counter.is_full
    kept = json.dumps(counter.to_data())
    assert len(kept) < 1000
    again = PortalFactsCounter(json.loads(kept))
    assert again.facts == counter.facts
    assert again.facts.titles == {"portal"}
    assert again.facts.authors == {"rizal"}


def test_the_lifecycle_keeps_them() -> None:
    lifecycle = TemplateLifecycle("wonoasri")
    for number in range(10):
        lifecycle.note(draft_of(number, facts=lifecycle.portal_facts))
    assert lifecycle.portal_facts.shares_author("Rizal Pembuat")
    again = TemplateLifecycle("wonoasri", lifecycle.template, lifecycle.progress())
    assert again.portal_facts == lifecycle.portal_facts
