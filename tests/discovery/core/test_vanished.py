"""Articles that a list shows no more, although it still shows older ones."""

from __future__ import annotations

import pytest

from crawler.discovery.core.vanished import MAX_REMEMBERED, MEMORY_KEY, VanishedArticles

URL = "https://wonoasri.example/berita"


@pytest.mark.parametrize(
    ("before", "now", "vanished"),
    [
        ("a b c d e", "a b c d e", ""),
        ("a b c d e", "n a c d e", "b"),
        ("a b c d e", "n m c d e", "a b"),
        ("a b c d e", "m n a b c", ""),  # the others are on the next page
        ("a b c d e", "n a b c e", ""),  # one older article may be pinned
        ("a b c d e", "e c a d b", ""),  # popular articles
        ("a b c d e", "c a e d", ""),
        ("a b c d e", "v w x y z", ""),  # many new ones
        ("a b c d e", "e", ""),
        ("", "a b c", ""),
        ("e d c b a", "e c b a n", "d"),  # the oldest first
    ],
)
def test_vanished_articles(before: str, now: str, vanished: str) -> None:
    articles = VanishedArticles({MEMORY_KEY + URL: before})
    assert articles.on_page(URL, now.split()) == ((MEMORY_KEY + URL, now),)
    assert articles.ids == vanished.split()


def test_each_list_is_compared_with_itself() -> None:
    articles = VanishedArticles({MEMORY_KEY + URL: "a b c d"})
    articles.on_page(URL + "/lain", ["a", "c", "d"])
    assert articles.ids == []
    articles.on_page(URL, ["a", "c", "d"])
    assert articles.ids == ["b"]


def test_what_is_remembered_is_bounded() -> None:
    ((_, remembered),) = VanishedArticles({}).on_page(URL, [str(number) for number in range(500)])
    assert len(remembered.split()) == MAX_REMEMBERED
