"""The names of all governments, as press and offices write them: what a text's words can mean."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from crawler.portals.lookup import load_registry
from crawler.portals.provinces import PROVINCES

PROVINCE = "provinsi"

# Abbreviations and other names in the press, by what they stand for.
_PRESS = {
    "Solo": "Kota Surakarta",
    "Jogja": "Kota Yogyakarta",
    "Tangsel": "Kota Tangerang Selatan",
    "KBB": "Kabupaten Bandung Barat",
    "Gunung Kidul": "Kabupaten Gunungkidul",
    "Kulonprogo": "Kabupaten Kulon Progo",
    "Kukar": "Kabupaten Kutai Kartanegara",
    "Kutim": "Kabupaten Kutai Timur",
    "Kubar": "Kabupaten Kutai Barat",
    "PPU": "Kabupaten Penajam Paser Utara",
    "Mahulu": "Kabupaten Mahakam Ulu",
    "Kotim": "Kabupaten Kotawaringin Timur",
    "Kobar": "Kabupaten Kotawaringin Barat",
    "Bartim": "Kabupaten Barito Timur",
    "Barsel": "Kabupaten Barito Selatan",
    "Barut": "Kabupaten Barito Utara",
    "Batola": "Kabupaten Barito Kuala",
    "HST": "Kabupaten Hulu Sungai Tengah",
    "HSS": "Kabupaten Hulu Sungai Selatan",
    "HSU": "Kabupaten Hulu Sungai Utara",
    "Tanbu": "Kabupaten Tanah Bumbu",
    "Muba": "Kabupaten Musi Banyuasin",
    "Muratara": "Kabupaten Musi Rawas Utara",
    "OKU": "Kabupaten Ogan Komering Ulu",
    "OKI": "Kabupaten Ogan Komering Ilir",
    "PALI": "Kabupaten Penukal Abab Lematang Ilir",
    "Pangkep": "Kabupaten Pangkajene dan Kepulauan",
    "Sidrap": "Kabupaten Sidenreng Rappang",
    "Lutim": "Kabupaten Luwu Timur",
    "Lutra": "Kabupaten Luwu Utara",
    "Selayar": "Kabupaten Kepulauan Selayar",
    "Sitaro": "Kabupaten Kepulauan Siau Tagulandang Biaro",
    "Talaud": "Kabupaten Kepulauan Talaud",
    "Sangihe": "Kabupaten Kepulauan Sangihe",
    "Bolmong": "Kabupaten Bolaang Mongondow",
    "Boltim": "Kabupaten Bolaang Mongondow Timur",
    "Bolsel": "Kabupaten Bolaang Mongondow Selatan",
    "Bolmut": "Kabupaten Bolaang Mongondow Utara",
    "Minut": "Kabupaten Minahasa Utara",
    "Minsel": "Kabupaten Minahasa Selatan",
    "Mitra": "Kabupaten Minahasa Tenggara",
    "Halsel": "Kabupaten Halmahera Selatan",
    "Halut": "Kabupaten Halmahera Utara",
    "Halbar": "Kabupaten Halmahera Barat",
    "Halteng": "Kabupaten Halmahera Tengah",
    "Haltim": "Kabupaten Halmahera Timur",
    "Kolut": "Kabupaten Kolaka Utara",
    "Koltim": "Kabupaten Kolaka Timur",
    "Konsel": "Kabupaten Konawe Selatan",
    "Konut": "Kabupaten Konawe Utara",
    "Konkep": "Kabupaten Konawe Kepulauan",
    "Busel": "Kabupaten Buton Selatan",
    "Buteng": "Kabupaten Buton Tengah",
    "Butur": "Kabupaten Buton Utara",
    "Mubar": "Kabupaten Muna Barat",
    "Mabar": "Kabupaten Manggarai Barat",
    "Matim": "Kabupaten Manggarai Timur",
    "TTS": "Kabupaten Timor Tengah Selatan",
    "TTU": "Kabupaten Timor Tengah Utara",
    "SBD": "Kabupaten Sumba Barat Daya",
    "KSB": "Kabupaten Sumbawa Barat",
    "KLU": "Kabupaten Lombok Utara",
    "Loteng": "Kabupaten Lombok Tengah",
    "Lotim": "Kabupaten Lombok Timur",
    "Lobar": "Kabupaten Lombok Barat",
    "Tanjabbar": "Kabupaten Tanjung Jabung Barat",
    "Tanjabtim": "Kabupaten Tanjung Jabung Timur",
    "Inhil": "Kabupaten Indragiri Hilir",
    "Inhu": "Kabupaten Indragiri Hulu",
    "Rohul": "Kabupaten Rokan Hulu",
    "Rohil": "Kabupaten Rokan Hilir",
    "Kuansing": "Kabupaten Kuantan Singingi",
    "Meranti": "Kabupaten Kepulauan Meranti",
    "Mentawai": "Kabupaten Kepulauan Mentawai",
    "Pessel": "Kabupaten Pesisir Selatan",
    "Sergai": "Kabupaten Serdang Bedagai",
    "Labura": "Kabupaten Labuhanbatu Utara",
    "Labusel": "Kabupaten Labuhanbatu Selatan",
    "Madina": "Kabupaten Mandailing Natal",
    "Paluta": "Kabupaten Padang Lawas Utara",
    "Palas": "Kabupaten Padang Lawas",
    "Taput": "Kabupaten Tapanuli Utara",
    "Tapsel": "Kabupaten Tapanuli Selatan",
    "Tapteng": "Kabupaten Tapanuli Tengah",
    "Humbahas": "Kabupaten Humbang Hasundutan",
    "Lamsel": "Kabupaten Lampung Selatan",
    "Lamteng": "Kabupaten Lampung Tengah",
    "Lamtim": "Kabupaten Lampung Timur",
    "Lampura": "Kabupaten Lampung Utara",
    "Lambar": "Kabupaten Lampung Barat",
    "Tubaba": "Kabupaten Tulang Bawang Barat",
    "Pesibar": "Kabupaten Pesisir Barat",
    "Beltim": "Kabupaten Belitung Timur",
    "Basel": "Kabupaten Bangka Selatan",
    "Bateng": "Kabupaten Bangka Tengah",
    "Babar": "Kabupaten Bangka Barat",
    "Pare-Pare": "Kota Parepare",
    "Bandarlampung": "Kota Bandar Lampung",
    "Raja Ampat": "Kabupaten Raja Ampat",
}
_ENGLISH = frozenset(
    {"north", "south", "west", "east", "central", "southeast", "southwest", "highland", "islands"}
)


@dataclass(frozen=True, slots=True)
class Government:
    """A province, regency or city; `kind` is `provinsi`, `kabupaten` or `kota`, `level` as the registry's."""

    name: str
    code: str
    kind: str
    level: str
    province: str


@dataclass(frozen=True, slots=True)
class Name:
    """What one name can mean. `text` is folded; `sure` names need no context: no word and no other place."""

    text: str
    governments: tuple[Government, ...]
    sure: bool


@cache
def names_by_first_word() -> dict[str, tuple[Name, ...]]:
    """All names by their first word, the longest first; folded to lower case."""
    meanings: dict[str, dict[str, Government]] = {}
    sure: set[str] = set()
    for province in PROVINCES:
        government = Government(province.name, province.code, PROVINCE, PROVINCE, province.name)
        for text in (province.name, *province.aliases):
            folded = text.lower()
            if not _ENGLISH & set(folded.split()):
                meanings.setdefault(folded, {})[government.code] = government
                sure.add(folded)
    full: dict[str, Government] = {}
    for region in load_registry().regions:
        government = Government(region.full_name, region.code, region.kind, region.level, region.province)
        full[region.full_name] = government
        for text in region.names():
            folded = text.lower().partition(" ")[2].removeprefix("administrasi ")
            meanings.setdefault(folded, {})[government.code] = government
            meanings.setdefault(folded.replace("-", " "), {})[government.code] = government
    for text, full_name in _PRESS.items():
        meanings.setdefault(text.lower(), {})[full[full_name].code] = full[full_name]
    found: dict[str, list[Name]] = {}
    for text, governments in meanings.items():
        name = Name(text, tuple(governments.values()), text in sure and len(governments) == 1)
        found.setdefault(text.partition(" ")[0], []).append(name)
    return {first: tuple(sorted(names, key=lambda one: -len(one.text))) for first, names in found.items()}
