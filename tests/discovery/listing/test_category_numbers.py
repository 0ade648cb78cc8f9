"""Categories whose articles' URLs name them by number: previous/next links show which are explored."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.listing.queue import FOUND_AT, ListingQueue
from crawler.discovery.listing.sections import category_key, folder_of

SITE = "https://wonoasri.example.go.id/index.php?option=com_content&"
PARTS = [f"{SITE}view=category&layout=blog&id={number}&Itemid=1{number}" for number in (7, 8, 9)]


@pytest.mark.parametrize(
    ("article", "category"),
    [
        ("view=article&id=151:pasar-desa&catid=8&Itemid=110", "view=category&layout=blog&id=8&Itemid=110"),
        ("view=article&id=151&catid=8:jalan", "view=category&id=8"),
    ],
)
def test_an_article_names_its_category(article: str, category: str) -> None:
    assert folder_of(SITE + article) == category_key(SITE + category) == "catid=8"


@pytest.mark.parametrize("url", ["view=featured&Itemid=101", "view=article&id=8", "view=categories"])
def test_other_pages_are_no_category(url: str) -> None:
    assert category_key(SITE + url) == ""


def test_categories_of_known_articles_are_not_checked_but_read_by_the_next_run() -> None:
    options = CrawlOptions(now=datetime(2026, 11, 30, tzinfo=UTC))
    queue = ListingQueue([], options, parts=PARTS, checks=1)
    explored = {"catid=7", "catid=8"}
    assert queue.pop(conclusive=True, chained=True, explored=explored) == PARTS[0]
    assert queue.is_check
    memory = dict(queue.checked(PARTS[0], missing=False))
    assert queue.pop(conclusive=True, chained=True, explored=explored) == PARTS[2]
    assert queue.is_check
    memory |= dict(queue.checked(PARTS[2], missing=False))
    assert queue.pop(conclusive=True, chained=True, explored=explored) is None
    assert {*memory[FOUND_AT].splitlines()} == {*PARTS}


def test_an_article_missing_in_one_category_leads_to_all() -> None:
    options = CrawlOptions(now=datetime(2026, 11, 30, tzinfo=UTC))
    queue = ListingQueue([], options, parts=PARTS, checks=1)
    explored = {"catid=7", "catid=8", "catid=9"}
    queue.pop(conclusive=True, chained=True, explored=explored)
    queue.checked(PARTS[0], missing=True)
    further = [queue.pop(conclusive=True, chained=True, explored=explored) for _ in range(3)]
    assert further == [PARTS[1], PARTS[2], None]
