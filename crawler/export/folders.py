"""Paths of a portal's files: always one folder below the output folder, for any portal id."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path
from urllib.parse import quote

from crawler.ledger.errors import LedgerError

DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
SAFE_ID = re.compile(r"[a-z0-9](?:[a-z0-9_-]|\.(?!\.)){0,99}")


def folder_name(portal_id: str) -> str:
    """Folder name of a portal: the id if it is a plain slug, else percent-quoted; never a path."""
    if SAFE_ID.fullmatch(portal_id):
        return portal_id
    return "%" + quote(portal_id, safe="").replace(".", "%2E")[:200]


def articles_file(output: Path, portal_id: str, crawl_date: date) -> Path:
    """`<output>/articles/<portal>/<crawl date>.jsonl`."""
    return output / "articles" / folder_name(portal_id) / f"{crawl_date.isoformat()}.jsonl"


def file_days(output: Path, portal_id: str) -> list[date]:
    """The crawl dates of the portal's files, in order."""
    folder = output / "articles" / folder_name(portal_id)
    return sorted(
        date.fromisoformat(path.stem) for path in folder.glob("*.jsonl") if DAY.fullmatch(path.stem)
    )


def check_articles_folder(output: Path) -> None:
    """Raise LedgerError if something else has the place of the folder `<output>/articles`."""
    folder = output / "articles"
    if os.path.lexists(folder) and not folder.is_dir():
        kind = "a link to nowhere" if folder.is_symlink() else "no folder"
        raise LedgerError(f"{folder} is {kind}; move it away, the ledger holds all articles")
