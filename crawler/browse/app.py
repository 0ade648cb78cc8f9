"""The WSGI application: pages, JSON and downloads from the browse database.

Read-only: the database is opened read-only, and only GET and HEAD are allowed. A foreign `Host` header is
refused (DNS rebinding). Slow queries are interrupted.
"""

from __future__ import annotations

import sqlite3
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from crawler.browse import api, pages
from crawler.browse.catalog import Catalog
from crawler.browse.filters import BadRequest
from crawler.browse.http import (
    HEADERS,
    LANGUAGE_COOKIE,
    NotFound,
    Request,
    Response,
    json_response,
    request_of,
)
from crawler.program import program

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
QUERY_SECONDS = 5.0
DOWNLOAD_SECONDS = 3600.0
STEPS = 20_000
"""SQLite VM instructions between two checks of the time limit: about a millisecond."""

DOWNLOADS = ("/articles.csv", "/articles.jsonl", "/articles.json")

REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
"""For reports, whose own policy allows only their style and script, by hash."""

Handler = Callable[[Catalog, Request], Response]


class BrowseApp:
    """A WSGI application for one database file.

    `hosts` are the accepted names in the `Host` header, without port; None accepts any, for a server that
    listens on all addresses. `reports` is the folder of the runs' reports. `sql` is the address of Datasette,
    which pages link.
    """

    def __init__(
        self, file: Path, reports: Path, hosts: Iterable[str] = LOOPBACK_NAMES, sql: str | None = None
    ) -> None:
        self._file = file
        self._reports = reports
        self._hosts = frozenset(host.lower() for host in hosts)
        self.sql = sql

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., object]
    ) -> Iterator[bytes] | list[bytes]:
        response = self._respond(environ)
        headers = {**HEADERS, "Content-Type": response.media_type, **response.headers}
        start_response(response.status_line, list(headers.items()))
        if environ.get("REQUEST_METHOD") == "HEAD":
            return []
        return iter(response.body)

    def _respond(self, environ: dict[str, Any]) -> Response:
        if environ.get("REQUEST_METHOD") not in ("GET", "HEAD"):
            return _plain(405, "only GET and HEAD", {"Allow": "GET, HEAD"})
        if not self._is_own_host(str(environ.get("HTTP_HOST") or "")):
            return _plain(421, f"this host name is not allowed; see {program()} browse --help")
        try:
            request = request_of(environ)
        except BadRequest as error:
            return _plain(400, str(error))
        try:
            response = self._answer(request)
        except (BadRequest, NotFound) as error:
            response = self._failure(request, 400 if isinstance(error, BadRequest) else 404, str(error))
        except sqlite3.OperationalError as error:
            response = self._failure(request, 503, _why(error))
        except sqlite3.DatabaseError:
            traceback.print_exc()
            response = self._failure(
                request, 503, f"the database cannot be read; run {program()} browse --update"
            )
        if "lang" in request.parameters:
            cookie = f"{LANGUAGE_COOKIE}={request.language}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly"
            response = replace(response, headers={**response.headers, "Set-Cookie": cookie})
        return response

    def _answer(self, request: Request) -> Response:
        path = request.path
        if path == "/static/browse.css":
            style = resources.files("crawler.browse").joinpath("static/browse.css").read_bytes()
            return Response([style], "text/css; charset=utf-8")
        if path.startswith("/reports/"):
            return self._report(path.removeprefix("/reports/"))
        if path in DOWNLOADS:
            return self._download(request)
        with closing(self._open(QUERY_SECONDS)) as database:
            catalog = Catalog(database)
            if path.startswith("/api/"):
                return api.respond(catalog, request)
            return pages.respond(catalog, request, pages.Site(self._newest_report(), self.sql))

    def _download(self, request: Request) -> Response:
        """Respond with a download; it keeps its connection until the end, for one consistent snapshot."""
        database = self._open(DOWNLOAD_SECONDS)
        try:
            database.execute("BEGIN")
            return api.download(Catalog(database), request, database.close)
        except BaseException:
            database.close()
            raise

    def _failure(self, request: Request, status: int, why: str) -> Response:
        if request.path.startswith("/api/") or request.path in DOWNLOADS:
            return json_response({"error": why}, status)
        return pages.failure(request, status, why)

    def _open(self, seconds: float) -> sqlite3.Connection:
        database = sqlite3.connect(
            f"{self._file.resolve().as_uri()}?mode=ro", uri=True, timeout=5, check_same_thread=False
        )
        database.execute("PRAGMA query_only = 1")
        database.execute("PRAGMA mmap_size = 1073741824")
        end = time.monotonic() + seconds
        database.set_progress_handler(lambda: time.monotonic() > end, STEPS)
        return database

    def _newest_report(self) -> str | None:
        return max((file.name for file in self._reports.glob("*.html")), default=None)

    def _report(self, name: str) -> Response:
        file = self._reports / unquote(name)
        if file.suffix != ".html" or file.parent != self._reports or not file.is_file():
            raise NotFound(name)
        return Response([file.read_bytes()], headers={"Content-Security-Policy": REPORT_POLICY})

    def _is_own_host(self, host: str) -> bool:
        name = host.lower().rsplit(":", 1)[0] if not host.endswith("]") else host.lower()
        return "*" in self._hosts or name in self._hosts


def _plain(status: int, text: str, headers: dict[str, str] | None = None) -> Response:
    return Response([f"{text}\n".encode()], "text/plain; charset=utf-8", status, headers or {})


def _why(error: sqlite3.OperationalError) -> str:
    if "interrupted" in str(error):
        return f"the query took more than {QUERY_SECONDS:.0f} s and was stopped; narrow it"
    return f"the database cannot be read ({error}); run {program()} browse --update"
