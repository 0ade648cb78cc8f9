"""Writes the results of `bench.simulate` into docs/scale-out.md as tables and a plot."""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections.abc import Sequence
from typing import Any

from bench.simulate import (
    CLUSTER,
    DAY,
    GUIDE,
    HOUR,
    MINUTE,
    PACED,
    PLOT,
    RATES,
    SCENARIOS,
    Costs,
    Row,
    predicted,
    read_costs,
    rows,
)

COLOURS = {"15 min": "#b3261e", "1 hour": "#8a6d00", "1 day": "#1b5e9b", PACED: "#2e6b34"}


def table(found: Sequence[Row], costs: Costs) -> str:
    """The rows as Markdown."""
    lines = [
        "| portals | plan | freshness wanted | workers | half / 95 % stored within | visits/s |"
        " articles/day | revisits/day | processors busy | commits/s | WAL KB/s |",
        "|---:|---|---|---:|---|---:|---:|---:|---:|---:|---:|",
    ]
    for row in found:
        one = row.outcome
        commits = one.visits * costs.visit_commits + one.articles * costs.article_commits
        wal = (one.visits * costs.visit_wal + one.articles * costs.article_wal) / 1000
        lines.append(
            f"| {row.portals:,} | {row.plan} | {row.freshness} | {row.workers} | "
            f"{span(one.age(0.5))} / {span(one.age(0.95))} | {one.visits:.3g} | {daily(row.portals):,.0f} | "
            f"{one.revisits * DAY:,.0f} | {one.cpu:.2g} | {commits:.3g} | {wal:.3g} |"
        )
    return "\n".join(lines)


def storage(found: Sequence[Row], costs: Costs) -> str:
    """Storage per day and year, by number of portals with paced visits, at most hourly."""
    lines = [
        "| portals | articles/day | visits/day | ledger a day | ledger a year | WAL a day |"
        " WARC a year, articles | WARC a year, with discovery |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for row in found:
        if row.plan != "paced":
            continue
        articles, visits = daily(row.portals), row.outcome.visits * DAY
        stored, wal = articles * costs.article_stored, articles * costs.article_wal + visits * costs.visit_wal
        warc = articles * costs.article_warc * 365
        lines.append(
            f"| {row.portals:,} | {articles:,.0f} | {visits:,.0f} | {size(stored)} | {size(stored * 365)} | "
            f"{size(wal)} | {size(warc)} | {size(warc + visits * costs.visit_warc * 365)} |"
        )
    return "\n".join(lines)


def daily(portals: int) -> float:
    """Articles per day of a scenario."""
    return sum(RATES[kind] * count for kind, count in SCENARIOS[portals].items())


def span(seconds: float) -> str:
    """A duration as text."""
    if seconds < 2 * HOUR:
        return f"{seconds / MINUTE:.0f} min"
    return f"{seconds / HOUR:.1f} h"


def size(count: float) -> str:
    """A size as text."""
    for unit in ("KB", "MB", "GB"):
        count /= 1000
        if count < 1000:
            return f"{count:.3g} {unit}"
    return f"{count / 1000:.3g} TB"


def comparison(cluster: dict[str, Any]) -> str:
    """The measured runs beside the model's predictions, as Markdown."""
    known, *others = cluster["runs"]
    processors = int(cluster["machine"].split()[0])
    lines = [
        "| portals x articles | workers x portals at once | delay | measured | predicted | off by |",
        "|---|---|---:|---:|---:|---:|",
    ]
    for run in others:
        wall = predicted(run, known, processors)
        off = 100 * (wall / run["wall"] - 1)
        lines.append(
            f"| {run['portals']} x {run['articles']} | {run['workers']} x {run['concurrency']} | "
            f"{run['delay']} s | {run['wall']:.0f} s | {wall:.0f} s | {off:+.0f} % |"
        )
    return "\n".join(lines)


def plot(found: Sequence[Row]) -> str:
    """Workers by portals, both axes logarithmic: one line for each freshness and plan."""
    most = max(row.workers for row in found)

    def x(portals: float) -> float:
        return 60 + 420 * math.log10(portals / 400) / math.log10(100_000 / 400)

    def y(workers: float) -> float:
        return 250 - 220 * math.log10(workers) / max(1.0, math.ceil(math.log10(most)))

    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 300" font-family="sans-serif"'
        ' font-size="12">',
        "<title>Workers needed, by portals and freshness</title>",
        '<rect width="640" height="300" fill="#fff"/>',
    ]
    for power in range(max(1, math.ceil(math.log10(most))) + 1):
        at = y(10**power)
        parts.append(f'<path d="M60 {at:.0f}H480" stroke="#ddd"/>')
        parts.append(f'<text x="52" y="{at + 4:.0f}" text-anchor="end">{10**power}</text>')
    parts += [
        f'<text x="{x(portals):.0f}" y="270" text-anchor="middle">{portals:,}</text>' for portals in SCENARIOS
    ]
    parts.append('<text x="270" y="292" text-anchor="middle">portals</text>')
    parts.append('<text x="60" y="18">workers</text>')
    for number, (name, colour) in enumerate(COLOURS.items()):
        line = [row for row in found if row.freshness == name]
        points = " ".join(f"{x(row.portals):.0f},{y(row.workers):.0f}" for row in line)
        # Each line a little thinner than the one below, so that none hides another.
        width = 8 - 2 * number
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{width}"/>')
        parts.append(f'<text x="495" y="{60 + 20 * number}" fill="{colour}">{name}</text>')
    parts.append("</svg>")
    return "\n".join(parts) + "\n"


def filled(guide: str, parts: dict[str, str]) -> str:
    """The guide with the text between each pair of markers replaced."""
    for name, text in parts.items():
        pattern = rf"<!-- {name} -->\n.*?<!-- /{name} -->"
        held = f"<!-- {name} -->\n{text}\n<!-- /{name} -->"
        guide, count = re.subn(pattern, held.replace("\\", r"\\"), guide, flags=re.DOTALL)
        if count != 1:
            raise ValueError(f"the guide has {count} places for {name}")
    return guide


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="put table and plot into docs/scale-out.md")
    options = parser.parse_args()
    costs = read_costs()
    found = list(rows(list(SCENARIOS), costs))
    cluster = json.loads(CLUSTER.read_text(encoding="utf-8"))

    parts = {
        "workers": table(found, costs),
        "storage": storage(found, costs),
        "comparison": comparison(cluster),
    }
    print("\n\n".join(parts.values()))
    if options.write:
        GUIDE.write_text(filled(GUIDE.read_text(encoding="utf-8"), parts), encoding="utf-8")
        PLOT.write_text(plot(found), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
