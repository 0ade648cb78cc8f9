"""Sink for a PostgreSQL table, one row per revision: `postgresql://user@host/database/table`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit, urlunsplit

from crawler.deliver.errors import BatchRefused, OptionError, SinkDown, SinkMisconfigured
from crawler.deliver.model import Batch, Position, SinkSpec
from crawler.ledger.deliveries import StoredRecord

if TYPE_CHECKING:
    from psycopg import Connection

COLUMNS: Mapping[str, str] = {
    "id": "text",
    "revision": "integer",
    "seq": "bigint",
    "portal": "text",
    "province": "text",
    "region": "text",
    "url": "text",
    "title": "text",
    "body": "text",
    "language": "text",
    "section": "text",
    "tags": "text[]",
    "published_on": "date",
    "published_at": "timestamp with time zone",
    "modified_at": "timestamp with time zone",
    "first_seen_at": "timestamp with time zone",
    "gone_at": "timestamp with time zone",
    "duplicate_of": "text",
    "record": "jsonb",
}
"""Columns of the table and their types. `published_at` is null for a date without a time of day;
`published_on` has the day."""

REQUIRED = ("id", "revision", "seq", "portal", "url", "title", "body", "record")
INDEXES = {"seq": "(seq)", "published": "(portal, published_on)", "day": "(published_on)"}
LOCK = 0x57A27A  # arbitrary advisory lock: two first runs must not create the table at once
ANSWER_LIMIT = 30.0

_TABLE = re.compile(r"(?:[a-z_][a-z0-9_]{0,50}\.)?[a-z_][a-z0-9_]{0,50}")
_TEMPORARY = re.compile(
    r"refused|timed? ?out|timeout|could not translate|no route|unreachable|starting up|shutting down|"
    r"too many|in recovery|is the server running|closed the connection|no answer|terminat",
    re.IGNORECASE,
)
"""Messages of temporary connection failures; libpq gives no error codes."""


class PostgresqlSink:
    """Upserts by `id` and `revision`: idempotent."""

    OPTIONS: ClassVar[Mapping[str, str]] = {}
    BATCH: ClassVar[int] = 500

    def __init__(self, spec: SinkSpec) -> None:
        parts = urlsplit(spec.to)
        database, _, table = parts.path.strip("/").partition("/")
        if not database or not _TABLE.fullmatch(table):
            raise OptionError(
                "to", "must name database and table: postgresql://user@host/database/table (a-z, 0-9, _)"
            )
        try:
            import psycopg  # noqa: F401
        except ModuleNotFoundError:
            raise OptionError("to", "PostgreSQL needs a package: pip install -e '.[postgres]'") from None
        self._conninfo = urlunsplit(("postgresql", parts.netloc, f"/{database}", parts.query, ""))
        self._table = table
        self._connection: Connection[Any] | None = None
        names = ", ".join(COLUMNS)
        values = ", ".join(f"%s::{kind}" for kind in COLUMNS.values())
        update = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS if name not in ("id", "revision"))
        self._upsert = (
            f"INSERT INTO {table} ({names}) VALUES ({values}) "  # noqa: S608 - a checked name
            f"ON CONFLICT (id, revision) DO UPDATE SET {update}"
        )

    def open(self, position: Position) -> None:
        import psycopg

        try:
            connection = self._connected()
            with connection.transaction():
                connection.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
                if not self._columns(connection):
                    self._create(connection)
                self._check(connection)
        except psycopg.OperationalError as error:
            raise _failure(error) from error
        except psycopg.Error as error:
            raise SinkMisconfigured(f"table {self._table} cannot be used ({_why(error)})") from error

    def send(self, batch: Batch) -> None:
        import psycopg

        rows = [_row(record) for record in batch.records]
        try:
            connection = self._connected()
            with connection.transaction(), connection.cursor() as cursor:
                cursor.executemany(self._upsert.encode(), rows)
        except (psycopg.DataError, psycopg.IntegrityError) as error:
            raise BatchRefused(_why(error)) from error
        except psycopg.OperationalError as error:
            self.close()
            raise _failure(error) from error
        except psycopg.ProgrammingError as error:
            raise SinkMisconfigured(_why(error)) from error
        except psycopg.Error as error:
            self.close()
            raise SinkDown(_why(error)) from error

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _connected(self) -> Connection[Any]:
        if self._connection is None or self._connection.closed:
            from crawler.ledger.postgresql import BoundedConnection

            self._connection = BoundedConnection.connect(
                self._conninfo, connect_timeout=10, application_name="warta deliver", autocommit=True
            )
            self._connection.limit = ANSWER_LIMIT
        return self._connection

    def _columns(self, connection: Connection[Any]) -> dict[str, str]:
        """Columns and types of the table; empty if there is none."""
        query = """SELECT attname, format_type(atttypid, NULL) FROM pg_attribute
                    WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped"""
        return dict(connection.execute(query, [self._table]).fetchall())

    def _create(self, connection: Connection[Any]) -> None:
        columns = ", ".join(
            f"{name} {kind}{' NOT NULL' if name in REQUIRED else ''}" for name, kind in COLUMNS.items()
        )
        connection.execute(f"CREATE TABLE {self._table} ({columns}, PRIMARY KEY (id, revision))".encode())
        short = self._table.rpartition(".")[2]
        for name, of in INDEXES.items():
            connection.execute(f"CREATE INDEX {short}_{name} ON {self._table} {of}".encode())

    def _check(self, connection: Connection[Any]) -> None:
        """Raises SinkMisconfigured for a table with another schema, psycopg.Error if it is not writable."""
        found = self._columns(connection)
        for name, kind in COLUMNS.items():
            if name not in found:
                raise SinkMisconfigured(f"table {self._table} has another schema: it has no column {name}")
            if found[name] != kind:
                raise SinkMisconfigured(
                    f"table {self._table} has another schema: column {name} is {found[name]}, not {kind}"
                )
        # Plans the statement without running it: it needs the unique key and the rights.
        connection.execute(f"EXPLAIN {self._upsert}".encode(), [None] * len(COLUMNS))


def _row(record: StoredRecord) -> list[Any]:
    data = record.data
    published = data["published_at"]
    return [
        record.article_id,
        record.revision,
        record.seq,
        record.portal_id,
        data["portal"]["province"],
        data["portal"]["region"],
        data["url"],
        data["title"],
        "\n\n".join(data["body"]),
        data["language"],
        data["section"],
        data["tags"],
        published[:10] if published else None,
        _moment(published),
        _moment(data["modified_at"]),
        _moment(data["first_seen_at"]),
        _moment(data["gone_at"]),
        data["duplicate_of"],
        record.line.decode(),
    ]


def _moment(text: str | None) -> str | None:
    """A time with offset; None for a date only."""
    return text if text is not None and "T" in text else None


def _failure(error: Exception) -> SinkDown | SinkMisconfigured:
    """SinkMisconfigured for a failed log-in, a missing database and broken TLS; else SinkDown."""
    why = _why(error)
    code = getattr(error, "sqlstate", None) or ""
    wrong = "FATAL" in why or "SSL" in why or "certificate" in why
    if code[:2] in ("28", "3D") or (not code and wrong and not _TEMPORARY.search(why)):
        return SinkMisconfigured(why)
    return SinkDown("the disk of the server is full" if code == "53100" else why)


def _why(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].strip() if lines else type(error).__name__
