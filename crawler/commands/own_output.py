"""For commands that crawl and print a result of their own instead of a run's summary and report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.settings import SETTINGS_PRIORITIES

from crawler.workers.sizing import STORE

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

DISPLAYS = ("summary.Summary", "progress.ProgressExtension", "metrics.Metrics")
"""Extensions that show a run."""

REPORTS = (*DISPLAYS, "run_end.RunEnd")
"""Extensions that show and report a run."""


def quiet_log(settings: BaseSettings) -> None:
    """Log nothing but crashes; `-L INFO` or `-s LOG_LEVEL=INFO` logs the crawl."""
    if settings.getpriority("LOG_LEVEL") != SETTINGS_PRIORITIES["cmdline"]:
        settings.set("LOG_LEVEL", "CRITICAL", priority="cmdline")


def switch_off(settings: BaseSettings, extensions: tuple[str, ...]) -> None:
    """Switch off the extensions whose paths end so."""
    present = settings.getdict("EXTENSIONS")
    off = {name: None for name in present if name.endswith(extensions)}
    settings.set("EXTENSIONS", present | off, priority="cmdline")


def store_nothing(settings: BaseSettings) -> None:
    """Leave out the pipeline that stores articles in the ledger."""
    pipelines = {name: order for name, order in settings.getdict("ITEM_PIPELINES").items() if name != STORE}
    settings.set("ITEM_PIPELINES", pipelines, priority="cmdline")
