"""Contents of the report's sections: charts with their figures as tables, and sorted portals."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from crawler.report.charts import BarChart, Calendar, bar_chart, calendar
from crawler.report.drop_reasons import Text
from crawler.report.run_data import PortalRun, Run
from crawler.report.wording import WORDS, number
from crawler.stats.outcomes import DroppedPage

DAYS = 21
"""Days of the harvest calendar."""

MOST = 20
"""Maximum rows of a chart; the table below it has more."""

MAX_ROWS = 50
"""Maximum rows of a table of figures."""

SLOWEST = 10

Columns = tuple[tuple[str, bool], ...]
"""The key in `WORDS` of each column's name, and whether the column contains numbers."""


@dataclass(frozen=True, slots=True)
class Figures:
    """A chart and its figures as a table. `more` counts the rows missing in the chart."""

    chart: BarChart | Calendar | None
    columns: Columns
    rows: tuple[tuple[str | Text, ...], ...]
    more: int


def harvest(run: Run) -> Figures | None:
    """New articles per portal and day; None if there are none."""
    last = run.finished_at.date()
    days = [last - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    rows = [
        (portal.name or portal.id, {day: portal.harvest.get(day, 0) for day in days})
        for portal in run.portals
    ]
    rows = [row for row in rows if any(row[1].values())]
    rows.sort(key=lambda row: (-sum(row[1].values()), row[0]))
    if not rows:
        return None
    return Figures(
        calendar(rows[:MOST], days),
        (("portal", False), ("new", True)),
        tuple((label, number(sum(counts.values()))) for label, counts in rows[:MAX_ROWS]),
        max(0, len(rows) - MOST),
    )


def freshness(run: Run) -> Figures | None:
    """Days since each portal's newest article, longest first; None without portals."""
    ages: list[tuple[PortalRun, int | None]] = [(portal, _age(portal, run)) for portal in run.portals]
    ages.sort(key=lambda pair: (pair[1] is not None, -(pair[1] or 0), pair[0].id))
    if not ages:
        return None
    known = [(portal.name or portal.id, age, number(age)) for portal, age in ages if age is not None]
    return Figures(
        bar_chart(known[:MOST]) if known else None,
        (("portal", False), ("newest", False), ("days", True)),
        tuple(
            (
                portal.name or portal.id,
                portal.newest[:10] if portal.newest else WORDS["never"],
                number(age) if age is not None else "–",
            )
            for portal, age in ages[:MAX_ROWS]
        ),
        max(0, len(known) - MOST),
    )


def drop_reasons(run: Run) -> Figures | None:
    """Fetched pages without an article, by reason; None if nothing was dropped."""
    counts: Counter[str] = Counter()
    for portal in run.portals:
        counts.update(portal.dropped)
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    if not rows:
        return None
    return Figures(
        bar_chart([(reason, count, number(count)) for reason, count in rows[:MOST]]),
        (("reason", False), ("count", True)),
        tuple((reason, number(count)) for reason, count in rows),
        max(0, len(rows) - MOST),
    )


def dropped(run: Run) -> list[tuple[str, list[DroppedPage]]]:
    """The listed dropped URLs by reason, most frequent reason first."""
    counts: Counter[str] = Counter()
    for portal in run.portals:
        counts.update(portal.dropped)
    named: dict[str, list[DroppedPage]] = {}
    for page in run.dropped:
        named.setdefault(page.reason, []).append(page)
    return sorted(named.items(), key=lambda pair: (-counts[pair[0]], pair[0]))


def slowest(run: Run) -> list[PortalRun]:
    """The slowest portals."""
    timed = [portal for portal in run.portals if portal.seconds > 0]
    return sorted(timed, key=lambda portal: -portal.seconds)[:SLOWEST]


def worst_first(run: Run) -> list[PortalRun]:
    """All portals, worst health first."""
    return sorted(run.portals, key=lambda portal: (-portal.health.verdict.rank, portal.id))


def _age(portal: PortalRun, run: Run) -> int | None:
    if portal.newest is None:
        return None
    try:
        newest = date.fromisoformat(portal.newest[:10])
    except ValueError:
        return None
    return max(0, (run.finished_at.date() - newest).days)
