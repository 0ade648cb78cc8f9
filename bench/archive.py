"""Articles out of WARC files, beside trafilatura: make bench-archive [ARGS="--pages 2000 --rounds 3"].

The pages of a generated portal (`bench.crawl.site`) are archived as a crawl archives them, packed. Then, in
turn and round after round, each in processes of its own: `scrapy crawl archive` with one process over the
files, with one a core, and one process of trafilatura with metadata over the same records. The figures are
those of the whole program, its start included, so more pages are kinder to all of them.

On a machine that does other work the clock tells little: `busy` is how many cores each program had, and the
best round of a pair is shown beside the median.
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
from crawler.archive.reading import captures
from crawler.archive.writing import ArchiveWriter

ROOT = Path(__file__).resolve().parents[1]
BASE = "https://portal.example.go.id"
HEADERS = [("Content-Type", "text/html; charset=UTF-8"), ("Content-Encoding", "gzip")]


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds a page, by the clock and of CPU over all processes."""

    wall: float
    cpu: float

    @property
    def busy(self) -> float:
        """Cores that worked on it."""
        return self.cpu / self.wall


def archive(folder: Path, pages: int) -> Path:
    """Write so many pages of the portal into WARC files below `folder`."""
    addresses = build(folder / "site", BASE, pages)
    writer = ArchiveWriter(folder, "bench", "bench")
    for address in addresses:
        body = (folder / "site" / address.removeprefix(f"{BASE}/") / "index.html.gz").read_bytes()
        writer.write(address, "GET", [("Host", "portal.example.go.id")], 200, HEADERS, body)
    writer.close()
    return folder / "warc"


def crawl(warc: Path, workers: int, folder: Path) -> tuple[float, float]:
    """Seconds (clock, CPU) of the project over the files."""
    command = [sys.executable, "-m", "scrapy", "crawl", "archive", "-a", f"warc={warc}/*.gz"]
    settings = [f"OUTPUT_DIR={folder}", "LOG_LEVEL=ERROR", "QUIET=1"]
    flags = [flag for setting in settings for flag in ("-s", setting)]
    cost = run([*command, "-a", f"workers={workers}", *flags], folder=ROOT, log=folder / "log.txt")
    return cost.wall, cost.cpu


def peer(warc: Path, folder: Path) -> tuple[float, float]:
    """Seconds (clock, CPU) of one process of trafilatura over the same records."""
    command = [sys.executable, "-m", "bench.archive", "--peer", str(warc)]
    cost = run(command, folder=ROOT, log=folder / "log.txt")
    return cost.wall, cost.cpu


def read_with_trafilatura(warc: Path) -> None:
    """Read every record as a user of trafilatura would, one JSON line each to nowhere."""
    from trafilatura import extract

    with Path(os.devnull).open("w") as out:
        for file in sorted(warc.glob("*.gz")):
            for capture in captures(file):
                html = capture.body.decode("utf-8", "replace")
                text = extract(html, url=capture.url, output_format="json", with_metadata=True)
                print(text or json.dumps({"url": capture.url}), file=out)


def once(name: str, warc: Path, folder: Path, workers: int) -> tuple[float, float]:
    """Seconds (clock, CPU) of one of the programs over the files."""
    folder.mkdir()
    return peer(warc, folder) if name == "trafilatura" else crawl(warc, workers, folder)


def measure(folder: Path, pages: int, rounds: int) -> None:
    """Print the figures."""
    cores = len(os.sched_getaffinity(0))
    warc = archive(folder, pages)
    size = sum(file.stat().st_size for file in warc.glob("*.gz"))
    unpacked = sum(len(gzip.decompress(f.read_bytes())) for f in (folder / "site").rglob("*index.html.gz"))
    print(
        f"{pages} pages of {unpacked / pages / 1000:.0f} kB, {size / pages / 1000:.1f} kB each as archived; "
        f"{cores} cores, load {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    spent: dict[str, list[Spent]] = {"one process": [], f"{cores} processes": [], "trafilatura": []}
    for number in range(rounds):
        for name, rows in spent.items():
            place = folder / f"{name.replace(' ', '-')}-{number}"
            workers = 1 if name == "one process" else cores
            wall, cpu = (seconds / pages for seconds in once(name, warc, place, workers))
            rows.append(Spent(wall, cpu))
            print(
                f"  {name:14} {wall * 1000:7.2f} ms a page by the clock, {cpu * 1000:7.2f} ms of CPU, "
                f"{rows[-1].busy:.2f} cores busy",
                flush=True,
            )
    one, many_, other = spent.values()
    show(
        "all cores against one process",
        [a.wall / b.wall for a, b in zip(one, many_, strict=True)],
        "goal >= 1.8",
    )
    show(
        "all cores against trafilatura",
        [a.wall / b.wall for a, b in zip(other, many_, strict=True)],
        "goal >= 5",
    )
    show("CPU of trafilatura against ours", [a.cpu / b.cpu for a, b in zip(other, many_, strict=True)], "")
    show(
        "the same, were all cores free",
        [a.cpu / b.cpu * cores for a, b in zip(other, many_, strict=True)],
        "goal >= 5",
    )


def show(what: str, ratios: list[float], goal: str) -> None:
    print(
        f"{what:34} median {statistics.median(ratios):.2f}, best round {max(ratios):.2f}  {goal}", flush=True
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peer", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peer is not None:
        read_with_trafilatura(options.peer)
        return
    with tempfile.TemporaryDirectory(prefix="warta-bench-") as folder:
        measure(Path(folder), options.pages, options.rounds)


if __name__ == "__main__":
    main()
