"""Regencies (kabupaten) and cities (kota), and how they are called in domain names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

# How a government's domain says what it is: bandungkab, kabbandung, pemkabbandung; kotabandung, pemkobandung.
_AFFIXES = {
    "kabupaten": ("{}kab", "kab{}", "pemkab{}", "{}"),
    "kota": ("{}kota", "kota{}", "pemkot{}", "pemko{}", "{}"),
}
_ISLANDS = "kepulauan"  # in full, as "kep", or left out: kepulauanarukab, kepmerantikab, talaudkab


@dataclass(frozen=True, slots=True)
class Region:
    """One regency or city; `short` are names that domains use for it instead of its own."""

    kind: Literal["kabupaten", "kota"]
    name: str
    province: str
    short: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        """As a portal's `region` has it: Kabupaten Malang, Kota Malang."""
        return f"{self.kind.capitalize()} {self.name}"

    def labels(self) -> set[str]:
        """The labels under go.id that name this region."""
        name = re.sub(r"[^a-z]", "", self.name.lower())
        names = {name, *self.short}
        if name.startswith(_ISLANDS):
            rest = name.removeprefix(_ISLANDS)
            names |= {rest, f"kep{rest}"}
        return {affix.format(known) for known in names for affix in _AFFIXES[self.kind]}


def regions_called(label: str, regions: Iterable[Region]) -> list[Region]:
    """The regions of which `label`, as in `<label>.go.id`, can be the name: none, one, or several."""
    label = re.sub(r"[^a-z]", "", label.lower())
    return [region for region in regions if label in region.labels()]
