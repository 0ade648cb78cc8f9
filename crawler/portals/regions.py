"""Regencies (kabupaten) and cities (kota), and their labels in domain names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

# Affixes in domains of governments: bandungkab, kabbandung, pemkabbandung; kotabandung, pemkobandung.
_AFFIXES = {
    "kabupaten": ("{}kab", "kab{}", "pemkab{}", "{}"),
    "kota": ("{}kota", "kota{}", "pemkot{}", "pemko{}", "{}"),
}
_ISLANDS = "kepulauan"  # in full, as "kep", or left out: kepulauanarukab, kepmerantikab, talaudkab
_SHORT_KIND = re.compile(r"^kab\.?\s+")
_ADMINISTRATIVE = " Administrasi "  # in official names of regions whose heads a governor appoints


@dataclass(frozen=True, slots=True)
class Region:
    """One regency or city.

    `code` is the code of the Ministry of Home Affairs (Kemendagri), `91.03`. `full_name` is the form of a
    portal's `region`: Kabupaten Malang, Kota Malang. `official` is the ministry's spelling if it differs,
    `short` are other names used in domains.
    """

    code: str
    full_name: str
    province: str
    official: str = ""
    short: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """`kabupaten` or `kota`."""
        return self.full_name.partition(" ")[0].lower()

    @property
    def name(self) -> str:
        """The name without Kabupaten or Kota."""
        return self.full_name.partition(" ")[2]

    @property
    def level(self) -> str:
        """`kabupaten`, `kota`, or one of these with `administrasi`."""
        return self.kind + (_ADMINISTRATIVE.rstrip().lower() if _ADMINISTRATIVE in self.official else "")

    def names(self) -> tuple[str, ...]:
        """The full name and, if it differs, the official one."""
        return (self.full_name, self.official) if self.official else (self.full_name,)

    def labels(self) -> set[str]:
        """Domain labels of this region under go.id."""
        names = {_letters(self.name), *self.short}
        if self.official:
            names.add(_letters(self.official.partition(" ")[2].removeprefix(_ADMINISTRATIVE.lstrip())))
        for name in [name for name in names if name.startswith(_ISLANDS)]:
            rest = name.removeprefix(_ISLANDS)
            names |= {rest, f"kep{rest}"}
        return {affix.format(known) for known in names for affix in _AFFIXES[self.kind]}


class Regions:
    """The regions of a registry, by code, name and domain label."""

    def __init__(self, regions: Iterable[Region]) -> None:
        self.all = tuple(regions)
        self.by_code = {region.code: region for region in self.all}

    @cached_property
    def by_name(self) -> dict[str, Region]:
        """By lower-case full and official name, with and without spaces and hyphens."""
        names: dict[str, Region] = {}
        for region in self.all:
            names |= {key: region for name in region.names() for key in (name.lower(), _letters(name))}
        return names

    @cached_property
    def _by_label(self) -> dict[str, list[Region]]:
        labels: dict[str, list[Region]] = {}
        for region in self.all:
            for label in region.labels():
                labels.setdefault(label, []).append(region)
        return labels

    def find(self, name_or_code: str) -> Region | None:
        """The region with this code, full or official name: `Kota Tanjung Pinang` or `Kota Tanjungpinang`."""
        value = _SHORT_KIND.sub("kabupaten ", name_or_code.strip().lower())
        return self.by_code.get(value) or self.by_name.get(value) or self.by_name.get(_letters(value))

    def called(self, label: str) -> list[Region]:
        """The regions that `label`, as in `<label>.go.id`, can stand for: none, one, or several."""
        return self._by_label.get(_letters(label), [])


def _letters(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower())
