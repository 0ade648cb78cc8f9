"""The registry in memory: lookup of portals by id, province and address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from typing import NoReturn

from crawler.portals.entry import AnyEntry, Entry
from crawler.portals.errors import RegistryError, UnknownPortalError, UsageError, nearest, shown
from crawler.portals.index import read_folder
from crawler.portals.kinds import KINDS
from crawler.portals.loader import RegistryFile, read_file
from crawler.portals.placing import placed
from crawler.portals.portal import Portal
from crawler.portals.provinces import find_province
from crawler.portals.regions import Region, Regions
from crawler.portals.site_url import site_of
from crawler.urls.hosts import owner_of

BUNDLED = Path(__file__).with_name("registry")
ALL = "all"
BUNDLED_ONLY, OWN_ONLY = "bundled", "own"
WHICH = (ALL, BUNDLED_ONLY, OWN_ONLY)
"""Values of the setting PORTALS."""
MINE = "mine"
SOURCES = (MINE, BUNDLED_ONLY, ALL)
"""Values of `from=`."""

_Hosts = dict[tuple[str, int | None], dict[tuple[str, ...], AnyEntry]]


class Registry:
    """Validated portals; checks for conflicts between them.

    Raises RegistryError with both positions for two entries with the same id or address.
    """

    def __init__(self, files: Iterable[RegistryFile], own: Iterable[str] = ()) -> None:
        files = tuple(files)
        self.own = frozenset(own)
        """The ids of the user's own entries."""
        self.places = Regions(region for file in files for region in file.regions)
        """The kabupaten and kota of the files, by code, name and domain."""
        self._by_id: dict[str, AnyEntry] = {}
        self._by_host: _Hosts = {}
        for entry in (self._coded(entry) for file in files for entry in file.entries):
            _refuse_twin(self._by_id.get(entry.id), entry, f"the id {entry.id}")
            self._by_id[entry.id] = entry
            paths = self._by_host.setdefault((entry.site.host, entry.site.port), {})
            if entry.site.path in paths:
                _refuse_twin(paths[entry.site.path], entry, f"the address {entry.portal.address}")
            paths[entry.site.path] = entry

    @property
    def regions(self) -> tuple[Region, ...]:
        """The kabupaten and kota of the files."""
        return self.places.all

    def _coded(self, entry: AnyEntry) -> AnyEntry:
        """The entry with code and full name of its region; user files give only one of them."""
        if not isinstance(entry, Entry):
            return entry
        portal = entry.portal
        if portal.province is None or not self.places.all:
            return entry
        province = find_province(portal.province)
        if portal.code not in (None, province.code, *self.places.by_code):
            self._refuse(entry, f"no region of {province.name} has the code {portal.code}")
        named = self.places.find(portal.region) if portal.region else None
        region = self.places.by_code.get(portal.code) if portal.code else named
        if named is not None and region is not named:
            self._refuse(entry, f"{named.full_name} has the code {named.code}, not {portal.code}")
        if region is not None and region.province == province.name:
            full_name = portal.region if named is None and portal.region else region.full_name
            placed = replace(portal, region=full_name, code=region.code)
        elif portal.region in (None, province.name):
            placed = replace(portal, region=portal.region or province.name, code=portal.code or province.code)
        else:
            return entry
        return replace(entry, portal=placed)

    def _refuse(self, entry: AnyEntry, what: str) -> NoReturn:
        raise RegistryError(f"{entry.file}:{entry.line}: {what}")

    def __iter__(self) -> Iterator[Portal]:
        return (entry.portal for entry in self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, portal_id: str) -> Portal:
        """The portal with this id, or with this domain (`malangkota.go.id`) if it is unique.

        Raises UnknownPortalError with the nearest ids.
        """
        value = portal_id.strip().lower()
        if entry := self._by_id.get(value):
            return entry.portal
        on_host = self._by_host.get((value.removeprefix("www."), None), {})
        if len(on_host) == 1:
            return next(iter(on_host.values())).portal
        known = {portal.domain: portal.id for portal in self} | {portal.id: portal.id for portal in self}
        raise UnknownPortalError(portal_id, dict.fromkeys(known[name] for name in nearest(value, known)))

    def select(
        self,
        portals: str | None = None,
        province: str | None = None,
        *,
        kind: str | None = None,
        source: str | None = None,
    ) -> list[Portal]:
        """The portals selected by `-a portal=`, `province=`, `kind=` and `from=`; each takes a comma list.

        `portals` are ids or `all`, `kind` is one of KINDS, `source` is `mine` (the user's files), `bundled`
        or `all`. Several criteria are combined by AND. No portal occurs twice.
        Raises UnknownPortalError, UnknownProvinceError, and UsageError if nothing is selected or found.
        """
        ids, provinces, kinds = _items(portals), _items(province), _items(kind)
        for given, items in ((portals, ids), (province, provinces), (kind, kinds)):
            if given is not None and not items:
                raise UsageError("an empty list selects no portal; give ids, a province, or all")
        if portals is None and province is None and kind is None and source is None:
            raise UsageError("no portal is selected; give portal=ID[,ID...], portal=all or province=NAME")
        names = {find_province(name).name for name in provinces}
        for value, known, what in [
            *((value, KINDS, "kind") for value in kinds),
            *((value, SOURCES, "from") for value in [source] if value is not None),
        ]:
            if value not in known:
                raise UsageError(f"{what}={shown(value)} is unknown; there are {', '.join(known)}")
        everything = not ids or ALL in (value.lower() for value in ids)
        chosen = list(self) if everything else [self.get(value) for value in ids]
        if source in (MINE, BUNDLED_ONLY):
            if source == MINE and not self.own:
                raise UsageError("from=mine: you have no portals; set PORTALS_FILE to your files")
            chosen = [portal for portal in chosen if (portal.id in self.own) == (source == MINE)]
        if names:
            chosen = [portal for portal in chosen if portal.province in names]
            if not chosen:
                raise UsageError(f"none of the selected portals is in {', '.join(sorted(names))}")
        if kinds:
            chosen = [portal for portal in chosen if portal.kind in kinds]
        if not chosen:
            wanted = {"portal": portals, "province": province, "kind": kind, "from": source}
            named = [f"{key}={value}" for key, value in wanted.items() if value and value != ALL]
            raise UsageError(f"no portal matches {' and '.join(named)}")
        return list({portal.id: portal for portal in chosen}.values())

    def by_address(self, url: str) -> Portal | None:
        """The portal of `url`: matches its host, with or without www, and the longest folder.

        Alternative addresses match too, unless they are another portal's own address.
        Raises UsageError for an address that `check_address` refuses.
        """
        site = site_of(url)
        host = (site.host, site.port)
        paths = self._by_host.get(host) or self._by_alternative.get(host, {})
        for length in range(len(site.path) if paths else 0, -1, -1):
            if entry := paths.get(site.path[:length]):
                return entry.portal
        return None

    def entry_of(self, portal_id: str) -> str:
        """Position of the portal's entry, `file:line`; empty if it is not in the registry."""
        entry = self._by_id.get(portal_id)
        return f"{entry.file}:{entry.line}" if entry is not None else ""

    def owned_by(self, owner: str) -> list[Portal]:
        """The portals at a registered domain and below it (`owner_of`)."""
        return self._by_owner.get(owner, [])

    @cached_property
    def _by_owner(self) -> dict[str, list[Portal]]:
        owners: dict[str, list[Portal]] = {}
        for portal in self:
            owners.setdefault(owner_of(portal.domain), []).append(portal)
        return owners

    @cached_property
    def _by_alternative(self) -> _Hosts:
        hosts: _Hosts = {}
        for entry in self._by_id.values():
            for address in entry.portal.alternatives:
                site = site_of(address)
                hosts.setdefault((site.host, site.port), {}).setdefault(site.path, entry)
        return hosts


def load_registry(extra_files: Iterable[Path | str] = (), which: str = ALL) -> Registry:
    """The bundled registry and the user's files (setting PORTALS_FILE); with `which` only one of them.

    A user's entry replaces the bundled entry with the same id completely. A user's entry with a bundled
    address and another id is refused, and so are two user entries with the same id or address. `which` is one
    of WHICH (setting PORTALS); the bundled regions are always loaded. A user's entry without a province is
    placed by its host name.
    Raises RegistryError with file and line.
    """
    own = [_placed(read_file(Path(path))) for path in extra_files] if which != BUNDLED_ONLY else []
    replaced = {entry.id for file in own for entry in file.entries}
    if which == OWN_ONLY:
        return Registry([*(RegistryFile((), file.regions) for file in _bundled()), *own], own=replaced)
    if not replaced:
        return Registry([*_bundled(), *own])
    kept = [
        RegistryFile(tuple(e for e in file.entries if e.id not in replaced), file.regions)
        for file in _bundled()
    ]
    return Registry([*kept, *own], own=replaced)


def _placed(file: RegistryFile) -> RegistryFile:
    """The file with the entries without a province placed by their host names, as unlisted sites are."""
    if not any(_is_unplaced(entry) for entry in file.entries):
        return file
    known = Registry(_bundled())

    def place(entry: AnyEntry) -> AnyEntry:
        if not _is_unplaced(entry):
            return entry
        neighbours = known.owned_by(owner_of(entry.portal.domain))
        return Entry(placed(entry.portal, neighbours, known.places), entry.site, entry.file, entry.line)

    return replace(file, entries=tuple(map(place, file.entries)))


def _is_unplaced(entry: AnyEntry) -> bool:
    return entry.portal.zone_guessed and entry.portal.region is None


@cache
def _bundled() -> tuple[RegistryFile, ...]:
    """The bundled files, in order of their names; read once, on first use."""
    return read_folder(BUNDLED)


def _items(value: str | None) -> list[str]:
    return [item.strip() for item in (value or "").split(",") if item.strip()]


def _refuse_twin(first: AnyEntry | None, second: AnyEntry, what: str) -> None:
    if first is not None:
        raise RegistryError(
            f"{second.file}:{second.line}: {what} is already taken at {first.file}:{first.line}; "
            "an entry with the same id in a PORTALS_FILE replaces the bundled one"
        )
