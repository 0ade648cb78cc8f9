"""Conditional requests: which validators to send so that a server really answers 304.

Both are sent at first. But a server that compresses may turn its ETag weak and then answer 200 when both come
(WordPress feeds behind nginx), while another answers 304 only when both come (Drupal 7's page cache). So the
body's digest is kept too: the same body in full means that this way of asking does not work, and the next run
tries another.
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
    """What a server gave with an answer, the digest of its body, and how to ask the next time."""

    etag: str | None = None
    last_modified: str | None = None
    digest: str = ""
    way: Way = "both"

    @classmethod
    def load(cls, text: str | None) -> Validators | None:
        """What `dump` wrote; None for nothing or something else."""
        try:
            return cls(**json.loads(text)) if text else None
        except (ValueError, TypeError):
            return None

    def dump(self) -> str:
        """One line of JSON."""
        return json.dumps(asdict(self))

    @property
    def headers(self) -> dict[str, str]:
        """The headers of a conditional request; none where the server gave no validator."""
        return condition_headers(self.etag, self.last_modified, self.way)


def condition_headers(etag: str | None, last_modified: str | None, way: Way = "both") -> dict[str, str]:
    """`If-None-Match` and `If-Modified-Since`, as far as `way` asks for them and they are known."""
    etag, last_modified = header_value(etag), header_value(last_modified)
    headers = {}
    if etag and (way != "modified" or not last_modified):
        headers["If-None-Match"] = etag
    if last_modified and (way != "etag" or not etag):
        headers["If-Modified-Since"] = last_modified
    return headers


def update_validators(before: Validators | None, answer: FetchResult) -> tuple[Validators | None, bool]:
    """What to keep of an answer for the next run, and whether it says that nothing changed."""
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
    """The answer that a server would have given if its validators worked."""
    if answer.unchanged:
        return answer
    return FetchResult(
        answer.fetch, 304, answer.url, answer.headers, sitemaps=answer.sitemaps, same_body=True
    )


def stored_validators(memory: Mapping[str, str], url: str) -> Validators | None:
    """What the last run kept for an address."""
    return Validators.load(memory.get(memory_key(url)))


def memory_key(url: str) -> str:
    """The name under which memory keeps an address's validators."""
    return f"http {url}"


def _first_way(etag: str | None, last_modified: str | None) -> Way:
    return "modified" if etag and etag.startswith("W/") and last_modified else "both"


def _next_way(way: Way) -> Way:
    return WAYS[(WAYS.index(way) + 1) % len(WAYS)]
