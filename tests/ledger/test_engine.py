from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from crawler.ledger import migrate, schema
from crawler.ledger.errors import LedgerError
from crawler.ledger.ledger import Ledger
from tests.crawling import crawl

ROOT = Path(__file__).parents[2]


def describe(path: Path) -> list[tuple[object, ...]]:
    """Every table's columns and indexes, from SQLite's catalog."""
    found: list[tuple[object, ...]] = []
    with sqlite3.connect(path) as connection:
        for (table,) in connection.execute(
            "select name from sqlite_master where type='table' order by 1"
        ).fetchall():
            found += [(table, *row) for row in connection.execute(f"pragma table_xinfo({table})")]
            indexes = connection.execute(f"pragma index_list({table})").fetchall()
            for _, name, unique, origin, partial in sorted(indexes, key=lambda row: str(row[1])):
                columns = connection.execute(f"pragma index_info({name})").fetchall()
                found.append((table, unique, origin, partial, columns))
    return found


def test_a_new_ledger_is_what_the_migrations_lead_to(tmp_path: Path) -> None:
    Ledger.open(tmp_path / "new.db").close()
    config = migrate.configuration()
    engine = create_engine(f"sqlite:///{tmp_path / 'migrated.db'}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    engine.dispose()
    assert describe(tmp_path / "migrated.db") == describe(tmp_path / "new.db")


def test_the_schema_names_the_newest_migration() -> None:
    script = ScriptDirectory.from_config(migrate.configuration())
    assert script.get_current_head() == schema.VERSION


def test_a_newer_ledger_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    Ledger.open(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
    with pytest.raises(LedgerError, match="newer version"):
        Ledger.open(path)
    with sqlite3.connect(path) as connection:
        assert connection.execute("select version_num from alembic_version").fetchall() == [("9999",)]


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    path.write_bytes(b"these are my notes\n" * 100)
    before = path.read_bytes()
    with pytest.raises(LedgerError, match="not a ledger"):
        Ledger.open(path)
    assert path.read_bytes() == before


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with sqlite3.connect(path) as connection:
        connection.execute("create table recipes (name text)")
    with pytest.raises(LedgerError, match="not a ledger: it holds other tables"):
        Ledger.open(path)
    with sqlite3.connect(path) as connection:
        assert connection.execute("select name from sqlite_master").fetchall() == [("recipes",)]


def test_a_damaged_ledger_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    Ledger.open(path).close()
    data = bytearray(path.read_bytes())
    data[100:4096] = os.urandom(3996)
    path.write_bytes(data)
    with pytest.raises(LedgerError, match="damaged"):
        Ledger.open(path)


def test_damage_that_a_crawl_comes_upon_later_is_one_line_too(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    Ledger.open(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
        size = connection.execute("pragma page_size").fetchone()[0]
        page = connection.execute("select rootpage from sqlite_master where name = 'runs'").fetchone()[0]
    data = bytearray(path.read_bytes())
    data[(page - 1) * size : page * size] = b"\xff" * size
    path.write_bytes(data)
    ended = crawl(tmp_path, "-a", "url=http://127.0.0.1:9/", "-s", "ALLOW_PORTS=9")
    assert ended.returncode == 2
    (line,) = ended.stderr.splitlines()
    assert f"{path} is damaged or not a ledger" in line
    assert path.read_bytes() == data


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://root:secret@localhost/news", "lives in sqlite"),
        ("postgresql+psycopg://user:secret@localhost:notaport/x", "cannot be read"),
        ("sqlite://", "names no file"),
        ("postgresql+nosuchdriver://user:secret@localhost/x", "lives in sqlite"),
        ("postgresql+asyncpg://user:secret@localhost/x", "lives in sqlite"),
        ("postgresql+psycopg://user:secret@127.0.0.1:9/x", "refused"),
    ],
)
def test_a_wrong_ledger_url_is_one_line_without_the_password(url: str, message: str) -> None:
    with pytest.raises(LedgerError, match=message) as caught:
        Ledger.open(url)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_or_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="is a folder"):
        Ledger.open(tmp_path)
    (tmp_path / "file").write_text("x")
    with pytest.raises(LedgerError, match="cannot be written"):
        Ledger.open(tmp_path / "file" / "ledger.db")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(LedgerError, match="cannot be written"):
        Ledger.open(tmp_path / "ledger.db")


def test_opening_imports_no_alembic(tmp_path: Path) -> None:
    program = (
        "import sys; from crawler.ledger.ledger import Ledger; "
        f"Ledger.open({str(tmp_path / 'x.db')!r}).close(); sys.exit('alembic' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://warta:rahasia@127.0.0.1:1/warta",
        "postgresql://warta:ra@rahasia@127.0.0.1:1/warta",
        "postgres://warta:rahasia%40@127.0.0.1:1/warta?connect_timeout=1",
        "postgresql://127.0.0.1:1/warta?user=warta&password=rahasia",
        "postgresql://warta:rahasia@127.0.0.1:port/warta",
        "mysql://warta:rahasia@127.0.0.1/warta",
        "postgresql+nodriver://warta:rahasia@127.0.0.1/warta",
    ],
)
def test_no_error_line_tells_the_password(url: str) -> None:
    with pytest.raises(LedgerError) as caught:
        Ledger.open(url)
    assert "rahasia" not in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_an_sqlite_ledger_loads_nothing_of_postgresql(tmp_path: Path) -> None:
    program = (
        "import sys; from crawler.ledger.ledger import Ledger\n"
        "with Ledger.open(sys.argv[1]) as ledger: ledger.start_run()\n"
        "print([name for name in sys.modules if 'postgresql' in name])"
    )
    call = [sys.executable, "-c", program, str(tmp_path / "ledger.db")]
    done = subprocess.run(call, capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
