"""Articles that a list shows no more, although it still shows older ones."""

from __future__ import annotations

import pytest

from crawler.discovery.core.vanished import MAX_REMEMBERED, MEMORY_KEY, VanishedArticles
from crawler.urls.canonical import article_id

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


def test_a_sitemap_is_compared_in_any_order() -> None:
    urls = {letter: f"{URL}/{letter}" for letter in "abcde"}
    ids = {letter: article_id(url) for letter, url in urls.items()}
    remembered = {MEMORY_KEY + URL: " ".join(ids.values())}
    articles = VanishedArticles(remembered)
    newest = [ids[letter] for letter in "cad"]  # c was edited
    assert articles.on_sitemap(URL, newest, [urls[letter] for letter in "dca"]) == (
        (MEMORY_KEY + URL, " ".join(newest)),
    )
    assert articles.ids == [ids["b"]]  # the older e may have been moved to another file
    articles = VanishedArticles(remembered)
    articles.on_sitemap(URL, newest, [urls["e"]])
    assert articles.ids == []


def test_each_list_is_compared_with_itself() -> None:
    articles = VanishedArticles({MEMORY_KEY + URL: "a b c d"})
    articles.on_page(URL + "/lain", ["a", "c", "d"])
    assert articles.ids == []
    articles.on_page(URL, ["a", "c", "d"])
    assert articles.ids == ["b"]


def test_what_is_remembered_is_bounded() -> None:
    ((_, remembered),) = VanishedArticles({}).on_page(URL, [str(number) for number in range(500)])
    assert len(remembered.split()) == MAX_REMEMBERED
