from __future__ import annotations

import warnings

from scrapy import Spider
from scrapy.utils.test import get_crawler

from crawler.extensions.statistics import Statistics


def test_it_counts_as_scrapy_does() -> None:
    ours = Statistics(get_crawler(Spider))
    scrapys = get_crawler(Spider).stats
    assert scrapys is not None
    for stats in (ours, scrapys):
        stats.inc_value("a")
        stats.inc_value("a", 2)
        stats.inc_value("b", start=5)
        stats.max_value("most", 3)
        stats.max_value("most", 2)
        stats.min_value("least", 3)
        stats.set_value("portal/x/failed", "why")
    assert ours.get_stats() == scrapys.get_stats() != {}
    assert (ours.get_value("a"), ours.get_value("c", 7)) == (3, 7)


def test_its_methods_are_not_wrapped_at_each_use() -> None:
    stats = Statistics(get_crawler(Spider))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        stats.inc_value("a")
    assert stats.inc_value.__func__ is Statistics.inc_value  # type: ignore[attr-defined]
    assert not [name for name in vars(stats) if name.startswith("_cached_")]
