"""The report's portals: those that need a person, and the table of all."""

from __future__ import annotations

from lxml import etree

from crawler.report.html_elements import h
from crawler.report.run_data import PortalRun, Run, Verdict
from crawler.report.sentences import cell, number, reason_text, say_both, table, verdict_mark

COLUMNS = [
    ("portal", False),
    ("verdict", False),
    ("new", True),
    ("changed", True),
    ("unchanged", True),
    ("dropped", True),
    ("requests", True),
    ("newest", False),
]


def attention_section(run: Run) -> etree._Element:
    """The portals that are not ok, the worst first, with the reasons."""
    heading = h("h2", {"id": "attention"}, say_both("attention"))
    ill = [portal for portal in _by_trouble(run) if portal.health.verdict is not Verdict.OK]
    if not ill:
        empty = "attention_none" if run.portals else "nothing"
        return h("section", {"aria-labelledby": "attention"}, heading, h("p", None, say_both(empty)))
    rows = [
        h(
            "tr",
            {"role": "row"},
            h("th", {"role": "rowheader", "scope": "row"}, portal.name or portal.id),
            cell("verdict", verdict_mark(portal.health.verdict)),
            cell("why", [h("div", None, reason_text(reason)) for reason in portal.health.reasons]),
        )
        for portal in ill
    ]
    columns = [("portal", False), ("verdict", False), ("why", False)]
    return h(
        "section",
        {"aria-labelledby": "attention"},
        heading,
        table(columns, rows, labelled_by="attention"),
    )


def portals_section(run: Run) -> etree._Element:
    """Every portal of the run, with a filter by name and health."""
    ordered = _by_trouble(run)
    heading = h("h2", {"id": "portals-title"}, say_both("portals"))
    if not ordered:
        return h(
            "section",
            {"aria-labelledby": "portals-title"},
            heading,
            h("p", None, say_both("nothing")),
        )
    return h(
        "section",
        {"aria-labelledby": "portals-title"},
        heading,
        _controls(len(ordered)),
        table(COLUMNS, [_row(portal) for portal in ordered], labelled_by="portals-title", identity="portals"),
    )


def _by_trouble(run: Run) -> list[PortalRun]:
    return sorted(run.portals, key=lambda portal: (-portal.health.verdict.rank, portal.id))


def _controls(count: int) -> etree._Element:
    choices = [("", "all"), *((verdict.value, verdict.value) for verdict in Verdict)]
    return h(
        "div",
        {"class": "controls", "hidden": ""},
        h("label", {"for": "filter"}, say_both("filter")),
        h("input", {"id": "filter", "type": "search", "autocomplete": "off"}),
        h(
            "div",
            {"class": "buttons"},
            [
                h(
                    "button",
                    {
                        "type": "button",
                        "data-verdict": value,
                        "aria-pressed": "false" if value else "true",
                    },
                    say_both(word),
                )
                for value, word in choices
            ],
        ),
        h(
            "span",
            {"role": "status"},
            h("span", {"id": "shown"}, str(count)),
            " ",
            say_both("shown"),
        ),
    )


def _row(portal: PortalRun) -> etree._Element:
    name = portal.name or portal.id
    text = " ".join(filter(None, (portal.id, portal.name, portal.province)))
    under = " · ".join(filter(None, (portal.id if name != portal.id else "", portal.province)))
    why = [h("span", {"class": "sub"}, reason_text(reason)) for reason in portal.health.reasons]
    why += [h("span", {"class": "sub"}, note) for note in portal.notes]
    return h(
        "tr",
        {"role": "row", "data-verdict": portal.health.verdict.value, "data-text": text.lower()},
        h(
            "th",
            {"role": "rowheader", "scope": "row"},
            name,
            h("span", {"class": "sub"}, under) if under else None,
        ),
        cell("verdict", verdict_mark(portal.health.verdict), why),
        cell("new", number(portal.new), numeric=True),
        cell("changed", number(portal.changed), numeric=True),
        cell("unchanged", number(portal.unchanged), numeric=True),
        cell("dropped", number(portal.lost), numeric=True),
        cell("requests", number(portal.requests), numeric=True),
        cell(
            "newest", h("span", {"class": "day"}, portal.newest[:10]) if portal.newest else say_both("never")
        ),
    )
