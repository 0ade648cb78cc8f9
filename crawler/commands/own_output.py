"""Settings for commands that crawl and print their own result instead of summary and report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.settings import SETTINGS_PRIORITIES

from crawler.workers.sizing import STORE

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

DISPLAYS = ("summary.Summary", "progress.ProgressExtension", "metrics.Metrics")
"""Extensions that display a run."""

REPORTS = (*DISPLAYS, "run_end.RunEnd")
"""Extensions that display and report a run."""


def quiet_log(settings: BaseSettings) -> None:
    """Log only crashes; `-L INFO` or `-s LOG_LEVEL=INFO` logs the crawl."""
    if settings.getpriority("LOG_LEVEL") != SETTINGS_PRIORITIES["cmdline"]:
        settings.set("LOG_LEVEL", "CRITICAL", priority="cmdline")


def switch_off(settings: BaseSettings, extensions: tuple[str, ...]) -> None:
    """Disable the extensions whose import paths end with one of these names."""
    present = settings.getdict("EXTENSIONS")
    off = {name: None for name in present if name.endswith(extensions)}
    settings.set("EXTENSIONS", present | off, priority="cmdline")


def store_nothing(settings: BaseSettings) -> None:
    """Disable the pipeline that stores articles in the ledger."""
    pipelines = {name: order for name, order in settings.getdict("ITEM_PIPELINES").items() if name != STORE}
    settings.set("ITEM_PIPELINES", pipelines, priority="cmdline")
