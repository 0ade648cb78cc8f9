"""Prepares the database in LEDGER_URL for a cluster: reachable, recent, with our ledger and queue.

The queue's tables are Procrastinate's. It stores no schema version, so we store one as a comment on its main
table.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.cluster.errors import ClusterError, first_line
from crawler.ledger.active_ledger import check_ledger, ledger_target
from crawler.ledger.engine import ledger_url, shown
from crawler.ledger.errors import LedgerError
from crawler.program import program

if TYPE_CHECKING:
    from psycopg import Connection
    from sqlalchemy.engine import URL

NEEDED = ("procrastinate", "psycopg", "psycopg_pool")
INSTALL = "pip install -e '.[cluster]' in the checkout"
OLDEST = 130_000
"""The oldest PostgreSQL that Procrastinate supports, as in `server_version_num`: 13."""

TABLE = "procrastinate_jobs"
MARK = re.compile(r"warta queue (\d\d\.\d\d\.\d\d_\d\d)")
MIGRATION = re.compile(r"\d\d\.\d\d\.\d\d_\d\d")
FUNCTION = re.compile(r"CREATE FUNCTION (procrastinate_\w+)")
UPGRADE_LOCK = 0x7761727461  # "warta": advisory lock for creating tables
PATIENCE = 10
"""Seconds within which the server must accept a connection."""


@dataclass(frozen=True, slots=True)
class Database:
    """A checked database: its URL for psycopg, its name without password, and the clock skew.

    `skew`: seconds that this machine's clock is ahead of the server's.
    """

    address: str
    url: str
    name: str
    skew: float


def prepare(settings: Any, *, upgrade: bool = False) -> Database:
    """Check the database in the settings, and create ledger and queue in it if missing.

    `upgrade` also migrates the tables of an older release's queue. Raises ClusterError.
    """
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise ClusterError(
            f"a cluster needs the package {missing[0]}: {INSTALL}, and LEDGER_URL for PostgreSQL"
        )
    url = _postgresql_url(settings)
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    name = shown(url)
    with _connected(address, name) as connection:
        check_version(connection.info.server_version, name)
        skew = _skew(connection)
        try:
            check_ledger(settings)
        except LedgerError as error:
            raise ClusterError(str(error)) from error
        _make_queue(connection, name, upgrade)
    return Database(address, url.render_as_string(hide_password=False), name, skew)


def check_version(number: int, name: str) -> None:
    """Refuse a server that is too old; `number` as in `server_version_num`. Raises ClusterError."""
    if number < OLDEST:
        version = f"{number // 10_000}" if number >= 100_000 else f"{number // 10_000}.{number // 100 % 100}"
        raise ClusterError(
            f"{name} runs PostgreSQL {version}; a cluster needs {OLDEST // 10_000} or later: upgrade it"
        )


def newest_migration() -> str:
    """Schema version of the queue for the installed Procrastinate, e.g. `03.04.00_50`."""
    return max(_migrations())


def _postgresql_url(settings: Any) -> URL:
    try:
        url = ledger_url(ledger_target(settings))
    except LedgerError as error:
        raise ClusterError(str(error)) from error
    if url.get_backend_name() != "postgresql":
        raise ClusterError(
            "a cluster needs PostgreSQL, and the ledger is SQLite: "
            f"{INSTALL}, and set LEDGER_URL=postgresql+psycopg://USER@HOST/NAME; "
            "one machine with SQLite needs no workers, see docs/schedule.md"
        )
    return url


@contextmanager
def _connected(address: str, name: str) -> Iterator[Connection[Any]]:
    import psycopg

    try:
        connection = psycopg.connect(
            address, connect_timeout=PATIENCE, application_name="warta", autocommit=True
        )
    except psycopg.Error as error:
        why = first_line(error)
        raise ClusterError(f"{name} cannot be reached: {why}; start it or correct LEDGER_URL") from error
    try:
        with connection:
            yield connection
    except psycopg.Error as error:
        raise ClusterError(f"the queue in {name} cannot be created or read: {first_line(error)}") from error


def _skew(connection: Connection[Any]) -> float:
    before = time.time()
    row = connection.execute("SELECT extract(epoch FROM clock_timestamp())::float8").fetchone()
    assert row is not None
    return (before + time.time()) / 2 - float(row[0])


def _make_queue(connection: Connection[Any], name: str, upgrade: bool) -> None:
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [UPGRADE_LOCK])
        found = _version(connection)
        ours = newest_migration()
        if found is None:
            from procrastinate.schema import SchemaManager

            connection.execute(SchemaManager.get_schema())
            _mark(connection, ours)
        elif found > ours:
            raise ClusterError(
                f"the queue in {name} was made by a newer release ({found}, ours is {ours}): upgrade this "
                f"machine with {INSTALL}"
            )
        elif found < ours and not upgrade:
            raise ClusterError(
                f"the queue in {name} was made by an older release ({found or 'unknown'}, ours is {ours}): "
                f"stop all workers, then run {program()} enqueue --upgrade"
            )
        elif found < ours:
            for version, file in sorted(_migrations().items()):
                if version > found:
                    connection.execute(file.read_bytes())
            _mark(connection, ours)


def _version(connection: Connection[Any]) -> str | None:
    """Schema version of the queue; None if it does not exist, empty for tables of another origin.

    Tables created by Procrastinate's own tools are accepted if they have every function of ours.
    """
    row = connection.execute("SELECT to_regclass(%s)::oid", [TABLE]).fetchone()
    if row is None or row[0] is None:
        return None
    comment = connection.execute("SELECT obj_description(%s::oid, 'pg_class')", [row[0]]).fetchone()
    mark = MARK.search(str(comment and comment[0]))
    if mark is not None:
        return mark[1]
    from procrastinate.schema import SchemaManager

    needed = set(FUNCTION.findall(SchemaManager.get_schema()))
    held = {
        str(one[0])
        for one in connection.execute("SELECT proname FROM pg_proc WHERE proname ~ '^procrastinate_'")
    }
    return newest_migration() if needed <= held else ""


def _mark(connection: Connection[Any], version: str) -> None:
    from psycopg import sql

    connection.execute(
        sql.SQL("COMMENT ON TABLE {} IS {}").format(
            sql.Identifier(TABLE), sql.Literal(f"warta queue {version}")
        )
    )


def _migrations() -> dict[str, Path]:
    from procrastinate.schema import SchemaManager

    files = Path(SchemaManager.get_migrations_path()).glob("*.sql")
    return {match[0]: file for file in files if (match := MIGRATION.match(file.name))}
