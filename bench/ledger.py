"""Ledger performance at size: make bench-ledger [ARGS="--articles 1000000 --addresses 5000000"].

SQL fills a ledger with rows of the real form (`bench.filling`); the benchmark then uses its public interface.
Prints one figure per line; `goal` is the project's target.
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

from bench.crawl.measuring import peak_memory_kib
from crawler.items import Article
from crawler.ledger.duplicates import DuplicateIndex
from crawler.ledger.entries import Stored
from crawler.ledger.fingerprint import article_fingerprint_of
from crawler.ledger.ledger import Ledger
from crawler.ledger.records import line_of, pack, page_part
from crawler.ledger.write_queue import BATCH_SIZE
from crawler.urls.canonical import article_id
from tests.ledger.press import releases

DECIDED = 20
"""Number of portals for fetch decisions."""


@dataclass(frozen=True)
class Found:
    url: str
    lastmod: str | None = None


def fill(path: Path, articles: int, addresses: int) -> None:
    """Make a ledger with this many rows, see `bench.filling`."""
    program = ["nice", "-n", "19", sys.executable, "-m", "bench.filling"]
    subprocess.run([*program, str(path), str(articles), str(addresses)], check=True)


def sizes(path: Path) -> dict[str, int]:
    """Bytes of each table with its indexes, if this SQLite reports them."""
    with sqlite3.connect(path) as connection:
        tables = dict(connection.execute("SELECT name, tbl_name FROM sqlite_master").fetchall())
        found: dict[str, int] = {}
        try:
            rows = connection.execute("SELECT name, pgsize FROM dbstat WHERE aggregate = TRUE").fetchall()
        except sqlite3.OperationalError:  # built without the statistics table
            return {}
        for name, size in rows:
            table = tables.get(name, name)
            found[table] = found.get(table, 0) + size
    return found


def start_up(path: Path) -> float:
    """Seconds to open the ledger and start a run in a new process, without imports."""
    program = (
        "import time\n"
        "from crawler.ledger.ledger import Ledger\n"
        "start = time.perf_counter()\n"
        f"ledger = Ledger.open({str(path)!r})\n"
        "ledger.start_run()\n"
        "print(time.perf_counter() - start)\n"
        "ledger.close()"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return float(result.stdout)


def know(ledger: Ledger, portal: int, count: int) -> None:
    """Register this many addresses of a portal in the ledger."""
    for number in range(count):
        ledger.record_rejection(f"portal-{portal}", f"https://portal{portal}.go.id/lama/{number}", "listing")
    ledger.flush()


def decide(ledger: Ledger, portal: int) -> tuple[float, float]:
    """Seconds (wall, CPU) to decide on 10,000 addresses of a portal, half of them known."""
    found = [Found(f"https://portal{portal}.go.id/lama/{number}") for number in range(5000)]
    found += [Found(f"https://portal{portal}.go.id/baru/{number}") for number in range(5000)]
    start, worked = time.perf_counter(), time.process_time()
    decided = ledger.decide(f"portal-{portal}", found)
    spent = time.perf_counter() - start, time.process_time() - worked
    if sum(one.decision.fetch for one in decided) != 5000:
        raise RuntimeError("the ledger has other addresses than were registered")
    ledger.flush()
    return spent


def store(ledger: Ledger, articles: list[Article]) -> list[float]:
    """Seconds per article, for each batch."""
    spent = []
    for at in range(0, len(articles), BATCH_SIZE):
        start = time.perf_counter()
        for article in articles[at : at + BATCH_SIZE]:
            ledger.record_article(article)
        ledger.flush()
        spent.append((time.perf_counter() - start) / BATCH_SIZE)
    return spent


def look_up(ledger: Ledger, articles: list[Article]) -> list[float]:
    """Seconds to look up the near-duplicate of each article."""
    spent = []
    with ledger._reading() as connection:
        for article in articles:
            start = time.perf_counter()
            article_fingerprint = article_fingerprint_of(article)
            DuplicateIndex(connection, [article_fingerprint]).copy_of(article_fingerprint)
            spent.append(time.perf_counter() - start)
    return spent


def show(what: str, figure: str, goal: str = "") -> None:
    print(f"{what:56} {figure:>14}  {goal}", flush=True)


def measure(folder: Path, articles: int, addresses: int) -> None:
    """Print the figures of a ledger of this size."""
    path = folder / "ledger.db"
    start = time.perf_counter()
    fill(path, articles, addresses)
    show(f"made: {articles:,} articles, {addresses:,} addresses", f"{time.perf_counter() - start:.0f} s")
    for table, size in sorted(sizes(path).items(), key=lambda item: -item[1])[:4]:
        show(f"size of {table}, per article", f"{size / articles:.0f} bytes")
    show("size of all, per article", f"{path.stat().st_size / articles:.0f} bytes")
    plain = [article for article, _ in releases(1, 200, 0)]
    packed = statistics.mean(len(pack(one, page_part(one))) / len(line_of(one)) for one in plain)
    show("text as stored, of its size", f"{packed:.0%}")
    show("start-up", f"{statistics.median(start_up(path) for _ in range(5)):.3f} s", "goal < 1 s")
    made = releases(2, 2400, 300)
    articles_made = [
        replace(one, id=article_id(f"https://baru.go.id/{at}")) for at, (one, _) in enumerate(made)
    ]
    with Ledger.open(path) as ledger:
        ledger.start_run()
        known = range(1, DECIDED + 1)
        for portal in known:
            know(ledger, portal, 5000)
        store(ledger, articles_made[:100])
        decide(ledger, known[0])
        before = peak_memory_kib()
        decided = [decide(ledger, portal) for portal in known[1:]]
        for what, at in (("by the clock", 0), ("of CPU", 1)):
            spent = [one[at] for one in decided]
            show(
                f"deciding on 10,000 addresses, median, {what}",
                f"{statistics.median(spent):.3f} s",
                "goal < 1 s",
            )
            show("the same, slowest", f"{max(spent):.3f} s")
        commits = store(ledger, articles_made[100:2100])
        show("storing an article, median of batches", f"{statistics.median(commits) * 1000:.2f} ms")
        show("the same, slowest batch", f"{max(commits) * 1000:.2f} ms")
        rest = made[2100:]
        for what, wanted in (("a new text", False), ("an edited copy", True)):
            texts = [
                one
                for one, (_, of) in zip(articles_made[2100:], rest, strict=True)
                if (of is not None) is wanted
            ]
            lookups = look_up(ledger, texts)
            show(
                f"looking up {what}, median",
                f"{statistics.median(lookups) * 1000:.2f} ms",
                "goal < 2 ms",
            )
            show("the same, 99th of 100", f"{sorted(lookups)[int(0.99 * len(lookups))] * 1000:.2f} ms")
        peak = peak_memory_kib()
        gained = f"{(peak - before) / 1024:.0f} MB of {peak / 1024:.0f}"
        show("memory gained over all this", gained, "goal: flat")


def duplicates(folder: Path) -> None:
    """Recall and precision on generated releases and edited copies; only seed 1 was inspected."""
    for seed in (1, 101, 102):
        made = releases(seed, 1700, 300)
        answers: list[Stored] = []
        with Ledger.open(folder / f"duplicates-{seed}.db") as ledger:
            ledger.start_run()
            for article, _ in made:
                ledger.record_article(article, answers.append)
                ledger.tick()
        pairs = [(answer.article.duplicate_of, of) for answer, (_, of) in zip(answers, made, strict=True)]
        linked = sum(found is not None for found, _ in pairs)
        right = sum(found == of for found, of in pairs if found is not None)
        show(f"edited copies found, 300 of 2,000 (seed {seed})", f"{right / 300:.4f}", "goal >= 0.97")
        show(f"links that are right (seed {seed})", f"{right / linked:.4f}", "goal >= 0.995")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--addresses", type=int, default=5_000_000)
    parser.add_argument("--folder", type=Path, default=None, help="where the ledger is made (about 4 GB)")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="warta-bench-", dir=options.folder))
    try:
        measure(folder, options.articles, options.addresses)
        duplicates(folder)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
