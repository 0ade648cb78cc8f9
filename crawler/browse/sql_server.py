"""Datasette on the browse database, in a separate process with hard limits: `scrapy browse --sql`.

Datasette's own time limit does not interrupt a single long operation of SQLite, and its memory is unbounded.
"""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

MEMORY = 1 << 30
"""Address space limit of the process in bytes."""

SETTINGS = {
    "default_page_size": 25,
    "sql_time_limit_ms": 2000,
    "max_returned_rows": 1000,
    "truncate_cells_html": 200,
    "allow_download": "off",
    "suggest_facets": "off",  # it would count every column for every page
    "num_sql_threads": 2,
}

PLUGIN = """
import sqlite3
from datasette import hookimpl

HOSTS = {hosts!r}


@hookimpl
def prepare_connection(conn):
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 10_000_000)
    conn.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)


@hookimpl
def asgi_wrapper(datasette):
    def wrap(app):
        async def checked(scope, receive, send):
            if scope["type"] == "http":
                host = dict(scope["headers"]).get(b"host", b"").decode("latin-1").lower()
                if host.rsplit(":", 1)[0] not in HOSTS:
                    await send({{"type": "http.response.start", "status": 421, "headers": []}})
                    await send({{"type": "http.response.body", "body": b"not this host"}})
                    return
            await app(scope, receive, send)
        return checked
    return wrap
"""
"""Plugin with limits for which Datasette has no settings; it loads plugins from files."""


def is_installed() -> bool:
    """Whether the extra `browse` is installed."""
    return find_spec("datasette") is not None


def command(database: Path, folder: Path, *, port: int, hosts: frozenset[str]) -> list[str]:
    """Write the plugin below `folder` and return the command line that serves the database on loopback."""
    plugins = folder / "datasette"
    plugins.mkdir(parents=True, exist_ok=True)
    (plugins / "limits.py").write_text(PLUGIN.format(hosts=sorted(hosts)), encoding="utf-8")
    arguments = ["serve", str(database), "--host", "127.0.0.1", "--port", str(port)]
    arguments += ["--plugins-dir", str(plugins)]
    for name, value in SETTINGS.items():
        arguments += ["--setting", name, str(value)]
    return [sys.executable, "-m", "crawler.browse.sql_server", json.dumps(arguments)]


def main(arguments: list[str]) -> Any:
    """Limit this process and exec Datasette."""
    import resource

    from datasette.cli import cli

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    return cli(arguments)


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
