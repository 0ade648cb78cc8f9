"""Receivers on loopback: a webhook that checks signatures, a search server that checks its format, Redis."""

from __future__ import annotations

import base64
import gzip
import hashlib
import hmac
import json
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from redis import Redis
from redis.exceptions import ConnectionError as RedisDown

Answer = tuple[int, dict[str, str], bytes]
"""Status, headers and body of an answer."""

OK: Answer = (200, {}, b"")


@dataclass
class Posted:
    """A request as it arrived; `body` is unpacked."""

    method: str
    path: str
    headers: dict[str, str]
    raw: bytes
    body: bytes

    @property
    def records(self) -> list[dict[str, Any]]:
        """The records of a webhook's batch, from NDJSON or a JSON array."""
        if self.headers["content-type"] == "application/json":
            found: list[dict[str, Any]] = json.loads(self.body)
            return found
        return [json.loads(line) for line in self.body.splitlines()]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A sender that was killed is no error of the receiver."""


def _handler(answer: Callable[[Posted], Answer]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def handle_any(self) -> None:
            raw = self.rfile.read(int(self.headers.get("content-length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = gzip.decompress(raw) if headers.get("content-encoding") == "gzip" else raw
            status, more, text = answer(Posted(self.command, self.path, headers, raw, body))
            self.send_response(status)
            for name, value in {"Content-Length": str(len(text)), **more}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(text)

        do_GET = do_PUT = do_POST = do_HEAD = handle_any

        def log_message(self, *_: object) -> None:
            """Requests are kept, not printed."""

    return Handler


@contextmanager
def serving(
    answer: Callable[[Posted], Answer], *, port: int = 0, tls: ssl.SSLContext | None = None
) -> Iterator[int]:
    """An HTTP server on loopback; its port."""
    server = _Server(("127.0.0.1", port), _handler(answer))
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def dripping(begins: bytes, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """A server that answers with these bytes and one more each 20 ms, without end; its port."""
    ended = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            with suppress(OSError):  # the client cuts the connection
                self.wfile.write(begins)
                while not ended.wait(0.02):
                    self.wfile.write(b"a")

        def log_message(self, *_: object) -> None:
            """Requests are not printed."""

    server = _Server(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        ended.set()
        server.shutdown()
        server.server_close()


@dataclass
class Hook:
    """A webhook's receiver: takes each batch once, by its key; `answer` may refuse one instead."""

    secret: bytes | None = None
    answer: Callable[[Posted], Answer | None] = lambda _: None
    posted: list[Posted] = field(default_factory=list)
    taken: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    def __call__(self, request: Posted) -> Answer:
        self.posted.append(request)
        self._check(request)
        refused = self.answer(request)
        if refused is not None:
            return refused
        key = request.headers["idempotency-key"]
        before = self.taken.setdefault(key, request.records)
        if [one["seq"] for one in before] != [one["seq"] for one in request.records]:
            self.complaints.append(f"{key} came again with other records")
        return OK

    @property
    def records(self) -> list[dict[str, Any]]:
        """All records that were taken, in order of arrival."""
        return [record for records in list(self.taken.values()) for record in records]

    @property
    def seqs(self) -> list[int]:
        return [record["seq"] for record in self.records]

    def _check(self, request: Posted) -> None:
        key, sent = request.headers["webhook-id"], request.headers["webhook-timestamp"]
        if key != request.headers["idempotency-key"] or abs(int(sent) - time.time()) > 60:
            self.complaints.append(f"headers of {key}")
        if self.secret is not None:
            digest = hmac.new(self.secret, f"{key}.{sent}.".encode() + request.raw, hashlib.sha256).digest()
            if request.headers.get("webhook-signature") != f"v1,{base64.b64encode(digest).decode()}":
                self.complaints.append(f"signature of {key}")


@dataclass
class SearchServer:
    """Checks requests by the published formats of bulk and index template, and keeps the documents.

    External versions are compared as the reference says: a lower or equal one is a conflict, status 409.
    """

    template: dict[str, Any] | None = None
    mapping: dict[str, Any] | None = None
    documents: dict[str, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    item: Callable[[dict[str, Any]], tuple[int, str] | None] = lambda _: None
    """Another answer for a document: status and reason."""

    answer: Callable[[Posted], Answer | None] = lambda _: None

    def __call__(self, request: Posted) -> Answer:
        refused = self.answer(request)
        if refused is not None:
            return refused
        where = request.method, request.path
        if where[0] == "POST" and where[1] == "/_bulk":
            return self._bulk(request)
        if request.path.startswith("/_index_template/"):
            if request.method == "PUT":
                self.template = json.loads(request.body)
                return _json(200, {"acknowledged": True})
            known: dict[str, Any] = {"index_templates": [{"index_template": self.template}]}
            return _json(200, known) if self.template else _json(404, {"error": "missing"})
        if request.method == "PUT":
            assert self.template is not None
            self.mapping = self.template["template"]["mappings"]
            return _json(200, {"acknowledged": True, "index": request.path[1:]})
        if request.path.endswith("/_mapping"):
            index = request.path.split("/")[1]
            found = {index: {"mappings": self.mapping}}
            return _json(200, found) if self.mapping is not None else _json(404, {"error": "no such index"})
        self.complaints.append(f"unknown request {where}")
        return _json(400, {"error": "unknown"})

    def _bulk(self, request: Posted) -> Answer:
        if request.headers["content-type"] != "application/x-ndjson" or not request.body.endswith(b"\n"):
            self.complaints.append("a bulk body is NDJSON and ends with a newline")
        lines = request.body.split(b"\n")[:-1]
        items: list[dict[str, Any]] = []
        for action, source in zip(lines[::2], lines[1::2], strict=True):
            ((name, about),) = json.loads(action).items()
            document = json.loads(source)
            if name != "index" or set(about) != {"_index", "_id", "version", "version_type"}:
                self.complaints.append(f"action {action!r}")
            if about["version_type"] != "external" or about["_id"] != document["id"]:
                self.complaints.append(f"action {action!r}")
            items.append({"index": {"_id": about["_id"], **self._index(about, document)}})
        return _json(
            200, {"took": 1, "errors": any(one["index"]["status"] > 299 for one in items), "items": items}
        )

    def _index(self, about: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
        other = self.item(document)
        if other is not None:
            return {"status": other[0], "error": {"type": "mapper_parsing_exception", "reason": other[1]}}
        held = self.documents.get(about["_id"])
        if held is not None and held[0] >= about["version"]:
            return {"status": 409, "error": {"type": "version_conflict_engine_exception", "reason": "older"}}
        self.documents[about["_id"]] = about["version"], document
        return {"status": 201 if held is None else 200, "_version": about["version"]}


def _json(status: int, body: Any) -> Answer:
    return status, {"Content-Type": "application/json"}, json.dumps(body).encode()


@dataclass
class RedisServer:
    """A private Redis from the machine's binary, which keeps every write on disk."""

    folder: Path
    port: int
    password: str | None = None
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder)]
        command += ["--appendonly", "yes", "--appendfsync", "always", "--save", ""]
        command += ["--requirepass", self.password] if self.password else []
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 20
        while True:
            try:
                self.client().ping()
                return
            except RedisDown:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait()
            self.process = None

    def client(self) -> Redis:
        return Redis(port=self.port, password=self.password)

    def records(self, stream: str) -> list[tuple[str, dict[str, Any]]]:
        """Entry ids and records of a stream, in order."""
        found: Any = self.client().xrange(stream)
        return [(entry.decode(), json.loads(fields[b"record"])) for entry, fields in found]


@contextmanager
def redis_server(folder: Path, password: str | None = None) -> Iterator[RedisServer]:
    """A running server. Raises FileNotFoundError where Redis is not installed."""
    if shutil.which("redis-server") is None:
        raise FileNotFoundError("no Redis server is installed (Debian: apt-get install redis-server)")
    server = RedisServer(folder, free_port(), password)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
