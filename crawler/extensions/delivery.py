"""Delivery during a crawl (`DELIVER`), in a separate process, so that sinks do not slow the crawl."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.exceptions import NotConfigured

from crawler.ledger.active_ledger import ledger_target
from crawler.program import program

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

PATIENCE = 30.0
"""Seconds that the end of a crawl waits for the last records; later runs deliver the rest."""

PROJECT = Path(__file__).resolve().parents[2]


class Delivery:
    """Starts the delivery process when the ledger is open, and ends it after the last commit."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("DELIVER"):
            raise NotConfigured
        assert crawler.stats is not None
        self.stats = crawler.stats
        self._file = str(crawler.settings.get("DELIVER_FILE"))
        self._target = ledger_target(crawler.settings)
        self._process: subprocess.Popen[str] | None = None
        self._listener: threading.Thread | None = None
        self._results: list[dict[str, Any]] = []
        crawler.signals.connect(self.spider_opened, signals.spider_opened)
        crawler.signals.connect(self.engine_stopped, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def spider_opened(self) -> None:
        """Start the delivery process; it gets its settings through a pipe."""
        path = os.environ.get("PYTHONPATH")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "crawler.deliver"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,  # Ctrl-C stops the crawl, and the crawl lets the process finish
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (str(PROJECT), path)))},
        )
        assert self._process.stdin is not None
        given = {"file": str(Path(self._file).resolve()), "ledger": _absolute(self._target)}
        with suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(given) + "\n")
            self._process.stdin.flush()
        self._listener = threading.Thread(target=self._listen, args=(self._process,), daemon=True)
        self._listener.start()

    def engine_stopped(self) -> None:
        """Let the process deliver the remaining records; count its results."""
        process = self._process
        if process is None or self._listener is None:
            return
        assert process.stdin is not None
        with suppress(BrokenPipeError):  # the process has exited; its log lines give the reason
            process.stdin.close()
        try:
            status = process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.terminate()
            logger.warning("not all records were delivered within %.0f s; the next run continues", PATIENCE)
            status = process.wait(PATIENCE)
        self._listener.join(PATIENCE)
        if status and not self._results:
            logger.error(
                f"the delivery process exited with status %d; {program()} deliver --all continues", status
            )
        for result in self._results:
            self._note(result)

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            message = json.loads(line)
            if "results" in message:
                self._results = message["results"]
            else:
                logger.log(message["level"], "%s", message["text"])

    def _note(self, result: dict[str, Any]) -> None:
        for count in ("delivered", "parked"):
            self.stats.set_value(f"deliver/{result['name']}/{count}", result[count])
        if result["error"]:
            self.stats.set_value(f"deliver/{result['name']}/error", result["error"])
            name = result["name"]
            logger.error(f"sink %s: %s; {program()} deliver %s continues", name, result["error"], name)


def _absolute(target: str) -> str:
    return target if "://" in target else str(Path(target).resolve())
