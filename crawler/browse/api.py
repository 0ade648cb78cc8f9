"""The JSON API and the downloads; see docs/api-http.md."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

from crawler.browse import portals
from crawler.browse.catalog import MARK_END, MARK_START, Catalog
from crawler.browse.facets import facets, top
from crawler.browse.filters import Filters
from crawler.browse.http import NotFound, Request, Response, json_response
from crawler.export import csv_rows

PAGE = 100
MOST = 1000
"""Articles per page: default and limit."""

MAX_SKIPPED = 5_000
HIGHEST = (1 << 63) - 1

FACET_VALUES = 100


def respond(catalog: Catalog, request: Request) -> Response:
    """Respond to a request below `/api/`. Raises NotFound, BadRequest."""
    if request.path == "/api/articles":
        return _articles(catalog, request)
    if request.path == "/api/search":
        return _search(catalog, request)
    if request.path == "/api/facets":
        return _facets(catalog, request)
    if request.path == "/api/portals":
        return json_response({"portals": [portals.as_json(one) for one in portals.all_portals(catalog)]})
    if match := re.fullmatch(r"/api/articles/([\w-]+)(/revisions)?", request.path):
        revisions = catalog.revisions(match[1])
        if not revisions:
            raise NotFound(f"there is no article {match[1]}")
        if match[2]:
            return json_response({"revisions": [one.record for one in revisions]})
        return json_response(revisions[-1].record)
    raise NotFound(f"there is no {request.path}; see docs/api-http.md")


def _articles(catalog: Catalog, request: Request) -> Response:
    """Complete records in order of `seq`."""
    size = max(1, request.number("limit", PAGE, MOST))
    seq = request.number("since_seq", 0, HIGHEST)
    hits = catalog.since(Filters.parse(request.parameters), size, seq)
    last = hits.rows[-1]["seq"] if hits.rows else seq
    records = [json.loads(catalog.line(row["seq"])) for row in hits.rows]
    return json_response({"articles": records, "next_seq": last, "more": hits.after is not None})


def _search(catalog: Catalog, request: Request) -> Response:
    """Short entries, newest or most relevant first."""
    filters = Filters.parse(request.parameters)
    size = max(1, request.number("limit", PAGE, MOST))
    if request.parameters.get("order") == "relevance" and filters.q:
        hits = catalog.most_relevant(filters, size, request.number("after", 0, MAX_SKIPPED))
    else:
        hits = catalog.newest(filters, size, request.number("after", HIGHEST, HIGHEST))
    after = None if hits.after is None else str(hits.after)
    return json_response({"articles": [_entry(row) for row in hits.rows], "after": after})


def _facets(catalog: Catalog, request: Request) -> Response:
    found = facets(catalog.database, Filters.parse(request.parameters))
    counts = {
        name: [{"value": value, "articles": count} for value, count in top(counter, FACET_VALUES)]
        for name, counter in found.counts.items()
    }
    return json_response({"total": found.total, "capped": found.capped, "facets": counts})


def _entry(row: sqlite3.Row) -> dict[str, Any]:
    names = (
        "id", "seq", "url", "title", "lead", "published", "portal", "province", "section", "language",
        "revision", "duplicate_of", "gone_at",
    )  # fmt: skip
    entry = {name: row[name] for name in names}
    if "snippet" in row.keys():  # noqa: SIM118 - a row is no dictionary
        entry["snippet"] = row["snippet"].replace(MARK_START, "").replace(MARK_END, "")
    return entry


def download(catalog: Catalog, request: Request, close: Callable[[], None]) -> Response:
    """All articles that match the filters as one file, newest first. Raises BadRequest."""
    filters = Filters.parse(request.parameters)
    filters.days()
    kind = request.path.rpartition(".")[2]
    rows = catalog.every(filters)
    lines = (catalog.line(row["seq"]) for row in rows)
    write, media_type = {
        "csv": (_csv, "text/csv; charset=utf-8"),
        "jsonl": (_jsonl, "application/jsonl; charset=utf-8"),
        "json": (_json, "application/json; charset=utf-8"),
    }[kind]
    disposition = {"Content-Disposition": f'attachment; filename="articles.{kind}"'}
    return Response(_closing(write(lines), close), media_type, headers=disposition)


def _closing(pieces: Iterator[bytes], close: Callable[[], None]) -> Iterator[bytes]:
    try:
        yield from pieces
    finally:
        close()


def _csv(lines: Iterator[bytes]) -> Iterator[bytes]:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(csv_rows.columns())
    for line in lines:
        writer.writerow(csv_rows.row(json.loads(line)))
        yield out.getvalue().encode("utf-8", "replace")
        out.seek(0)
        out.truncate()
    yield out.getvalue().encode("utf-8", "replace")


def _jsonl(lines: Iterator[bytes]) -> Iterator[bytes]:
    return (line + b"\n" for line in lines)


def _json(lines: Iterator[bytes]) -> Iterator[bytes]:
    yield b"["
    for number, line in enumerate(lines):
        yield (b",\n" if number else b"\n") + line
    yield b"\n]\n"
