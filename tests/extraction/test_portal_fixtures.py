"""Every page stored with `scrapy fixture` still gives the record that was checked then."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.commands.fixture import replay
from crawler.portals import load_registry

PLACES = sorted(p.parent for p in (Path(__file__).parent / "fixtures" / "portals").glob("*/*/article.json"))


@pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{place.parent.name}/{place.name}")
def test_a_kept_page_gives_its_record(place: Path) -> None:
    expected, today = replay(place, load_registry())
    # a field that did not exist when the page was stored is not compared
    assert {key: today.get(key) for key in expected} == expected
