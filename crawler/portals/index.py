"""The bundled registry as one JSON file, which loads ten times faster than its TOML files.

`make portals` writes the index. It contains the digest of the TOML files, the source of truth: if one of
them was edited, the digest does not match, and the TOML files are read instead. A test fails for an outdated
index.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from crawler.portals.loader import RegistryFile, read_file
from crawler.portals.portal import Portal
from crawler.portals.regions import Region
from crawler.portals.site_url import Site

INDEX = "index.json"
_TUPLES = ("sections", "alternatives")
_EMPTY = Portal(id="", name="", address="", domain="")
_DEFAULTS = {field.name: getattr(_EMPTY, field.name) for field in fields(Portal) if field.name != "domain"}


class IndexedEntry:
    """An entry whose Portal is created on first use: most runs need a few of a thousand."""

    __slots__ = ("_portal", "_values", "file", "id", "line", "site")

    def __init__(self, row: Sequence[Any], file: str) -> None:
        self.line, host, port, path, self._values = row
        self.site = Site(host, port, tuple(path))
        self.file = file
        self.id: str = self._values["id"]
        self._portal: Portal | None = None

    @property
    def portal(self) -> Portal:
        """The complete portal; the index contains its region's code."""
        if self._portal is None:
            values = self._values
            for field in _TUPLES:
                if field in values:
                    values[field] = tuple(values[field])
            self._portal = Portal(domain=self.site.host, **values)
        return self._portal


def read_folder(folder: Path) -> tuple[RegistryFile, ...]:
    """The registry files of a folder, in order of their names. Raises RegistryError."""
    files = sorted(folder.glob("*.toml"))
    try:
        index = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    except FileNotFoundError:
        index = {}
    if index.get("digest") != _digest(files):
        return tuple(read_file(path) for path in files)
    return tuple(_file(folder / name, index["files"][name]) for name in index["files"])


def write_index(folder: Path) -> None:
    """Write the index of a folder's TOML files. Raises RegistryError before anything is written."""
    (folder / INDEX).write_text(index_text(folder), encoding="utf-8")


def index_text(folder: Path) -> str:
    """The index of a folder's TOML files, one line per portal. Raises RegistryError."""
    files = sorted(folder.glob("*.toml"))
    parts = [f"{json.dumps(path.name)}: {_file_text(read_file(path))}" for path in files]
    return f'{{"digest": "{_digest(files)}", "files": {{\n' + ",\n".join(parts) + "\n}}\n"


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        data = path.read_bytes()
        digest.update(f"{path.name} {len(data)}\n".encode() + data)
    return digest.hexdigest()


def _file_text(file: RegistryFile) -> str:
    regions = [[one.code, one.full_name, one.province, one.official, one.short] for one in file.regions]
    entries = [
        [entry.line, entry.site.host, entry.site.port, entry.site.path, _changed(entry.portal)]
        for entry in file.entries
    ]
    return f'{{"regions": {_rows(regions)}, "entries": {_rows(entries)}}}'


def _rows(rows: Sequence[Sequence[Any]]) -> str:
    return "[" + ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows) + "]"


def _changed(portal: Portal) -> dict[str, Any]:
    values = {field: getattr(portal, field) for field in _DEFAULTS}
    return {field: value for field, value in values.items() if value != _DEFAULTS[field]}


def _file(path: Path, data: dict[str, Any]) -> RegistryFile:
    regions = tuple(
        Region(code, name, province, official, tuple(short))
        for code, name, province, official, short in data["regions"]
    )
    name = str(path)
    entries = tuple(IndexedEntry(row, name) for row in data["entries"])
    return RegistryFile(entries, regions)
