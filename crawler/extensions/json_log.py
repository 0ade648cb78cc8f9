"""`LOG_FORMAT=json`: every line on stderr is one JSON object, for log collectors."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

FORMAT = "json"


def wants_json(settings: BaseSettings) -> bool:
    """Return whether `LOG_FORMAT` is `json`."""
    return str(settings.get("LOG_FORMAT")).strip().lower() == FORMAT


class JsonFormatter(logging.Formatter):
    """Formats a record as `{"time", "level", "logger", "message"}`, plus `error` for a traceback."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= getattr(record, "facts", {})
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=True, default=str)


def install_json_log(settings: BaseSettings) -> None:
    """Log as JSON lines to stderr or `LOG_FILE`, instead of Scrapy's handler.

    Call it before creating the crawler process: Scrapy reads `LOG_FORMAT` as a template.
    """
    settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")
    handler: logging.Handler
    if settings.get("LOG_FILE"):
        mode = "a" if settings.getbool("LOG_FILE_APPEND") else "w"
        handler = logging.FileHandler(settings.get("LOG_FILE"), mode=mode, encoding="utf-8")
    elif settings.getbool("LOG_ENABLED"):
        handler = logging.StreamHandler()
    else:
        handler = logging.NullHandler()
    handler.setFormatter(JsonFormatter())
    handler.setLevel(settings.get("LOG_LEVEL"))
    logging.root.setLevel(logging.NOTSET)
    logging.root.addHandler(handler)


def emit(event: str, facts: dict[str, Any], stream: IO[str] | None = None) -> None:
    """Write a progress or summary line, independent of the log level."""
    line = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event, **facts}
    print(json.dumps(line, ensure_ascii=True, default=str), file=stream or sys.stderr, flush=True)
