"""Speed, lag and cost of delivery."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from crawler.ledger.ledger import Ledger
from tests.crawling import DEFAULT, ROOT
from tests.deliver.filling import article, fill, story
from tests.deliver.receivers import Hook, serving
from tests.ledger.crash_site import serving as serving_site
from tests.starting.program import Program

RECORDS = 6000
TO_FILES, TO_WEBHOOK, LAG, COST = 2000.0, 500.0, 2.0, 5.0
"""What must be reached: records/s, records/s, seconds, per cent of a crawl's time."""

CRAWLED = 600
SITE_DELAY = 0.02


def measure(folder: Path, rounds: int) -> Iterator[tuple[str, str | None]]:
    """A line for each figure, and what is missed by it, if anything."""
    target = folder / "figures.db"
    with Ledger.open(target) as ledger:
        ledger.start_run()
        fill(ledger, story(RECORDS * 3 // 4), 500)
    for kind, least in (("files", TO_FILES), ("webhook", TO_WEBHOOK)):
        rate = speed(folder, target, kind)
        yield f"{rate:,.0f} records/s to {kind}", _missed(rate < least, f"{kind}: {rate:.0f} records/s")
    lags = lag(folder, target)
    told = f"lag of 20 records with --follow: {statistics.median(lags):.2f} s, at most {max(lags):.2f} s"
    yield told, _missed(max(lags) > LAG, f"a lag of {max(lags):.2f} s")
    without, with_it = cost(folder, rounds)
    percent = 100 * (statistics.median(with_it) / statistics.median(without) - 1)
    told = (
        f"a crawl of {CRAWLED} articles: {statistics.median(without):.1f} s without delivery, "
        f"{statistics.median(with_it):.1f} s with it ({percent:+.1f} %)"
    )
    yield told, _missed(percent > COST, f"delivery costs {percent:.1f} % of a crawl")


def speed(folder: Path, target: Path, kind: str) -> float:
    """Records per second of a run, its start and the opening of the ledger left out."""
    hook = Hook()
    with serving(hook) as port:
        to = f"file://{folder}/speed" if kind == "files" else f"http://127.0.0.1:{port}/"
        file = folder / "speed.toml"
        file.write_text(f'[[sink]]\nname = "{kind}"\nto = "{to}"\n', encoding="utf-8")
        code = "import sys; from tests.deliver.figures import timed; timed(*sys.argv[1:])"
        done = subprocess.run(
            [sys.executable, "-c", code, str(file), str(target)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
    delivered, seconds = json.loads(done.stdout)
    return float(delivered / seconds)


def timed(file: str, target: str) -> None:
    """Deliver everything, and print the number of records and the seconds."""
    from crawler.deliver.deliverer import Signals
    from crawler.deliver.runs import run_sinks
    from crawler.deliver.sink_file import read_sinks

    specs = read_sinks(Path(file))
    signals = Signals()
    signals.drain.set()
    began = time.perf_counter()
    (result,) = run_sinks(specs, target, signals)
    print(json.dumps([result.delivered, time.perf_counter() - began]))


def lag(folder: Path, target: Path) -> list[float]:
    """Seconds from the commit of a record to its arrival, for 20 records, one after the other."""
    hook = Hook()
    lags: list[float] = []
    with serving(hook) as port:
        file = folder / "lag.toml"
        file.write_text(f'[[sink]]\nname = "lag"\nto = "http://127.0.0.1:{port}/"\nbatch = 500\n', "utf-8")
        flags = ["-s", f"LEDGER_URL=sqlite:///{target}", "-s", f"DELIVER_FILE={file}"]
        follower = Program("scrapy", "deliver", "--all", "--follow", *flags, cwd=ROOT)
        try:
            with Ledger.open(target) as ledger:
                ledger.start_run()
                last = _wait_for_rest(hook, target)
                for number in range(20):
                    fill(ledger, iter([article(100_000 + number)]))
                    stored = time.monotonic()
                    while not hook.taken or hook.posted[-1].records[-1]["seq"] <= last:
                        time.sleep(0.005)
                    lags.append(time.monotonic() - stored)
                    last += 1
                    time.sleep(0.13 * (number % 5))
        finally:
            follower.kill()
            follower.wait()
    return lags


def cost(folder: Path, rounds: int) -> tuple[list[float], list[float]]:
    """Seconds of crawls without and with delivery to files and a webhook, in turn."""
    seconds: dict[bool, list[float]] = {False: [], True: []}
    hook = Hook()
    with serving(hook) as port, serving_site(CRAWLED, SITE_DELAY) as site:
        file = folder / "cost.toml"
        file.write_text(
            f'[[sink]]\nname = "hook"\nto = "http://127.0.0.1:{port}/"\n'
            f'[[sink]]\nname = "files"\nto = "file://{folder}/cost"\n',
            encoding="utf-8",
        )
        for number in range(2 * rounds):
            delivers = bool(number % 2)
            output = folder / f"cost{number}"
            settings = [f"OUTPUT_DIR={output}", f"DELIVER={int(delivers)}", f"DELIVER_FILE={file}", *DEFAULT]
            flags = [flag for setting in settings for flag in ("-s", setting)]
            began = time.monotonic()
            crawl = ["scrapy", "crawl", "portal", "-a", f"url={site.address}/", "-q", *flags]
            subprocess.run([sys.executable, "-m", *crawl], cwd=ROOT, check=True)
            seconds[delivers].append(time.monotonic() - began)
    if not hook.records:
        raise AssertionError("nothing was delivered during the crawl")
    return seconds[False], seconds[True]


def _wait_for_rest(hook: Hook, target: Path) -> int:
    """Wait until everything stored is delivered; the last seq."""
    from tests.deliver.filling import last_seq

    last = last_seq(target)
    while not hook.taken or hook.posted[-1].records[-1]["seq"] < last:
        time.sleep(0.05)
    return last


def _missed(is_missed: bool, what: str) -> str | None:
    return what if is_missed else None
