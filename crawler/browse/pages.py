"""The HTML pages, rendered by Jinja2 templates from the browse database. All text is escaped."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from itertools import pairwise
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from crawler.browse import portals, record_words, wording
from crawler.browse.catalog import MARK_END, MARK_START, Catalog, Hits
from crawler.browse.facets import Facets, facets, top
from crawler.browse.filters import NONE, Filters
from crawler.browse.http import NotFound, Request, Response
from crawler.browse.revisions import changes
from crawler.dates.zones import WIB
from crawler.export.body_structure import structure
from crawler.export.control_characters import printable
from crawler.export.html_article import html_body
from crawler.export.markdown_article import markdown_document
from crawler.export.web_address import iri, is_web
from crawler.portals.provinces import PROVINCES
from crawler.program import program
from crawler.report.html_page import MARKS
from crawler.report.run_data import Verdict
from crawler.report.wording import reason_text

PAGE = 25
LAST_POSITION = (1 << 63) - 1
MAX_SKIPPED = 1000

FACETS = (("date", 12), ("province", 12), ("portal", 12), ("section", 12), ("language", 8))
"""The facets in order, with the number of values shown."""


@dataclass(frozen=True, slots=True)
class Site:
    """Link targets: the newest report's file name and the URL of Datasette."""

    report: str | None = None
    sql: str | None = None


def respond(catalog: Catalog, request: Request, site: Site) -> Response:
    """Respond to a request for a page. Raises NotFound, BadRequest."""
    fixed: dict[str, Callable[[Catalog, Request, Site], Response]] = {
        "/": _news, "/portals": _portals, "/provinces": _provinces, "/changes": _changes, "/help": _help,
    }  # fmt: skip
    if handler := fixed.get(request.path):
        return handler(catalog, request, site)
    if match := re.fullmatch(r"/article/([\w-]+)(\.json|\.md|/revisions)?", request.path):
        return _article(catalog, request, site, match[1], match[2] or "")
    if match := re.fullmatch(r"/portal/([^/]+)", request.path):
        return _portal(catalog, request, site, match[1])
    raise NotFound(request.path)


def failure(request: Request, status: int, why: str) -> Response:
    """An error page."""
    return _render("failure.html", request, Site(), status, why=why, is_missing=status == 404)


def _news(catalog: Catalog, request: Request, site: Site) -> Response:
    filters = Filters.parse(request.parameters)
    by_relevance = request.parameters.get("order") == "relevance" and bool(filters.q)
    if by_relevance:
        hits = catalog.most_relevant(filters, PAGE, request.number("after", 0, MAX_SKIPPED))
    else:
        hits = catalog.newest(filters, PAGE, request.number("after", LAST_POSITION, LAST_POSITION))
    is_front = not filters.given() and "after" not in request.parameters
    today = datetime.now(WIB).date()
    found = facets(catalog.database, filters)
    return _render(
        "news.html",
        request,
        site,
        filters=filters,
        hits=hits,
        found=found,
        facets=_facet_views(catalog, found, filters, request.language),
        names=portals.names(catalog),
        by_relevance=by_relevance,
        next_link=_next_link(hits, filters, by_relevance),
        chart=portals.chart(catalog, today) if is_front else None,
        health=portals.health(catalog) if is_front else None,
    )


def _facet_views(catalog: Catalog, found: Facets, filters: Filters, language: str) -> list[dict[str, Any]]:
    names = portals.names(catalog)
    shown: dict[str, Callable[[str], str]] = {
        "portal": lambda value: names.get(value, value),
        "language": lambda value: wording.value_name(wording.LANGUAGE_NAMES, value, language),
        "date": lambda value: wording.day(value, language),
    }
    views = []
    for name, most in FACETS:
        chosen = getattr(filters, name)
        values = [
            {
                "name": shown.get(name, str)(value) if value else wording.word("none", language),
                "count": count,
                "link": "/" + filters.without(name).query_string(**{name: value or NONE}),
            }
            for value, count in top(found.counts[name], most, newest=name == "date")
            if (value or NONE) != chosen
        ]
        title = shown.get(name, str)(chosen) if chosen != NONE else wording.word("none", language)
        removal = "/" + filters.without(name).query_string()
        views.append({"key": name, "chosen": title if chosen else "", "remove": removal, "values": values})
    return views


def _next_link(hits: Hits, filters: Filters, by_relevance: bool) -> str | None:
    if hits.after is None or (by_relevance and hits.after > MAX_SKIPPED):
        return None
    return "/" + filters.query_string(order="relevance" if by_relevance else "", after=hits.after)


def _article(catalog: Catalog, request: Request, site: Site, id_: str, suffix: str) -> Response:
    row = catalog.article(id_)
    if row is None:
        raise NotFound(id_)
    line = catalog.line(row["seq"])
    record = json.loads(line)
    if suffix == ".json":
        return Response([line, b"\n"], "application/json; charset=utf-8")
    if suffix == ".md":
        text = markdown_document(record).encode("utf-8", "replace")
        return Response([text], "text/markdown; charset=utf-8")
    if suffix == "/revisions":
        stored = catalog.revisions(id_)
        steps = [(after, changes(before.record, after.record)) for before, after in pairwise(stored)]
        return _render("revisions.html", request, site, row=row, first=stored[0], steps=steps[::-1])
    return _render(
        "article.html",
        request,
        site,
        row=row,
        record=record,
        body=Markup("\n".join(html_body(structure(record, dates=True)))),  # noqa: S704 - escapes all text
        names=portals.names(catalog),
        copies=catalog.copies(row),
        facts=record_words.facts(record, request.language),
        warnings=record_words.warnings(record, request.language),
        provider_name=partial(record_words.provider_name, language=request.language),
    )


def _portals(catalog: Catalog, request: Request, site: Site) -> Response:
    return _render("portals.html", request, site, portals=portals.all_portals(catalog))


def _portal(catalog: Catalog, request: Request, site: Site, id_: str) -> Response:
    found = portals.portal(catalog, id_)
    if found is None:
        raise NotFound(id_)
    filters = Filters(portal=id_)
    return _render(
        "portal.html",
        request,
        site,
        portal=found,
        visits=portals.visits(catalog, id_),
        chart=portals.chart(catalog, datetime.now(WIB).date(), id_),
        hits=catalog.newest(filters, 10),
        filters=filters,
        names={id_: found.name},
    )


def _provinces(catalog: Catalog, request: Request, site: Site) -> Response:
    known = {name: (count, articles) for name, count, articles in portals.provinces(catalog)}
    rows = [(one.name, *known.pop(one.name, (0, 0))) for one in PROVINCES]
    rows += [(name, *counts) for name, counts in known.items()]
    return _render("provinces.html", request, site, provinces=rows, most=max([1, *(row[2] for row in rows)]))


def _changes(catalog: Catalog, request: Request, site: Site) -> Response:
    hits = catalog.changed(PAGE, request.number("after", LAST_POSITION, LAST_POSITION))
    link = f"/changes?after={hits.after}" if hits.after is not None else None
    return _render("changes.html", request, site, hits=hits, names=portals.names(catalog), next_link=link)


def _help(catalog: Catalog, request: Request, site: Site) -> Response:
    return _render("help.html", request, site)


def _render(template: str, request: Request, site: Site, status: int = 200, **values: Any) -> Response:
    language = request.language
    text = (
        _environment()
        .get_template(template)
        .render(
            **values,
            site=site,
            request=request,
            language=language,
            word=partial(wording.word, language=language),
            moment=partial(wording.moment, language=language),
            day=partial(wording.day, language=language),
            hours=partial(wording.hours, language=language),
            seconds=partial(wording.seconds, language=language),
            reason=partial(wording.why, language=language),
            reason_text=partial(reason_text, language=language),
            role=partial(wording.value_name, wording.ROLES, language=language),
        )
    )
    headers = {"Content-Language": language, "Vary": "Cookie, Accept-Language"}
    return Response([text.encode("utf-8", "replace")], status=status, headers=headers)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("crawler.browse"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_clean,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "number": wording.number,
        "marked": _marked,
        "iri": iri,
        "media_name": record_words.media_name,
    }
    environment.tests["web"] = is_web
    environment.globals |= {
        "short_day": wording.short_day,
        "first_crawl": _first_crawl,
        "MARKS": {verdict.value: mark for verdict, mark in MARKS.items()},
        "VERDICTS": tuple(verdict.value for verdict in Verdict),
    }
    return environment


def _first_crawl() -> str:
    return "make crawl" if program() == "scrapy" else f"{program()} crawl -a url=https://example.go.id/"


def _clean(value: object) -> object:
    return value if hasattr(value, "__html__") else printable(str(value))


def _marked(text: str) -> Markup:
    """Escaped text with matched words in `<mark>`; unpaired marks are dropped."""
    found = Markup()
    for number, part in enumerate(printable(text).split(MARK_START)):
        inner, end, rest = part.partition(MARK_END)
        rest = rest.replace(MARK_END, "")
        found += Markup("<mark>{}</mark>{}").format(inner, rest) if number and end else escape(inner + rest)
    return found
