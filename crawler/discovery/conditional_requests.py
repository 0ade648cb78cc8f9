"""Conditional requests: chooses the validators for which a server really answers 304.

The first request sends both validators. A server that compresses may weaken its ETag and then answer 200
when both are sent (WordPress feeds behind nginx); another answers 304 only when both are sent (Drupal 7's
page cache). So the body's digest is stored too: if the full body is unchanged, the current strategy does
not work, and the next run uses another one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Literal

from crawler.discovery.messages import FetchResult
from crawler.guard.text_gate import header_value

Way = Literal["both", "modified", "etag"]
WAYS: tuple[Way, ...] = ("both", "modified", "etag")


@dataclass(frozen=True, slots=True)
class Validators:
    """Validators of one response, the digest of its body, and the strategy for the next request."""

    etag: str | None = None
    last_modified: str | None = None
    digest: str = ""
    way: Way = "both"

    @classmethod
    def load(cls, text: str | None) -> Validators | None:
        """Parse the output of `dump`; None for an empty or foreign value."""
        try:
            return cls(**json.loads(text)) if text else None
        except (ValueError, TypeError):
            return None

    def dump(self) -> str:
        """One line of JSON."""
        return json.dumps(asdict(self))

    @property
    def headers(self) -> dict[str, str]:
        """Headers of a conditional request; empty if the server sent no validator."""
        return condition_headers(self.etag, self.last_modified, self.way)


def condition_headers(etag: str | None, last_modified: str | None, way: Way = "both") -> dict[str, str]:
    """Return `If-None-Match` and `If-Modified-Since`, restricted to those that `way` selects and that are
    known.
    """
    etag, last_modified = header_value(etag), header_value(last_modified)
    headers = {}
    if etag and (way != "modified" or not last_modified):
        headers["If-None-Match"] = etag
    if last_modified and (way != "etag" or not etag):
        headers["If-Modified-Since"] = last_modified
    return headers


def update_validators(before: Validators | None, answer: FetchResult) -> tuple[Validators | None, bool]:
    """Return the validators to store for the next run, and whether the response means "not modified"."""
    if answer.unchanged:
        return before, True
    if not answer.ok:
        return before, False
    digest = hashlib.sha256(answer.body).hexdigest()[:32]
    etag, last_modified = answer.headers.get("etag"), answer.headers.get("last-modified")
    now = Validators(etag, last_modified, digest, _first_way(etag, last_modified))
    if before is None:
        return now, False
    if before.digest != digest:
        return replace(now, way=before.way), False
    return replace(now, way=_next_way(before.way) if before.headers else now.way), True


def as_not_modified(answer: FetchResult) -> FetchResult:
    """Convert the result to the 304 that a server with working validators would send."""
    if answer.unchanged:
        return answer
    return FetchResult(
        answer.fetch, 304, answer.url, answer.headers, sitemaps=answer.sitemaps, same_body=True
    )


def stored_validators(memory: Mapping[str, str], url: str) -> Validators | None:
    """Return the validators stored for a URL by the last run."""
    return Validators.load(memory.get(memory_key(url)))


def memory_key(url: str) -> str:
    """Return the key under which a URL's validators are stored."""
    return f"http {url}"


def _first_way(etag: str | None, last_modified: str | None) -> Way:
    return "modified" if etag and etag.startswith("W/") and last_modified else "both"


def _next_way(way: Way) -> Way:
    return WAYS[(WAYS.index(way) + 1) % len(WAYS)]
