"""The 38 provinces of Indonesia with time zones and alternative names.

Provinces and codes: Kepmendagri 100.1.1-6117/2022, Law 23/2014 and the laws of 2022 that divided Papua (14,
15, 16 and 29 of 2022). Zones: Presidential Decree 41/1987; each province is entirely in one zone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from crawler.portals.errors import UnknownProvinceError, nearest
from crawler.portals.portal import Zone


@dataclass(frozen=True, slots=True)
class Province:
    """One province; `aliases` are lower-case short, older and official names used by press and portals.

    `code` is the code of the Ministry of Home Affairs (Kemendagri), the prefix of its regions' codes.
    """

    code: str
    name: str
    zone: Zone
    aliases: tuple[str, ...] = ()

    def labels(self) -> set[str]:
        """Domain labels of this province under go.id: sulsel, sulselprov, sulawesiselatanprov."""
        names = {re.sub(r"[^a-z]", "", name.lower()) for name in (self.name, *self.aliases)}
        return {affix.format(name) for name in names for affix in ("{}", "{}prov", "prov{}", "pemprov{}")}


PROVINCES: tuple[Province, ...] = (
    Province("11", "Aceh", "WIB", ("nad", "nanggroe aceh darussalam", "di aceh")),
    Province("12", "Sumatera Utara", "WIB", ("sumut", "north sumatra", "sumatra utara")),
    Province("13", "Sumatera Barat", "WIB", ("sumbar", "west sumatra", "sumatra barat")),
    Province("14", "Riau", "WIB"),
    Province("21", "Kepulauan Riau", "WIB", ("kepri", "kep riau", "riau islands")),
    Province("15", "Jambi", "WIB"),
    Province("16", "Sumatera Selatan", "WIB", ("sumsel", "south sumatra", "sumatra selatan")),
    Province(
        "19",
        "Kepulauan Bangka Belitung",
        "WIB",
        ("babel", "kep babel", "bangka belitung", "kep bangka belitung", "bangka belitung islands"),
    ),
    Province("17", "Bengkulu", "WIB"),
    Province("18", "Lampung", "WIB"),
    Province("36", "Banten", "WIB"),
    Province(
        "31",
        "DKI Jakarta",
        "WIB",
        ("dki", "jakarta", "dk jakarta", "dkj", "daerah khusus jakarta", "daerah khusus ibukota jakarta"),
    ),
    Province("32", "Jawa Barat", "WIB", ("jabar", "west java")),
    Province("33", "Jawa Tengah", "WIB", ("jateng", "central java")),
    Province(
        "34",
        "DI Yogyakarta",
        "WIB",
        ("diy", "yogyakarta", "jogja", "jogjakarta", "yogya", "daerah istimewa yogyakarta"),
    ),
    Province("35", "Jawa Timur", "WIB", ("jatim", "east java")),
    Province("61", "Kalimantan Barat", "WIB", ("kalbar", "west kalimantan")),
    Province("62", "Kalimantan Tengah", "WIB", ("kalteng", "central kalimantan")),
    Province("63", "Kalimantan Selatan", "WITA", ("kalsel", "south kalimantan")),
    Province("64", "Kalimantan Timur", "WITA", ("kaltim", "east kalimantan")),
    Province("65", "Kalimantan Utara", "WITA", ("kaltara", "kalut", "north kalimantan")),
    Province("51", "Bali", "WITA"),
    Province("52", "Nusa Tenggara Barat", "WITA", ("ntb", "west nusa tenggara")),
    Province("53", "Nusa Tenggara Timur", "WITA", ("ntt", "east nusa tenggara")),
    Province("71", "Sulawesi Utara", "WITA", ("sulut", "north sulawesi")),
    Province("75", "Gorontalo", "WITA"),
    Province("72", "Sulawesi Tengah", "WITA", ("sulteng", "central sulawesi")),
    Province("76", "Sulawesi Barat", "WITA", ("sulbar", "west sulawesi")),
    Province("73", "Sulawesi Selatan", "WITA", ("sulsel", "south sulawesi")),
    Province("74", "Sulawesi Tenggara", "WITA", ("sultra", "southeast sulawesi")),
    Province("81", "Maluku", "WIT"),
    Province("82", "Maluku Utara", "WIT", ("malut", "north maluku")),
    Province("91", "Papua", "WIT"),
    Province("92", "Papua Barat", "WIT", ("pabar", "west papua")),
    Province("96", "Papua Barat Daya", "WIT", ("pbd", "southwest papua")),
    Province("93", "Papua Selatan", "WIT", ("south papua",)),
    Province("94", "Papua Tengah", "WIT", ("central papua",)),
    Province("95", "Papua Pegunungan", "WIT", ("highland papua",)),
)

_PREFIXES = ("provinsi ", "propinsi ", "prov ", "pemprov ", "province of ")


def _key(name: str) -> str:
    """Normalize a name: ignores case, spaces, the dots of "D.I." and a leading "Provinsi"."""
    key = " ".join(name.replace(".", "").replace("_", " ").replace("-", " ").casefold().split())
    for prefix in _PREFIXES:
        key = key.removeprefix(prefix)
    return key


_BY_CODE = {province.code: province for province in PROVINCES}
_BY_KEY = {_key(alias): province for province in PROVINCES for alias in (province.name, *province.aliases)}


def find_province(name: str) -> Province:
    """The province with this full name, common short name or code, case-insensitively.

    Raises UnknownProvinceError with similar names.
    """
    province = _BY_KEY.get(_key(name)) or _BY_CODE.get(name.strip())
    if province is None:
        raise UnknownProvinceError(name, _nearest_names(_key(name)))
    return province


def province_of_code(code: str) -> Province | None:
    """The province of a Kemendagri code: its own (`35`) or that of a regency, city or village in it."""
    return _BY_CODE.get(code[:2])


@cache
def _by_label() -> dict[str, list[Province]]:
    labels: dict[str, list[Province]] = {}
    for province in PROVINCES:
        for label in province.labels():
            labels.setdefault(label, []).append(province)
    return labels


def provinces_called(label: str) -> list[Province]:
    """The provinces that `label`, as in `<label>.go.id`, can stand for."""
    return _by_label().get(re.sub(r"[^a-z]", "", label.lower()), [])


def _nearest_names(key: str) -> Iterable[str]:
    return dict.fromkeys(_BY_KEY[candidate].name for candidate in nearest(key, _BY_KEY))
