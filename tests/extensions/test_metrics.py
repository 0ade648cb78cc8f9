"""Prometheus metrics: names by the conventions, an atomically replaced file, an endpoint on loopback."""

from __future__ import annotations

import re
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from scrapy.utils.test import get_crawler

from crawler.extensions.metrics import Metrics, last_run_metrics, running_metrics

STATS: dict[str, Any] = {
    "portal/a/found": 9,
    "portal/a/written": 5,
    "work/a/changed": 2,
    "portal/a/dropped/listing": 1,
    "work/a/requests": 12,
    "work/a/size": 4096,
    "work/a/seconds": 3.5,
    "work/a/state": "done",
    'portal/b/dropped/aneh "\\\n': 1,
    "portal/b/failed": "refused",
    "finish_reason": "finished",
}


def metrics_of(tmp_path: Path, **settings: Any) -> Metrics:
    crawler = get_crawler(settings_dict=settings)
    crawler._apply_settings()
    assert crawler.stats is not None
    for key, value in STATS.items():
        crawler.stats.set_value(key, value)
    return Metrics.from_crawler(crawler)


def samples(text: str) -> dict[tuple[str, str, str], float]:
    return {
        (sample.name, sample.labels.get("portal", ""), sample.labels.get("outcome", "")): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.mark.parametrize("families", [running_metrics(STATS, 1.0), last_run_metrics(STATS, 1.0, 5.0)])
def test_names_follow_the_conventions(families: Any) -> None:
    for family in families:
        assert re.fullmatch(r"warta_[a-z_]+", family.name)
        assert family.documentation
        assert not re.search(r"_(ms|minutes|hours|kb|mb)(_|$)", family.name), "base units only"
        assert not family.name.endswith(("_count", "_sum", "_bucket", "_info"))
        for sample in family.samples:
            assert sample.name.endswith("_total") == (family.type == "counter")


def test_the_file_holds_the_last_run(tmp_path: Path) -> None:
    file = tmp_path / "textfile" / "warta.prom"
    metrics_of(tmp_path, METRICS_FILE=str(file)).engine_stopped()
    found = samples(file.read_text(encoding="utf-8"))
    assert found["warta_last_run_articles", "a", "new"] == 3
    assert found["warta_last_run_articles", "a", "changed"] == 2
    assert found["warta_last_run_portal_failed", "b", ""] == 1
    assert found["warta_last_run_success", "", ""] == 0
    assert [path.name for path in file.parent.iterdir()] == ["warta.prom"]


def test_the_endpoint_serves_loopback_while_the_run_goes(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    metrics = metrics_of(tmp_path, METRICS_PORT=0)
    with caplog.at_level("INFO"):
        metrics.engine_started()
    (address,) = re.findall(r"http://127\.0\.0\.1:\d+/metrics", caplog.text)
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            found = samples(answer.read().decode())
    finally:
        metrics.engine_stopped()
    assert found["warta_articles_total", "a", "found"] == 9
    assert found["warta_response_bytes_total", "a", ""] == 4096
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(address, timeout=5)


def test_a_taken_port_is_said_and_the_run_goes_on(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    first = metrics_of(tmp_path, METRICS_PORT=0)
    with caplog.at_level("INFO"):
        first.engine_started()
    port = int(re.findall(r"127\.0\.0\.1:(\d+)/", caplog.text)[0])
    second = metrics_of(tmp_path, METRICS_PORT=port)
    second.engine_started()
    second.engine_stopped()
    first.engine_stopped()
    assert f"no metrics on port {port}" in caplog.text


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("x")
    metrics_of(tmp_path, METRICS_FILE=str(tmp_path / "file" / "warta.prom")).engine_stopped()
    assert "cannot write metrics" in caplog.text
