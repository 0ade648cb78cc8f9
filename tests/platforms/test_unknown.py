"""Portals of makes that nobody tuned a platform for: everything found, nothing else, no trap entered."""

from __future__ import annotations

import pytest

from crawler.discovery.address import article_id
from crawler.discovery.wish import Wish
from tests.sites.drive import NOW, drive
from tests.sites.unknown import UNKNOWN, Unknown


def make(name: str) -> Unknown:
    kind, count = UNKNOWN[name]
    return kind(count)


@pytest.mark.parametrize("name", UNKNOWN)
def test_every_article_once_nothing_else_and_no_trap(name: str) -> None:
    site = make(name)
    result = drive(site)
    expected = {article_id(url): url for url in site.articles}
    missing = [url for id_, url in expected.items() if id_ not in result.ids]
    extra = [one.url for one in result.candidates if article_id(one.url) not in expected]
    assert (missing, extra, site.trapped) == ([], [], [])
    assert len(result.ids) == len(set(result.ids))
    assert not site.repeated
    assert result.failure is None


@pytest.mark.parametrize("name", UNKNOWN)
def test_a_second_run_costs_next_to_nothing(name: str) -> None:
    site = make(name)
    memory = dict(drive(site).remembered)
    site.requests.clear()
    drive(site, Wish(now=NOW, full=False, memory=memory), known=lambda url: True)
    assert len(site.requests) <= 5, site.requests
