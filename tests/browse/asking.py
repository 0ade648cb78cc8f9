"""Asks the browse application for pages, without a network."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from crawler.browse.app import BrowseApp


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def ask(app: BrowseApp, address: str, *, method: str = "GET", **environ: str) -> Answer:
    """The answer to a request; `environ` are further WSGI variables."""
    path, _, query = address.partition("?")
    got: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], error: Any = None) -> Callable[..., None]:
        got.extend((int(status.partition(" ")[0]), dict(headers)))
        return lambda data: None

    variables = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": quote(query, safe="=&+%*-"),
        "HTTP_HOST": "127.0.0.1:8001",
        **environ,
    }
    body = b"".join(app(variables, start_response))
    return Answer(got[0], got[1], body)
