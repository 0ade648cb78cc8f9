"""The displays: on a terminal, without one, narrow, without color, with wide characters."""

from __future__ import annotations

import io
import json
import logging
from typing import Any

import pytest
from rich.console import Console
from scrapy.settings import Settings

from crawler.extensions.live_display import LiveDisplay, render
from crawler.extensions.progress import JsonLines, PlainLines, choose_display
from crawler.report.progress_state import PortalProgress, Progress


class Terminal(io.StringIO):
    """A stream that claims to be a terminal."""

    def isatty(self) -> bool:
        return True


def settings(**changes: Any) -> Settings:
    return Settings({"PROGRESS": "auto", "PROGRESS_INTERVAL": 60, "QUIET": False, **changes})


def portals(count: int, *, name: str = "kominfo") -> tuple[PortalProgress, ...]:
    return tuple(
        PortalProgress(f"{name}-{number}", found=100, written=number, complete=bool(number % 2))
        for number in range(count)
    )


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)


def test_a_terminal_gets_the_live_display_and_a_file_plain_lines() -> None:
    assert isinstance(choose_display(settings(), Terminal()), LiveDisplay)
    assert type(choose_display(settings(), io.StringIO())) is PlainLines
    assert type(choose_display(settings(PROGRESS="live"), io.StringIO())) is PlainLines
    assert type(choose_display(settings(PROGRESS="plain"), Terminal())) is PlainLines
    assert type(choose_display(settings(LOG_FORMAT="json"), Terminal())) is JsonLines


@pytest.mark.parametrize("changes", [{"PROGRESS": "off"}, {"QUIET": True}, {"PROGRESS_INTERVAL": 0}])
def test_quiet_is_quiet(changes: dict[str, Any]) -> None:
    assert choose_display(settings(**changes), Terminal()) is None


def test_a_dumb_terminal_gets_plain_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert type(choose_display(settings(), Terminal())) is PlainLines


def test_an_unknown_mode_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="'loud'"):
        choose_display(settings(PROGRESS="loud"), Terminal())


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("name", ["kominfo", "диско" * 12, "日本語の長い名前ポータル新聞"])
def test_no_line_is_wider_than_the_terminal(width: int, name: str) -> None:
    out = io.StringIO()
    console = Console(file=out, width=width, height=24, force_terminal=True, color_system=None)
    console.print(render(Progress(3700.0, portals(9, name=name)), room=19, wide=width >= 100))
    lines = out.getvalue().splitlines()
    assert len(lines) >= 11
    from rich.cells import cell_len

    assert all(cell_len(line) <= width for line in lines)


def test_more_portals_than_lines_are_counted() -> None:
    out = io.StringIO()
    console = Console(file=out, width=100, height=24, color_system=None)
    console.print(render(Progress(60.0, portals(168)), room=19))
    assert "and 149 more portals" in out.getvalue()
    assert len(out.getvalue().splitlines()) <= 24


def test_no_colour_is_written_where_none_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    out = Terminal()
    display = LiveDisplay(0.5, out)
    display.start()
    display.show(Progress(60.0, (PortalProgress("a", failed=True),), errors=2))
    display.stop()
    assert "1 failed" in out.getvalue()
    assert "\x1b[31m" not in out.getvalue()


def test_log_lines_go_above_the_live_display_and_the_handler_is_put_back() -> None:
    out = Terminal()
    handler = logging.StreamHandler(out)
    handler.setLevel(logging.INFO)
    logging.root.addHandler(handler)
    try:
        display = LiveDisplay(0.5, out, Console(file=out, force_terminal=True, width=80, height=24))
        display.start()
        display.show(Progress(1.0, portals(1)))
        logging.getLogger("warta").warning("robots.txt [red]forbids")
        logging.getLogger("warta").info("chatter")
        display.stop()
        assert handler.stream is out
        assert handler.level == logging.INFO
    finally:
        logging.root.removeHandler(handler)
    assert "robots.txt [red]forbids" in out.getvalue()
    assert "chatter" not in out.getvalue()


def test_machines_get_json() -> None:
    out = io.StringIO()
    JsonLines(60, out).show(Progress(60.0, portals(3), pages=7, recent=6, window=60.0))
    facts = json.loads(out.getvalue())
    assert facts["event"] == "progress"
    assert facts["portals"] == 3
    assert facts["pages_per_second"] == 0.1
    assert facts["seconds_left"] is None
