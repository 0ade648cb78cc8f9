"""Sink for a Redis stream: `redis://host/stream`, or `redis://host/2/stream` in database 2."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import unquote, urlsplit, urlunsplit

from crawler.deliver.errors import BatchRefused, OptionError, SinkDown, SinkMisconfigured
from crawler.deliver.model import Batch, Position, SinkSpec
from crawler.deliver.sinks.redis_schemes import scheme_hint
from crawler.ledger.deliveries import StoredRecord

if TYPE_CHECKING:
    from redis import Redis

_PATH = re.compile(r"(?:(\d{1,4})/)?([^/]+)")
PATIENCE = 10.0
"""Timeout in seconds to connect, and for a reply."""


class RedisSink:
    """Adds each record as the entry `<seq>-0`; Redis refuses a repeated ID.

    Fields: `id`, `revision`, `seq`, `portal` and `record`, the JSON line.
    """

    OPTIONS: ClassVar[Mapping[str, str]] = {"maxlen": "approximate number of entries to keep"}
    BATCH: ClassVar[int] = 500

    def __init__(self, spec: SinkSpec) -> None:
        parts = urlsplit(spec.to)
        path = _PATH.fullmatch(unquote(parts.path.strip("/")))
        if path is None:
            raise OptionError(
                "to", "must name the stream: redis://host/stream, or redis://host/DATABASE/stream"
            )
        self._stream = path[2]
        self._maxlen = spec.options.get("maxlen")
        if self._maxlen is not None and (not isinstance(self._maxlen, int) or self._maxlen < 1):
            raise OptionError("maxlen", "maxlen must be a whole number, 1 or more")
        try:
            import redis  # noqa: F401
        except ModuleNotFoundError:
            raise OptionError("to", "Redis needs a package: pip install -e '.[redis]'") from None
        self._url = urlunsplit((parts.scheme, parts.netloc, f"/{path[1] or 0}", parts.query, ""))
        self._client: Redis | None = None
        self._acknowledged = self._sent = 0

    def open(self, position: Position) -> None:
        from redis import RedisError

        self._acknowledged, self._sent = position.acknowledged, position.begun
        try:
            client = self._connected()
            kind = client.type(self._stream)
            if kind not in (b"none", b"stream"):
                raise SinkMisconfigured(f"the key {self._stream} is a {_text(kind)}, not a stream")
            top = _top(client, self._stream) if kind == b"stream" else 0
        except RedisError as error:
            raise _failure(error, self._url) from error
        if top > position.newest:
            raise SinkMisconfigured(
                f"the stream {self._stream} holds entry {top}, but the ledger ends at {position.newest}: "
                "it is another ledger's; name another stream"
            )

    def send(self, batch: Batch) -> None:
        from redis import RedisError
        from redis.exceptions import ResponseError

        try:
            pipe = self._connected().pipeline(transaction=False)
            for record in batch.records:
                pipe.xadd(self._stream, _fields(record), f"{record.seq}-0", maxlen=self._maxlen)
            answers = pipe.execute(raise_on_error=False)
            refused: dict[int, str] = {}
            for record, answer in zip(batch.records, answers, strict=True):
                if isinstance(answer, ResponseError) and "equal or smaller" in str(answer):
                    self._check_passed(record, refused)
                elif isinstance(answer, ResponseError) and "Protocol" in str(answer):
                    refused[record.seq] = str(answer)
                elif isinstance(answer, Exception):
                    raise answer
        except RedisError as error:
            self.close()
            raise _failure(error, self._url) from error
        finally:
            self._sent = max(self._sent, batch.last)
        if refused:
            raise BatchRefused(next(iter(refused.values())), refused)

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    def _check_passed(self, record: StoredRecord, refused: dict[int, str]) -> None:
        """The stream's last entry is newer than this record: check whether the record was delivered."""
        found: Any = self._connected().xrange(self._stream, f"{record.seq}-0", f"{record.seq}-0")
        if found:
            fields = found[0][1]
            if (fields.get(b"id"), fields.get(b"revision")) != (
                record.article_id.encode(),
                str(record.revision).encode(),
            ):
                raise SinkMisconfigured(
                    f"entry {record.seq} of the stream {self._stream} is another ledger's; "
                    "name another stream"
                )
        elif record.seq <= self._acknowledged:  # a parked record is retried
            refused[record.seq] = "the stream has newer entries; Redis accepts only rising IDs"
        elif record.seq > self._sent:
            raise SinkMisconfigured(
                f"the stream {self._stream} has passed entry {record.seq} and trimmed it; "
                "delete the stream, or name another, to deliver again"
            )

    def _connected(self) -> Redis:
        if self._client is None:
            from redis import Redis
            from redis.backoff import NoBackoff
            from redis.retry import Retry

            self._client = Redis.from_url(
                self._url,
                socket_timeout=PATIENCE,
                socket_connect_timeout=PATIENCE,
                retry=Retry(NoBackoff(), 0),
                client_name="warta",
            )
        return self._client


def _fields(record: StoredRecord) -> dict[Any, Any]:
    return {
        "id": record.article_id,
        "revision": record.revision,
        "seq": record.seq,
        "portal": record.portal_id,
        "record": record.line,
    }


def _top(client: Redis, stream: str) -> int:
    """The `seq` of the last entry ever added."""
    last: Any = client.xinfo_stream(stream)["last-generated-id"]
    return int(_text(last).partition("-")[0])


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def _failure(error: Exception, url: str) -> SinkDown | SinkMisconfigured:
    from redis import exceptions

    why = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    if "NOAUTH" in why or "HELLO" in why or "Authentication required" in why:
        return SinkMisconfigured("the server asks for a password: redis://:PASSWORD@host/stream")
    wrong_tls = "SSL" in why or "certificate" in why.lower()
    if isinstance(error, (exceptions.AuthenticationError, exceptions.NoPermissionError)) or wrong_tls:
        return SinkMisconfigured(why)
    if isinstance(error, exceptions.ResponseError) and re.match(
        r"(NOAUTH|WRONGPASS|NOPERM|WRONGTYPE|invalid DB|DB index|Client sent AUTH|AUTH)", why
    ):
        return SinkMisconfigured(why)
    if isinstance(error, (exceptions.ConnectionError, exceptions.TimeoutError)):
        hint = scheme_hint(url)
        if hint is not None:
            return SinkMisconfigured(hint)
    return SinkDown(why)
