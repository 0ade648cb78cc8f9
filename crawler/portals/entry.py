"""Validates a `[[portal]]` table and builds a Portal. Errors give file and line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NoReturn, Protocol, cast, get_args

from crawler.portals.errors import RegistryError, UnknownProvinceError, UsageError, nearest, shown
from crawler.portals.kinds import KINDS, kind_of
from crawler.portals.portal import Portal, Zone
from crawler.portals.provinces import find_province, province_of_code
from crawler.portals.site_url import Site, check_address, domain_of, site_of
from crawler.portals.toml_positions import Lines

LEVELS = (
    "nasional",
    "provinsi",
    "kabupaten",
    "kota",
    "kota administrasi",
    "kabupaten administrasi",
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
"""Platforms that cannot be detected -> their required options, all texts."""

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
    "code",
    "kind",
    "seen",
)
_KEYS = (*_TEXT_KEYS, "sections", "alternatives", "options", "render")
_REQUIRED = ("id", "name", "address")
_CHOICES = {"level": LEVELS, "platform": PLATFORMS, "zone": ZONES, "tls": TLS, "kind": KINDS}
_PATTERNS = {
    "code": (
        re.compile(r"\d\d(\.\d\d)?"),
        "a Kemendagri code such as 35 or 35.73",
    ),
    "seen": (
        re.compile(r"(19|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"),
        "a day, month or year, such as 2025-07-24",
    ),
}
_ID = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,78}[a-z0-9])?")
# Device names reserved by Windows, and names with a special meaning in `-a portal=`.
_RESERVED_ID = re.compile(r"all|due|con|prn|aux|nul|com\d|lpt\d")
_MAX_ALTERNATIVES = 10
_PROVINCE_CODE = 2  # digits; a longer code is that of a region


@dataclass(frozen=True, slots=True)
class Entry:
    """A portal and its position in a file, for errors that concern two entries."""

    portal: Portal
    site: Site
    file: str
    line: int

    @property
    def id(self) -> str:
        return self.portal.id


class AnyEntry(Protocol):
    """Protocol of an entry, read from TOML or from the index."""

    @property
    def id(self) -> str: ...
    @property
    def portal(self) -> Portal: ...
    @property
    def site(self) -> Site: ...
    @property
    def file(self) -> str: ...
    @property
    def line(self) -> int: ...


class FileChecks:
    """Validators for single values of one file; errors give the line of the value."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.line = Lines(text).of

    def refuse(self, line: int, what: str) -> NoReturn:
        """Raise RegistryError for this line."""
        raise RegistryError(f"{self.file}:{line}: {what}")

    def check_keys(self, table: Mapping[str, Any], known: tuple[str, ...], name: str, index: int = 0) -> None:
        """Refuse a key that is not in `known`."""
        for key in table:
            if key not in known:
                near = nearest(key, known)
                hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
                self.refuse(self.line(name, index, key), f"unknown key {shown(key)}; {hint}")

    def check_text(self, key: str, value: object, line: int) -> None:
        """Refuse anything but a text of one line with a valid value."""
        if not isinstance(value, str) or not value.strip() or not value.isprintable():
            self.refuse(line, f"{key} must be a text of one line, not {shown(repr(value))}")
        choices = _CHOICES.get(key)
        if choices is not None and value not in choices:
            self.refuse(line, f"{key} is {shown(value)}, but must be one of {', '.join(choices)}")
        pattern, form = _PATTERNS.get(key, (None, ""))
        if pattern is not None and not pattern.fullmatch(value):
            self.refuse(line, f"{key} is {shown(value)}, but must be {form}")

    def province(self, value: object, line: int) -> str:
        """The full name of a province, given any of its names."""
        self.check_text("province", value, line)
        try:
            return find_province(cast(str, value)).name
        except UnknownProvinceError as error:
            self.refuse(line, str(error))


class EntryReader:
    """Reads the `[[portal]]` tables of one file; `province` is that of the whole file."""

    def __init__(self, checks: FileChecks, province: str | None) -> None:
        self._checks = checks
        self._refuse = checks.refuse
        self._file_province = province

    def read(self, table: Mapping[str, Any], index: int) -> Entry:
        """The entry of the `index`-th table. Raises RegistryError."""

        def line(key: str | None = None) -> int:
            return self._checks.line("portal", index, key)

        self._checks.check_keys(table, _KEYS, "portal", index)
        for key, value in table.items():
            if key in _TEXT_KEYS:
                self._checks.check_text(key, value, line(key))
        for key in _REQUIRED:
            if key not in table:
                self._refuse(line(), f"this portal has no {key}")
        if not is_id(table["id"]):
            self._refuse(
                line("id"),
                f"{shown(table['id'])} cannot be an id: at most 80 of a-z, 0-9, - and _, "
                "beginning and ending with a letter or digit",
            )
        address = self._address(table["address"], line("address"))
        domain, level = domain_of(address), table.get("level")
        province = self._province(table, line)
        portal = Portal(
            id=table["id"],
            name=table["name"],
            address=address,
            domain=domain,
            region=table.get("region", None if len(table.get("code", "")) > _PROVINCE_CODE else province),
            province=province,
            level=level,
            zone=self._zone(table.get("zone"), province, line("zone")),
            platform=table.get("platform"),
            sections=self._sections(table.get("sections", []), line("sections")),
            tls=cast(Literal["verified", "unverified"], table.get("tls", "verified")),
            evidence=table.get("evidence", "unverified"),
            notes=table.get("notes"),
            options=self._options(table.get("options", {}), table.get("platform"), line("options")),
            render=self._render(table.get("render"), line("render")),
            code=table.get("code"),
            kind=table.get("kind") or kind_of(level, domain),
            seen=table.get("seen"),
            alternatives=self._alternatives(table.get("alternatives", []), address, line("alternatives")),
            zone_guessed=province is None and "zone" not in table and level != "nasional",
        )
        return Entry(portal, site_of(address), self._checks.file, line())

    def _address(self, value: str, line: int) -> str:
        try:
            return check_address(value)
        except UsageError as error:
            self._refuse(line, str(error))

    def _province(self, table: Mapping[str, Any], line: Callable[[str], int]) -> str | None:
        """The province of the entry, its code or its file; all given ones must agree."""
        province = self._file_province
        if "province" in table:
            province = self._checks.province(table["province"], line("province"))
            if self._file_province not in (None, province):
                self._refuse(
                    line("province"), f"this file has the portals of {self._file_province}, not {province}"
                )
        if "code" in table:
            owner = province_of_code(table["code"])
            if owner is None:
                self._refuse(line("code"), f"no province has the code {shown(table['code'][:2])}")
            if province not in (None, owner.name):
                self._refuse(line("code"), f"{table['code']} is a code of {owner.name}, not of {province}")
            province = owner.name
        return province

    def _zone(self, given: str | None, province: str | None, line: int) -> Zone:
        if province is None:
            return cast(Zone, given or "WIB")
        zone = find_province(province).zone
        if given not in (None, zone):
            self._refuse(line, f"zone is {given}, but {province} is in {zone}; leave zone out")
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

    def _alternatives(self, value: object, address: str, line: int) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self._refuse(line, "alternatives must be a list of addresses")
        if len(value) > _MAX_ALTERNATIVES:
            self._refuse(line, f"a portal has at most {_MAX_ALTERNATIVES} alternatives")
        checked = tuple(self._address(one, line) for one in value)
        sites = [site_of(one) for one in (address, *checked)]
        if len({*sites}) < len(sites):
            self._refuse(line, "alternatives contain an address twice, or that of the portal itself")
        return checked

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


def is_id(value: str) -> bool:
    """Whether `value` is a valid portal id."""
    return bool(_ID.fullmatch(value)) and not _RESERVED_ID.fullmatch(value)
