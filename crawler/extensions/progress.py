"""Progress of a running crawl: a live display on a terminal, else one plain line a minute."""

from __future__ import annotations

import os
import sys
import time
from collections import deque
from typing import TYPE_CHECKING, Protocol

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

from crawler.extensions.json_log import emit, wants_json
from crawler.report.progress_state import PortalProgress, Progress, progress_line, read_progress
from crawler.stats.outcomes import PortalOutcome, read_outcomes

if TYPE_CHECKING:
    from typing import IO, Self

    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

REFRESH = 0.5
"""Seconds between two updates of the live display."""

WINDOW = 30.0
"""Window of the live display's pages per second, in seconds."""

MODES = ("auto", "live", "plain", "off")


class Display(Protocol):
    """Protocol of a progress display."""

    interval: float

    def start(self) -> None: ...
    def show(self, progress: Progress) -> None: ...
    def stop(self) -> None: ...


class PlainLines:
    """Prints one line per interval."""

    def __init__(self, interval: float, stream: IO[str]) -> None:
        self.interval = interval
        self.stream = stream

    def start(self) -> None:
        pass

    def show(self, progress: Progress) -> None:
        print(progress_line(progress), file=self.stream, flush=True)

    def stop(self) -> None:
        pass


class JsonLines(PlainLines):
    """Prints one JSON object per interval."""

    def show(self, progress: Progress) -> None:
        facts = {name: progress.count(name) for name in ("done", "failed", "found", "unchanged", "dropped")}
        facts["changed"] = progress.count("changed")
        facts["new"] = progress.count("written") - facts["changed"]
        left = progress.seconds_left
        emit(
            "progress",
            {
                "seconds": round(progress.seconds, 1),
                "portals": len(progress.portals),
                **facts,
                "pages": progress.pages,
                "pages_per_second": round(progress.rate, 2),
                "errors": progress.errors,
                "seconds_left": None if left is None else round(left),
            },
            self.stream,
        )


def choose_display(settings: BaseSettings, stream: IO[str]) -> Display | None:
    """Return the display for the settings and the stream; None for `PROGRESS=off`.

    The live display needs a capable terminal; `PROGRESS=live` elsewhere falls back to plain lines.
    Raises ValueError for an unknown `PROGRESS`.
    """
    mode = str(settings.get("PROGRESS"))
    if mode not in MODES:
        raise ValueError(f"PROGRESS is {mode!r}; it can be {', '.join(MODES)}")
    interval = settings.getfloat("PROGRESS_INTERVAL")
    if mode == "off" or settings.getbool("QUIET") or interval <= 0:
        return None
    if wants_json(settings):
        return JsonLines(interval, stream)
    if mode in ("auto", "live") and is_terminal(stream):
        from crawler.extensions.live_display import LiveDisplay

        return LiveDisplay(REFRESH, stream)
    return PlainLines(interval, stream)


def is_terminal(stream: IO[str]) -> bool:
    """Return whether the stream is a terminal that supports redrawing."""
    return stream.isatty() and os.environ.get("TERM", "dumb") not in ("dumb", "unknown")


class ProgressExtension:
    """Reads the tallies once per interval and shows them."""

    def __init__(self, crawler: Crawler, display: Display) -> None:
        assert crawler.stats is not None
        self.crawler = crawler
        self.stats = crawler.stats
        self.display = display
        self.task = create_looping_call(self.look)
        self.started = time.monotonic()
        self._seen: deque[tuple[float, int]] = deque()
        crawler.signals.connect(self.spider_opened, signals.spider_opened)
        crawler.signals.connect(self.spider_closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        display = choose_display(crawler.settings, sys.stderr)
        if display is None:
            raise NotConfigured
        return cls(crawler, display)

    def spider_opened(self) -> None:
        self.started = time.monotonic()
        self.display.start()
        self.task.start(self.display.interval, now=False)

    def spider_closed(self) -> None:
        if self.task.running:
            self.task.stop()
        self.display.stop()

    def look(self) -> None:
        """Update the display."""
        self.display.show(self.progress(time.monotonic()))

    def progress(self, now: float) -> Progress:
        """Return the crawl's progress at `now`, seconds of the monotonic clock."""
        stats = self.stats.get_stats()
        pages = stats.get("response_received_count", 0)
        if not self._seen:
            self._seen.append((self.started, 0))
        self._seen.append((now, pages))
        while len(self._seen) > 2 and now - self._seen[1][0] >= max(WINDOW, self.display.interval):
            self._seen.popleft()
        since, before = self._seen[0]
        return read_progress(
            stats,
            [_portal(outcome) for outcome in read_outcomes(stats)],
            seconds=now - self.started,
            recent=pages - before,
            window=now - since,
        )


def _portal(outcome: PortalOutcome) -> PortalProgress:
    return PortalProgress(
        id=outcome.id,
        found=outcome.found,
        written=outcome.written,
        changed=outcome.changed,
        unchanged=outcome.unchanged,
        dropped=sum(outcome.dropped.values()),
        complete=outcome.state in ("fetching", "done"),
        done=outcome.state == "done" and outcome.failed is None,
        failed=outcome.failed is not None,
    )
