"""TOML text -> portals. Everything is checked here, and each complaint names file and line.

A file holds `[[portal]]` tables; `province` at its top holds for all of them. The bundled files also name
the province's `kabupaten` and `kota`, and in `[short]` what domains call them if not by their full names:

    province = "Jawa Timur"
    kota = ["Batu", "Malang"]

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
from typing import Any, Literal, NoReturn, cast, get_args

from crawler.portals.errors import RegistryError, UnknownProvinceError, UsageError, nearest, shown
from crawler.portals.portal import Portal, Zone
from crawler.portals.provinces import find_province
from crawler.portals.regions import Region
from crawler.portals.site_url import Site, check_address, domain_of, site_of
from crawler.portals.toml_positions import Lines

LEVELS = (
    "nasional",
    "provinsi",
    "kabupaten",
    "kota",
    "kota administrasi",
    "kecamatan",
    "kelurahan",
    "desa",
    "opd",  # an office of a regional government
    "vertikal",  # a regional office of a national body
    "lokal",  # a local outlet that no government runs
)
PLATFORMS = (
    "wordpress",
    "joomla",
    "joomla_k2",
    "drupal",
    "blogger",
    "opensid",
    "codeigniter",
    "laravel",
    "infopublik",
    "json_api",
    "generic",
)
NEEDED_OPTIONS = {"json_api": ("endpoint", "items", "address")}
"""Platforms that know nothing of a portal by themselves -> the options, all texts, that say it."""

ZONES: tuple[str, ...] = get_args(Zone)
TLS = ("verified", "unverified")

_TEXT_KEYS = (
    "id",
    "name",
    "address",
    "region",
    "province",
    "level",
    "zone",
    "platform",
    "tls",
    "evidence",
    "notes",
)
_KEYS = (*_TEXT_KEYS, "sections", "options", "render")
_REQUIRED = ("id", "name", "address")
_TOP_KEYS = ("province", "kabupaten", "kota", "short", "portal")
_CHOICES = {"level": LEVELS, "platform": PLATFORMS, "zone": ZONES, "tls": TLS}
_ID = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,78}[a-z0-9])?")
_TOML_LINE = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)")
# Names that Windows keeps for devices in every folder, and that `-a portal=` reads as something else.
_RESERVED_ID = re.compile(r"all|due|con|prn|aux|nul|com\d|lpt\d")
_MAX_FILE = 5_000_000  # bytes; the bundled files hold a few thousand each


@dataclass(frozen=True, slots=True)
class Entry:
    """A portal and where it is written, for errors that are found between entries."""

    portal: Portal
    site: Site
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class RegistryFile:
    """What one file holds."""

    entries: tuple[Entry, ...] = ()
    regions: tuple[Region, ...] = ()


def read_file(path: Path) -> RegistryFile:
    """The portals and regions of one file. Raises RegistryError for anything wrong in it."""
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_FILE + 1)
    except OSError as error:
        raise RegistryError(f"{path}: cannot be read: {error.strerror}; see PORTALS_FILE") from error
    if len(data) > _MAX_FILE:
        raise RegistryError(f"{path}:1: has more than {_MAX_FILE} bytes, which no list of portals needs")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RegistryError(f"{path}:{line}: is not UTF-8; save the file as UTF-8") from error
    return read_text(text.replace("\r\n", "\n"), str(path))


def read_text(text: str, file: str) -> RegistryFile:
    """The portals and regions of a TOML text; `file` is the name that errors give. Raises RegistryError."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        where = _TOML_LINE.search(str(error))
        line = int(where.group(1)) if where and where.group(1) else text.count("\n") + 1
        raise RegistryError(f"{file}:{line}: is not TOML: {error}") from error
    except ValueError as error:  # a number of more digits than Python converts
        raise RegistryError(f"{file}:1: is not TOML that can be read: {error}") from error
    except RecursionError as error:
        raise RegistryError(f"{file}:1: is not TOML that can be read: nested too deeply") from error
    return _FileReader(text, file).read(data)


class _FileReader:
    """One file being read; it knows where each complaint belongs."""

    def __init__(self, text: str, file: str) -> None:
        self._lines = Lines(text)
        self._file = file

    def read(self, data: Mapping[str, Any]) -> RegistryFile:
        for key in data:
            if key not in _TOP_KEYS:
                self._refuse(self._line("", 0, key), self._unknown_key(key, _TOP_KEYS))
        province = data.get("province")
        if province is not None:
            province = self._province(province, self._line("", 0, "province"))
        regions = self._regions(data, province)
        tables = data.get("portal", [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self._refuse(self._line("portal"), "portals are written as [[portal]] tables")
        entries = tuple(self._entry(table, index, province) for index, table in enumerate(tables))
        self._check_regions(entries, regions)
        return RegistryFile(entries, regions)

    def _regions(self, data: Mapping[str, Any], province: str | None) -> tuple[Region, ...]:
        regions: dict[str, Region] = {}
        short = data.get("short", {})
        if not isinstance(short, dict):
            self._refuse(self._line("short"), "short must be a table of short names")
        for kind in ("kabupaten", "kota"):
            names = data.get(kind, [])
            line = self._line("", 0, kind)
            if not isinstance(names, list) or (names and province is None):
                self._refuse(line, f"{kind} must be a list of names, in a file that names its province")
            for name in names:
                self._check_text(kind, name, line)
                region = Region(kind, name, cast(str, province))
                if region.full_name in regions:
                    self._refuse(line, f"{region.full_name} is there twice")
                regions[region.full_name] = region
        for alias, full_name in short.items():
            if full_name not in regions:
                self._refuse(
                    self._line("short", 0, alias), f"{shown(str(full_name))} is no region of this file"
                )
            regions[full_name] = replace(regions[full_name], short=(*regions[full_name].short, alias))
        return tuple(regions.values())

    def _check_regions(self, entries: Iterable[Entry], regions: tuple[Region, ...]) -> None:
        """A file that names its regions has no portal of another, so that no misspelt one gets in."""
        names = {region.full_name for region in regions}
        for index, portal in enumerate(entry.portal for entry in entries):
            if names and portal.region not in (*names, portal.province):
                near = nearest(portal.region or "", names)
                self._refuse(
                    self._line("portal", index, "region"),
                    f"{shown(portal.region or '')} is no region of {portal.province}"
                    + (f"; nearest: {', '.join(near)}" if near else ""),
                )

    def _entry(self, table: Mapping[str, Any], index: int, file_province: str | None) -> Entry:
        def line(key: str | None = None) -> int:
            return self._line("portal", index, key)

        for key, value in table.items():
            if key not in _KEYS:
                self._refuse(line(key), self._unknown_key(key, _KEYS))
            if key in _TEXT_KEYS:
                self._check_text(key, value, line(key))
        for key in _REQUIRED:
            if key not in table:
                self._refuse(line(), f"this portal has no {key}")
        if not _ID.fullmatch(table["id"]) or _RESERVED_ID.fullmatch(table["id"]):
            self._refuse(
                line("id"),
                f"{shown(table['id'])} cannot be an id: at most 80 of a-z, 0-9, - and _, "
                "beginning and ending with a letter or digit",
            )
        try:
            address = check_address(table["address"])
            site = site_of(address)
        except UsageError as error:
            self._refuse(line("address"), str(error))
        province = file_province
        if "province" in table:
            province = self._province(table["province"], line("province"))
            if file_province is not None and province != file_province:
                self._refuse(line("province"), f"this file holds portals of {file_province}, not {province}")
        portal = Portal(
            id=table["id"],
            name=table["name"],
            address=address,
            domain=domain_of(address),
            region=table.get("region", province),
            province=province,
            level=table.get("level"),
            zone=self._zone(table.get("zone"), province, line("zone")),
            platform=table.get("platform"),
            sections=self._sections(table.get("sections", []), line("sections")),
            tls=cast(Literal["verified", "unverified"], table.get("tls", "verified")),
            evidence=table.get("evidence", "unverified"),
            notes=table.get("notes"),
            options=self._options(table.get("options", {}), table.get("platform"), line("options")),
            render=self._render(table.get("render"), line("render")),
        )
        return Entry(portal, site, self._file, line())

    def _check_text(self, key: str, value: object, line: int) -> None:
        if not isinstance(value, str) or not value.strip() or not value.isprintable():
            self._refuse(line, f"{key} must be a text of one line, not {shown(repr(value))}")
        choices = _CHOICES.get(key)
        if choices is not None and value not in choices:
            self._refuse(line, f"{key} is {shown(value)}, but must be one of {', '.join(choices)}")

    def _province(self, value: object, line: int) -> str:
        self._check_text("province", value, line)
        try:
            return find_province(cast(str, value)).name
        except UnknownProvinceError as error:
            self._refuse(line, str(error))

    def _zone(self, given: str | None, province: str | None, line: int) -> Zone:
        if province is None:
            return cast(Zone, given or "WIB")
        zone = find_province(province).zone
        if given not in (None, zone):
            self._refuse(line, f"zone is {given}, but {province} lies in {zone}; leave zone out")
        return zone

    def _sections(self, value: object, line: int) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(section, str) for section in value):
            self._refuse(line, "sections must be a list of paths")
        for section in value:
            if not section or "//" in section or not section.isprintable() or " " in section:
                self._refuse(line, f"the section {shown(section)} is not a path below the portal's address")
            if ".." in section.split("/"):
                self._refuse(line, f"the section {shown(section)} leads out of the portal")
        return tuple(value)

    def _options(self, value: object, platform: str | None, line: int) -> dict[str, Any]:
        if not isinstance(value, dict):
            self._refuse(line, "options must be a table")
        for name in NEEDED_OPTIONS.get(platform or "", ()):
            if not isinstance(value.get(name), str):
                self._refuse(line, f"a {platform} portal needs the option {name}, a text")
        return value

    def _render(self, value: object, line: int) -> bool | None:
        if value is not None and not isinstance(value, bool):
            self._refuse(line, f"render is {shown(repr(value))}, but must be true or false")
        return value

    def _unknown_key(self, key: str, known: tuple[str, ...]) -> str:
        near = nearest(key, known)
        hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
        return f"unknown key {shown(key)}; {hint}"

    def _line(self, table: str, index: int = 0, key: str | None = None) -> int:
        return self._lines.of(table, index, key)

    def _refuse(self, line: int, what: str) -> NoReturn:
        raise RegistryError(f"{self._file}:{line}: {what}")
