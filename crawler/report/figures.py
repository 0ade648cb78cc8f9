"""The report's sections below the table of portals: charts with their figures, lists and samples."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from lxml import etree

from crawler.report.charts import bars, calendar
from crawler.report.html_elements import h
from crawler.report.run_data import PortalRun, Run
from crawler.report.sentences import cell, link, number, pair, percent, say_both, table
from crawler.report.wording import FIELDS

DAYS = 21
"""Days of the harvest calendar."""

MOST = 20
"""Rows of a chart; the table below it has them all."""

SLOWEST = 10


def harvest_section(run: Run) -> etree._Element:
    """New articles per portal and day."""
    last = run.finished_at.date()
    days = [last - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    rows = [
        (portal.name or portal.id, {day: portal.harvest.get(day, 0) for day in days})
        for portal in run.portals
    ]
    rows = [row for row in rows if any(row[1].values())]
    rows.sort(key=lambda row: (-sum(row[1].values()), row[0]))
    if not rows:
        return _section("harvest", _nothing())
    total: Counter[date] = Counter()
    for _, counts in rows:
        total.update(counts)
    return _section(
        "harvest",
        h("p", {"class": "note"}, say_both("harvest_note")),
        h(
            "div",
            {"class": "scroll", "tabindex": 0, "role": "region", "aria-labelledby": "harvest"},
            calendar(rows[:MOST], days, labelled_by="harvest"),
        ),
        _more(len(rows)),
        _figures(
            "harvest",
            [("portal", False), ("day", False), ("new", True)],
            [
                [label, day.isoformat(), number(counts[day])]
                for label, counts in rows
                for day in days
                if counts[day]
            ],
        ),
    )


def freshness_section(run: Run) -> etree._Element:
    """Days since each portal's newest article, the longest first."""
    ages: list[tuple[PortalRun, int | None]] = [(portal, _age(portal, run)) for portal in run.portals]
    ages.sort(key=lambda pair: (pair[1] is not None, -(pair[1] or 0), pair[0].id))
    if not ages:
        return _section("freshness", _nothing())
    known = [(portal, age) for portal, age in ages if age is not None]
    return _section(
        "freshness",
        h("p", {"class": "note"}, say_both("freshness_note")),
        bars(
            [(portal.name or portal.id, age, number(age)) for portal, age in known[:MOST]],
            labelled_by="freshness",
        )
        if known
        else None,
        _more(len(known)),
        _figures(
            "freshness",
            [("portal", False), ("newest", False), ("days", True)],
            [
                [
                    portal.name or portal.id,
                    portal.newest[:10] if portal.newest else say_both("never"),
                    number(age) if age is not None else "–",
                ]
                for portal, age in ages
            ],
        ),
    )


def completeness_section(run: Run) -> etree._Element:
    """In how many articles of the run each field is filled."""
    shares = [share for share in run.fields if share.total]
    if not shares:
        return _section("completeness", _nothing())
    rows = [
        h(
            "tr",
            {"role": "row"},
            h(
                "th",
                {"role": "rowheader", "scope": "row"},
                pair(FIELDS.get(share.name, (share.name, share.name))),
            ),
            h(
                "td",
                {"role": "cell"},
                h(
                    "svg",
                    {"viewBox": "0 0 300 18", "width": 300, "aria-hidden": "true"},
                    h("rect", {"width": 300, "height": 18, "class": "rail", "rx": 3}),
                    h(
                        "rect",
                        {
                            "width": round(300 * share.filled / share.total, 1),
                            "height": 18,
                            "class": "bar",
                            "rx": 3,
                        },
                    ),
                ),
            ),
            cell("count", f"{number(share.filled)} / {number(share.total)}", numeric=True),
            cell("filled", percent(share.filled, share.total), numeric=True),
        )
        for share in shares
    ]
    columns = [("field", False), ("filled", False), ("count", True), ("filled", True)]
    return _section(
        "completeness",
        h("p", {"class": "note"}, say_both("completeness_note")),
        table(columns, rows, labelled_by="completeness"),
    )


def drops_section(run: Run) -> etree._Element:
    """What was read and gave no article, by reason."""
    counts: Counter[str] = Counter()
    for portal in run.portals:
        counts.update(portal.dropped)
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    if not rows:
        return _section("reasons", _nothing())
    return _section(
        "reasons",
        bars([(reason, count, number(count)) for reason, count in rows[:MOST]], labelled_by="reasons"),
        _more(len(rows)),
        _figures(
            "reasons",
            [("reason", False), ("count", True)],
            [[reason, number(count)] for reason, count in rows],
        ),
    )


def slowest_section(run: Run) -> etree._Element:
    """The portals that took longest, with the time of one request."""
    rows = sorted(
        (portal for portal in run.portals if portal.seconds > 0), key=lambda portal: -portal.seconds
    )
    if not rows:
        return _section("slowest", _nothing())
    return _section(
        "slowest",
        table(
            [("portal", False), ("time", True), ("requests", True), ("per_page", True)],
            [
                _row(
                    portal.name or portal.id,
                    cell("time", f"{portal.seconds:.1f} s", numeric=True),
                    cell("requests", number(portal.requests), numeric=True),
                    cell(
                        "per_page",
                        f"{portal.seconds / portal.requests:.2f} s" if portal.requests else "–",
                        numeric=True,
                    ),
                )
                for portal in rows[:SLOWEST]
            ],
            labelled_by="slowest",
        ),
    )


def duplicates_section(run: Run) -> etree._Element:
    """Articles of this run that another portal published first."""
    if not run.duplicates:
        return _section("duplicates", _nothing())
    return _section(
        "duplicates",
        table(
            [("duplicate", False), ("original", False), ("similarity", True)],
            [
                h(
                    "tr",
                    {"role": "row"},
                    h(
                        "th",
                        {"role": "rowheader", "scope": "row"},
                        link(one.title, one.url),
                        h("span", {"class": "sub"}, one.portal),
                    ),
                    cell(
                        "original",
                        link(one.original_title, one.original_url),
                        h("span", {"class": "sub"}, one.original_portal),
                    ),
                    cell(
                        "similarity",
                        percent(one.similarity, 1) if one.similarity is not None else "–",
                        numeric=True,
                    ),
                )
                for one in run.duplicates
            ],
            labelled_by="duplicates",
        ),
    )


def samples_section(run: Run) -> etree._Element:
    """A few articles as they were stored."""
    if not run.samples:
        return _section("samples", _nothing())
    return _section(
        "samples",
        [
            h(
                "article",
                None,
                h("h3", None, link(sample.title, sample.url)),
                h(
                    "span",
                    {"class": "sub"},
                    sample.portal,
                    " · ",
                    sample.published_at[:10] if sample.published_at else say_both("no_date"),
                ),
                h("p", None, sample.excerpt),
            )
            for sample in run.samples
        ],
    )


def _age(portal: PortalRun, run: Run) -> int | None:
    if portal.newest is None:
        return None
    try:
        newest = date.fromisoformat(portal.newest[:10])
    except ValueError:
        return None
    return max(0, (run.finished_at.date() - newest).days)


def _row(label: str, *cells: etree._Element) -> etree._Element:
    return h("tr", {"role": "row"}, h("th", {"role": "rowheader", "scope": "row"}, label), list(cells))


def _section(key: str, *content: object) -> etree._Element:
    return h("section", {"aria-labelledby": key}, h("h2", {"id": key}, say_both(key)), list(content))


def _nothing() -> etree._Element:
    return h("p", None, say_both("nothing"))


def _more(count: int) -> etree._Element | None:
    if count <= MOST:
        return None
    return h("p", {"class": "note"}, f"+ {count - MOST} ", say_both("more"))


def _figures(key: str, columns: list[tuple[str, bool]], rows: list[list[object]]) -> etree._Element:
    """The chart's data as a table, folded away."""
    return h(
        "details",
        None,
        h("summary", None, say_both("table")),
        table(
            columns,
            [
                h(
                    "tr",
                    {"role": "row"},
                    h("th", {"role": "rowheader", "scope": "row"}, first),
                    [
                        cell(name, value, numeric=numeric)
                        for (name, numeric), value in zip(columns[1:], rest, strict=True)
                    ],
                )
                for first, *rest in rows
            ],
            labelled_by=key,
        ),
    )
