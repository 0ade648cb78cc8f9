from __future__ import annotations

import random
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.core.compact_ids import ArticleIds
from crawler.urls.canonical import article_id

IDS = st.integers(0, 2**64 - 1) | st.integers(0, 40)


@given(st.lists(IDS), st.lists(IDS))
def test_it_holds_what_a_set_holds(added: list[int], asked: list[int]) -> None:
    ids, plain = ArticleIds(), set[str]()
    for number in added:
        id_ = f"{number:016x}"
        assert ids.add(id_) is (id_ not in plain)
        plain.add(id_)
    assert len(ids) == len(plain)
    assert [f"{number:016x}" in ids for number in asked] == [f"{number:016x}" in plain for number in asked]
    assert set(ids) == plain
    assert ids <= plain
    assert (frozenset(f"{number:016x}" for number in asked) <= ids) is (
        {*map("{:016x}".format, asked)} <= plain
    )


def test_a_copy_is_a_set_of_its_own() -> None:
    first = ArticleIds(["00000000000000a1", "0000000000000000"])
    second = first.copy()
    second.add("00000000000000a2")
    assert sorted(first) == ["0000000000000000", "00000000000000a1"]
    assert sorted(second - first) == ["00000000000000a2"]


@pytest.mark.parametrize("id_", ["", "kota", "1" * 17])
def test_what_is_no_id_is_refused(id_: str) -> None:
    with pytest.raises((ValueError, OverflowError)):
        ArticleIds().add(id_)


def test_an_id_costs_tens_of_bytes() -> None:
    count = 50_000
    chance = random.Random(1)
    tracemalloc.start()
    try:
        ids = ArticleIds()
        for _ in range(count):
            ids.add(f"{chance.getrandbits(64):016x}")
        held = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert len(ids) == count
    assert held < 32 * count


def test_ids_that_end_alike_do_not_meet(monkeypatch: pytest.MonkeyPatch) -> None:
    # One secret in some tens is poor for such sequential IDs; those of URLs are spread by their hash.
    monkeypatch.setattr(ArticleIds, "_factor", 0x9E3779B97F4A7C15)
    ids = ArticleIds(f"{number << 48:016x}" for number in range(2**14))
    longest = run = 0
    for number in [*ids._table, 0]:
        run = run + 1 if number else 0
        longest = max(longest, run)
    assert longest < 400


def test_addresses_are_known_by_their_ids() -> None:
    ids = ArticleIds([article_id("https://malangkota.go.id/berita/12/")])
    assert article_id("http://www.malangkota.go.id/berita/12") in ids
    assert article_id("https://malangkota.go.id/berita/13") not in ids
