"""Every string of the tables is parsed as given there."""

from __future__ import annotations

import pytest

from crawler.dates import find_dates
from tests.dates.tables import Row, canonical, rows

UNSEEN = [*rows("unseen_first.tsv"), *rows("unseen_second.tsv")]
"""Composed with their values before the grammar read them, to see what it does with strings nobody tuned."""


@pytest.mark.parametrize(
    "row", [*rows("lines.tsv"), *rows("text.tsv"), *rows("nothing.tsv"), *UNSEEN], ids=str
)
def test_a_row_is_read_as_its_table_says(row: Row) -> None:
    mentions = find_dates(row.text, reference=row.reference, timezone=row.zone)
    assert [canonical(mention.iso) for mention in mentions] in row.alternatives
    raised = {flag for mention in mentions for flag in mention.flags}
    for flag in row.flags:
        assert (flag[1:] not in raised) if flag.startswith("-") else (flag in raised)


@pytest.mark.parametrize("row", [*rows("lines.tsv"), *rows("text.tsv"), *UNSEEN], ids=str)
def test_mentions_are_slices_in_order(row: Row) -> None:
    mentions = find_dates(row.text, reference=row.reference, timezone=row.zone)
    end = 0
    for mention in mentions:
        assert mention.text == row.text[mention.start : mention.end]
        assert end <= mention.start < mention.end
        assert mention.text == mention.text.strip()
        end = mention.end
