"""Prometheus metrics: a textfile of the last run, and an endpoint on loopback for the running one.

Names and units follow prometheus.io/docs/practices/naming. The textfile has gauges (`warta_last_run_...`),
because counters would restart at zero with each run. The endpoint has counters. Both are computed from the
run's tallies on request.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.exceptions import NotConfigured

from crawler.stats.outcomes import PortalOutcome, ended_well, read_outcomes

if TYPE_CHECKING:
    from typing import Self

    from prometheus_client.metrics_core import Metric
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

ENDPOINT_HOST = "127.0.0.1"
"""Loopback: metrics name portals and their failures. Use a proxy for a scraper on another machine."""

ARTICLES = ("found", "new", "changed", "unchanged")
VERDICTS = ("ok", "watch", "broken")


class Metrics:
    """Writes `METRICS_FILE` when the run ends, and serves `METRICS_PORT` during it."""

    def __init__(self, crawler: Crawler, file: Path | None, port: int | None) -> None:
        assert crawler.stats is not None
        self.stats = crawler.stats
        self.file = file
        self.port = port
        self.started = time.time()
        self._stop: list[Any] = []
        crawler.signals.connect(self.engine_started, signals.engine_started)
        crawler.signals.connect(self.engine_stopped, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        file, port = crawler.settings.get("METRICS_FILE"), crawler.settings.get("METRICS_PORT")
        if not file and port in (None, ""):
            raise NotConfigured
        return cls(crawler, Path(str(file)) if file else None, None if port in (None, "") else int(port))

    def collect(self) -> Iterable[Metric]:
        """Return the endpoint's metrics. Called from the server's thread."""
        return running_metrics(dict(self.stats.get_stats()), self.started)

    def engine_started(self) -> None:
        if self.port is None:
            return
        from prometheus_client import CollectorRegistry, start_http_server

        registry = CollectorRegistry()
        registry.register(self)
        try:
            server, thread = start_http_server(self.port, addr=ENDPOINT_HOST, registry=registry)
        except OSError as error:
            logger.warning("no metrics on port %d: %s; the crawl continues", self.port, error.strerror)
            return
        self._stop = [server, thread]
        logger.info("metrics on http://%s:%d/metrics", ENDPOINT_HOST, server.server_port)

    def engine_stopped(self) -> None:
        if self._stop:
            server, thread = self._stop
            server.shutdown()
            server.server_close()
            thread.join()
        if self.file is not None:
            self._write(self.file)

    def _write(self, file: Path) -> None:
        from prometheus_client import CollectorRegistry, write_to_textfile

        registry = CollectorRegistry()
        registry.register(_Ready(last_run_metrics(self.stats.get_stats(), self.started, time.time())))
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            write_to_textfile(str(file), registry)
            file.chmod(0o644)  # node_exporter runs as another user; the file contains only numbers
        except OSError as error:
            logger.error("cannot write metrics to %s: %s", file, error.strerror)


class _Ready:
    """Wraps finished metrics for a Prometheus registry."""

    def __init__(self, metrics: Iterable[Metric]) -> None:
        self.metrics = list(metrics)

    def collect(self) -> Iterable[Metric]:
        return self.metrics


def running_metrics(stats: dict[str, Any], started: float) -> Iterator[Metric]:
    """Return counters since the start of the run."""
    from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

    outcomes = read_outcomes(stats)
    yield GaugeMetricFamily("warta_run_start_timestamp_seconds", "Start of the run (Unix time)", started)
    articles = CounterMetricFamily("warta_articles", "Articles by outcome", labels=["portal", "outcome"])
    dropped = CounterMetricFamily("warta_dropped", "URLs without an article", labels=["portal", "reason"])
    requests = CounterMetricFamily("warta_requests", "Requests sent", labels=["portal"])
    errors = CounterMetricFamily("warta_request_errors", "Failed requests", labels=["portal"])
    size = CounterMetricFamily("warta_response_bytes", "Bytes received", labels=["portal"])
    for outcome in outcomes:
        for name, count in _articles(outcome):
            articles.add_metric([outcome.id, name], count)
        for reason, count in sorted(outcome.dropped.items()):
            dropped.add_metric([outcome.id, reason], count)
        requests.add_metric([outcome.id], outcome.requests)
        errors.add_metric([outcome.id], outcome.errors)
        size.add_metric([outcome.id], outcome.size)
    yield from (articles, dropped, requests, errors, size)
    states = GaugeMetricFamily("warta_portals", "Portals by their state", labels=["state"])
    for state in ("discovering", "fetching", "done", "failed"):
        states.add_metric([state], sum(_state(outcome) == state for outcome in outcomes))
    yield states


def last_run_metrics(stats: dict[str, Any], started: float, ended: float) -> Iterator[Metric]:
    """Return gauges of a finished run."""
    from prometheus_client.core import GaugeMetricFamily

    outcomes = read_outcomes(stats)
    good = ended_well(stats)
    yield GaugeMetricFamily("warta_last_run_end_timestamp_seconds", "End of the last run (Unix time)", ended)
    yield GaugeMetricFamily("warta_last_run_duration_seconds", "Duration of the last run", ended - started)
    yield GaugeMetricFamily("warta_last_run_success", "1 if the last run completed every portal", int(good))
    articles = GaugeMetricFamily(
        "warta_last_run_articles", "Articles of the last run", labels=["portal", "outcome"]
    )
    dropped = GaugeMetricFamily(
        "warta_last_run_dropped", "URLs without an article in the last run", labels=["portal", "reason"]
    )
    failed = GaugeMetricFamily("warta_last_run_portal_failed", "1 if the portal failed", labels=["portal"])
    requests = GaugeMetricFamily("warta_last_run_requests", "Requests of the last run", labels=["portal"])
    errors = GaugeMetricFamily(
        "warta_last_run_request_errors", "Failed requests of the last run", labels=["portal"]
    )
    size = GaugeMetricFamily(
        "warta_last_run_response_bytes", "Bytes received in the last run", labels=["portal"]
    )
    seconds = GaugeMetricFamily(
        "warta_last_run_portal_duration_seconds",
        "Seconds from the portal's first request to its last",
        labels=["portal"],
    )
    health = GaugeMetricFamily(
        "warta_last_run_portal_health", "Health: 0 ok, 1 watch, 2 broken", labels=["portal"]
    )
    for outcome in outcomes:
        if outcome.verdict is not None:
            health.add_metric([outcome.id], VERDICTS.index(outcome.verdict))
        for name, count in _articles(outcome):
            articles.add_metric([outcome.id, name], count)
        for reason, count in sorted(outcome.dropped.items()):
            dropped.add_metric([outcome.id, reason], count)
        failed.add_metric([outcome.id], int(outcome.failed is not None))
        requests.add_metric([outcome.id], outcome.requests)
        errors.add_metric([outcome.id], outcome.errors)
        size.add_metric([outcome.id], outcome.size)
        seconds.add_metric([outcome.id], outcome.seconds)
    yield from (articles, dropped, failed, health, requests, errors, size, seconds)


def _articles(outcome: PortalOutcome) -> list[tuple[str, int]]:
    counts = {
        "found": outcome.found,
        "new": outcome.new,
        "changed": outcome.changed,
        "unchanged": outcome.unchanged,
    }
    return [(name, counts[name]) for name in ARTICLES]


def _state(outcome: PortalOutcome) -> str:
    return "failed" if outcome.failed else outcome.state or "discovering"
