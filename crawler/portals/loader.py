"""Parses and validates registry files (TOML), with `entry`. Errors give file and line.

A file contains `[[portal]]` tables; `province` at its top applies to all of them. The bundled files also list
the province's `[regions]` by Kemendagri code, in `[official]` the ministry's spelling where it differs, and
in `[short]` names used in domains instead of the full names:

    province = "Jawa Timur"

    [regions]
    "35.73" = "Kota Malang"
    "35.79" = "Kota Batu"

    [[portal]]
    id = "mediacenter-malangkota"
    name = "Media Center Kota Malang"
    address = "https://mediacenter.malangkota.go.id/"
    region = "Kota Malang"
    level = "kota"
    evidence = "page seen"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from crawler.portals.entry import LEVELS, NEEDED_OPTIONS, PLATFORMS, AnyEntry, Entry, EntryReader, FileChecks
from crawler.portals.errors import RegistryError, nearest, shown
from crawler.portals.provinces import find_province
from crawler.portals.regions import Region

__all__ = ["LEVELS", "NEEDED_OPTIONS", "PLATFORMS", "Entry", "RegistryFile", "read_file", "read_text"]

_TOP_KEYS = ("province", "regions", "official", "short", "portal")
_CODE = re.compile(r"\d\d\.\d\d")
_REGION = re.compile(r"(?:Kabupaten|Kota) \S.*")
_TOML_LINE = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)")
_MAX_FILE = 5_000_000  # bytes; the bundled files have a few ten thousand each


@dataclass(frozen=True, slots=True)
class RegistryFile:
    """The contents of one file."""

    entries: tuple[AnyEntry, ...] = ()
    regions: tuple[Region, ...] = ()


def read_file(path: Path) -> RegistryFile:
    """Read the portals and regions of one file. Raises RegistryError for an invalid file."""
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_FILE + 1)
    except OSError as error:
        raise RegistryError(f"{path}: cannot be read: {error.strerror}; see PORTALS_FILE") from error
    if len(data) > _MAX_FILE:
        raise RegistryError(f"{path}:1: is larger than {_MAX_FILE} bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RegistryError(f"{path}:{line}: is not UTF-8; save the file as UTF-8") from error
    return read_text(text.replace("\r\n", "\n"), str(path))


def read_text(text: str, file: str) -> RegistryFile:
    """Parse a TOML text; `file` is the file name for errors. Raises RegistryError."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        where = _TOML_LINE.search(str(error))
        line = int(where.group(1)) if where and where.group(1) else text.count("\n") + 1
        raise RegistryError(f"{file}:{line}: is not TOML: {error}") from error
    except ValueError as error:  # a number of more digits than Python converts
        raise RegistryError(f"{file}:1: cannot be parsed as TOML: {error}") from error
    except RecursionError as error:
        raise RegistryError(f"{file}:1: cannot be parsed as TOML: nested too deeply") from error
    return _FileReader(text, file).read(data)


class _FileReader:
    """Reads one file."""

    def __init__(self, text: str, file: str) -> None:
        self._checks = FileChecks(text, file)
        self._refuse = self._checks.refuse

    def read(self, data: Mapping[str, Any]) -> RegistryFile:
        self._checks.check_keys(data, _TOP_KEYS, "")
        province = data.get("province")
        if province is not None:
            province = self._checks.province(province, self._checks.line("", 0, "province"))
        regions = self._regions(data, province)
        tables = data.get("portal", [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self._refuse(self._checks.line("portal"), "portals are written as [[portal]] tables")
        reader = EntryReader(self._checks, province)
        entries = tuple(reader.read(table, index) for index, table in enumerate(tables))
        if regions:
            entries = tuple(self._placed(entry, index, regions) for index, entry in enumerate(entries))
        return RegistryFile(entries, regions)

    def _regions(self, data: Mapping[str, Any], province: str | None) -> tuple[Region, ...]:
        names = self._table(data, "regions")
        if names and province is None:
            self._refuse(self._checks.line("regions"), "[regions] needs the province at the top of the file")
        regions: dict[str, Region] = {}
        for code, name in names.items():
            line = self._checks.line("regions", 0, code)
            if not _CODE.fullmatch(code) or find_province(province or "").code != code[:2]:
                self._refuse(line, f"{shown(code)} is not a code of a region of {province}, such as 35.73")
            if not _REGION.fullmatch(name):
                self._refuse(line, f"{shown(name)} does not begin with Kabupaten or Kota")
            if any(region.full_name == name for region in regions.values()):
                self._refuse(line, f"{name} occurs twice")
            regions[code] = Region(code, name, province or "")
        for code, name in self._table(data, "official").items():
            if code not in regions:
                line = self._checks.line("official", 0, code)
                self._refuse(line, f"{shown(code)} is not a code of a region of this file")
            regions[code] = replace(regions[code], official=name)
        codes = {region.full_name: code for code, region in regions.items()}
        for alias, full_name in self._table(data, "short").items():
            if full_name not in codes:
                line = self._checks.line("short", 0, alias)
                self._refuse(line, f"{shown(full_name)} is not a region of this file")
            region = regions[codes[full_name]]
            regions[region.code] = replace(region, short=(*region.short, alias))
        return tuple(regions.values())

    def _table(self, data: Mapping[str, Any], name: str) -> dict[str, str]:
        """A top-level table whose values are texts of one line."""
        table = data.get(name, {})
        if not isinstance(table, dict):
            self._refuse(self._checks.line(name), f"{name} must be a table of texts")
        for key, value in table.items():
            self._checks.check_text(name, value, self._checks.line(name, 0, key))
        return table

    def _placed(self, entry: Entry, index: int, regions: Iterable[Region]) -> Entry:
        """The entry with its region's code. A file with regions cannot have portals of other regions."""
        portal = entry.portal
        province = find_province(portal.province or "")
        codes = {province.name: province.code} | {region.full_name: region.code for region in regions}
        code = codes.get(portal.region or "")
        if code is None:
            near = nearest(portal.region or "", codes)
            self._refuse(
                self._checks.line("portal", index, "region"),
                f"{shown(portal.region or '')} is not a region of {portal.province}"
                + (f"; nearest: {', '.join(near)}" if near else ""),
            )
        if portal.code not in (None, code):
            self._refuse(
                self._checks.line("portal", index, "code"),
                f"{portal.region} has the code {code}, not {portal.code}; leave code out",
            )
        return replace(entry, portal=replace(portal, code=code))
