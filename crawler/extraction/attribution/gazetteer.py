"""Names of Indonesian provinces, regencies, cities and their seats, to distinguish places from other names.

Provinces and regions come from the registry; this module adds the seats and common other names.

Source: the Ministry of Home Affairs' list of regions (Kepmendagri 100.1.1-6117/2022), without `Kabupaten` and
`Kota`, and the seats whose name differs from their regency's.
"""

from __future__ import annotations

from functools import cache, lru_cache

from crawler.portals.lookup import load_registry
from crawler.portals.provinces import PROVINCES

_SHORT = """
Mentawai, Sangihe, Talaud, Selayar, Kukar, Pangkep, Sidrap, Sitaro, Siau Tagulandang Biaro, Solo, Jogja,
Palangkaraya, Tidore, Toraja, Jakarta
"""

_SEATS = """
Meulaboh, Blangpidie, Jantho, Calang, Tapaktuan, Singkil, Karang Baru, Takengon, Kutacane, Idi,
Lhoksukon, Simpang Tiga Redelong, Blangkejeren, Suka Makmue, Sigli, Meureudu, Sinabang, Kisaran,
Limapuluh, Sidikalang, Lubuk Pakam, Dolok Sanggul, Kabanjahe, Rantau Prapat, Kotapinang, Aek Kanopan,
Stabat, Panyabungan, Lahomi, Teluk Dalam, Lotu, Sibuhuan, Gunung Tua, Salak, Pangururan, Sei Rampah,
Raya, Sipirok, Pandan, Tarutung, Balige, Lubuk Basung, Pulau Punjung, Tuapejat, Sarilamak, Parit
Malintang, Lubuk Sikaping, Simpang Empat, Painan, Muaro Sijunjung, Arosuka, Padang Aro, Batusangkar,
Tembilahan, Rengat, Bangkinang, Selatpanjang, Teluk Kuantan, Pangkalan Kerinci, Bagansiapiapi, Pasir
Pengaraian, Siak Sri Indrapura, Tanjung Balai Karimun, Tarempa, Daik, Ranai, Muara Bulian, Muara Bungo,
Siulak, Bangko, Sengeti, Kuala Tungkal, Muara Sabak, Muara Tebo, Manna, Karang Tinggi, Arga Makmur,
Bintuhan, Tubei, Curup, Tais, Pangkalan Balai, Sekayu, Muara Beliti, Rupit, Indralaya, Kayuagung,
Baturaja, Muaradua, Martapura, Talang Ubi, Sungailiat, Muntok, Toboali, Koba, Tanjungpandan, Manggar,
Liwa, Kalianda, Gunung Sugih, Sukadana, Kotabumi, Gedong Tataan, Krui, Kota Agung, Menggala, Panaragan,
Blambangan Umpu, Rangkasbitung, Ciruas, Tigaraksa, Soreang, Ngamprah, Cikarang, Cibinong, Sumber, Parigi,
Palabuhanratu, Singaparna, Purwokerto, Purwodadi, Mungkid, Kajen, Ungaran, Slawi, Wates, Wonosari,
Kanigoro, Caruban, Kepanjen, Mojosari, Bangil, Kraksaan, Singaraja, Negara, Amlapura, Semarapura,
Mangupura, Raba, Gerung, Praya, Selong, Tanjung, Sumbawa Besar, Taliwang, Kalabahi, Atambua, Larantuka,
Oelamasi, Lewoleba, Betun, Ruteng, Labuan Bajo, Borong, Mbay, Bajawa, Baa, Seba, Maumere, Waikabubak,
Tambolaka, Waibakul, Waingapu, Soe, Kefamenanu, Putussibau, Sungai Raya, Ngabang, Nanga Pinoh, Buntok,
Tamiang Layang, Muara Teweh, Kuala Kurun, Kuala Kapuas, Kasongan, Pangkalan Bun, Sampit, Nanga Bulik,
Puruk Cahu, Kuala Pembuang, Paringin, Marabahan, Kandangan, Barabai, Amuntai, Batulicin, Pelaihari,
Rantau, Tanjung Redeb, Sendawar, Tenggarong, Sangatta, Ujoh Bilang, Tana Paser, Tanah Grogot, Penajam,
Nusantara, Tanjung Selor, Tideng Pale, Lolak, Bolaang Uki, Tutuyan, Boroko, Tahuna, Ondong Siau,
Melonguane, Tondano, Amurang, Ratahan, Airmadidi, Tilamuta, Suwawa, Limboto, Kwandang, Marisa, Luwuk,
Salakan, Bungku, Kolonodale, Ampana, Tobelo, Polewali, Watampone, Sungguminasa, Benteng, Belopa, Malili,
Masamba, Pangkajene, Watansoppeng, Makale, Rantepao, Sengkang, Rumbia, Pasarwajo, Batauga, Labungkari,
Buranga, Tirawuta, Lasusua, Unaaha, Langara, Andoolo, Wanggudu, Raha, Wangi-Wangi, Namlea, Namrole, Dobo,
Tiakur, Masohi, Langgur, Saumlaki, Piru, Bula, Jailolo, Labuha, Weda, Maba, Sanana, Daruba, Bobong,
Sofifi, Agats, Biak, Tanah Merah, Sugapa, Sentani, Wamena, Serui, Tiom, Burmeso, Kobakma, Kepi, Timika,
Kenyam, Enarotali, Oksibil, Ilaga, Mulia, Sorendiweri, Karubaga, Botawa, Dekai, Elelim, Ransiki,
Kumurkek, Waisai, Teminabuan, Fef, Bintuni, Rasiei, Gunung Kidul, Kulonprogo, Tanjung Pinang, Pangkal
Pinang, Pare-Pare, Bau-Bau, Toli-Toli, Bandarlampung, Bukit Tinggi, Lubuk Linggau, Tanjung Balai,
Pematang Siantar, Padang Sidempuan, Gunung Sitoli, Kota Baru
"""


def _key(name: str) -> str:
    return "".join(name.lower().split())


_PREFIXES = ("kabupaten", "kota", "provinsi", "kecamatan", "kab.", "kab", "prov.")
_SUFFIXES = ("kota", "kabupaten")


@cache
def _places() -> frozenset[str]:
    """The keys of all names; reads the registry on first use."""
    regions = [region.name for region in load_registry().regions]
    provinces = [name for province in PROVINCES for name in (province.name, *province.aliases)]
    return frozenset(_key(name) for name in (*regions, *provinces, *_SHORT.split(","), *_SEATS.split(",")))


@lru_cache(maxsize=1024)  # a head is cut at each possible end, so the same parts recur
def is_place(name: str) -> bool:
    """Whether `name` (any case) is a region or seat in the table, also as `Kota X`, `Kab. X`, `X Kota`."""
    key, known = _key(name), _places()
    if key in known:
        return True
    for prefix in _PREFIXES:
        if key.startswith(prefix) and key[len(prefix) :] in known:
            return True
    return any(key.endswith(suffix) and key[: -len(suffix)] in known for suffix in _SUFFIXES)
