"""Merges several runs of a benchmark into one report: each number is the median of its position."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

NUMBER = re.compile(r"(?<![\w.])-?\d[\d,]*(?:\.\d+)?(?![\w.]*\d)")


class Different(ValueError):
    """Two runs of a benchmark printed different lines."""


@dataclass(frozen=True, slots=True)
class Line:
    """A report line; `label` is its text with `#` in place of each number."""

    text: str
    label: str
    figures: tuple[float, ...]


def merge(runs: Sequence[str]) -> list[Line]:
    """The lines of one report, with medians of all runs as numbers. Raises Different."""
    read = [[_read(line) for line in run.splitlines() if line.strip()] for run in runs]
    labels = {tuple(line.label for line in lines) for lines in read}
    if len(labels) != 1:
        raise Different("the runs print different lines: one of them found something else than the others")
    return [_median(lines) for lines in zip(*read, strict=True)]


def _read(line: str) -> Line:
    figures = tuple(float(found[0].replace(",", "")) for found in NUMBER.finditer(line))
    return Line(line, " ".join(NUMBER.sub("#", line).split()), figures)


def _median(lines: Sequence[Line]) -> Line:
    figures = tuple(median(column) for column in zip(*(line.figures for line in lines), strict=True))
    left = iter(figures)

    def printed(found: re.Match[str]) -> str:
        places = len(found[0].partition(".")[2])
        figure = f"{next(left):,.{places}f}" if "," in found[0] else f"{next(left):.{places}f}"
        return figure.rjust(len(found[0]))

    return Line(NUMBER.sub(printed, lines[0].text), lines[0].label, figures)
