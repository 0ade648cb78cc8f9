"""The run's report: renders a `Run` as one self-contained HTML page by Jinja2 templates.

The page loads nothing (its content security policy allows only its own script and style, by hash), contains
both languages, follows the light or dark setting, and works without its script. The templates autoescape all
texts.
"""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import timedelta
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined

from crawler.export.control_characters import printable
from crawler.report import folding, sections
from crawler.report.drop_reasons import Text, meaning
from crawler.report.run_data import Run, Verdict
from crawler.report.wording import FIELDS, LANGUAGES, WORDS, decimal, number, percent

MARKS = {Verdict.OK: "✓", Verdict.WATCH: "▲", Verdict.BROKEN: "✕"}
"""Symbols of the verdicts, so that colour is never the only sign."""

FINISHES = frozenset({"finished", "budget", "limit", "shutdown"})
"""Finish reasons of Scrapy and Warta with a text in `WORDS`."""

LANGUAGE_NAMES = dict(zip(LANGUAGES, ("English", "Bahasa Indonesia"), strict=True))

_WEB = re.compile(r"https?://", re.IGNORECASE)


def report_page(run: Run, *, language: str | None = None) -> str:
    """The page as text. `language` (`en`, `id`) is shown first; None: the browser's preference."""
    if language is not None and language not in LANGUAGES:
        raise ValueError(f"no report in the language {language!r}; there are: {', '.join(LANGUAGES)}")
    style = _resource("page.css")
    script = _resource("page.js")
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    return (
        _environment()
        .get_template("report.html")
        .render(
            run=run,
            language=language,
            style=style,
            script=script,
            policy=policy,
            took=duration_text(run.seconds),
            portals=sections.worst_first(run),
            lists=folding.portal_lists(sections.worst_first(run)),
            ill_portals=folding.ill_portals,
            dropped=folding.fitting_pages(sections.dropped(run)),
            duplicates=folding.fitting_duplicates(run.duplicates),
            harvest=sections.harvest(run),
            freshness=sections.freshness(run),
            reasons=sections.drop_reasons(run),
            slowest=sections.slowest(run),
        )
    )


def duration_text(seconds: float) -> Text:
    """A duration in both languages: `1 h 02 min`, `1 jam 02 min`; `4.2 s`, `4,2 s`."""
    text = duration(seconds)
    return text, text.replace(" h ", " jam ").replace(".", ",")


def duration(seconds: float) -> str:
    """`1 h 02 min`, `3 min 20 s` or `4.2 s`."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    whole = timedelta(seconds=round(seconds))
    minutes, rest = divmod(int(whole.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min {rest:02d} s"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("crawler.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_clean,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "number": number,
        "percent": percent,
        "decimal": decimal,
        "meaning": meaning,
        "sentence": folding.sentence,
        "note": folding.note,
        "cut": folding.cut,
    }
    environment.tests["web_url"] = _is_web_url
    environment.globals |= {
        "WORDS": WORDS,
        "FIELDS": FIELDS,
        "MARKS": MARKS,
        "FINISHES": FINISHES,
        "LANGUAGE_NAMES": LANGUAGE_NAMES,
        "VERDICTS": tuple(Verdict),
        "MAX_REASONS": folding.MAX_REASONS,
        "MAX_NOTES": folding.MAX_NOTES,
        "BRIEF_LENGTH": folding.BRIEF_LENGTH,
    }
    return environment


def _clean(value: object) -> object:
    """A value without unprintable characters; markup from macros is clean already."""
    return value if hasattr(value, "__html__") else printable(str(value))


def _is_web_url(url: str) -> bool:
    """False for `javascript:` and other schemes, which are never linked."""
    return _WEB.match(url) is not None


def _resource(name: str) -> str:
    return resources.files("crawler.report").joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
