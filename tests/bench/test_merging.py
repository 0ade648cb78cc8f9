"""Several runs of a benchmark become one report."""

from __future__ import annotations

import pytest

from bench.merging import Different, merge

FIRST = """
publication lines: 171
  crawler.dates.parse_date             median     10.0 us   p95     41.5 us
storing an article, median of batches                   1.20 ms  goal < 2 ms
edited copies found, 300 of 2,000 (seed 1)            0.9800
import of crawler.dates: 60 ms, dateparser loaded: False
"""
SECOND = FIRST.replace("10.0", "14.0").replace("1.20", "1.40").replace("60", "90")
THIRD = FIRST.replace("10.0", "90.5").replace("1.20", "1.10").replace("60", "50")


def test_each_number_is_the_median_of_its_place() -> None:
    lines = merge([FIRST, SECOND, THIRD])
    assert [line.text for line in lines] == FIRST.replace("10.0", "14.0").splitlines()[1:]
    assert lines[1].figures == (14.0, 41.5)
    assert lines[2].figures == (1.2, 2.0)
    assert lines[3].figures == (300.0, 2000.0, 1.0, 0.98)


def test_a_label_says_what_was_measured() -> None:
    assert merge([FIRST])[2].label == "storing an article, median of batches # ms goal < # ms"


def test_runs_that_found_something_else_are_not_mixed() -> None:
    with pytest.raises(Different):
        merge([FIRST, FIRST.replace("dateparser loaded: False", "dateparser loaded: True")])
