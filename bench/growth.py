"""Cost at size, where it is not measured elsewhere: the registry, the report, and the browse pages.

    make bench-growth [ARGS="--articles 1000000 --portals 1100"]

Prints one figure per line; `goal` is the project's target. SQL fills a ledger (`bench.filling`); its articles
are projected into the browse database, and each page is asked for as a browser would, several times.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bench.filling import PORTALS
from bench.ledger import fill
from crawler.browse.app import BrowseApp
from crawler.browse.projection import project
from crawler.ledger.ledger import Ledger
from crawler.ledger.visits import History
from crawler.portals import load_registry
from crawler.report.html_page import report_page
from crawler.report.run_data import Reason, Verdict
from tests.browse.asking import ask
from tests.report.make import portal, run

ROUNDS = 7
"""How often each page is asked for; the median counts."""
PAGES = (
    "/", "/portals", "/provinces", "/changes", "/?portal=portal-7", "/?q=pasar", '/?q="wali kota"',
    "/?q=perpus*", "/?q=pasar&order=time", "/api/articles?limit=100", "/api/search?q=jalan&limit=100",
    "/api/facets",
)  # fmt: skip
ENTRY = """
[[portal]]
id = "contoh-{number}"
name = "Portal Contoh {number}"
address = "https://contoh{number}.example.go.id/"
evidence = "unverified"
"""


@contextmanager
def timed(found: list[float]) -> Iterator[None]:
    """Append the seconds that the block takes."""
    began = time.perf_counter()
    yield
    found.append(time.perf_counter() - began)


def registry(portals: int, folder: Path) -> None:
    """Print the time to load the bundled registry, alone and with as many entries of one's own."""
    own = folder / "portals.toml"
    own.write_text("".join(ENTRY.format(number=number) for number in range(portals)))
    for what, files in (("bundled", []), (f"and {portals:,} of one's own", [own])):
        # In a process of its own: the bundled files are read once per process.
        program = (
            "import time\nfrom crawler.portals import load_registry\nbegan = time.perf_counter()\n"
            f"load_registry({[str(file) for file in files]})\nprint(time.perf_counter() - began)"
        )
        command = [sys.executable, "-c", program]
        done = [
            float(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout) for _ in range(ROUNDS)
        ]
        print(f"{f'registry, {what}':<60} {statistics.median(done) * 1e3:6.0f} ms")
    print(f"{'portals in it':<60} {len(load_registry([own])):6,}")


def report(portals: int) -> None:
    """Print size and time of a run's report; a tenth of the portals has something to look at."""
    ill = Reason("failed", {"why": "connection refused"})
    runs = [
        portal(f"kominfo-{number}", *((Verdict.BROKEN, ill) if number % 10 == 0 else ()))
        for number in range(portals)
    ]
    seconds: list[float] = []
    for _ in range(ROUNDS):
        with timed(seconds):
            page = report_page(run(*runs))
    name = f"report of {portals:,} portals"
    print(f"{name:<60} {statistics.median(seconds) * 1e3:6.0f} ms")
    print(f"{f'{name}, size':<60} {len(page.encode()) / 1e3:6.0f} kB")


def browse(articles: int, folder: Path) -> None:
    """Print the time of the browse pages over a ledger with this many articles."""
    ledger_file, database = folder / "ledger.db", folder / "browse" / "warta.db"
    fill(ledger_file, articles, PORTALS)
    seconds: list[float] = []
    with closing(Ledger.open(ledger_file)) as ledger, closing(History.open(ledger_file)) as history:
        with timed(seconds):
            stored = project(ledger, history, database)
        with timed(seconds):
            project(ledger, history, database)
    if stored != articles:
        raise RuntimeError(f"{stored} of {articles} articles in the browse database")
    print(f"{f'browse database of {articles:,} articles':<60} {seconds[0]:6.0f} s")
    print(f"{'the same, nothing new':<60} {seconds[1] * 1e3:6.0f} ms")
    app = BrowseApp(database, folder)
    first = ask(app, "/api/articles?limit=1").json["articles"][0]["id"]
    medians: list[float] = []
    for address in (*PAGES, f"/article/{first}"):
        took: list[float] = []
        for _ in range(ROUNDS):
            with timed(took):
                answer = ask(app, address)
            if answer.status != 200:
                raise RuntimeError(f"{address} answered {answer.status}: {answer.text[:200]}")
        medians.append(statistics.median(took))
        shown = address if not address.startswith("/article/") else "/article/..."
        print(f"{f'  {shown}':<60} {medians[-1] * 1e3:6.0f} ms")
    print(f"{'browse pages, median':<60} {statistics.median(medians) * 1e3:6.0f} ms  goal < 300 ms")
    print(f"{'browse pages, slowest':<60} {max(medians) * 1e3:6.0f} ms  goal < 300 ms")


def main() -> None:
    """Print all figures."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--articles", type=int, default=1_000_000)
    cli.add_argument("--portals", type=int, default=1_100)
    cli.add_argument("--folder", type=Path, help="where the ledger is made (6 GB for a million articles)")
    args = cli.parse_args()
    with tempfile.TemporaryDirectory(prefix="warta-bench-growth-", dir=args.folder) as made:
        folder = Path(made)
        registry(args.portals, folder)
        report(args.portals)
        browse(args.articles, folder)


if __name__ == "__main__":
    main()
