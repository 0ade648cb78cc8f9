"""Command line and metadata for Datasette: read-only, on loopback, with the project's pages."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
DATABASE = "warta"
"""Name of the database in every URL, e.g. `/warta/articles.json`."""

SETTINGS = {
    "default_page_size": 25,
    "sql_time_limit_ms": 2000,
    "max_returned_rows": 1000,
    "truncate_cells_html": 200,
    "allow_download": "off",  # JSON Lines files serve that purpose
    "suggest_facets": "off",  # it would count every column for every page
}


def command(database: Path, reports: Path, metadata: Path, *, host: str, port: int) -> list[str]:
    """Return the command line that serves the database."""
    arguments = [sys.executable, "-m", "datasette", "serve", str(database)]
    arguments += ["--host", host, "--port", str(port), "--metadata", str(metadata)]
    arguments += ["--template-dir", str(HERE / "templates"), "--static", f"warta-static:{HERE / 'static'}"]
    if reports.is_dir():
        arguments += ["--static", f"reports:{reports}"]
    for name, value in SETTINGS.items():
        arguments += ["--setting", name, str(value)]
    return arguments


def metadata(reports: Path) -> dict[str, Any]:
    """Return Datasette's metadata: titles, column descriptions, facets, a link to the newest report."""
    newest = max((file.name for file in reports.glob("*.html")), default=None)
    link = f' <a href="/reports/{newest}">Report of the last run</a>.' if newest else ""
    return {
        "title": "Warta",
        "description_html": (
            '<a href="/warta/articles">Search and filter all articles</a>; the newest come first.' + link
        ),
        "databases": {
            DATABASE: {
                "tables": {
                    "articles": {
                        "title": "Articles",
                        "sort_desc": "published",
                        "facets": ["portal", "province", "section", "language"],
                        "label_column": "title",
                        "hidden": False,
                    },
                    "revisions": {"title": "Revisions", "sort_desc": "seq"},
                    "portals": {"title": "Portals", "sort_desc": "articles", "label_column": "name"},
                }
            }
        },
    }


def write_metadata(file: Path, reports: Path) -> Path:
    """Write the metadata beside the database."""
    file.write_text(json.dumps(metadata(reports), indent=1), encoding="utf-8")
    return file
