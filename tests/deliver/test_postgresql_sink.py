"""PostgreSQL as a sink, against a private server."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from crawler.deliver import deliverer
from crawler.deliver.deliverer import Deliverer, Result, Signals
from crawler.deliver.runs import check_sinks, run_sinks
from tests.deliver.filling import filled, sink
from tests.ledger.postgres import Server


@pytest.fixture
def last(tmp_path: Path) -> int:
    return filled(tmp_path / "ledger.db", 60)


@pytest.fixture
def database(postgres: Server) -> str:
    """The address of an empty database, for psycopg and for `to`."""
    return postgres.new_database().replace("+psycopg", "")


def deliver(tmp_path: Path, to: str) -> Result:
    signals = Signals()
    signals.drain.set()
    (result,) = run_sinks(
        [sink(tmp_path, f'name = "sql"\nto = "{to}"')], str(tmp_path / "ledger.db"), signals
    )
    return result


def complaints(tmp_path: Path, to: str) -> list[str]:
    return check_sinks([sink(tmp_path, f'name = "sql"\nto = "{to}"')], str(tmp_path / "ledger.db"))


def test_rows_by_id_and_revision(tmp_path: Path, last: int, database: str) -> None:
    assert deliver(tmp_path, f"{database}/berita").delivered == last
    with psycopg.connect(database) as connection:
        rows = connection.execute(
            "SELECT seq, id, revision, portal, province, title, body, published_on::text, record->>'title', "
            "gone_at IS NOT NULL, tags FROM berita ORDER BY seq"
        ).fetchall()
        indexes = connection.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'berita'").fetchall()
    assert [row[0] for row in rows] == list(range(1, last + 1))
    assert len({(row[1], row[2]) for row in rows}) == last
    assert rows[0][3:9] == (
        "contoh",
        "Jawa Timur",
        "Balai warga nomor 1 dibuka",
        rows[0][6],
        "2022-11-17",
        "Balai warga nomor 1 dibuka",
    )
    assert rows[0][6].count("\n\n") == 3
    assert any(row[9] for row in rows)
    assert {name for (name,) in indexes} >= {"berita_pkey", "berita_seq", "berita_published", "berita_day"}


def test_a_repetition_writes_the_same_rows(tmp_path: Path, last: int, database: str) -> None:
    deliver(tmp_path, f"{database}/berita")
    signals = Signals()
    signals.drain.set()
    spec = sink(tmp_path, f'name = "sql"\nto = "{database}/berita"')
    run_sinks([spec], str(tmp_path / "ledger.db"), signals, lambda one: Deliverer.rewind(one, 1))
    assert deliver(tmp_path, f"{database}/berita").delivered == last
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT count(*), count(DISTINCT seq) FROM berita").fetchone() == (
            last,
            last,
        )


def test_a_table_in_a_schema(tmp_path: Path, last: int, database: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute("CREATE SCHEMA kliping")
    assert deliver(tmp_path, f"{database}/kliping.berita").delivered == last


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("CREATE TABLE berita (id text, title text)", "has another schema: it has no column revision"),
        ("CREATE TABLE berita AS SELECT 1 AS id", "has another schema: column id is integer, not text"),
    ],
)
def test_a_table_of_another_shape(
    tmp_path: Path, last: int, database: str, statement: str, says: str
) -> None:
    with psycopg.connect(database) as connection:
        connection.execute(statement.encode())
    (complaint,) = complaints(tmp_path, f"{database}/berita")
    assert says in complaint


def test_a_table_without_its_key(tmp_path: Path, last: int, database: str) -> None:
    assert complaints(tmp_path, f"{database}/berita") == []
    with psycopg.connect(database) as connection:
        connection.execute("ALTER TABLE berita DROP CONSTRAINT berita_pkey")
    (complaint,) = complaints(tmp_path, f"{database}/berita")
    assert "no unique or exclusion constraint" in complaint


def test_wrong_credentials_and_databases(tmp_path: Path, last: int, database: str, postgres: Server) -> None:
    (complaint,) = complaints(tmp_path, f"{database}x/berita")
    assert "does not exist" in complaint
    (complaint,) = complaints(tmp_path, database.replace("warta@", "nobody:s3cr3t@") + "/berita")
    assert "nobody" in complaint
    assert "s3cr3t" not in complaint
    (complaint,) = complaints(tmp_path, f"{database}/berita?sslmode=require")
    assert "SSL" in complaint


def test_no_right_to_write(tmp_path: Path, last: int, database: str) -> None:
    assert complaints(tmp_path, f"{database}/berita") == []
    role = f"reader_{database.rpartition('_')[2]}"
    with psycopg.connect(database) as connection:
        connection.execute(f"CREATE ROLE {role} LOGIN".encode())
        connection.execute(f"GRANT SELECT ON berita TO {role}".encode())
    (complaint,) = complaints(tmp_path, database.replace("warta@", f"{role}@") + "/berita")
    assert "permission denied" in complaint


def test_a_restart_is_waited_for(
    tmp_path: Path, last: int, database: str, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    restarted: list[int] = []
    send = deliverer.Deliverer._send

    def restart_first(self: Deliverer, batch: object) -> None:
        if not restarted:
            restarted.append(1)
            postgres.restart()
        send(self, batch)  # type: ignore[arg-type]

    monkeypatch.setattr(Deliverer, "_send", restart_first)
    assert deliver(tmp_path, f"{database}/berita").delivered == last


def test_a_server_that_is_away_is_no_complaint(tmp_path: Path, last: int) -> None:
    assert complaints(tmp_path, "postgresql://u@127.0.0.1:1/db/berita") == []


def test_a_record_that_the_table_refuses_is_parked(tmp_path: Path, last: int, database: str) -> None:
    assert complaints(tmp_path, f"{database}/berita") == []
    with psycopg.connect(database) as connection:
        connection.execute("ALTER TABLE berita ADD CHECK (seq <> 11)")
    result = deliver(tmp_path, f"{database}/berita")
    assert (result.delivered, result.parked, result.error) == (last - 1, 1, None)
