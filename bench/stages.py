"""Cost of extraction by stage: CPU time of each stage, in multiples of the bare parse.

    make bench-stages                # or python -m bench.stages [--data ../shared/data] [--rounds 3]

A stage's time excludes that of the stages it calls; of several rounds the smallest counts, page by page. Time
outside all stages is the row `rest`; garbage collection has its own row.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import inspect
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.extraction import ROOT, parse, read_rows

CALLERS = (
    "extractor",
    "content.body",
    "content.container",
    "content.rating",
    "dating.resolution",
    "draft_media",
    "draft_attribution",
)
"""Modules of `crawler.extraction`: each function that one of them imports from the package is a stage."""
_CHEAP = frozenset({"check_time", "clean"})
"""Functions called so often that measuring them would cost more than they do."""


class Clock:
    """CPU seconds by stage; the clock of a stage pauses while a nested stage runs."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self.inner = [0.0]
        self.started = 0.0
        self.garbage = 0.0

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Wrap `function` so that it adds its own time to `name`."""

        def run(*args: Any, **options: Any) -> Any:
            self.inner.append(0.0)
            start = time.process_time()
            try:
                return function(*args, **options)
            finally:
                took = time.process_time() - start
                self.spent[name] = self.spent.get(name, 0.0) + took - self.inner.pop()
                self.inner[-1] += took

        return run

    def collecting(self, phase: str, _: dict[str, int]) -> None:
        """For `gc.callbacks`: a collection counts as a stage within the one that it interrupts."""
        now = time.process_time()
        if phase == "start":
            self.started = now
            return
        took = now - self.started
        self.inner[-1] += took
        self.garbage += took


def forget() -> None:
    """Empty the caches: pages seen before do not represent unseen pages.

    Tables read once per process are kept: their caches have no limit.
    """
    for name, module in list(sys.modules.items()):
        if name.startswith("crawler."):
            for value in vars(module).values():
                if hasattr(value, "cache_clear") and value.cache_parameters()["maxsize"]:
                    value.cache_clear()


def measure_stages(clock: Clock) -> list[str]:
    """Wrap the stages of extraction, each where it is called; return their names."""
    found: list[str] = []
    for caller in CALLERS:
        home = importlib.import_module(f"crawler.extraction.{caller}")
        for name, value in list(vars(home).items()):
            imported = inspect.isfunction(value) and value.__module__ != home.__name__
            if imported and value.__module__.startswith("crawler.") and name not in _CHEAP:
                setattr(home, name, clock.timed(name, value))
                found.append(name)
    return found


def main() -> None:
    """Print the table of each available set."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    cli.add_argument("--rounds", type=int, default=3)
    args = cli.parse_args()
    clock = Clock()
    measure_stages(clock)
    gc.callbacks.append(clock.collecting)
    article = importlib.import_module("crawler.extraction.extractor")
    extract = clock.timed("rest", article.extract_article)
    measured = clock.timed("bare parse", parse)
    now = datetime.now(UTC)
    for path in ("articles/news.jsonl.gz", "portals/wordpress.jsonl.gz"):
        rows = read_rows(args.data / path)
        least: dict[tuple[str, int], float] = {}
        garbage: list[float] = []
        for _ in range(args.rounds):
            forget()
            clock.garbage = 0.0
            for number, row in enumerate(rows):
                clock.spent.clear()
                measured(row["html"], "")
                extract(row["html"], row["url"], fetched_at=now)
                for name, spent in clock.spent.items():
                    least[name, number] = min(spent, least.get((name, number), spent))
            garbage.append(clock.garbage)
        stages = {"garbage": min(garbage)}
        for (name, _), spent in least.items():
            stages[name] = stages.get(name, 0.0) + spent
        unit = stages.pop("bare parse")
        print(f"{path}: {len(rows)} pages, bare parse {unit / len(rows) * 1e3:.2f} ms a page")
        for name, spent in sorted(stages.items(), key=lambda item: -item[1]):
            print(f"  {name:<22}{spent / unit:6.3f}")
        print(f"  {'all':<22}{sum(stages.values()) / unit:6.2f}")


if __name__ == "__main__":
    main()
