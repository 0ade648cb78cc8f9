"""Runs `scrapy crawl portal` as users do, in its own process, with a recorder for pipelines."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.settings import ITEM_PIPELINES
from tests.starting.program import run

ROOT = Path(__file__).resolve().parents[2]
QUICK = {
    "ALLOW_PRIVATE_ADDRESSES": "1",
    "DOWNLOAD_DELAY": "0",
    "BACKOFF_SECONDS": "0.01",
    "AUTOTHROTTLE_ENABLED": "0",
    "EXTRACT_PROCESSES": "0",
    "ITEM_PIPELINES": '{"tests.spiders.recorder.Recorder": 100}',
}


@dataclass(frozen=True, slots=True)
class Crawl:
    status: int
    stderr: str
    pages: list[dict[str, Any]]
    stats: dict[str, Any]

    @property
    def urls(self) -> list[str]:
        return [page["url"] for page in self.pages]

    def of(self, portal_id: str) -> dict[str, Any]:
        """The tallies of one portal."""
        prefix = f"portal/{portal_id}/"
        return {
            key.removeprefix(prefix): value for key, value in self.stats.items() if key.startswith(prefix)
        }

    @property
    def only(self) -> dict[str, Any]:
        """The tallies of the only portal."""
        (portal_id,) = {key.split("/")[1] for key in self.stats if key.startswith("portal/")}
        return self.of(portal_id)


WHOLE = {"ITEM_PIPELINES": json.dumps(ITEM_PIPELINES | {"tests.spiders.recorder.Recorder": 950})}
"""The real pipelines, ledger and all, with the recorder behind them."""


def crawl(
    folder: Path, *, settings: dict[str, str] | None = None, ahead: str = "0", **arguments: str
) -> Crawl:
    """Crawl with these spider arguments; output goes below `folder`. `ahead`: seconds that the clock is
    fast.
    """
    record = folder / "record.json"
    record.unlink(missing_ok=True)
    program = ["tests.ledger.set_back", f"-{ahead}"] if ahead != "0" else ["scrapy"]
    command = [*program, "crawl", "portal"]
    for name, value in arguments.items():
        command += ["-a", f"{name}={value}"]
    for name, value in {
        **QUICK,
        "OUTPUT_DIR": str(folder),
        "RECORD_TO": str(record),
        **(settings or {}),
    }.items():
        command += ["-s", f"{name}={value}"]
    done = run(*command, cwd=ROOT, timeout=120)
    data = json.loads(record.read_text(encoding="utf-8")) if record.exists() else {"pages": [], "stats": {}}
    return Crawl(done.returncode, done.stderr, data["pages"], data["stats"])
