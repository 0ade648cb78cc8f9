"""Requests and responses of the browse server, as plain data over WSGI (PEP 3333)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlencode

from crawler.browse.filters import BadRequest
from crawler.report.wording import LANGUAGES

MAX_QUERY_LENGTH = 4000
LANGUAGE_COOKIE = "warta_language"

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
"""Headers of every response: pages load only the style sheet, run no script, and cannot be framed."""


@dataclass(frozen=True, slots=True)
class Request:
    """A GET or HEAD request. `language` is that of the page to return."""

    path: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"

    def in_language(self, language: str) -> str:
        """The URL of this page in a language."""
        return f"?{urlencode({**self.parameters, 'lang': language})}"

    def number(self, name: str, default: int, most: int) -> int:
        """A parameter that is a number from 0 to `most`. Raises BadRequest."""
        text = self.parameters.get(name, "")
        if not text:
            return default
        if not (text.isascii() and text.isdigit() and len(text) <= 19) or int(text) > most:
            raise BadRequest(f"{name}={text[:40]!r}: write a number from 0 to {most}")
        return int(text)


@dataclass(frozen=True, slots=True)
class Response:
    """`body` is sent in chunks."""

    body: Iterable[bytes]
    media_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def status_line(self) -> str:
        """`200 OK`."""
        return f"{self.status} {HTTPStatus(self.status).phrase}"


class NotFound(LookupError):
    """There is no such page."""


def json_response(value: Any, status: int = 200) -> Response:
    """The value as JSON."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return Response([text.encode("utf-8", "replace"), b"\n"], "application/json; charset=utf-8", status)


def request_of(environ: Mapping[str, Any]) -> Request:
    """The request of a WSGI environment. Raises BadRequest."""
    query = str(environ.get("QUERY_STRING") or "")
    if len(query) > MAX_QUERY_LENGTH:
        raise BadRequest("the query string is too long")
    path = str(environ.get("PATH_INFO") or "/").encode("latin-1").decode("utf-8", "replace")
    try:
        parameters = dict(parse_qsl(query, keep_blank_values=False, errors="replace", max_num_fields=50))
    except ValueError as error:
        raise BadRequest("the query string has more than 50 parameters") from error
    return Request(path, parameters, _language(environ, parameters))


def _language(environ: Mapping[str, Any], parameters: Mapping[str, str]) -> str:
    """The language of the URL, else of the cookie, else the first supported one of `Accept-Language`."""
    if parameters.get("lang") in LANGUAGES:
        return parameters["lang"]
    for pair in str(environ.get("HTTP_COOKIE") or "").split(";"):
        name, _, value = pair.strip().partition("=")
        if name == LANGUAGE_COOKIE and value in LANGUAGES:
            return value
    for part in str(environ.get("HTTP_ACCEPT_LANGUAGE") or "").split(","):
        code = part.partition(";")[0].strip().lower().partition("-")[0]
        if code in LANGUAGES:
            return code
    return LANGUAGES[0]
