from __future__ import annotations

from typing import Any

from crawler.extensions.summary import summary_lines
from crawler.stats.outcomes import count_dropped, count_found, count_written, fail, note, read_outcomes
from crawler.stats.tally import Tally, total


class DictStats(dict[str, Any]):
    def inc_value(self, key: str, count: int = 1, start: int = 0) -> None:
        self[key] = self.get(key, start) + count

    def set_value(self, key: str, value: Any) -> None:
        self[key] = value


def test_outcomes_are_read_back_as_counted() -> None:
    stats = DictStats({"downloader/request_count": 9})
    count_found(stats, "b-portal", 3)
    count_written(stats, "b-portal", 2)
    count_dropped(stats, "b-portal", "listing")
    note(stats, "b-portal", "REST API closed (401); sitemap used")
    fail(stats, "a-portal", "unreachable: connection refused by 127.0.0.1:9")
    a, b = read_outcomes(stats)
    assert (a.id, a.failed) == ("a-portal", "unreachable: connection refused by 127.0.0.1:9")
    assert (b.found, b.written, b.dropped, b.failed) == (3, 2, {"listing": 1}, None)
    assert b.notes == {"REST API closed (401); sitemap used": 1}


def test_summary_names_counts_reasons_failures_and_files() -> None:
    stats = DictStats()
    count_found(stats, "one", 12)
    count_written(stats, "one", 9)
    for reason in ("listing", "protected", "protected"):
        count_dropped(stats, "one", reason)
    fail(stats, "two", "robots.txt forbids https://two.example/")
    lines = list(
        summary_lines(read_outcomes(stats), files=["output/articles/one/x.jsonl"], finish="finished")
    )
    assert lines == [
        "one: 12 found, 9 written, 3 dropped (1 listing, 2 protected)",
        "two: robots.txt forbids https://two.example/",
        "Articles: 12 found, 9 written, 3 dropped (1 listing, 2 protected)",
        "JSON Lines: output/articles/one/x.jsonl",
        "1 of 2 portals failed",
    ]


def test_summary_of_a_stopped_run_says_so() -> None:
    (first, *_) = summary_lines([], files=[], finish="shutdown")
    assert first.startswith("Stopped early (shutdown)")


def test_the_total_adds_what_is_counted() -> None:
    one = Tally(found=3, new=1, changed=1, dropped={"listing": 1}, seconds=1.5, failed="refused")
    both = total([one, Tally(found=2, unchanged=1, dropped={"listing": 1, "empty": 2}, seconds=2.0)])
    assert both == Tally(
        found=5, new=1, changed=1, unchanged=1, dropped={"listing": 2, "empty": 2}, seconds=3.5
    )
    assert both.written == 2


def test_revisions_are_counted_among_the_written() -> None:
    stats = DictStats({"work/a/changed": 2})
    count_written(stats, "a", 5)
    (outcome,) = read_outcomes(stats)
    assert (outcome.new, outcome.changed, outcome.written) == (3, 2, 5)
