"""The run's report: one self-contained page, from a `Run` to HTML.

It needs no network and allows none (its content security policy names the hashes of its own script and
style), holds both languages, follows the reader's light or dark setting, and works without its script.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta
from importlib import resources

from lxml import etree

from crawler.report.figures import (
    completeness_section,
    drops_section,
    duplicates_section,
    freshness_section,
    harvest_section,
    samples_section,
    slowest_section,
)
from crawler.report.html_elements import document, h
from crawler.report.portal_rows import attention_section, portals_section
from crawler.report.run_data import Run, Verdict
from crawler.report.sentences import number, say_both, span
from crawler.report.wording import LANGUAGES


def report_page(run: Run, *, language: str | None = None) -> str:
    """The page as text. `language` (`en`, `id`) is shown first; None leaves it to the reader's browser."""
    if language is not None and language not in LANGUAGES:
        raise ValueError(f"no report in the language {language!r}; there are: {', '.join(LANGUAGES)}")
    style = _resource("page.css")
    script = _resource("page.js")
    html = h(
        "html",
        {"lang": language or "en", "data-fixed": "1" if language else None},
        _head(run, style, script),
        h(
            "body",
            None,
            h("a", {"class": "skip", "href": "#portals-title"}, say_both("skip")),
            _header(run),
            h(
                "main",
                None,
                _overview(run),
                attention_section(run),
                harvest_section(run),
                h("div", {"class": "pair"}, freshness_section(run), drops_section(run)),
                h("div", {"class": "pair"}, completeness_section(run), slowest_section(run)),
                duplicates_section(run),
                portals_section(run),
                samples_section(run),
            ),
            h("footer", None, h("p", None, say_both("made_by"), f" {run.version} · {run.id}")),
            h("script", None, script),
        ),
    )
    return document(html)


def _head(run: Run, style: str, script: str) -> etree._Element:
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    return h(
        "head",
        None,
        h("meta", {"charset": "utf-8"}),
        h("meta", {"http-equiv": "Content-Security-Policy", "content": policy}),
        h("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        h("meta", {"name": "referrer", "content": "no-referrer"}),
        h("title", None, f"Warta {run.started_at:%Y-%m-%d %H:%M}"),
        h("link", {"rel": "icon", "href": "data:,"}),
        h("style", None, style),
    )


def _header(run: Run) -> etree._Element:
    finish = run.finish if run.finish in ("finished", "budget", "limit", "shutdown") else None
    facts = (
        ("started", [f"{run.started_at:%Y-%m-%d %H:%M %Z}"]),
        ("took", [duration(run.seconds)]),
        ("ended", [say_both(finish)] if finish else [say_both("early"), f" ({run.finish})"]),
    )
    return h(
        "header",
        None,
        h("h1", None, "Warta · ", say_both("run")),
        h(
            "div",
            {"class": "buttons", "role": "group", "aria-label": "Language / Bahasa"},
            [
                h(
                    "button",
                    {"type": "button", "data-language": code, "aria-pressed": "false"},
                    name,
                )
                for code, name in zip(LANGUAGES, ("English", "Bahasa Indonesia"), strict=True)
            ],
        ),
        h(
            "dl",
            {"class": "facts"},
            [h("div", None, h("dt", None, say_both(key)), h("dd", None, value)) for key, value in facts],
        ),
    )


def _overview(run: Run) -> etree._Element:
    tiles: list[tuple[object, int, str | None]] = [
        (say_both("new"), sum(portal.new for portal in run.portals), None),
        (say_both("changed"), sum(portal.changed for portal in run.portals), None),
        (say_both("unchanged"), sum(portal.unchanged for portal in run.portals), None),
        (say_both("dropped"), sum(portal.lost for portal in run.portals), None),
        (say_both("requests"), sum(portal.requests for portal in run.portals), None),
    ]
    for verdict in Verdict:
        count = sum(portal.health.verdict is verdict for portal in run.portals)
        label = [say_both("portals"), " · ", say_both(verdict.value)]
        tiles.append((label, count, f"t-{verdict.value}"))
    return h(
        "section",
        {"aria-labelledby": "overview"},
        h("h2", {"id": "overview"}, say_both("overview")),
        h(
            "dl",
            {"class": "tiles"},
            [
                h("div", {"class": kind}, h("dt", None, label), h("dd", None, span(number(count))))
                for label, count, kind in tiles
            ],
        ),
    )


def duration(seconds: float) -> str:
    """`1 h 02 min`, `3 min 20 s` or `4.2 s`: the units are the same in both languages but for the hour."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    whole = timedelta(seconds=round(seconds))
    minutes, rest = divmod(int(whole.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min {rest:02d} s"


def _resource(name: str) -> str:
    return resources.files("crawler.report").joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
