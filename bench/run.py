"""All benchmarks and their report: `make bench`, or `make bench ARGS=--quick` for a trial.

Writes `bench/results/<date>.md` and the same figures as `bench/results/latest.json`. The benchmarks, and the
variants of the crawl, alternate round by round; each figure is the median of its rounds.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.crawl.__main__ import report
from bench.merging import Line, merge

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "bench" / "results"
ROUNDS = 5
PACKAGES = ("scrapy", "twisted", "lxml", "sqlalchemy", "dateparser", "rensa", "trafilatura", "resiliparse")


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A program that prints lines with figures; `quick` are its arguments for a trial run."""

    name: str
    program: tuple[str, ...]
    usual: tuple[str, ...] = ()
    quick: tuple[str, ...] = ()

    @property
    def exists(self) -> bool:
        """Whether this checkout contains it."""
        return (ROOT / "bench" / f"{self.name}.py").is_file()


BENCHMARKS = (
    Benchmark("dates", ("bench/dates.py",)),
    Benchmark("extraction", ("bench/extraction.py",)),
    Benchmark("templates", ("-m", "bench.templates"), (), ("--pages", "5", "--rounds", "1")),
    Benchmark(
        "ledger",
        ("-m", "bench.ledger"),
        ("--articles", "100000", "--addresses", "500000"),  # `make bench-ledger` is ten times as large
        ("--articles", "5000", "--addresses", "20000"),
    ),
    Benchmark(
        "growth",
        ("-m", "bench.growth"),
        ("--articles", "100000"),  # `make bench-growth` is ten times as large
        ("--articles", "2000", "--portals", "100"),
    ),
    Benchmark(
        "writing",
        ("-m", "bench.writing"),
        ("--pages", "500", "--rounds", "1"),
        ("--pages", "60", "--rounds", "1"),
    ),
    Benchmark(
        "archive",
        ("-m", "bench.archive"),
        ("--pages", "2000", "--rounds", "1"),
        ("--pages", "60", "--rounds", "1"),
    ),
)
CRAWL = ("--pages", "3000", "--rounds", str(ROUNDS), "--growth", "30000")
QUICK_CRAWL = ("--pages", "100", "--rounds", "1", "--growth", "300")


def lines_of(benchmarks: list[Benchmark], rounds: int, *, quick: bool) -> dict[str, list[Line]]:
    """The output of the benchmarks, as medians over the rounds."""
    printed: dict[str, list[str]] = {benchmark.name: [] for benchmark in benchmarks}
    for number in range(rounds):
        for benchmark in benchmarks:
            print(f"round {number + 1}: {benchmark.name}", file=sys.stderr)
            arguments = benchmark.quick if quick else benchmark.usual
            printed[benchmark.name].append(_output(*benchmark.program, *arguments))
    return {name: merge(runs) for name, runs in printed.items()}


def crawl(*, quick: bool) -> dict[str, Any]:
    """The figures of the crawl's benchmark."""
    with tempfile.TemporaryDirectory(prefix="warta-bench-") as folder:
        file = Path(folder) / "crawl.json"
        _output("-m", "bench.crawl", *(QUICK_CRAWL if quick else CRAWL), "--json", str(file))
        figures: dict[str, Any] = json.loads(file.read_text())
        return figures


def _output(*program: str) -> str:
    done = subprocess.run([sys.executable, *program], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


def machine() -> dict[str, Any]:
    """The machine of the measurement."""
    processor = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    return {
        "processor": processor,
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "system": platform.platform(),
        "load_before": round(os.getloadavg()[0], 2),
    }


def versions() -> dict[str, str]:
    """The measured programs and packages."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    return found


def markdown(results: dict[str, Any], lines: dict[str, list[Line]]) -> str:
    """The report as Markdown."""
    parts = [f"# Benchmarks of {results['date']}", "", "## The whole crawl, beside plain Scrapy", ""]
    parts += [report(results["crawl"]), ""]
    for name, each in lines.items():
        parts += [f"## {name.capitalize()}: medians of {results['rounds']} runs", "", "```"]
        parts += [line.text for line in each]
        parts += ["```", ""]
    parts += ["## Machine and versions", "", "| what | |", "|---|---|"]
    parts += [
        f"| {name} | {value} |" for name, value in {**results["machine"], **results["versions"]}.items()
    ]
    return "\n".join([*parts, ""])


def main() -> None:
    """Run everything and write the report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--quick", action="store_true", help="one round and small sizes, to see that it works"
    )
    parser.add_argument(
        "--only",
        help="of dates, extraction, templates, ledger, growth, writing, archive, this beside the crawl",
    )
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="of the benchmarks but the crawl's")
    parser.add_argument("--crawl", type=Path, help="take the crawl's figures from what its --json wrote")
    parser.add_argument("--results", type=Path, default=RESULTS, help="the folder to write to")
    options = parser.parse_args()
    chosen = [one for one in BENCHMARKS if one.exists and options.only in (None, one.name)]
    now, rounds = datetime.now(UTC), 1 if options.quick else options.rounds
    results: dict[str, Any] = {
        "date": now.date().isoformat(),
        "quick": options.quick,
        "rounds": rounds,
        "machine": machine(),
        "versions": versions(),
        "crawl": json.loads(options.crawl.read_text()) if options.crawl else crawl(quick=options.quick),
    }
    lines = lines_of(chosen, rounds, quick=options.quick)
    results |= {name: [asdict(line) for line in each] for name, each in lines.items()}
    options.results.mkdir(parents=True, exist_ok=True)
    text = markdown(results, lines)
    (options.results / f"{results['date']}.md").write_text(text, encoding="utf-8")
    (options.results / "latest.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
