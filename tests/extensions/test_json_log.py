from __future__ import annotations

import io
import json
import logging
import sys

from crawler.extensions.json_log import JsonFormatter, emit


def test_a_record_is_one_line_of_json() -> None:
    record = logging.LogRecord("warta", logging.INFO, "x.py", 1, "Halo %s\nbaris dua", ("\u2028dunia",), None)
    line = JsonFormatter().format(record)
    assert len(line.splitlines()) == 1
    facts = json.loads(line)
    assert facts["message"] == "Halo \u2028dunia\nbaris dua"
    assert facts["level"] == "INFO"
    assert facts["logger"] == "warta"


def test_an_exception_stays_on_its_line() -> None:
    try:
        raise ValueError("rusak")
    except ValueError:
        record = logging.LogRecord("warta", logging.ERROR, "x.py", 1, "gagal", (), sys.exc_info())
    line = JsonFormatter().format(record)
    assert len(line.splitlines()) == 1
    assert "ValueError: rusak" in json.loads(line)["error"]


def test_the_runs_own_lines_are_json_too() -> None:
    stream = io.StringIO()
    emit("progress", {"portals": 3}, stream)
    facts = json.loads(stream.getvalue())
    assert facts["event"] == "progress"
    assert facts["portals"] == 3
