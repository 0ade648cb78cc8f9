"""Articles from archives: a capture older than the stored revision is not a change."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.items import Article, WarcRef
from crawler.ledger.ledger import Ledger
from tests.ledger.making import make_article

FIRST = {"fetched_at": "2026-11-20T02:00:00+00:00", "title": "Taman dibuka"}
SECOND = {"fetched_at": "2026-11-21T02:00:00+00:00", "title": "Taman dibuka lagi"}


def store(ledger: Ledger, *articles: Article) -> list[str]:
    kinds: list[str] = []
    for article in articles:
        ledger.record_article(article, lambda stored: kinds.append(stored.kind))
    ledger.flush()
    return kinds


def captured(**facts: Any) -> Article:
    return make_article(1, **facts)


@pytest.mark.parametrize("at_once", [True, False])
def test_reading_archives_again_makes_no_revisions(ledger: Ledger, at_once: bool) -> None:
    ledger.from_archive = True
    for _ in range(2):
        if at_once:
            store(ledger, captured(**FIRST), captured(**SECOND))
        else:
            store(ledger, captured(**FIRST))
            store(ledger, captured(**SECOND))
    revisions = ledger.history([captured().id])
    assert [revision.changed for revision in revisions] == [(), ("title",)]
    assert store(ledger, captured(**FIRST)) == ["unchanged"]


def test_a_better_reading_of_the_newest_capture_is_a_revision(ledger: Ledger) -> None:
    late = FIRST | {"fetched_at": "2026-11-20T02:00:07+00:00", "warc": WarcRef("warc/a.warc.gz", 300)}
    assert store(ledger, captured(**late)) == ["new"]
    ledger.from_archive = True
    better = FIRST | {"title": "Taman kota dibuka"}
    assert store(ledger, captured(**better, warc=WarcRef("/srv/output/warc/a.warc.gz", 300))) == ["changed"]
    assert store(ledger, captured(**SECOND)) == ["changed"]
    assert store(ledger, captured(**FIRST, warc=WarcRef("warc/a.warc.gz", 9))) == ["unchanged"]


@pytest.mark.parametrize("then", [WarcRef("warc/a.warc.gz", 300), None])
@pytest.mark.parametrize("now", [WarcRef("all.warc.gz", 9000), None])
def test_a_better_reading_is_a_revision_though_the_archive_was_renamed_or_merged(
    ledger: Ledger, then: WarcRef | None, now: WarcRef | None
) -> None:
    late = FIRST | {"fetched_at": "2026-11-20T02:00:01+00:00"}
    assert store(ledger, captured(**late, warc=then)) == ["new"]
    ledger.from_archive = True
    better = FIRST | {"title": "Taman kota dibuka"}
    assert store(ledger, captured(**better, warc=now)) == ["changed"]


def test_two_captures_within_a_minute_in_one_file_keep_their_order(ledger: Ledger) -> None:
    ledger.from_archive = True
    first = captured(**FIRST, warc=WarcRef("all.warc.gz", 300))
    later = SECOND | {"fetched_at": "2026-11-20T02:00:30+00:00"}
    second = captured(**later, warc=WarcRef("all.warc.gz", 900))
    assert store(ledger, first, second, first, second) == ["new", "changed", "unchanged", "unchanged"]


def test_a_crawl_takes_what_it_sees_whatever_the_clock_says(ledger: Ledger) -> None:
    assert store(ledger, captured(**SECOND), captured(**FIRST)) == ["new", "changed"]
