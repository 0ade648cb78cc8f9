"""The promised figures, on the development set beside the checkout."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

import pytest

from crawler.dates import find_dates
from tests.dates.tables import alternatives, canonical

PROMISED = {"h": (0.99, 0.995, 0.003), "m": (0.97, 0.985, 0.01), "neg": (1.0, 1.0, 0.0)}
"""At least so many lists exact, at least so many days right, at most so many silently wrong."""


def days(values: list[str]) -> list[str]:
    return sorted({part.split("T")[0] for value in values for part in value.split("/")})


@pytest.mark.parametrize("kind", PROMISED)
def test_the_promised_figures_hold(shared_data: Path, kind: str) -> None:
    with (shared_data / "dates" / "gold.tsv").open(encoding="utf-8") as lines:
        table = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    count = exact = right = wrong = 0
    for row in table:
        if row["kind"].split("_")[0] != kind:
            continue
        reference = datetime.fromisoformat(row["ref"])
        found = find_dates(row["text"], reference=reference, timezone=row["tz"])
        got, want = [canonical(mention.iso) for mention in found], alternatives(row["expected"])
        day = got in want or any(days(got) == days(accepted) for accepted in want)
        count, exact, right, wrong = (
            count + 1,
            exact + (got in want),
            right + day,
            wrong + bool(got and not day),
        )
    assert count
    least_exact, least_right, most_wrong = PROMISED[kind]
    assert exact / count >= least_exact
    assert right / count >= least_right
    assert wrong / count <= most_wrong
