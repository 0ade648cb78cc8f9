"""Benchmark of archive extraction beside trafilatura: make bench-archive [ARGS="--pages 5000 --rounds 3"].

Pages of a generated portal (`bench.crawl.site`) are written as WARC files, packed as a crawl writes them.
Then, in alternating rounds, each in its own processes: `scrapy crawl archive` with one process, the same with
one process per core, and one process of trafilatura with metadata over the same records.

Figures include the program's start: one or two seconds that more cores do not shorten, a twentieth of the
time for 5,000 pages, and negligible for the millions of a Common Crawl archive. Each program therefore also
reads the first tenth of the pages alone, and the time for the remaining pages is compared too.

On a busy machine wall time is unreliable: `busy` is the number of cores that each program used, and the best
round of a pair is printed beside the median.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.crawl.measuring import run
from bench.crawl.site import build
from crawler.archive.warc_reader import captures
from crawler.archive.warc_writer import ArchiveWriter
from crawler.workers.forking import cores

ROOT = Path(__file__).resolve().parents[1]
BASE = "https://portal.example.go.id"
HEADERS = [("Content-Type", "text/html; charset=UTF-8"), ("Content-Encoding", "gzip")]


SHORT = 10
"""Of so many pages one is in the shorter run, too."""


@dataclass(frozen=True, slots=True)
class Spent:
    """Wall time and CPU seconds of a program over all its processes; `further` is the wall time beyond the
    shorter run.
    """

    wall: float
    cpu: float
    further: float


def archive(folder: Path, pages: int) -> tuple[list[Path], list[Path]]:
    """Write this many pages of the portal into WARC files below `folder`: the first tenth, and all."""
    addresses = build(folder / "site", BASE, pages)
    files: list[list[Path]] = []
    some = max(1, pages // SHORT)
    for name, part in (("some", addresses[:some]), ("rest", addresses[some:])):
        writer = ArchiveWriter(folder / name, "bench", "bench")
        for address in part:
            body = (folder / "site" / address.removeprefix(f"{BASE}/") / "index.html.gz").read_bytes()
            writer.write(address, "GET", [("Host", "portal.example.go.id")], 200, HEADERS, body)
        writer.close()
        files.append(sorted((folder / name / "warc").glob("*.gz")))
    return files[0], files[0] + files[1]


def crawl(files: list[Path], workers: int, folder: Path) -> tuple[float, float]:
    """Seconds (wall, CPU) of the project over the files."""
    named = ",".join(map(str, files))
    command = [sys.executable, "-m", "scrapy", "crawl", "archive", "-a", f"warc={named}"]
    settings = [f"OUTPUT_DIR={folder}", "LOG_LEVEL=ERROR", "QUIET=1"]
    flags = [flag for setting in settings for flag in ("-s", setting)]
    cost = run([*command, "-a", f"workers={workers}", *flags], folder=ROOT, log=folder / "log.txt")
    return cost.wall, cost.cpu


def peer(files: list[Path], folder: Path) -> tuple[float, float]:
    """Seconds (wall, CPU) of one process of trafilatura over the same records."""
    command = [sys.executable, "-m", "bench.archive", "--peer", *map(str, files)]
    cost = run(command, folder=ROOT, log=folder / "log.txt")
    return cost.wall, cost.cpu


def read_with_trafilatura(files: list[Path]) -> None:
    """Read every record with trafilatura's public API; each result becomes a discarded JSON line."""
    from trafilatura import extract

    with Path(os.devnull).open("w") as out:
        for file in files:
            for capture in captures(file):
                html = capture.body.decode("utf-8", "replace")
                text = extract(html, url=capture.url, output_format="json", with_metadata=True)
                print(text or json.dumps({"url": capture.url}), file=out)


def once(name: str, some: list[Path], files: list[Path], folder: Path, workers: int) -> Spent:
    """Measure one program on the files; `some` are those of the shorter run."""
    spent: list[tuple[float, float]] = []
    for part, given in (("some", some), ("all", files)):
        place = folder / part
        place.mkdir(parents=True)
        spent.append(peer(given, place) if name == "trafilatura" else crawl(given, workers, place))
    (short, _), (wall, cpu) = spent
    return Spent(wall, cpu, wall - short)


def measure(folder: Path, pages: int, rounds: int) -> None:
    """Print the figures."""
    workers = cores()
    some, files = archive(folder, pages)
    further = pages - max(1, pages // SHORT)
    size = sum(file.stat().st_size for file in files)
    unpacked = sum(len(gzip.decompress(f.read_bytes())) for f in (folder / "site").rglob("*index.html.gz"))
    print(
        f"{pages} pages of {unpacked / pages / 1000:.0f} kB, {size / pages / 1000:.1f} kB each as archived; "
        f"{workers} cores, load {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    found: dict[str, list[Spent]] = {"one process": [], f"{workers} processes": [], "trafilatura": []}
    for number in range(rounds):
        for name, rows in found.items():
            place = folder / f"{name.replace(' ', '-')}-{number}"
            spent = once(name, some, files, place, 1 if name == "one process" else workers)
            rows.append(spent)
            print(
                f"  {name:14} {spent.wall / pages * 1000:7.2f} ms a page by the clock, "
                f"{spent.further / further * 1000:7.2f} each further one, "
                f"{spent.cpu / pages * 1000:7.2f} ms of CPU, {spent.cpu / spent.wall:.2f} cores busy",
                flush=True,
            )
    one, many, other = found.values()
    alone, beside = list(zip(one, many, strict=True)), list(zip(other, many, strict=True))
    show("all cores against one process", [a.wall / b.wall for a, b in alone], "goal >= 1.8")
    show("the same, each further page", [a.further / b.further for a, b in alone], "")
    show("all cores against trafilatura", [a.wall / b.wall for a, b in beside], "goal >= 5")
    show("the same, each further page", [a.further / b.further for a, b in beside], "")
    show("CPU of trafilatura against ours", [a.cpu / b.cpu for a, b in beside], "")
    show("the same, were all cores free", [a.cpu / b.cpu * workers for a, b in beside], "goal >= 5")


def show(what: str, ratios: list[float], goal: str) -> None:
    print(
        f"{what:34} median {statistics.median(ratios):.2f}, best round {max(ratios):.2f}  {goal}", flush=True
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peer", type=Path, nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peer is not None:
        read_with_trafilatura(options.peer)
        return
    with tempfile.TemporaryDirectory(prefix="warta-bench-") as folder:
        measure(Path(folder), options.pages, options.rounds)


if __name__ == "__main__":
    main()
