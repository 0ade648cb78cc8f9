"""Opens the ledger at a path or database URL, creating or migrating it; failures raise `LedgerError`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, make_url, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    ProgrammingError,
    SQLAlchemyError,
    StatementError,
)

from crawler.ledger import schema
from crawler.ledger.errors import LedgerBusy, LedgerError, LedgerRefused, LedgerUnreachable
from crawler.ledger.read_only import may_write, open_read_only
from crawler.program import program

DRIVERS = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
"""Accepted driver names and the driver used; other drivers are not tested."""

VALUES = {sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_RANGE}
"""SQLite's codes for a value that is rejected."""

BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
AWAY = {"OperationalError", "AdminShutdown", "CannotConnectNow"}
"""Names of psycopg's errors for a server that is away, starting or stopping."""

PASSING = {"AdminShutdown", "CannotConnectNow", "CrashShutdown", "ReadOnlySqlTransaction"}
"""Those for a server that is there and will soon take writes again: it starts, stops, or is promoted."""
PASSING_TEXTS = ("the database system is starting up", "the database system is shutting down")
"""A refused connection has these texts and no class of its own."""

DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}

UNACKNOWLEDGED = 10_000
"""Milliseconds after which a connection to PostgreSQL without TCP acknowledgements is closed."""

SQLITE_SETTINGS = (
    "PRAGMA journal_mode = WAL",  # readers never wait for the writer
    "PRAGMA synchronous = FULL",  # JSON Lines must only contain what survives a power cut
    "PRAGMA cache_size = -16000",  # 16 MB
    "PRAGMA wal_autocheckpoint = 8000",  # pages, 32 MB: a large ledger's index changes in as many places
    "PRAGMA temp_store = MEMORY",
)


def ledger_url(target: str | Path) -> URL:
    """Database URL for a path or URL. Raises LedgerError if it is not usable."""
    text = str(target)
    if "://" not in text:
        return URL.create("sqlite", database=text)
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise LedgerError(f"LEDGER_URL cannot be read: {_masked(text)}") from error
    if "@" in f"{url.host}{url.database}":
        raise LedgerError(f"LEDGER_URL cannot be read: {_masked(text)}; write @ in a password as %40")
    url = url.set(drivername=DRIVERS.get(url.drivername, url.drivername))
    if url.drivername not in DRIVERS:
        raise LedgerError(
            f"LEDGER_URL names {url.drivername!r}; the ledger lives in sqlite:///FILE or "
            "postgresql+psycopg://USER@HOST/NAME"
        )
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        raise LedgerError("LEDGER_URL names no file; write sqlite:///FILE")
    return url


def sqlite_file(target: str | Path) -> Path | None:
    """The file of a SQLite ledger; None for another database. Raises LedgerError for an unusable URL."""
    url = ledger_url(target)
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None


def shown(url: URL) -> str:
    """The URL for display: the file, or the server without passwords."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return url.set(query={}).render_as_string(hide_password=True)


def open_engine(target: str | Path, *, patience: float = 10.0, reader: bool = False) -> Engine:
    """Open the ledger at `target`, creating or migrating it if needed.

    `patience`: seconds that a statement waits for another process's lock. `reader`: a file that this user
    cannot write is opened for reading only.
    Raises LedgerError; never writes to a database that is not a ledger.
    """
    url = ledger_url(target)
    name = shown(url)
    file = sqlite_file(target)
    if reader and file is not None and file.is_file() and not (may_write(file) and may_write(file.parent)):
        return _open_read_only(file, name, patience)
    if url.get_backend_name() == "sqlite":
        _make_folder(Path(str(url.database)))
        arguments: dict[str, Any] = {"timeout": patience}
    else:
        arguments = {
            "connect_timeout": 10,
            "application_name": "warta",
            "options": f"-c lock_timeout={int(patience * 1000)}",
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 2,
            "tcp_user_timeout": UNACKNOWLEDGED,
        }
    try:
        engine = create_engine(url, connect_args=arguments, pool_size=1, max_overflow=4)
    except ModuleNotFoundError as error:
        raise LedgerError(
            f"{url.drivername} needs a package: pip install -e '.[postgres]' in the checkout"
        ) from error
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "do_connect", _connect_postgresql)
        event.listen(engine, "begin", _begin_postgresql)
    try:
        with translated(f"ledger {name}", opening=True):
            _bring_up_to_date(engine, str(name))
    except LedgerError:
        engine.dispose()
        raise
    return engine


def _open_read_only(file: Path, name: str, patience: float) -> Engine:
    engine = open_read_only(file, patience)
    event.listen(engine, "connect", _prepare_read_only)
    event.listen(engine, "begin", _begin_sqlite)
    try:
        with translated(f"ledger {name}", opening=True), engine.connect() as connection:
            version = _version(connection, name)
    except LedgerError:
        engine.dispose()
        raise
    if version != schema.VERSION:
        engine.dispose()
        raise LedgerError(
            f"ledger {name} is of another version and cannot be written; "
            f"to upgrade it, its owner runs `{program()} health` once"
        )
    return engine


@contextmanager
def writing(engine: Engine, patience: float | None = None) -> Iterator[Connection]:
    """Transaction that holds the write lock from its start, so that its reads stay valid.

    `patience`: seconds to wait for the lock, if not the default.
    """
    options: dict[str, Any] = {"ledger_writes": True}
    if patience is not None:
        options["ledger_patience"] = patience
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


@contextmanager
def translated(name: str, *, opening: bool = False) -> Iterator[None]:
    """Convert driver errors to a one-line LedgerError. While `opening`, a server that refuses connections is
    not retried."""
    try:
        yield
    except DBAPIError as error:
        raise _explain(error, name, opening) from error
    except StatementError as error:
        raise LedgerRefused(f"{name}: {_first_line(error.orig or error)}") from error
    except SQLAlchemyError as error:
        raise LedgerError(f"{name}: {_first_line(error)}") from error
    except (UnicodeError, OverflowError) as error:  # of the driver, on a value that it cannot pass on
        raise LedgerRefused(f"{name}: {_first_line(error)}") from error


def _explain(error: DBAPIError, name: str, opening: bool) -> LedgerError:
    original = error.orig
    why = _first_line(original)
    if isinstance(original, sqlite3.Error):
        code = getattr(original, "sqlite_errorcode", 0) & 0xFF
        if code in BUSY:
            return LedgerBusy(f"{name} is locked by another process")
        if code in DAMAGED:
            return LedgerError(f"{name} is damaged or not a ledger ({why}); restore it or move it away")
        if code == sqlite3.SQLITE_FULL:
            return LedgerError(f"{name} cannot grow: the disk is full")
        if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
            return LedgerError(f"{name} cannot be written ({why}); check the folder's permissions")
        if code in VALUES or isinstance(error, (DataError, InterfaceError, IntegrityError, ProgrammingError)):
            return LedgerRefused(f"{name}: {why}")
        return LedgerError(f"{name}: {why}")
    if type(original).__name__ == "LockNotAvailable":
        return LedgerBusy(f"{name} is locked by another process")
    kind = type(original).__name__
    is_passing = kind in PASSING or any(text in str(original) for text in PASSING_TEXTS)
    # While opening, a server that cannot be reached at all is a wrong LEDGER_URL; one cut off is not.
    if error.connection_invalidated or is_passing or (kind in AWAY and not opening):
        return LedgerUnreachable(f"{name} does not answer ({why})")
    if isinstance(error, (DataError, InterfaceError, IntegrityError, ProgrammingError)):
        return LedgerRefused(f"{name}: {why}")
    return LedgerError(f"{name}: {why}")


def _first_line(error: BaseException | None) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].strip() if lines else type(error).__name__


def _masked(text: str) -> str:
    """The URL without the part before `@` and after `?`."""
    scheme, _, rest = text.partition("?")[0].partition("://")
    return f"{scheme}://***@{rest.rpartition('@')[2]}" if "@" in rest else f"{scheme}://{rest}"


def _make_folder(path: Path) -> None:
    if path.is_dir():
        raise LedgerError(f"ledger {path} is a folder")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LedgerError(f"ledger {path} cannot be written ({error.strerror})") from error


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions begin explicitly, see _begin_sqlite
    for statement in SQLITE_SETTINGS:
        connection.execute(statement)


def _prepare_read_only(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA temp_store = MEMORY")


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    patience = options.get("ledger_patience")
    if patience is not None:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(patience * 1000)}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("ledger_writes") else "BEGIN")


def _connect_postgresql(_dialect: object, _record: object, arguments: Any, options: Any) -> Any:
    """A connection whose every wait for the server is bounded.

    The kernel of a frozen server still acknowledges packets, so TCP's own limits do not notice it.
    """
    from crawler.ledger.postgresql import BoundedConnection

    return BoundedConnection.connect(*arguments, **options)


def _begin_postgresql(connection: Connection) -> None:
    options = connection.get_execution_options()
    patience = options.get("ledger_patience")
    if patience is not None and options.get("ledger_writes"):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(patience * 1000)}")


def _bring_up_to_date(engine: Engine, name: str) -> None:
    with engine.connect() as connection:
        version = _version(connection, name)
    if version == schema.VERSION:
        return
    if version is None:
        with writing(engine) as connection:
            if _version(connection, name) is None:  # another process may have been faster
                _create(connection)
        return
    from crawler.ledger.migrate import upgrade

    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.connection.driver_connection.limit = None  # type: ignore[union-attr]
        upgrade(connection, name, version)


def _version(connection: Connection, name: str) -> str | None:
    """The ledger's version; None for an empty database. Raises LedgerError for another program's tables."""
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" in tables and "counters" in tables:
        return str(connection.scalar(select(schema.alembic_version.c.version_num)))
    if tables:
        raise LedgerError(f"{name} is not a ledger: it holds other tables ({', '.join(sorted(tables)[:3])})")
    return None


def _create(connection: Connection) -> None:
    schema.metadata.create_all(connection)
    connection.execute(insert(schema.alembic_version).values(version_num=schema.VERSION))
    connection.execute(insert(schema.counters).values(name="seq", value=0))
