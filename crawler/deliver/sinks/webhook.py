"""Webhook sink: one POST per batch, signed according to Standard Webhooks (www.standardwebhooks.com)."""

from __future__ import annotations

import base64
import binascii
import gzip
import hashlib
import hmac
import time
from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import urlsplit

from crawler.deliver.backoff import read_retry_after
from crawler.deliver.errors import BatchRefused, OptionError, SinkDown, SinkMisconfigured
from crawler.deliver.model import Batch, Position, SinkSpec
from crawler.deliver.sinks.http_client import HttpClient, Response

BODIES = {"ndjson": "application/x-ndjson", "json": "application/json"}
GZIP_LEVEL = 4
PREFIX = "whsec_"
"""Prefix of a base64-encoded secret."""

LATER = (408, 409, 425, 429)
"""4xx statuses to retry. 409 with an idempotency key: the same batch is being processed."""

WRONG_ADDRESS = (401, 403, 404, 405, 407, 410, 411, 421, 426, 431, 451)
"""4xx statuses about the address or the credentials, not the records."""


class WebhookSink:
    """Posts batches; receivers deduplicate by the header `Idempotency-Key`."""

    OPTIONS: ClassVar[Mapping[str, str]] = {
        "secret": "key of the signature",
        "body": "ndjson or json, an array",
        "gzip": "true or false",
        "headers": "a table of further headers",
    }
    BATCH: ClassVar[int] = 100

    def __init__(self, spec: SinkSpec) -> None:
        parts = urlsplit(spec.to)
        if not parts.hostname:
            raise OptionError("to", "names no host")
        options = spec.options
        self._secret = _secret(options.get("secret"))
        self._body = options.get("body", "ndjson")
        if self._body not in BODIES:
            raise OptionError("body", "body must be ndjson or json")
        self._gzip = options.get("gzip", False)
        if not isinstance(self._gzip, bool):
            raise OptionError("gzip", "gzip must be true or false")
        headers = options.get("headers", {})
        if not isinstance(headers, dict) or not all(_is_header(*pair) for pair in headers.items()):
            raise OptionError("headers", 'headers must be a table such as { Authorization = "Bearer ..." }')
        self._path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._sink = spec.name
        try:
            import urllib3  # noqa: F401
        except ModuleNotFoundError:
            raise OptionError("to", "webhooks need a package: pip install -e '.[webhook]'") from None
        self._client = HttpClient(spec.to, headers)

    def open(self, position: Position) -> None:
        self._client.connect()

    def send(self, batch: Batch) -> None:
        lines = [record.line for record in batch.records]
        body = b"[" + b",\n".join(lines) + b"]" if self._body == "json" else b"\n".join(lines) + b"\n"
        headers = {"Content-Type": BODIES[self._body], "Warta-Sink": self._sink, "Idempotency-Key": batch.key}
        if self._gzip:
            body = gzip.compress(body, GZIP_LEVEL, mtime=0)
            headers["Content-Encoding"] = "gzip"
        headers |= signature(self._secret, batch.key, int(time.time()), body)
        response = self._client.request("POST", self._path, body, headers)
        check_response(response)

    def close(self) -> None:
        self._client.close()


def signature(secret: bytes | None, key: str, now: int, body: bytes) -> dict[str, str]:
    """The headers `webhook-id`, `webhook-timestamp` and, with a secret, `webhook-signature`.

    The signature covers id, timestamp and the body as sent, joined by dots.
    """
    headers = {"webhook-id": key, "webhook-timestamp": str(now)}
    if secret is not None:
        digest = hmac.new(secret, f"{key}.{now}.".encode() + body, hashlib.sha256).digest()
        headers["webhook-signature"] = f"v1,{base64.b64encode(digest).decode()}"
    return headers


def check_response(response: Response) -> None:
    """Return if the batch was accepted. Raises SinkDown, BatchRefused, SinkMisconfigured."""
    status = response.status
    if 200 <= status < 300:
        return
    if 300 <= status < 400:
        host = urlsplit(response.headers.get("location", "")).hostname or "another address"
        raise SinkMisconfigured(
            f"HTTP {status} leads to {host}; redirects are not followed: configure the final address"
        )
    if status in LATER or status >= 500:
        raise SinkDown(response.text, read_retry_after(response.headers.get("retry-after")))
    if status in WRONG_ADDRESS:
        raise SinkMisconfigured(response.text)
    raise BatchRefused(response.text)


def _secret(value: Any) -> bytes | None:
    if value is None:
        return None
    if not isinstance(value, str) or not value:
        raise OptionError("secret", "secret must be a text and not empty")
    if not value.startswith(PREFIX):
        return value.encode()
    try:
        return base64.b64decode(value.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        raise OptionError("secret", f"secret begins with {PREFIX}, but no base64 follows") from None


def _is_header(name: Any, value: Any) -> bool:
    return isinstance(value, str) and value.isprintable() and name.replace("-", "").isalnum()
