"""The benchmark of growth prints a figure for each of its parts."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.growth import PAGES, browse, registry, report


def test_every_part_prints_its_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    registry(20, tmp_path)
    report(20)
    browse(1000, tmp_path)
    printed = capsys.readouterr().out
    for words in ("registry, bundled", "report of 20 portals, size", "browse database of 1,000", *PAGES):
        assert words in printed
