"""Query parameters that never change a page are learned from titles; those that identify articles are not."""

from __future__ import annotations

from itertools import count

import pytest

from crawler.discovery.core.url_variants import UrlVariants
from crawler.discovery.messages import Candidate

BASE = "https://wonoasri.example/"
numbers = count(1)


def listed(query: str, articles: int = 5, *, title: str | None = "Kabar {}") -> list[Candidate]:
    """A document that lists articles; `{}` in the query is a different number each time."""
    return [
        Candidate(
            f"{BASE}berita/{article}?{query.format(next(numbers))}",
            "listing",
            title=title and title.format(article),
        )
        for article in range(articles)
    ]


@pytest.mark.parametrize("name", ["r", "token", "_", "rand", "csrf_token", "uid", "t", "v"])
def test_a_number_that_changes_in_every_link_is_learned(name: str) -> None:
    variants = UrlVariants()
    first = listed(name + "={}&hal=1")
    assert variants.observe(first) == 0
    taken = [variants.resolve(one) for one in first]
    again = listed(name + "={}&hal=1")
    assert variants.observe(again) == 5
    assert variants.names == {name}
    assert [variants.resolve(one) for one in again] == taken


def test_the_next_run_knows_it() -> None:
    variants = UrlVariants()
    for _ in range(2):
        variants.observe(listed("r={}"))
    later = UrlVariants(" ".join(variants.names))
    assert [later.resolve(one) for one in listed("r={}", 2)] == [f"{BASE}berita/0", f"{BASE}berita/1"]
    assert [later.resolve(one) for one in listed("r={}", 2)] == [f"{BASE}berita/0", f"{BASE}berita/1"]


def test_a_parameter_that_tells_articles_apart_is_not_learned() -> None:
    variants = UrlVariants()
    for page in range(4):
        document = [
            Candidate(
                f"{BASE}{section}/detail?id={page * 3 + number}",
                "listing",
                title=f"Kabar {section} {page} {number}",
            )
            for section in ("umum", "desa", "kota")
            for number in range(3)
        ]
        assert variants.observe(document) == 0
        assert [variants.resolve(one) for one in document] == [one.url for one in document]
    assert not variants.names


def test_without_titles_nothing_is_learned() -> None:
    variants = UrlVariants()
    for _ in range(4):
        document = listed("id={}", title=None)
        assert variants.observe(document) == 0
        assert [variants.resolve(one) for one in document] == [one.url for one in document]


def test_a_picture_beside_the_title_is_the_same_article() -> None:
    variants = UrlVariants()
    for _ in range(2):
        variants.observe([*listed("r={}", title=None), *listed("r={}")])
    assert variants.names == {"r"}
