"""Names of Indonesian provinces, regencies, cities and seats of government, to tell a place from a name.

Source: the Ministry of Home Affairs' list of regions (Kepmendagri 100.1.1-6117/2022), without `Kabupaten` and
`Kota`, and the seats whose name differs from their regency's.
"""

from __future__ import annotations

from functools import lru_cache

_PROVINCES = """
Aceh, Nanggroe Aceh Darussalam, Sumatera Utara, Sumatera Barat, Riau, Kepulauan Riau, Jambi, Bengkulu,
Sumatera Selatan, Kepulauan Bangka Belitung, Bangka Belitung, Lampung, Banten, DKI Jakarta, Jawa Barat,
Jawa Tengah, Jawa Timur, DI Yogyakarta, Daerah Istimewa Yogyakarta, Bali, Nusa Tenggara Barat, Nusa
Tenggara Timur, Kalimantan Barat, Kalimantan Tengah, Kalimantan Selatan, Kalimantan Timur, Kalimantan
Utara, Sulawesi Utara, Gorontalo, Sulawesi Tengah, Sulawesi Barat, Sulawesi Selatan, Sulawesi Tenggara,
Maluku, Maluku Utara, Papua, Papua Barat, Papua Barat Daya, Papua Tengah, Papua Pegunungan, Papua
Selatan, Sumut, Sumbar, Sumsel, Kepri, Babel, Jabar, Jateng, Jatim, DIY, NTB, NTT, Kalbar, Kalteng,
Kalsel, Kaltim, Kaltara, Sulut, Sulteng, Sulbar, Sulsel, Sultra, Malut
"""

_REGIONS = """
Aceh Barat, Aceh Barat Daya, Aceh Besar, Aceh Jaya, Aceh Selatan, Aceh Singkil, Aceh Tamiang, Aceh
Tengah, Aceh Tenggara, Aceh Timur, Aceh Utara, Bener Meriah, Bireuen, Gayo Lues, Nagan Raya, Pidie, Pidie
Jaya, Simeulue, Banda Aceh, Langsa, Lhokseumawe, Sabang, Subulussalam, Asahan, Batu Bara, Dairi, Deli
Serdang, Humbang Hasundutan, Karo, Labuhanbatu, Labuhanbatu Selatan, Labuhanbatu Utara, Langkat,
Mandailing Natal, Nias, Nias Barat, Nias Selatan, Nias Utara, Padang Lawas, Padang Lawas Utara, Pakpak
Bharat, Samosir, Serdang Bedagai, Simalungun, Tapanuli Selatan, Tapanuli Tengah, Tapanuli Utara, Toba,
Binjai, Gunungsitoli, Medan, Padangsidimpuan, Pematangsiantar, Sibolga, Tanjungbalai, Tebing Tinggi,
Agam, Dharmasraya, Kepulauan Mentawai, Mentawai, Lima Puluh Kota, Padang Pariaman, Pasaman, Pasaman
Barat, Pesisir Selatan, Sijunjung, Solok, Solok Selatan, Tanah Datar, Bukittinggi, Padang, Padang
Panjang, Pariaman, Payakumbuh, Sawahlunto, Bengkalis, Indragiri Hilir, Indragiri Hulu, Kampar, Kepulauan
Meranti, Kuantan Singingi, Pelalawan, Rokan Hilir, Rokan Hulu, Siak, Dumai, Pekanbaru, Bintan, Karimun,
Kepulauan Anambas, Lingga, Natuna, Batam, Tanjungpinang, Batang Hari, Bungo, Kerinci, Merangin, Muaro
Jambi, Sarolangun, Tanjung Jabung Barat, Tanjung Jabung Timur, Tebo, Sungai Penuh, Bengkulu Selatan,
Bengkulu Tengah, Bengkulu Utara, Kaur, Kepahiang, Lebong, Mukomuko, Rejang Lebong, Seluma, Banyuasin,
Empat Lawang, Lahat, Muara Enim, Musi Banyuasin, Musi Rawas, Musi Rawas Utara, Ogan Ilir, Ogan Komering
Ilir, Ogan Komering Ulu, Ogan Komering Ulu Selatan, Ogan Komering Ulu Timur, Penukal Abab Lematang Ilir,
Lubuklinggau, Pagar Alam, Palembang, Prabumulih, Bangka, Bangka Barat, Bangka Selatan, Bangka Tengah,
Belitung, Belitung Timur, Pangkalpinang, Lampung Barat, Lampung Selatan, Lampung Tengah, Lampung Timur,
Lampung Utara, Mesuji, Pesawaran, Pesisir Barat, Pringsewu, Tanggamus, Tulang Bawang, Tulang Bawang
Barat, Way Kanan, Bandar Lampung, Metro, Lebak, Pandeglang, Serang, Tangerang, Cilegon, Tangerang
Selatan, Jakarta, Jakarta Barat, Jakarta Pusat, Jakarta Selatan, Jakarta Timur, Jakarta Utara, Kepulauan
Seribu, Bandung, Bandung Barat, Bekasi, Bogor, Ciamis, Cianjur, Cirebon, Garut, Indramayu, Karawang,
Kuningan, Majalengka, Pangandaran, Purwakarta, Subang, Sukabumi, Sumedang, Tasikmalaya, Banjar, Cimahi,
Depok, Banjarnegara, Banyumas, Batang, Blora, Boyolali, Brebes, Cilacap, Demak, Grobogan, Jepara,
Karanganyar, Kebumen, Kendal, Klaten, Kudus, Magelang, Pati, Pekalongan, Pemalang, Purbalingga,
Purworejo, Rembang, Semarang, Sragen, Sukoharjo, Tegal, Temanggung, Wonogiri, Wonosobo, Salatiga,
Surakarta, Solo, Bantul, Gunungkidul, Kulon Progo, Sleman, Yogyakarta, Jogja, Bangkalan, Banyuwangi,
Blitar, Bojonegoro, Bondowoso, Gresik, Jember, Jombang, Kediri, Lamongan, Lumajang, Madiun, Magetan,
Malang, Mojokerto, Nganjuk, Ngawi, Pacitan, Pamekasan, Pasuruan, Ponorogo, Probolinggo, Sampang,
Sidoarjo, Situbondo, Sumenep, Trenggalek, Tuban, Tulungagung, Batu, Surabaya, Badung, Bangli, Buleleng,
Gianyar, Jembrana, Karangasem, Klungkung, Tabanan, Denpasar, Bima, Dompu, Lombok Barat, Lombok Tengah,
Lombok Timur, Lombok Utara, Sumbawa, Sumbawa Barat, Mataram, Alor, Belu, Ende, Flores Timur, Kupang,
Lembata, Malaka, Manggarai, Manggarai Barat, Manggarai Timur, Nagekeo, Ngada, Rote Ndao, Sabu Raijua,
Sikka, Sumba Barat, Sumba Barat Daya, Sumba Tengah, Sumba Timur, Timor Tengah Selatan, Timor Tengah
Utara, Bengkayang, Kapuas Hulu, Kayong Utara, Ketapang, Kubu Raya, Landak, Melawi, Mempawah, Sambas,
Sanggau, Sekadau, Sintang, Pontianak, Singkawang, Barito Selatan, Barito Timur, Barito Utara, Gunung Mas,
Kapuas, Katingan, Kotawaringin Barat, Kotawaringin Timur, Lamandau, Murung Raya, Pulang Pisau, Seruyan,
Sukamara, Palangka Raya, Palangkaraya, Balangan, Barito Kuala, Hulu Sungai Selatan, Hulu Sungai Tengah,
Hulu Sungai Utara, Kotabaru, Tabalong, Tanah Bumbu, Tanah Laut, Tapin, Banjarbaru, Banjarmasin, Berau,
Kutai Barat, Kutai Kartanegara, Kukar, Kutai Timur, Mahakam Ulu, Paser, Penajam Paser Utara, Balikpapan,
Bontang, Samarinda, Bulungan, Malinau, Nunukan, Tana Tidung, Tarakan, Bolaang Mongondow, Bolaang
Mongondow Selatan, Bolaang Mongondow Timur, Bolaang Mongondow Utara, Kepulauan Sangihe, Sangihe, Siau
Tagulandang Biaro, Sitaro, Kepulauan Talaud, Talaud, Minahasa, Minahasa Selatan, Minahasa Tenggara,
Minahasa Utara, Bitung, Kotamobagu, Manado, Tomohon, Boalemo, Bone Bolango, Gorontalo Utara, Pohuwato,
Banggai, Banggai Kepulauan, Banggai Laut, Buol, Donggala, Morowali, Morowali Utara, Parigi Moutong, Poso,
Sigi, Tojo Una-Una, Tolitoli, Palu, Majene, Mamasa, Mamuju, Mamuju Tengah, Pasangkayu, Polewali Mandar,
Bantaeng, Barru, Bone, Bulukumba, Enrekang, Gowa, Jeneponto, Kepulauan Selayar, Selayar, Luwu, Luwu
Timur, Luwu Utara, Maros, Pangkajene dan Kepulauan, Pangkep, Pinrang, Sidenreng Rappang, Sidrap, Sinjai,
Soppeng, Takalar, Tana Toraja, Toraja, Toraja Utara, Wajo, Makassar, Palopo, Parepare, Bombana, Buton,
Buton Selatan, Buton Tengah, Buton Utara, Kolaka, Kolaka Timur, Kolaka Utara, Konawe, Konawe Kepulauan,
Konawe Selatan, Konawe Utara, Muna, Muna Barat, Wakatobi, Baubau, Kendari, Buru, Buru Selatan, Kepulauan
Aru, Maluku Barat Daya, Maluku Tengah, Maluku Tenggara, Kepulauan Tanimbar, Seram Bagian Barat, Seram
Bagian Timur, Ambon, Tual, Halmahera Barat, Halmahera Selatan, Halmahera Tengah, Halmahera Timur,
Halmahera Utara, Kepulauan Sula, Pulau Morotai, Pulau Taliabu, Ternate, Tidore Kepulauan, Tidore, Asmat,
Biak Numfor, Boven Digoel, Deiyai, Dogiyai, Intan Jaya, Jayapura, Jayawijaya, Keerom, Kepulauan Yapen,
Lanny Jaya, Mamberamo Raya, Mamberamo Tengah, Mappi, Merauke, Mimika, Nabire, Nduga, Paniai, Pegunungan
Bintang, Puncak, Puncak Jaya, Sarmi, Supiori, Tolikara, Waropen, Yahukimo, Yalimo, Fakfak, Kaimana,
Manokwari, Manokwari Selatan, Maybrat, Pegunungan Arfak, Raja Ampat, Sorong, Sorong Selatan, Tambrauw,
Teluk Bintuni, Teluk Wondama
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


PLACES = frozenset(_key(name) for table in (_PROVINCES, _REGIONS, _SEATS) for name in table.split(","))
_PREFIXES = ("kabupaten", "kota", "provinsi", "kecamatan", "kab.", "kab", "prov.")
_SUFFIXES = ("kota", "kabupaten")


@lru_cache(maxsize=1024)  # a head is cut at each possible end, and its parts come again
def is_place(name: str) -> bool:
    """Whether `name` (any case) is a region or seat of the table, also as `Kota X`, `Kab. X`, `X Kota`."""
    key = _key(name)
    if key in PLACES:
        return True
    for prefix in _PREFIXES:
        if key.startswith(prefix) and key[len(prefix) :] in PLACES:
            return True
    return any(key.endswith(suffix) and key[: -len(suffix)] in PLACES for suffix in _SUFFIXES)
