"""Words and numbers as parts of the report page, in both languages."""

from __future__ import annotations

from lxml import etree

from crawler.report.html_elements import h, web_address
from crawler.report.run_data import Reason, Verdict
from crawler.report.wording import LANGUAGES, REASONS, WORDS, Text, fill

MARKS = {Verdict.OK: "✓", Verdict.WATCH: "▲", Verdict.BROKEN: "✕"}
"""Colour is never the only sign."""


def pair(text: Text) -> list[etree._Element]:
    """Both languages; the style shows the one of the page. Equal halves are written once."""
    if text[0] == text[1]:
        return [h("span", None, text[0])]
    return [h("span", {"lang": code}, half) for code, half in zip(LANGUAGES, text, strict=True)]


def say_both(key: str) -> list[etree._Element]:
    """A text of `WORDS`."""
    return pair(WORDS[key])


def reason_text(reason: Reason) -> list[etree._Element]:
    """A reason of a verdict as a sentence."""
    return pair(fill(REASONS[reason.key], reason.values))


def verdict_mark(verdict: Verdict) -> etree._Element:
    """The verdict as sign and word."""
    return h(
        "span",
        {"class": f"mark is-{verdict.value}"},
        h("span", {"aria-hidden": "true"}, MARKS[verdict] + " "),
        say_both(verdict.value),
    )


def number(value: int) -> str:
    """Thousands are set apart by a narrow space, which both languages read (SI brochure, 5.4.4)."""
    return f"{value:,}".replace(",", "\u202f")


def percent(part: float, whole: float) -> str:
    """`97.5 %`, or an en dash where there is nothing to divide by."""
    return f"{100 * part / whole:.1f} %" if whole else "–"


def span(text: str) -> etree._Element:
    """Text in an element of its own."""
    return h("span", None, text)


def link(text: str, url: str) -> etree._Element:
    """A link if the address is one of the web, else the text alone."""
    address = web_address(url)
    if address is None:
        return h("span", None, text)
    return h("a", {"href": address, "rel": "noreferrer noopener"}, text or address)


def cell(label: str, *content: object, numeric: bool = False) -> etree._Element:
    """A table's cell; its column's name stands in it where a narrow screen shows no header row."""
    return h(
        "td",
        {"role": "cell", "class": "number" if numeric else None},
        h("span", {"class": "name", "aria-hidden": "true"}, say_both(label)),
        list(content),
    )


def table(
    columns: list[tuple[str, bool]],
    rows: list[etree._Element],
    *,
    labelled_by: str,
    identity: str | None = None,
) -> etree._Element:
    """A table that becomes cards on a narrow screen; the roles keep it a table for screen readers.

    `columns`: the key of each column's name, and whether it holds numbers.
    """
    return h(
        "table",
        {"class": "cards", "role": "table", "aria-labelledby": labelled_by, "id": identity},
        h(
            "thead",
            {"role": "rowgroup"},
            h(
                "tr",
                {"role": "row"},
                [
                    h(
                        "th",
                        {"role": "columnheader", "scope": "col", "class": "number" if numeric else None},
                        say_both(key),
                    )
                    for key, numeric in columns
                ],
            ),
        ),
        h("tbody", {"role": "rowgroup"}, rows),
    )
