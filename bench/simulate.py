"""Number of machines for the portals of the country: python -m bench.scale_out [--write]

An event simulation of `scrapy work`: portals publish at random (Poisson); each is visited again when its
re-crawl interval has elapsed; a visit occupies a worker slot for the duration of its polite requests, and a
processor for the duration of its computation. Recent articles are read again for edits (setting REVISIT), as
many per visit as its other requests allow. The costs of a visit and an article are measured
(`bench.cluster_costs`, in bench/costs.json); publication rates and response times are assumed, in `RATES` and
`ASSUMED`. `--write` puts tables and plot into docs/scale-out.md.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from heapq import heapify, heappop, heappush, heapreplace
from pathlib import Path

from spiders.stored_articles import MIN_REVISITS

ROOT = Path(__file__).resolve().parents[1]
COSTS = ROOT / "bench" / "costs.json"
CLUSTER = ROOT / "bench" / "cluster.json"
GUIDE = ROOT / "docs" / "scale-out.md"
PLOT = ROOT / "docs" / "scale-out.svg"

MINUTE, HOUR, DAY, YEAR = 60.0, 3600.0, 86_400.0, 365 * 86_400.0
GIB = 1 << 30

RATES = {"regional government": 6.0, "office": 0.5, "village": 0.07}
"""Assumed: articles a day of one portal."""

SCENARIOS = {
    552: {"regional government": 552},
    5_000: {"regional government": 552, "office": 4_448},
    83_000: {"regional government": 552, "office": 4_448, "village": 78_000},
}
FRESHNESS = {"15 min": 15 * MINUTE, "1 hour": HOUR, "1 day": DAY}
PACED = "as each publishes"


@dataclass(frozen=True)
class Assumed:
    """Assumptions without measurement: other people's portals, and the machine of a worker.

    `request` is the seconds between two requests to a portal (1 s of politeness, or its response time),
    `discovery` the requests of a visit without new articles, `revisits` how often an article is read again,
    `revisit_share` the most of a visit's requests that are revisits (each costs as much as an article), and
    `few_revisits` what a visit may make however short it is,
    `start` the seconds from the start of a task to its first request, `busy` the ratio of publications in
    office hours to the average, `slots` the concurrent portals of a worker with `cores` cores.
    """

    request: float = 1.5
    discovery: int = 5
    revisits: int = 4
    revisit_share: float = 0.2
    few_revisits: int = MIN_REVISITS
    start: float = 1.0
    busy: float = 2.4
    slots: int = 24
    cores: int = 2

    def most_revisits(self, fresh: int) -> int:
        """The revisits of a visit that finds `fresh` new articles."""
        share = self.revisit_share / (1 - self.revisit_share) * (self.discovery + fresh)
        return max(self.few_revisits, int(share))


ASSUMED = Assumed()


@dataclass(frozen=True)
class Costs:
    """Measured: CPU seconds, and bytes written. See `bench.cluster_costs.Costs`."""

    visit_cpu: float
    article_cpu: float
    visit_wal: float
    article_wal: float
    visit_commits: float
    article_commits: float
    article_stored: float
    visit_warc: float
    article_warc: float


@dataclass(frozen=True)
class Portal:
    """`rate` in articles per second; `rest` in seconds between the end of a visit and the next."""

    rate: float
    rest: float


@dataclass(frozen=True)
class Outcome:
    """Result of a simulated period: ages of articles when stored (sorted), and rates per second."""

    ages: list[float]
    late: list[float]
    visits: float
    articles: float
    revisits: float
    cpu: float

    def age(self, share: float) -> float:
        """The age that this share of the articles did not exceed when stored."""
        return quantile(self.ages, share)


def simulate(
    portals: Sequence[Portal],
    workers: int,
    costs: Costs,
    horizon: float,
    assumed: Assumed = ASSUMED,
    seed: int = 1,
) -> Outcome:
    """Let the workers visit the portals for `horizon` seconds; the first interval of each is not counted."""
    chance = random.Random(seed)
    slots = [0.0] * (workers * assumed.slots)
    cores = [0.0] * (workers * assumed.cores)
    due = [(chance.random() * portal.rest, number) for number, portal in enumerate(portals)]
    heapify(due)
    seen = [at - portals[number].rest for at, number in sorted(due, key=lambda pair: pair[1])]
    ages: list[float] = []
    late: list[float] = []
    waiting = [0] * len(portals)
    visits, revisits, work, first = 0, 0, 0.0, max(portal.rest for portal in portals)
    while due[0][0] < first + horizon:
        at, number = heappop(due)
        portal = portals[number]
        start = max(at, slots[0])
        fresh = poisson(chance, portal.rate * (start - seen[number]))
        waiting[number] += poisson(chance, assumed.revisits * portal.rate * (start - seen[number]))
        again = min(waiting[number], assumed.most_revisits(fresh))
        waiting[number] -= again
        cpu = costs.visit_cpu + (fresh + again) * costs.article_cpu
        done = max(start, cores[0]) + cpu
        heapreplace(cores, done)
        end = max(done, start + assumed.start + (assumed.discovery + fresh + again) * assumed.request)
        heapreplace(slots, end)
        if at >= first:
            visits += 1
            revisits += again
            work += cpu
            late.append(start - at)
            span = start - seen[number]
            ages += [chance.random() * span + end - start for _ in range(fresh)]
        seen[number] = start
        heappush(due, (end + portal.rest, number))
    rates = (each / horizon for each in (visits, len(ages), revisits, work))
    return Outcome(sorted(ages), sorted(late), *rates)


def poisson(chance: random.Random, mean: float) -> int:
    """A number of events (Knuth's algorithm, in steps so that no mean underflows)."""
    count = 0
    while mean > 0:
        step = min(mean, 500.0)
        mean -= step
        bound, product = math.exp(-step), chance.random()
        while product > bound:
            count += 1
            product *= chance.random()
    return count


def quantile(values: Sequence[float], share: float) -> float:
    """Quantile of sorted values; 0 of none."""
    return values[min(len(values) - 1, int(share * len(values)))] if values else 0.0


# --- plans ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A table line."""

    portals: int
    plan: str
    freshness: str
    workers: int
    outcome: Outcome


def alike(kinds: dict[str, int], freshness: float, assumed: Assumed) -> list[Portal]:
    """Visit every portal so often that 95 % of its articles are stored in time."""
    visit = assumed.start + (assumed.discovery + 1) * assumed.request
    rest = max(freshness - 2 * visit - patience(freshness), MINUTE)
    busy = assumed.busy if freshness < DAY / 2 else 1.0
    return [Portal(RATES[kind] * busy / DAY, rest) for kind, count in kinds.items() for _ in range(count)]


def paced(kinds: dict[str, int]) -> list[Portal]:
    """Visit each portal after half its usual time between two articles, at least an hour, at most a day."""
    return [
        Portal(RATES[kind] / DAY, min(max(DAY / RATES[kind] / 2, HOUR), DAY))
        for kind, count in kinds.items()
        for _ in range(count)
    ]


def patience(freshness: float) -> float:
    """The permitted delay of a visit, in seconds."""
    return min(freshness / 50, 5 * MINUTE)


def fewest(
    portals: Sequence[Portal], limit: float, costs: Costs, assumed: Assumed, horizon: float
) -> tuple[int, Outcome]:
    """The fewest workers with which 95 % of the visits begin within `limit` seconds of their due time."""
    visits = sum(1 / (portal.rest + 10) for portal in portals)
    articles = sum(portal.rate for portal in portals)
    read = articles * (1 + assumed.revisits)
    cpu = (visits * costs.visit_cpu + read * costs.article_cpu) / assumed.cores
    held = visits * (assumed.start + assumed.discovery * assumed.request) + read * assumed.request
    workers = max(1, math.ceil(max(cpu, held / assumed.slots)))
    while True:
        outcome = simulate(portals, workers, costs, horizon, assumed)
        if quantile(outcome.late, 0.95) <= limit:
            return workers, outcome
        workers += max(1, workers // 20)


def rows(scenarios: Sequence[int], costs: Costs, assumed: Assumed = ASSUMED) -> Iterator[Row]:
    """The table, line by line."""
    for count in scenarios:
        plans = [
            ("all alike", name, alike(SCENARIOS[count], freshness, assumed), freshness)
            for name, freshness in FRESHNESS.items()
        ]
        for plan, name, portals, freshness in [*plans, ("paced", PACED, paced(SCENARIOS[count]), DAY)]:
            horizon = min(2 * freshness, DAY / 2)
            workers, outcome = fewest(portals, patience(freshness), costs, assumed, horizon)
            yield Row(count, plan, name, workers, outcome)


# --- the model beside a measured run -------------------------------------------------------------


def predicted(run: Mapping[str, float], known: Mapping[str, float], processors: int) -> float:
    """Predict the wall time of a cluster run from another run with a single worker.

    `known` gives the CPU time of a request and the time to the first one; `run` only its size.
    """
    each = known["requests"] / known["portals"]
    waves = math.ceil(known["portals"] / (known["workers"] * known["concurrency"]))
    start = max(0.0, known["wall"] / waves - each * known["delay"])
    page_cpu = known["cpu"] / known["requests"]
    requests = each - known["articles"] + run["articles"]
    slots = [0.0] * int(run["workers"] * run["concurrency"])
    cores = [0.0] * processors
    for _ in range(int(run["portals"])):
        begun = slots[0]
        done = max(begun, cores[0]) + requests * page_cpu
        heapreplace(cores, done)
        heapreplace(slots, max(done, begun + start + requests * run["delay"]))
    return max(slots) - start


def read_costs() -> Costs:
    """Read the measured costs."""
    held = json.loads(COSTS.read_text(encoding="utf-8"))
    return Costs(**{field.name: held[field.name] for field in fields(Costs)})
