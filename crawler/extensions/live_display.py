"""The live display: progress of the crawl, redrawn at the bottom of the terminal."""

from __future__ import annotations

import logging
from typing import IO

from rich.console import Console, Group, RenderableType
from rich.file_proxy import FileProxy
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from crawler.report.progress_state import PortalProgress, Progress, article_tally, clock

FOOT = 5
"""Lines of the display besides its portals, including one log line above it."""

NAME_WIDTH = 28


class LiveDisplay:
    """Draws the crawl's state below the log lines. Only warnings are logged meanwhile."""

    def __init__(self, interval: float, stream: IO[str], console: Console | None = None) -> None:
        self.interval = interval
        self.stream = stream
        self.console = console or Console(file=stream, highlight=False)
        self.live = Live(console=self.console, auto_refresh=False, transient=True, redirect_stdout=False)
        self._handlers: list[tuple[logging.StreamHandler[IO[str]], IO[str], int]] = []

    def start(self) -> None:
        self.live.start()
        for handler in logging.root.handlers:
            if isinstance(handler, logging.StreamHandler) and handler.stream is self.stream:
                self._handlers.append((handler, handler.stream, handler.level))
                handler.setStream(FileProxy(self.console, self.stream))
                handler.setLevel(max(handler.level, logging.WARNING))

    def show(self, progress: Progress) -> None:
        self.live.update(
            render(progress, self.console.height - FOOT, wide=self.console.width >= 100), refresh=True
        )

    def stop(self) -> None:
        self.live.stop()
        for handler, stream, level in self._handlers:
            handler.setStream(stream)
            handler.setLevel(level)
        self._handlers.clear()


def render(progress: Progress, room: int, *, wide: bool = True) -> RenderableType:
    """Return the display with at most `room` running portals, most work left first."""
    done, failed, total = progress.count("done"), progress.count("failed"), len(progress.portals)
    head = Text(f"{clock(progress.seconds)}  portals: {done} of {total} done")
    if failed:
        head.append(f", {failed} failed", style="red")
    head.append(f"  {progress.rate:.1f} pages/s")
    head.append(f"  {progress.errors} errors", style="yellow" if progress.errors else "")
    left = progress.seconds_left
    if left is not None:
        head.append(f"  about {clock(left)} left")
    running = [portal for portal in progress.portals if not (portal.done or portal.failed)]
    running.sort(key=lambda portal: (portal.settled - portal.found, portal.id))
    shown = running[: max(room, 1)]
    table = Table.grid(padding=(0, 1))
    table.add_column(width=NAME_WIDTH, no_wrap=True, overflow="ellipsis")
    table.add_column(width=20 if wide else 10)
    table.add_column(justify="right", no_wrap=True)
    for portal in shown:
        table.add_row(Text(portal.id), _bar(portal), Text(_numbers(portal, wide=wide)))
    parts: list[RenderableType] = [head, Text(f"articles: {article_tally(progress)}"), table]
    if len(running) > len(shown):
        parts.append(Text(f"and {len(running) - len(shown)} more portals", style="dim"))
    return Group(*parts)


def _bar(portal: PortalProgress) -> ProgressBar:
    share = portal.share
    return ProgressBar(total=1.0 if share is not None else None, completed=share or 0.0, pulse=share is None)


def _numbers(portal: PortalProgress, *, wide: bool) -> str:
    of = f"{portal.settled}/{portal.found}" if portal.complete else f"{portal.settled}/{portal.found}+"
    if not wide:
        return f"{of}  {portal.written} new"
    return f"{of}  {portal.written} written, {portal.unchanged} unchanged, {portal.dropped} dropped"
