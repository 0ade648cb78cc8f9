"""The registry in memory: portals by id, by province, by address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from crawler.portals.errors import RegistryError, UnknownPortalError, UsageError, nearest
from crawler.portals.loader import Entry, RegistryFile, read_file
from crawler.portals.portal import Portal
from crawler.portals.provinces import find_province
from crawler.portals.regions import Region
from crawler.portals.site_url import site_of

BUNDLED = Path(__file__).with_name("registry")
ALL = "all"


class Registry:
    """Portals that were checked one by one; this class refuses what clashes between them.

    Raises RegistryError for two entries with one id or one address, naming both places.
    """

    def __init__(self, files: Iterable[RegistryFile]) -> None:
        files = tuple(files)
        self.regions: tuple[Region, ...] = tuple(region for file in files for region in file.regions)
        """The kabupaten and kota that the files name."""
        self._by_id: dict[str, Entry] = {}
        self._by_host: dict[tuple[str, int | None], dict[tuple[str, ...], Entry]] = {}
        for entry in (entry for file in files for entry in file.entries):
            _refuse_twin(self._by_id.get(entry.portal.id), entry, f"the id {entry.portal.id}")
            self._by_id[entry.portal.id] = entry
            paths = self._by_host.setdefault((entry.site.host, entry.site.port), {})
            _refuse_twin(paths.get(entry.site.path), entry, f"the address {entry.portal.address}")
            paths[entry.site.path] = entry

    def __iter__(self) -> Iterator[Portal]:
        return (entry.portal for entry in self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, portal_id: str) -> Portal:
        """The portal with this id; its domain (`malangkota.go.id`) does as well where only one has it.

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

    def select(self, portals: str | None = None, province: str | None = None) -> list[Portal]:
        """The portals that `-a portal=` and `-a province=` name: ids or `all`, names, each a comma list.

        With both, the named portals that lie in the named provinces. No portal comes twice.
        Raises UnknownPortalError, UnknownProvinceError, and UsageError where nothing is named or fits.
        """
        ids = _items(portals)
        names = {find_province(name).name for name in _items(province)}
        if (portals is not None and not ids) or (province is not None and not names):
            raise UsageError("an empty list names no portal; give ids, a province, or all")
        if not ids and not names:
            raise UsageError("no portal is named; give portal=ID[,ID...], portal=all or province=NAME")
        everything = not ids or ALL in (value.lower() for value in ids)
        chosen = list(self) if everything else [self.get(value) for value in ids]
        if names:
            chosen = [portal for portal in chosen if portal.province in names]
        if not chosen:
            raise UsageError(f"none of the named portals lies in {', '.join(sorted(names))}")
        return list({portal.id: portal for portal in chosen}.values())

    def by_address(self, url: str) -> Portal | None:
        """The portal in which `url` lies: its host, with or without www, and the longest folder that fits.

        Raises UsageError for an address that `check_address` refuses.
        """
        site = site_of(url)
        paths = self._by_host.get((site.host, site.port), {})
        for length in range(len(site.path) if paths else 0, -1, -1):
            if entry := paths.get(site.path[:length]):
                return entry.portal
        return None


def load_registry(extra_files: Iterable[Path | str] = ()) -> Registry:
    """The bundled registry and the user's files (setting PORTALS_FILE).

    A user's entry with the id of a bundled one replaces it as a whole. A user's entry that takes a bundled
    address under another id is refused, as is any id or address that two user entries share.
    Raises RegistryError naming file and line.
    """
    own = [read_file(Path(path)) for path in extra_files]
    replaced = {entry.portal.id for file in own for entry in file.entries}
    if not replaced:
        return Registry([*_bundled(), *own])
    kept = [
        RegistryFile(tuple(e for e in file.entries if e.portal.id not in replaced), file.regions)
        for file in _bundled()
    ]
    return Registry([*kept, *own])


@cache
def _bundled() -> tuple[RegistryFile, ...]:
    """The files that come with Warta, in the order of their names; read once, when first asked for."""
    return tuple(read_file(path) for path in sorted(BUNDLED.glob("*.toml")))


def _items(value: str | None) -> list[str]:
    return [item.strip() for item in (value or "").split(",") if item.strip()]


def _refuse_twin(first: Entry | None, second: Entry, what: str) -> None:
    if first is not None:
        raise RegistryError(
            f"{second.file}:{second.line}: {what} is already taken at {first.file}:{first.line}; "
            "an entry with the same id in a PORTALS_FILE replaces the bundled one"
        )
