"""A small round of `portal=all`: the healthy stand-ins are whole beside those that fail."""

from __future__ import annotations

from pathlib import Path

from bench.all_portals import crawl
from bench.stand_ins import KINDS, address_of, kind_of_host


def test_the_healthy_ones_are_whole(tmp_path: Path) -> None:
    done = crawl(2 * len(KINDS), tmp_path)
    assert done.complaints() == [], done.stderr
    assert len(done.healthy) == 8


def test_every_stand_in_has_an_address_of_its_own() -> None:
    addresses = [address_of(number) for number in range(1100)]
    assert len(set(addresses)) == 1100
    assert {kind_of_host(address) for address in addresses} == set(KINDS)
