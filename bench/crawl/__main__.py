"""A crawl from the network to the JSON lines, beside plain Scrapy: `make bench-crawl [ARGS="--pages 300"]`.

All variants crawl the same site on loopback, each in its own process, alternating round by round: a only
downloads, b is bare Scrapy that counts, c extracts one XPath into JSON Lines, d runs trafilatura with
metadata into JSON Lines, e is this project with all features (discovery, extraction, dates, duplicates,
ledger, JSON Lines, report), f the same with the archive. Politeness is off for all of them.

Pages/s are those of the whole process, start and end included. Memory is the peak of the process and its
children together. The ratios are medians over the rounds, each of values of one round.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.crawl.measuring import Cost, run
from bench.crawl.serving import free_port, serve, server_name
from bench.crawl.site import build

ROOT = Path(__file__).resolve().parents[2]
VARIANTS = {
    "a": "raw asyncio, downloads only",
    "b": "bare Scrapy, counts only",
    "c": "Scrapy, one XPath, JSON Lines",
    "d": "Scrapy, trafilatura, JSON Lines",
    "e": "Warta, everything",
    "f": "Warta, everything and the archive",
}
SPIDERS = {"b": "count", "c": "xpath", "d": "trafilatura"}
CONNECTIONS = 16
SETTINGS: dict[str, Any] = {
    "CONCURRENT_REQUESTS_PER_DOMAIN": CONNECTIONS,
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "LOG_LEVEL": "INFO",
    "TELNETCONSOLE_ENABLED": False,
}
"""Politeness off, and no line in the log for each page: the same for all."""

GOALS = {"e_over_c": ">= 1.2", "e_over_d": ">= 4", "rss_e_over_c": "<= 1.3", "rss_e_growth": "<= 1.05"}


@dataclass(frozen=True, slots=True)
class Site:
    """The site as passed to the variants."""

    base: str
    addresses: Path
    pages: int
    log: Path


@dataclass(frozen=True, slots=True)
class Figures:
    """Costs of one variant in one round; `first` is the seconds until its first request."""

    pages_per_second: float
    cpu: float
    memory: float
    first: float


def command_of(variant: str, site: Site, output: Path) -> list[str]:
    """The command line of a variant."""
    if variant == "a":
        return [sys.executable, "-m", "bench.crawl.download", str(site.addresses), str(CONNECTIONS)]
    if variant in SPIDERS:
        program = [sys.executable, "-m", "bench.crawl.spiders", SPIDERS[variant]]
        return [*program, str(site.addresses), str(output), json.dumps(SETTINGS)]
    ours = {**SETTINGS, "ALLOW_PRIVATE_ADDRESSES": True, "OUTPUT_DIR": str(output), "ARCHIVE": variant == "f"}
    program = [sys.executable, "-m", "scrapy", "crawl", "portal", "-a", f"url={site.base}/"]
    return program + [flag for name, value in ours.items() for flag in ("-s", f"{name}={value}")]


def measure(variant: str, site: Site, folder: Path) -> Figures:
    """Run a variant once and verify that it fetched every page. Raises RuntimeError if it did not."""
    output = Path(tempfile.mkdtemp(prefix=f"{variant}-", dir=folder))
    before = site.log.stat().st_size
    cost = run(command_of(variant, site, output), folder=ROOT, log=output / "stderr.txt")
    if variant in "ef":
        files = output.glob("articles/*/*.jsonl")
        brought = sum(1 for file in files for _ in file.open("rb"))
    else:
        brought = int(cost.output)
    if brought != site.pages:
        raise RuntimeError(f"variant {variant} brought {brought} of {site.pages} pages, see {output}")
    shutil.rmtree(output)
    return _figures(cost, site, before)


def _figures(cost: Cost, site: Site, before: int) -> Figures:
    with site.log.open() as log:
        log.seek(before)
        first = float(log.readline().split()[0]) - cost.started
    return Figures(site.pages / cost.wall, cost.cpu / site.pages * 1e3, cost.memory / 1e6, first)


def rounds(site: Site, folder: Path, variants: str, count: int) -> dict[str, list[Figures]]:
    """Run the variants alternately, each round beginning with another one."""
    found: dict[str, list[Figures]] = {variant: [] for variant in variants}
    for number in range(count):
        at = number % len(variants)
        for variant in variants[at:] + variants[:at]:
            found[variant].append(measure(variant, site, folder))
            figures = found[variant][-1]
            print(
                f"round {number + 1} {variant}: {figures.pages_per_second:.1f} pages/s, "
                f"{figures.cpu:.2f} ms CPU, {figures.memory:.0f} MB",
                file=sys.stderr,
            )
    return found


def ratios(found: dict[str, list[Figures]]) -> dict[str, float]:
    """Medians of the ratios within a round."""

    def median(name: str, one: str, other: str) -> float | None:
        if one not in found or other not in found:
            return None
        pairs = zip(found[one], found[other], strict=True)
        return statistics.median(getattr(mine, name) / getattr(theirs, name) for mine, theirs in pairs)

    wanted = {
        "e_over_c": median("pages_per_second", "e", "c"),
        "e_over_d": median("pages_per_second", "e", "d"),
        "rss_e_over_c": median("memory", "e", "c"),
        "f_over_e": median("pages_per_second", "f", "e"),
        "cpu_e_over_c": median("cpu", "e", "c"),
        "cpu_d_over_e": median("cpu", "d", "e"),
    }
    return {name: round(value, 3) for name, value in wanted.items() if value is not None}


def report(results: dict[str, Any]) -> str:
    """The figures as Markdown, ratios first."""
    lines = ["| ratio | median | goal |", "|---|---|---|"]
    lines += [
        f"| {name} | {value:.2f} | {GOALS.get(name, '')} |" for name, value in results["ratios"].items()
    ]
    lines += [
        "",
        "| variant | pages/s | CPU ms/page | peak MB | s to first request |",
        "|---|---|---|---|---|",
    ]
    for variant, row in results["variants"].items():
        lines.append(
            f"| {variant}: {VARIANTS[variant]} | {row['pages_per_second']:.1f} | {row['cpu_ms']:.2f} "
            f"| {row['peak_mb']:.0f} | {row['first_request_s']:.2f} |"
        )
    lines += ["", f"{results['pages']} pages, {results['rounds']} rounds, server {results['server']}."]
    if "growth" in results:
        grown = results["growth"]
        lines.append(f"Memory of e at {grown['pages']} pages: {grown['peak_mb']:.0f} MB.")
    return "\n".join(lines)


def summed_up(found: dict[str, list[Figures]], pages: int) -> dict[str, Any]:
    """The results in their stored form."""
    names = {
        "pages_per_second": "pages_per_second",
        "cpu_ms": "cpu",
        "peak_mb": "memory",
        "first_request_s": "first",
    }
    return {
        "ratios": ratios(found),
        "variants": {
            variant: {
                name: round(statistics.median(getattr(one, field) for one in each), 3)
                for name, field in names.items()
            }
            for variant, each in sorted(found.items())
        },
        "pages": pages,
        "rounds": len(next(iter(found.values()))),
        "server": server_name(),
    }


def main() -> None:
    """Build the site, serve it, run the rounds, print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--variants", default="abcdef", help="some of abcdef")
    parser.add_argument("--growth", type=int, default=0, help="e once more with so many pages")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--folder", type=Path, help="where the site is made (60 MB for 3,000 pages)")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="warta-bench-crawl-", dir=options.folder))
    try:
        found = crawl(folder / "site", folder, options.pages, options.variants, options.rounds)
        results = summed_up(found, options.pages)
        if options.growth and "e" in found:
            (grown,) = crawl(folder / "large", folder, options.growth, "e", 1)["e"]
            results["growth"] = {"pages": options.growth, "peak_mb": round(grown.memory, 1)}
            small = results["variants"]["e"]["peak_mb"]
            results["ratios"]["rss_e_growth"] = round(grown.memory / small, 3)
    finally:
        shutil.rmtree(folder)
    print(report(results))
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n")


def crawl(place: Path, folder: Path, pages: int, variants: str, count: int) -> dict[str, list[Figures]]:
    """Make a site of this many pages and crawl it with the variants."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    print(f"making {pages} pages", file=sys.stderr)
    addresses = build(place, base, pages)
    listed = place.with_suffix(".txt")
    listed.write_text("\n".join(addresses))
    try:
        with serve(place, place.with_suffix(".server"), port) as log:
            return rounds(Site(base, listed, pages, log), folder, variants, count)
    finally:
        shutil.rmtree(place)


if __name__ == "__main__":
    main()
