"""Reads a survey: a CSV file of governments, one of portals, and a TOML file of labels under go.id.

Every value is validated. Errors are collected with file and line, so that one run reports all of them.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import TypeVar

from crawler.portals.entry import LEVELS, PLATFORMS, is_id
from crawler.portals.errors import RegistryError, UsageError, nearest, shown
from crawler.portals.kinds import EVIDENCE
from crawler.portals.provinces import find_province
from crawler.portals.regions import Region
from crawler.portals.site_url import Site, check_address, site_of

PORTAL_COLUMNS = (
    "id", "name", "address", "region", "province", "kemendagri_code", "level", "zone", "platform",
    "news_path", "evidence_kind", "evidence_source", "notes",
)  # fmt: skip
GOVERNMENT_COLUMNS = (
    "kemendagri_code", "name_kemendagri", "name_in_product", "province", "zone",
    "main_address", "other_domains",
)  # fmt: skip

_T = TypeVar("_T")
_CODE = re.compile(r"\d\d(\.\d\d)?")
# A day in a list's name, or only the year.
_DATED = re.compile(r"\b20\d\d-\d\d-\d\d\b|(?<=IMC )20\d\d\b")
_WEAK = re.compile(r"\bweak\b|placeholder")


@dataclass(frozen=True, slots=True)
class Government:
    """A province, regency or city, with further domains besides that of its main address."""

    code: str
    name: str
    official: str
    province: str
    main: Site
    other_domains: tuple[str, ...]

    @property
    def is_province(self) -> bool:
        return "." not in self.code


@dataclass(frozen=True, slots=True)
class Row:
    """A portal of the survey. `lists`: dated lists with it; `weak`: only in samples or placeholders."""

    line: int
    id: str
    name: str
    address: str
    site: Site
    region: str
    province: str
    code: str
    level: str
    platform: str
    news_path: str
    evidence: str
    notes: str
    seen: str
    weak: bool


@dataclass(slots=True)
class Survey:
    """The contents of the files, and `errors` as `file:line: message`."""

    governments: dict[str, Government] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


def read_survey(portals: Path, governments: Path, labels: Path | None = None) -> Survey:
    """Read the files. Raises RegistryError for a file that is not such a table."""
    survey = Survey()
    for line, row in _table(governments, GOVERNMENT_COLUMNS):
        _collect(survey, governments, line, partial(_government, survey, row))
    ids: dict[str, int] = {}
    sites: dict[Site, int] = {}
    for line, row in _table(portals, PORTAL_COLUMNS):
        read = _collect(survey, portals, line, partial(_row, survey, row, line))
        if read is None:
            continue
        for what, first in (
            (f"the id {read.id}", ids.setdefault(read.id, line)),
            (f"the address {read.address}", sites.setdefault(read.site, line)),
        ):
            if first != line:
                survey.errors.append(f"{portals}:{line}: {what} is already taken in line {first}")
        survey.rows.append(read)
    if labels is not None:
        _read_labels(survey, labels)
    return survey


def _table(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV file with the lines where they end."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            missing = [name for name in columns if name not in (reader.fieldnames or ())]
            if missing:
                raise RegistryError(f"{path}:1: has no column {', '.join(missing)}")
            for row in reader:
                if None in row or None in row.values():
                    raise RegistryError(f"{path}:{reader.line_num}: does not have {len(columns)} columns")
                yield reader.line_num, {name: row[name].strip() for name in columns}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise RegistryError(f"{path}: cannot be read: {error}") from error


def _collect(survey: Survey, path: Path, line: int, read: Callable[[], _T]) -> _T | None:
    """The result of `read`; None if it raises: the error is collected."""
    try:
        return read()
    except UsageError as error:
        survey.errors.append(f"{path}:{line}: {error}")
        return None


def _government(survey: Survey, row: Mapping[str, str]) -> None:
    code = row["kemendagri_code"]
    if not _CODE.fullmatch(code):
        raise UsageError(f"{shown(code)} is not a Kemendagri code such as 35 or 35.73")
    if code in survey.governments:
        raise UsageError(f"the code {code} is already taken")
    province = find_province(row["province"])
    if province.code != code[:2]:
        raise UsageError(f"{code} is not a code of {province.name}, whose codes begin with {province.code}")
    if row["zone"] != province.zone:
        raise UsageError(f"the zone is {shown(row['zone'])}, but {province.name} is in {province.zone}")
    name, official = row["name_in_product"], row["name_kemendagri"]
    if "." in code and name.partition(" ")[0] not in ("Kabupaten", "Kota"):
        raise UsageError(f"{shown(name)} does not begin with Kabupaten or Kota")
    main = site_of(check_address(row["main_address"]))
    domains = tuple(row["other_domains"].split())
    for domain in domains:
        check_address(f"https://{domain}/")
    survey.governments[code] = Government(code, name, official, province.name, main, domains)


def _is_public(host: str) -> bool:
    """Whether others reach a host: a public IP address, or a name below a top-level domain."""
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith((".localhost", ".local", ".internal"))


def _row(survey: Survey, row: Mapping[str, str], line: int) -> Row:
    address = check_address(row["address"])
    if not _is_public(site_of(address).host):
        raise UsageError(f"{shown(address)} is not on the public internet")
    if not is_id(row["id"]):
        raise UsageError(f"{shown(row['id'])} cannot be an id")
    for column, value, choices in (
        ("level", row["level"], LEVELS),
        ("evidence_kind", row["evidence_kind"], EVIDENCE),
        ("platform", row["platform"] or PLATFORMS[0], PLATFORMS),
    ):
        if value not in choices:
            raise UsageError(f"{column} is {shown(value)}, but must be one of {', '.join(choices)}")
    province = find_province(row["province"])
    code, region = row["kemendagri_code"] or province.code, row["region"] or province.name
    government = survey.governments.get(code)
    if government is None:
        raise UsageError(f"no government has the code {shown(code)}")
    if region not in (government.name, government.official):
        near = nearest(region, [one.name for one in survey.governments.values()])
        raise UsageError(f"{shown(region)} is not {government.name}, whose code is {code}; nearest: {near}")
    if government.province != province.name or row["zone"] != province.zone:
        raise UsageError(f"{government.name} is in {government.province}, {province.zone}")
    if not row["name"].isprintable() or not row["name"]:
        raise UsageError(f"the name {shown(row['name'])} is not a text of one line")
    return Row(
        line,
        row["id"],
        row["name"],
        address,
        site_of(address),
        government.name,
        province.name,
        code,
        _level(row["level"], government),
        row["platform"],
        row["news_path"],
        row["evidence_kind"],
        row["notes"],
        max(_DATED.findall(row["evidence_source"]), default=""),
        bool(_WEAK.search(row["notes"])),
    )


def _level(level: str, government: Government) -> str:
    if level not in ("kabupaten", "kota") or government.is_province:
        return level
    return Region(government.code, government.name, government.province, government.official).level


def _read_labels(survey: Survey, path: Path) -> None:
    try:
        text = path.read_text(encoding="utf-8")
        survey.labels = tomllib.loads(text)
    except (OSError, ValueError) as error:
        raise RegistryError(f"{path}: cannot be read: {error}") from error
    names = {government.name for government in survey.governments.values()}
    for label, name in survey.labels.items():
        if name not in names:
            line = 1 + text.count("\n", 0, text.find(label))
            survey.errors.append(f"{path}:{line}: {shown(str(name))} is not a region")
