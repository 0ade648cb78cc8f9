"""Cost of writing in a crawl: make bench-writing [ARGS="--pages 500 --rounds 3"].

The site of `bench.crawl` answers at once and the crawl does not wait between requests, so only its own work
takes time. The time of the ledger's transactions, including disk syncs and the JSON Lines written after them,
is compared with the time from the opening to the end of the spider, in wall time and CPU time. CPU time is
that of the crawl's own process: it excludes the extraction workers, which also precompute the ledger's
per-article data.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pipelines import store

ROOT = Path(__file__).resolve().parents[1]


class MeasuredStore(store.StorePipeline):
    """The storing pipeline with a timer around its writes. Prints a JSON line at the end."""

    wall = cpu = 0.0
    began: tuple[float, float]

    def open_spider(self) -> None:
        self.began = time.perf_counter(), time.process_time()
        super().open_spider()

    def _commit(self, *, everything: bool) -> bool:
        wall, cpu = time.perf_counter(), time.process_time()
        try:
            return super()._commit(everything=everything)
        finally:
            self.wall += time.perf_counter() - wall
            self.cpu += time.process_time() - cpu

    async def close_spider(self) -> None:
        await super().close_spider()
        figures = {
            "articles": self.stats.get_value("articles/written"),
            "wall": self.wall,
            "cpu": self.cpu,
            "all_wall": time.perf_counter() - self.began[0],
            "all_cpu": time.process_time() - self.began[1],
        }
        print(json.dumps(figures), flush=True)


def crawl(address: str, output: str) -> None:
    """Crawl the site in this process, measured."""
    from scrapy.crawler import CrawlerProcess
    from scrapy.utils.project import get_project_settings

    # Under its own name: the precomputation in the workers depends on the configured pipelines.
    store.StorePipeline = MeasuredStore  # type: ignore[misc]
    settings = get_project_settings()
    settings.setdict(
        {
            "OUTPUT_DIR": output,
            "ALLOW_PRIVATE_ADDRESSES": True,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
            "DOWNLOAD_DELAY": 0,
            "AUTOTHROTTLE_ENABLED": False,
            "LOG_LEVEL": "ERROR",
            "QUIET": True,
        }
    )
    process = CrawlerProcess(settings)
    process.crawl("portal", url=address)
    process.start()


def measure(folder: Path, pages: int, rounds: int) -> None:
    """Print the figures of each round and their medians."""
    from bench.crawl.serving import free_port, serve
    from bench.crawl.site import build

    port = free_port()
    base = f"http://127.0.0.1:{port}"
    build(folder / "site", base, pages)
    found: list[dict[str, float]] = []
    with serve(folder / "site", folder / "run", port):
        for number in range(rounds):
            program = [sys.executable, "-m", "bench.writing", "--crawl", f"{base}/", "--output"]
            result = subprocess.run(
                [*program, str(folder / f"output-{number}")], cwd=ROOT, stdout=subprocess.PIPE, check=True
            )
            figures = json.loads(result.stdout)
            if figures["articles"] != pages:
                raise RuntimeError(f"{figures['articles']} of {pages} pages were stored")
            found.append(figures)
            print(
                f"  writing {figures['cpu'] / pages * 1000:.2f} ms of CPU an article, "
                f"{figures['wall'] / pages * 1000:.2f} ms by the clock; all of the crawl "
                f"{figures['all_cpu'] / pages * 1000:.2f} and {figures['all_wall'] / pages * 1000:.2f}",
                flush=True,
            )
    for what, part, whole in (("of CPU", "cpu", "all_cpu"), ("by the clock", "wall", "all_wall")):
        shares = [figures[part] / figures[whole] for figures in found]
        print(f"writing's share {what}: median {statistics.median(shares):.1%}  goal <= 15%", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--crawl", metavar="ADDRESS", help=argparse.SUPPRESS)
    parser.add_argument("--output", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.crawl:
        crawl(options.crawl, options.output)
        return
    with tempfile.TemporaryDirectory(prefix="warta-bench-") as folder:
        measure(Path(folder), options.pages, options.rounds)


if __name__ == "__main__":
    main()
