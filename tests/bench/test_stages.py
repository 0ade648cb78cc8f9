"""The stages that the benchmark of extraction measures exist, and their times add up."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bench.stages import CALLERS, Clock, measure_stages
from crawler.extraction import extractor

PAGE = """<html><head><title>Warga Menanam Bakau</title></head><body><h1>Warga Menanam Bakau</h1><article>
<p>Puluhan warga menanam bakau di tepi sungai pada Minggu pagi bersama pegawai kecamatan.</p>
<p>Bibit datang dari balai benih, dan panitia membagikan sarung tangan kepada semua peserta.</p>
</article></body></html>"""


@pytest.fixture
def unwrapped() -> Iterator[None]:
    """Put the functions back that the test measures."""
    homes = [importlib.import_module(f"crawler.extraction.{caller}") for caller in CALLERS]
    before = [dict(vars(home)) for home in homes]
    yield
    for home, names in zip(homes, before, strict=True):
        vars(home).update(names)


@pytest.mark.usefixtures("unwrapped")
def test_stages_are_measured_where_they_are_called() -> None:
    clock = Clock()
    stages = measure_stages(clock)
    article = extractor.extract_article(PAGE, "https://portal.example.go.id/a", fetched_at=datetime.now(UTC))
    assert len(article.body) == 2
    assert {"survey", "rate", "find_dates", "judge"} <= set(stages)
    assert {"survey", "rate", "judge"} <= clock.spent.keys() <= set(stages)
    assert sum(clock.spent.values()) == pytest.approx(clock.inner[0])
