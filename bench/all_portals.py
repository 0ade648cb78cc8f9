"""`portal=all` over as many stand-ins as the registry has portals, most of them faulty: `make bench-all`.

Prints time, memory and article counts. Exit status 0 if the healthy ones are complete and memory stays
bounded.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.crawl.measuring import Peak, memory_of_children
from bench.stand_ins import ARTICLES, KINDS, address_of, kind_of_host
from tests.crawling import ROOT, records, scrapy

PORTALS = 1100
MAX_MEMORY_MIB = 400
TRACE = 40
"""Lines of a log error to print."""
SETTINGS = {
    "ALLOW_PRIVATE_ADDRESSES": "1",
    "DOWNLOAD_DELAY": "0",
    "AUTOTHROTTLE_ENABLED": "0",
    "BACKOFF_SECONDS": "0.01",
    "RETRY_TIMES": "0",
    "EXTRACT_PROCESSES": "0",
    "PORTALS": "own",
}


@dataclass(frozen=True, slots=True)
class Round:
    """One crawl: `delivered` is the number of articles by portal."""

    status: int
    seconds: float
    memory_mib: float
    healthy: frozenset[str]
    delivered: dict[str, int]
    stderr: str

    def complaints(self) -> list[str]:
        """Failed expectations, one line each."""
        found = [
            f"{one}: {self.delivered.get(one, 0)} of {ARTICLES} articles"
            for one in sorted(self.healthy)
            if self.delivered.get(one, 0) != ARTICLES
        ]
        found += [
            f"{one}: articles of a portal that has none" for one in self.delivered if one not in self.healthy
        ]
        if self.memory_mib >= MAX_MEMORY_MIB:
            found.append(f"{self.memory_mib:.0f} MiB of memory")
        if self.status != 1:
            found.append(f"exit status {self.status} though portals failed")
        lines = self.stderr.splitlines()
        for number, line in enumerate(lines):
            if "Traceback" in line or "Unhandled" in line:
                found.append("\n".join(lines[max(0, number - 2) : number + TRACE]))
        return found


@contextmanager
def stand_ins() -> Iterator[int]:
    """Run the server of the stand-ins in a separate process; yields its port."""
    command = [sys.executable, "-m", "bench.stand_ins"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        yield int(server.stdout.readline())
        server.stdin.close()


def crawl(count: int, folder: Path, timeout: float = 1800) -> Round:
    """Crawl `count` stand-ins with `portal=all`. Raises TimeoutExpired."""
    hosts = {f"p{number:04}": address_of(number) for number in range(count)}
    with stand_ins() as port:
        registry = folder / "portals.toml"
        registry.write_text(
            "".join(
                f'[[portal]]\nid = "{name}"\nname = "Portal {name}"\naddress = "http://{host}:{port}/"\n'
                'province = "Bali"\n'
                for name, host in hosts.items()
            ),
            encoding="utf-8",
        )
        given = SETTINGS | {"PORTALS_FILE": str(registry), "OUTPUT_DIR": str(folder / "output")}
        flags = [flag for name, value in given.items() for flag in ("-s", f"{name}={value}")]
        started = time.monotonic()
        # The crawl is a descendant of this process, and so is the server, which stays small.
        with Peak(memory_of_children) as peak:
            done = scrapy("crawl", "portal", "-a", "portal=all", *flags, timeout=timeout, fresh=True)
        seconds = time.monotonic() - started
    delivered: dict[str, int] = {}
    for record in records(folder / "output"):
        delivered[record["portal"]["id"]] = delivered.get(record["portal"]["id"], 0) + 1
    healthy = frozenset(name for name, host in hosts.items() if kind_of_host(host) == "healthy")
    return Round(done.returncode, seconds, peak.value / 1024**2, healthy, delivered, done.stderr)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--portals", type=int, default=PORTALS)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        done = crawl(given.portals, Path(folder))
    complaints = done.complaints()
    print(
        f"{given.portals} portals of {len(set(KINDS))} kinds in {done.seconds:.0f} s, "
        f"{done.memory_mib:.0f} MiB; {len(done.delivered)} of {len(done.healthy)} healthy ones delivered "
        f"{sum(done.delivered.values())} articles"
    )
    print(*complaints[:20], sep="\n", file=sys.stderr)
    return int(bool(complaints))


if __name__ == "__main__":
    sys.exit(main())
