"""A captured data request of a page, and the credentials that a crawl could not send."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from crawler.guard.json_reader import read_json

MAX_ANSWER = 8_000_000
"""Maximum bytes of a response body."""
_SECRET_FIELD = re.compile(
    r"(?:.*[_\-\[.])?(?:token|access_?token|sig|signature|hmac|nonce|session|sid|api_?key|secret|expires?)\]?|"
    r"x-amz-.*|key|hash|sign",
    re.IGNORECASE,
)
_ORDINARY = frozenset(
    {
        "accept", "accept-language", "cache-control", "content-type", "dnt", "if-modified-since",
        "if-none-match",
        "origin", "pragma", "priority", "purpose", "referer", "rsc", "upgrade-insecure-requests",
        "x-requested-with", "x-inertia", "x-inertia-version",
    }
)  # fmt: skip
"""Headers without credentials."""


@dataclass(frozen=True, slots=True)
class Call:
    """A request of the page at `page`, and its response. Header names are in lower case."""

    url: str
    method: str
    headers: Mapping[str, str]
    status: int
    content_type: str
    body: bytes
    page: str

    def data(self) -> Any:
        """The parsed JSON response; None if it is not JSON, or if the request was not a GET."""
        return self.json() if self.method == "GET" else None

    def json(self) -> Any:
        """The parsed JSON response to a request of any method; None if it is not JSON."""
        if self.status != 200 or len(self.body) > MAX_ANSWER:
            return None
        if self.body.lstrip()[:1] not in (b"{", b"["):
            return None
        try:
            return read_json(self.body)
        except ValueError:
            return None


def needs_secret(call: Call) -> str | None:
    """The request's token, signature or session that is valid for one visitor only; None without one."""
    for name, _ in parse_qsl(urlsplit(call.url).query):
        if _SECRET_FIELD.fullmatch(name):
            return f"the parameter {name!r}"
    return next((f"the header {name!r}" for name in call.headers if is_secret_header(name)), None)


def is_secret_header(name: str) -> bool:
    """Whether a request header may contain a credential."""
    return name not in _ORDINARY and not name.startswith(("next-", "sec-"))
