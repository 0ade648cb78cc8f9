"""Runs real crawls in separate processes, as users do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.starting.program import run

ROOT = Path(__file__).resolve().parents[1]
DEFAULT = (
    "ALLOW_PRIVATE_ADDRESSES=1",
    "DOWNLOAD_DELAY=0",
    "AUTOTHROTTLE_ENABLED=0",
    "BACKOFF_SECONDS=0.01",
)
LOOPBACK = (*DEFAULT, "EXTRACT_PROCESSES=0")
"""Without further processes: for a few pages starting one takes longer than reading them."""


def scrapy(*arguments: str, timeout: float = 120, fresh: bool = False) -> subprocess.CompletedProcess[str]:
    """`scrapy ARGUMENTS` in the project's folder; stdout and stderr as text.

    With `fresh` a new Python starts it and loads all libraries, as for users, and warnings that occur during
    loading are shown.
    """
    environment = {**os.environ, "PYTHONWARNINGS": "default"}
    if not fresh:
        return run("scrapy", *arguments, cwd=ROOT, timeout=timeout, env=environment)
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
        env=environment,
    )


def crawl(
    output: Path, *arguments: str, settings: tuple[str, ...] = LOOPBACK, fresh: bool = False
) -> subprocess.CompletedProcess[str]:
    """`scrapy crawl portal ARGUMENTS` on a loopback site, writing below `output`; `fresh` as in `scrapy`."""
    flags = [flag for setting in (f"OUTPUT_DIR={output}", *settings) for flag in ("-s", setting)]
    return scrapy("crawl", "portal", *arguments, *flags, fresh=fresh)


def records(output: Path) -> list[dict[str, Any]]:
    """Every JSON Lines record below `output`, file by file, in order."""
    lines = [
        line
        for file in sorted(output.glob("articles/*/*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    return [json.loads(line) for line in lines]
