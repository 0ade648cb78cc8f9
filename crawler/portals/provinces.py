"""The 38 provinces of Indonesia, the zone of each, and the names by which people call them.

Provinces: Law 23/2014 and the laws of 2022 that divided Papua (14, 15, 16 and 29 of 2022).
Zones: Presidential Decree 41/1987; a province lies in one zone as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crawler.portals.errors import UnknownProvinceError, nearest
from crawler.portals.portal import Zone


@dataclass(frozen=True, slots=True)
class Province:
    """One province; `aliases` are lower-case short and older names that press and portals use."""

    name: str
    zone: Zone
    aliases: tuple[str, ...] = ()


PROVINCES: tuple[Province, ...] = (
    Province("Aceh", "WIB", ("nad", "nanggroe aceh darussalam", "di aceh")),
    Province("Sumatera Utara", "WIB", ("sumut", "north sumatra", "sumatra utara")),
    Province("Sumatera Barat", "WIB", ("sumbar", "west sumatra", "sumatra barat")),
    Province("Riau", "WIB"),
    Province("Kepulauan Riau", "WIB", ("kepri", "kep riau", "riau islands")),
    Province("Jambi", "WIB"),
    Province("Sumatera Selatan", "WIB", ("sumsel", "south sumatra", "sumatra selatan")),
    Province(
        "Kepulauan Bangka Belitung",
        "WIB",
        ("babel", "kep babel", "bangka belitung", "kep bangka belitung", "bangka belitung islands"),
    ),
    Province("Bengkulu", "WIB"),
    Province("Lampung", "WIB"),
    Province("Banten", "WIB"),
    Province("DKI Jakarta", "WIB", ("dki", "jakarta", "dk jakarta", "dkj", "daerah khusus jakarta")),
    Province("Jawa Barat", "WIB", ("jabar", "west java")),
    Province("Jawa Tengah", "WIB", ("jateng", "central java")),
    Province(
        "DI Yogyakarta",
        "WIB",
        ("diy", "yogyakarta", "jogja", "jogjakarta", "yogya", "daerah istimewa yogyakarta"),
    ),
    Province("Jawa Timur", "WIB", ("jatim", "east java")),
    Province("Kalimantan Barat", "WIB", ("kalbar", "west kalimantan")),
    Province("Kalimantan Tengah", "WIB", ("kalteng", "central kalimantan")),
    Province("Kalimantan Selatan", "WITA", ("kalsel", "south kalimantan")),
    Province("Kalimantan Timur", "WITA", ("kaltim", "east kalimantan")),
    Province("Kalimantan Utara", "WITA", ("kaltara", "kalut", "north kalimantan")),
    Province("Bali", "WITA"),
    Province("Nusa Tenggara Barat", "WITA", ("ntb", "west nusa tenggara")),
    Province("Nusa Tenggara Timur", "WITA", ("ntt", "east nusa tenggara")),
    Province("Sulawesi Utara", "WITA", ("sulut", "north sulawesi")),
    Province("Gorontalo", "WITA"),
    Province("Sulawesi Tengah", "WITA", ("sulteng", "central sulawesi")),
    Province("Sulawesi Barat", "WITA", ("sulbar", "west sulawesi")),
    Province("Sulawesi Selatan", "WITA", ("sulsel", "south sulawesi")),
    Province("Sulawesi Tenggara", "WITA", ("sultra", "southeast sulawesi")),
    Province("Maluku", "WIT"),
    Province("Maluku Utara", "WIT", ("malut", "north maluku")),
    Province("Papua", "WIT"),
    Province("Papua Barat", "WIT", ("pabar", "west papua")),
    Province("Papua Barat Daya", "WIT", ("pbd", "southwest papua")),
    Province("Papua Selatan", "WIT", ("south papua",)),
    Province("Papua Tengah", "WIT", ("central papua",)),
    Province("Papua Pegunungan", "WIT", ("highland papua",)),
)

_PREFIXES = ("provinsi ", "propinsi ", "prov ", "pemprov ", "province of ")


def _key(name: str) -> str:
    """The name as looked up: case, spaces, the dots of "D.I." and a leading "Provinsi" do not matter."""
    key = " ".join(name.replace(".", "").replace("_", " ").replace("-", " ").casefold().split())
    for prefix in _PREFIXES:
        key = key.removeprefix(prefix)
    return key


_BY_KEY = {_key(alias): province for province in PROVINCES for alias in (province.name, *province.aliases)}


def find_province(name: str) -> Province:
    """The province that is called `name`, case-insensitively, by its full name or a common short one.

    Raises UnknownProvinceError with the names nearest to it.
    """
    province = _BY_KEY.get(_key(name))
    if province is None:
        raise UnknownProvinceError(name, _nearest_names(_key(name)))
    return province


def _nearest_names(key: str) -> Iterable[str]:
    return dict.fromkeys(_BY_KEY[candidate].name for candidate in nearest(key, _BY_KEY))
