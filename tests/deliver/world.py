"""All sinks at once, each with its receiver on this machine, and what must be in each at the end."""

from __future__ import annotations

import gzip
import json
import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

from crawler.ledger.deliveries import Deliveries, RecordConditions, StoredRecord
from tests.deliver.receivers import Hook, RedisServer, SearchServer, free_port, redis_server, serving
from tests.ledger.postgres import Server, private_server

SECRET = "kunci-untuk-tanda-tangan"
HAS_S3 = all(find_spec(name) is not None for name in ("moto", "s3fs"))


@dataclass
class Receiver:
    """An HTTP server that can be restarted on its port."""

    answer: Any
    port: int = field(default_factory=free_port)
    stack: ExitStack = field(default_factory=ExitStack)

    def start(self) -> None:
        self.stack.enter_context(serving(self.answer, port=self.port))

    def stop(self) -> None:
        self.stack.close()

    def restart(self) -> None:
        self.stop()
        self.start()


@dataclass
class World:
    """The sinks of a trial; `file` describes them."""

    folder: Path
    postgres: Server
    redis: RedisServer
    hook: Hook
    search: SearchServer
    receivers: list[Receiver]
    database: str
    s3: Any = None
    s3_address: str = ""

    @property
    def file(self) -> Path:
        return self.folder / "deliver.toml"

    def write_file(self) -> None:
        hook, search = self.receivers
        tables = [
            f'name = "hook"\nto = "http://127.0.0.1:{hook.port}/warta"\nsecret = "{SECRET}"\nbatch = 20',
            f'name = "search"\nto = "opensearch+http://127.0.0.1:{search.port}/berita"\nbatch = 40',
            f'name = "sql"\nto = "{self.database}/berita"\nbatch = 40',
            f'name = "stream"\nto = "redis://127.0.0.1:{self.redis.port}/berita"\nbatch = 40',
            f'name = "files"\nto = "file://{self.folder}/files"\nbatch = 100',
        ]
        if self.s3 is not None:
            storage = f'{{ endpoint_url = "{self.s3_address}" }}'
            tables.append(f'name = "s3"\nto = "s3://warta/arsip"\nbatch = 100\nstorage = {storage}')
        self.file.write_text("\n".join(f"[[sink]]\nage = 0.2\n{one}\n" for one in tables), encoding="utf-8")

    def restart(self, number: int) -> str:
        """Restart one of the receivers, in turn; its name."""
        kind = ("hook", "redis", "postgresql", "search")[number % 4]
        if kind == "redis":
            self.redis.stop()
            self.redis.start()
        elif kind == "postgresql":
            self.postgres.restart()
        else:
            self.receivers[0 if kind == "hook" else 1].restart()
        return kind

    def complaints(self, records: Sequence[StoredRecord]) -> list[str]:
        """What differs between the ledger's records and each sink."""
        keys = [(record.article_id, record.revision, record.seq) for record in records]
        found = [*self.hook.complaints, *self.search.complaints]
        found += _compared("hook", keys, [_key(record) for record in self.hook.records], ordered=True)
        entries = self.redis.records("berita")
        found += _compared("stream", keys, [_key(record) for _, record in entries], ordered=True)
        with psycopg.connect(self.database) as connection:
            rows = connection.execute("SELECT id, revision, seq FROM berita ORDER BY seq").fetchall()
        found += _compared("sql", keys, [(row[0], row[1], row[2]) for row in rows], ordered=True)
        found += _compared("files", keys, _lines(_files(self.folder / "files")), ordered=False)
        newest = {record.article_id: record.seq for record in records}
        held = {id_: version for id_, (version, _) in self.search.documents.items()}
        if held != newest:
            found.append(f"search: {len(held)} documents, {len(newest)} articles, or other revisions")
        if self.s3 is not None:
            found += _compared("s3", keys, _lines(self._objects()), ordered=False)
        return found

    def _objects(self) -> Iterator[bytes]:
        import boto3

        client = boto3.client("s3", endpoint_url=self.s3_address)
        for page in client.get_paginator("list_objects_v2").paginate(Bucket="warta"):
            for one in page.get("Contents", ()):
                yield client.get_object(Bucket="warta", Key=one["Key"])["Body"].read()


@contextmanager
def world(folder: Path) -> Iterator[World]:
    """Start every receiver. Raises NoPostgres, FileNotFoundError where one is not installed."""
    with ExitStack() as stack:
        postgres = stack.enter_context(private_server())
        redis_folder = folder / "redis"
        redis_folder.mkdir()
        redis = stack.enter_context(redis_server(redis_folder))
        hook, search = Hook(secret=SECRET.encode()), SearchServer()
        receivers = [Receiver(hook), Receiver(search)]
        for receiver in receivers:
            receiver.start()
            stack.callback(receiver.stop)
        database = postgres.new_database().replace("+psycopg", "")
        made = World(folder, postgres, redis, hook, search, receivers, database)
        if HAS_S3:
            _start_s3(made, stack)
        made.write_file()
        yield made


def _start_s3(made: World, stack: ExitStack) -> None:
    import boto3
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # each request
    os.environ.update(
        {"AWS_ACCESS_KEY_ID": "kunci", "AWS_SECRET_ACCESS_KEY": "rahasia", "AWS_DEFAULT_REGION": "us-east-1"}
    )
    made.s3 = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    made.s3.start()
    stack.callback(made.s3.stop)
    made.s3_address = "http://{}:{}".format(*made.s3.get_host_and_port())
    boto3.client("s3", endpoint_url=made.s3_address).create_bucket(Bucket="warta")


def stored_records(target: str | Path) -> list[StoredRecord]:
    """All records of a ledger."""
    with Deliveries.open(target) as ledger:
        return ledger.records(0, ledger.last_seq(), RecordConditions(), 1_000_000)


def _compared(
    sink: str, wanted: list[tuple[str, int, int]], found: list[tuple[str, int, int]], *, ordered: bool
) -> list[str]:
    """Lost, doubled and misplaced records of a sink."""
    lost, doubled = len(set(wanted) - set(found)), len(found) - len(set(found))
    strange = len(set(found) - set(wanted))
    differs = lost or doubled or strange
    told = [f"{sink}: {lost} lost, {doubled} doubled, {strange} unknown"] if differs else []
    last: dict[str, int] = {}
    for id_, _, seq in found if ordered else ():
        if seq < last.get(id_, 0):
            told.append(f"{sink}: seq {seq} of {id_} came after {last[id_]}")
        last[id_] = seq
    return told


def _key(record: dict[str, Any]) -> tuple[str, int, int]:
    return record["id"], record["revision"], record["seq"]


def _files(folder: Path) -> Iterator[bytes]:
    return (path.read_bytes() for path in sorted(folder.glob("*/*/*.gz")))


def _lines(objects: Iterator[bytes]) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    for data in objects:
        keys = [_key(json.loads(line)) for line in gzip.decompress(data).splitlines()]
        assert [seq for _, _, seq in keys] == sorted(seq for _, _, seq in keys)
        found += keys
    return found
