"""Candidate hosts for the news site of a government without a known one; none is confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path

from crawler.portals.errors import UnknownProvinceError, UsageError, nearest, shown
from crawler.portals.kinds import COMMUNICATIONS, GOVERNMENTS, prefix_of
from crawler.portals.lookup import ALL, Registry
from crawler.portals.portal import Portal
from crawler.portals.provinces import PROVINCES, find_province
from crawler.urls.hosts import owner_of

HOST_LABELS = (
    "diskominfo", "kominfo", "humas", "mediacenter", "berita", "portal", "dinkominfo", "diskominfotik",
    "prokopim", "infopublik", "mc", "humasprotokol", "info", "news", "prokompim", "diskominfosp",
    "diskominfosantik", "kominfosandi", "diskominfosandi", "diskominfos", "diskominfostatistik",
    "kominfostatistik", "diskominfosan", "diskominfoperstik", "dkis", "warta", "kabar", "portalberita",
    "mmc", "setda", "pemda",
)  # fmt: skip
"""Labels before a government's domain, most frequent first."""

_MAIN_LABELS = frozenset({"", "web", "website", "portal", "pemda", "backup"})


@dataclass(frozen=True, slots=True)
class Target:
    """A government whose news site is searched, with its possible domains."""

    code: str
    name: str
    province: str
    level: str
    domains: tuple[str, ...]
    portals: tuple[Portal, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A host that may be a news site of `target`; `why` is the source of the name."""

    host: str
    target: Target
    why: str


def targets_named(registry: Registry, name: str) -> list[Target]:
    """The government with this name or code, or those of a province, or `all`, without a known news site.

    A government selected by its own name is always included. Raises UsageError.
    """
    region = registry.places.find(name)
    if region is not None:
        return [_target(registry, region.code, region.full_name, region.province, region.level)]
    places = [(one.code, one.full_name, one.province, one.level) for one in registry.regions] + [
        (one.code, one.name, one.name, "provinsi") for one in PROVINCES
    ]
    if name.strip().lower() != ALL:
        try:
            province = find_province(name).name
        except UnknownProvinceError as error:
            known = [full for one in registry.regions for full in one.names()]
            names = {full.lower(): full for full in known}
            near = [names[one] for one in nearest(name, names)] or error.nearest
            hint = f"; nearest: {', '.join(near)}" if near else ""
            raise UsageError(f"there is no region or province {shown(name)}{hint}") from error
        places = [place for place in places if place[2] == province]
    served = {portal.code for portal in registry if portal.kind == "communications"}
    return [_target(registry, *place) for place in sorted(places) if place[0] not in served]


def _target(registry: Registry, code: str, name: str, province: str, level: str) -> Target:
    portals = tuple(portal for portal in registry if portal.code == code and portal.level in GOVERNMENTS)
    hosts = [portal.domain for portal in portals if portal.kind == "main"]
    domains = dict.fromkeys(_domain(host) for host in hosts if host.endswith(".go.id"))
    if not domains:
        domains = dict.fromkeys(f"{label}.go.id" for label in _labels(registry, code))
    return Target(code, name, province, level, tuple(domains), portals)


def _domain(host: str) -> str:
    """The registered domain of a main site; `barat.jakarta.go.id` of a city below another government's."""
    return owner_of(host) if prefix_of(host) in _MAIN_LABELS else host


def _labels(registry: Registry, code: str) -> list[str]:
    """The usual label of a domain first: with `kab`, `kota` or `prov`, then the plain name."""
    region = registry.places.by_code.get(code)
    if region is None:
        (province,) = (one for one in PROVINCES if one.code == code)
        name = "".join(filter(str.isalpha, province.name.lower()))
        return [f"{name}prov", name]
    name = "".join(filter(str.isalpha, region.name.lower()))
    return [f"{name}{'kab' if region.kind == 'kabupaten' else 'kota'}", name]


def guessed(targets: Iterable[Target]) -> Iterator[Candidate]:
    """Hosts with common labels: the most frequent label for every government, then the next one."""
    columns = [
        [
            Candidate(f"{label}.{domain}", target, "a usual name")
            for label in HOST_LABELS
            for domain in target.domains
        ]
        for target in targets
    ]
    return filter(None, chain.from_iterable(zip_longest(*columns)))


def named_hosts(hosts: Iterable[str], targets: Iterable[Target], why: str) -> Iterator[Candidate]:
    """The hosts under a target's domain that are named like a news site."""
    owners = {domain: target for target in targets for domain in target.domains}
    for host in dict.fromkeys(hosts):
        target = owners.get(owner_of(host))
        if target is not None and COMMUNICATIONS.search(prefix_of(host)):
            yield Candidate(host.removeprefix("www."), target, why)


def read_host_list(path: Path) -> list[str]:
    """The host names of a file, one per line, as in certificate logs (`*.` is dropped). Raises UsageError."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read: {error}") from error
    hosts = []
    for number, line in enumerate(lines, start=1):
        name = line.strip().lower().removeprefix("*.").rstrip(".")
        if name and not name.startswith("#"):
            if len(name) > 253 or not all(part.replace("-", "").isalnum() for part in name.split(".")):
                raise UsageError(f"{path}:{number}: {shown(line)} is not a host name")
            hosts.append(name)
    return hosts
