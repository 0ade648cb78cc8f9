"""Datelines in all printed forms, and text that only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction import extract_article
from crawler.extraction.attribution.dateline import find_dateline, strip_leading_dash

# As printed by portals; the text, the place, the outlet.
SEEN: list[tuple[str, str | None, str | None]] = [
    ("MAKASSAR, NEWSURBAN.ID Kepala Dinas Kominfo Jawa Timur", "MAKASSAR", "NEWSURBAN.ID"),
    ("Kedungkandang, MC – Dinas Komunikasi", "Kedungkandang", "MC"),
    ("Jambi, MC – Gubernur Jambi", "Jambi", "MC"),
    ("Malang, (malangkota.go.id) – Wali", "Malang", "malangkota.go.id"),
    ("MC-SINJAI, Bupati Sinjai", "SINJAI", "MC"),
    ("MMC Kobar – Bupati", None, "MMC Kobar"),
    ("MEDIA CENTER REJANG LEBONG – Bupati", None, "MEDIA CENTER REJANG LEBONG"),
    ("Diskominfostaper Fakfak – Bupati", None, "Diskominfostaper Fakfak"),
    ("(wartaKominfo) – Bupati", None, "wartaKominfo"),
    ("Tubankab - Bupati Tuban", None, "Tubankab"),
    ("Sleman, InfoPublik - Bupati", "Sleman", "InfoPublik"),
    ("Jakarta, Humas – Menteri", "Jakarta", "Humas"),
    ("Jakarta, BPG – Menteri", "Jakarta", "BPG"),
    ("KOTA GORONTALO, Humas – Wali", "KOTA GORONTALO", "Humas"),
    ("GORONTALO – Wali", "GORONTALO", None),
    ("GORONTALO  – Wali", "GORONTALO", None),
    ("Makassar, humas.sulselprov.go.id – Gubernur", "Makassar", "humas.sulselprov.go.id"),
    ("Borong, manggaraitimurkab - Bupati", "Borong", "manggaraitimurkab"),
    ("Yogyakarta (15/09/2022) jogjaprov.go.id - Gubernur", "Yogyakarta", "jogjaprov.go.id"),
    ("Yogyakarta, BPPM- Kepala", "Yogyakarta", "BPPM"),
    ("Batam, 3 November 2025 – Wali", "Batam", None),
    ("(Bontang, 27 Oktober 2017). Wali Kota", "Bontang", None),
    ("Palu–Gubernur Sulteng", "Palu", None),
    ("Palu-Gubernur Sulteng", "Palu", None),
    ("Padang, — Wali", "Padang", None),
    ("[BATAM, KEPULAUAN RIAU], Sabtu, 11 Oktober 2025, WIB — Wali", "BATAM, KEPULAUAN RIAU", None),
    ("TANA PASER – Bupati", "TANA PASER", None),
    ("Tenggarong — Bupati", "Tenggarong", None),
    ("MALANG KOTA - Wali", "MALANG KOTA", None),
    ("SEMARANG KOTA (JPNews.id) – Wali", "SEMARANG KOTA", "JPNews.id"),
    ("Penajam (ANTARA Kaltim) - Bupati", "Penajam", "ANTARA Kaltim"),
    ("JAKARTA, KOMPAS.com — Presiden", "JAKARTA", "KOMPAS.com"),
    ("Mojokerto (beritajatim.com) – Wali", "Mojokerto", "beritajatim.com"),
    ("Lumajang(lumajangsatu.com)- Bupati", "Lumajang", "lumajangsatu.com"),
    ("Lumajang(lumajangsatu.com)-Bupati", "Lumajang", "lumajangsatu.com"),
    ("Bojonegoro,Sidik.co.id- Bupati", "Bojonegoro", "Sidik.co.id"),
    ("Depok, PRESISI-NEWS | Wali Kota", "Depok", "PRESISI-NEWS"),
    ("Pontianak I Detikkasus.com – Wali", "Pontianak", "Detikkasus.com"),
    ("Surabaya - KABARPROGRESIF.COM Wali Kota", "Surabaya", "KABARPROGRESIF.COM"),
    ("KABARPROGRESIF.COM: (Surabaya) Wali Kota", "Surabaya", "KABARPROGRESIF.COM"),
    ("PADANG - Wali", "PADANG", None),
    ("Banuaterkini.com, JAKARTA - Presiden", "JAKARTA", "Banuaterkini.com"),
    ("padanginfo.com-BUKITTINGGI, - Wali", "BUKITTINGGI", "padanginfo.com"),
    ("INFONUSANTARA.NET,Yogyakarta -- Gubernur", "Yogyakarta", "INFONUSANTARA.NET"),
    ("NUKILAN.id | Banda Aceh — Gubernur", "Banda Aceh", "NUKILAN.id"),
    ("NTT AKTUAL. KUPANG. Wali Kota", "KUPANG", "NTT AKTUAL"),
    ("Natuna, (MK) – Bupati", "Natuna", "MK"),
    ("Tulang Bawang (SL)- Bupati", "Tulang Bawang", "SL"),
    ("Tulang Bawang (SL)-Bupati", "Tulang Bawang", "SL"),
    ("INFO|MENTAWAI - Bupati", "MENTAWAI", "INFO"),
    ("RUTENG KABARNTT.CO– Bupati", "RUTENG", "KABARNTT.CO"),
    ("RUTENG KABARNTT.CO–Bupati", "RUTENG", "KABARNTT.CO"),
    ("WONOSOBO(SUARABARU.ID)- Bupati", "WONOSOBO", "SUARABARU.ID"),
    ("WONOSOBO(SUARABARU.ID)-Bupati", "WONOSOBO", "SUARABARU.ID"),
    ("Mandalawangi — “Target kita", "Mandalawangi", None),
    ("Sungai Raya, MC – “Kalau", "Sungai Raya", "MC"),
]
# Composed after the same patterns.
OF_THE_KIND: list[tuple[str, str | None, str | None]] = [
    ("Kota Batu, MCNEWS – Wali Kota", "Kota Batu", "MCNEWS"),
    ("MALANG, KOMINFO – Bupati", "MALANG", "KOMINFO"),
    ("Bandung, Diskominfo Jabar – Gubernur", "Bandung", "Diskominfo Jabar"),
    ("SURABAYA, JATIM NEWSROOM - Gubernur", "SURABAYA", "JATIM NEWSROOM"),
    ("Kab. Malang (Humas) - Bupati", "Kab. Malang", "Humas"),
    ("Kominfo Sragen – Bupati", None, "Kominfo Sragen"),
    ("Sampit, mmc.kotimkab.go.id - Bupati", "Sampit", "mmc.kotimkab.go.id"),
    ("PELAIHARI - Bupati", "PELAIHARI", None),
    ("Tanjung Pinang, (MC Kepri) – Gubernur", "Tanjung Pinang", "MC Kepri"),
    ("BANDA ACEH | Gubernur", "BANDA ACEH", None),
    ("MEDAN // Gubernur", "MEDAN", None),
    ("KENDARI, SULTRAINFO.ID ---- Gubernur", "KENDARI", "SULTRAINFO.ID"),
    ("Manado, 12/3/2024 – Gubernur", "Manado", None),
    ("(Kupang, 12 Mei 2020) – Gubernur", "Kupang", None),
    ("Ambon (ANTARA) - Gubernur", "Ambon", "ANTARA"),
    ("Jakarta (16/11) – Menteri", "Jakarta", None),
    ("Jakarta, Rabu (16/11/2022) – Menteri", "Jakarta", None),
    ("KBRN, Jakarta: Menteri", "Jakarta", "KBRN"),
    ("KBRN, Jakarta : Menteri", "Jakarta", "KBRN"),
    ("JAKARTA: Menteri", "JAKARTA", None),
    ("Liputan6.com, Jakarta Menteri", "Jakarta", "Liputan6.com"),
    ("TEMPO.CO, Jakarta - Menteri", "Jakarta", "TEMPO.CO"),
    ("REPUBLIKA.CO.ID, JAKARTA -- Menteri", "JAKARTA", "REPUBLIKA.CO.ID"),
    ("Merdeka.com - Menteri", None, "Merdeka.com"),
    ("SuaraJatim.id - Bupati", None, "SuaraJatim.id"),
    ("Bisnis.com, JAKARTA - Menteri", "JAKARTA", "Bisnis.com"),
    ("HARIANJOGJA.COM, BANTUL—Bupati", "BANTUL", "HARIANJOGJA.COM"),
    ("Solopos.com, SRAGEN — Bupati", "SRAGEN", "Solopos.com"),
    ("JATIMTIMES,MALANG - Bupati", "MALANG", "JATIMTIMES"),
    ("JATIMTIMES - Bupati", None, "JATIMTIMES"),
    ("Sorong, TP – Wali Kota", "Sorong", "TP"),
    ("Rantau, (MC Tapin) - Bupati", "Rantau", "MC Tapin"),
    ("Rantau,MC Tapin- Bupati", "Rantau", "MC Tapin"),
    ("BULA, Siwalimanews – Bupati", "BULA", "Siwalimanews"),
    ("Padang (Sumbar), – Gubernur", "Padang, Sumbar", None),
    ("Malang, Jawa Timur – Gubernur", "Malang, Jawa Timur", None),
    ("Purwokerto, Kabupaten Banyumas – Bupati", "Purwokerto, Kabupaten Banyumas", None),
    ("Ciamis, Warta Priangan.- Bupati", "Ciamis", "Warta Priangan"),
    ("Cirebon.- Bupati", "Cirebon", None),
    ("CIREBON, (CT).- Bupati", "CIREBON", "CT"),
    ("Indramayu, PR.– Bupati", "Indramayu", "PR"),
    ("Sumenep, News Room – Bupati", "Sumenep", "News Room"),
    ("Sumenep,News Room- Bupati", "Sumenep", "News Room"),
    ("Wonosari,(kominfo.gunungkidulkab.go.id)--Bupati", "Wonosari", "kominfo.gunungkidulkab.go.id"),
    ("Tanah Grogot-MC Paser, Bupati", "Tanah Grogot", "MC Paser"),
    ("SUMBAWA BESAR, - Bupati", "SUMBAWA BESAR", None),
    ("Bima, Humaspro,- Bupati", "Bima", "Humaspro"),
    ("KOTA BIMA. - Wali", "KOTA BIMA", None),
    ("Mataram-Gubernur NTB", "Mataram", None),
    ("Sekayu -Bupati Muba", "Sekayu", None),
    ("Sekayu- Bupati Muba", "Sekayu", None),
    ("Muara Teweh, InfoPublik – Bupati", "Muara Teweh", "InfoPublik"),
    ("Buntok (MMC) – Bupati", "Buntok", "MMC"),
    ("Kuala Kapuas – Bupati", "Kuala Kapuas", None),
    ("MMCKalteng – Palangka Raya – Gubernur", "Palangka Raya", "MMCKalteng"),
    ("MMCKalteng - Palangka Raya - Gubernur", "Palangka Raya", "MMCKalteng"),
    ("Jakarta, CNBC Indonesia - Menteri", "Jakarta", "CNBC Indonesia"),
    ("Jakarta, VIVA – Menteri", "Jakarta", "VIVA"),
    ("JAKARTA, iNews.id - Menteri", "JAKARTA", "iNews.id"),
    ("JAKARTA | DETIKNUSANTARA.CO.ID – Menteri", "JAKARTA", "DETIKNUSANTARA.CO.ID"),
    ("Nganjuk, PING - Bupati", "Nganjuk", "PING"),
    ("Desa Sukamaju – Kepala Desa", "Desa Sukamaju", None),
    ("Kec. Lawang – Camat", "Kec. Lawang", None),
    ("Ngawi Kota – Bupati", "Ngawi Kota", None),
    ("Ngawi ~ Bupati", "Ngawi", None),
    ("LUMAJANG, (17/11/2022) – Bupati", "LUMAJANG", None),
    ("Lumajang, 17-11-2022 – Bupati", "Lumajang", None),
    ("Kota Malang (malangkota.go.id) — Wali", "Kota Malang", "malangkota.go.id"),
    ("Malang Kota, (malangkota) – Wali", "Malang Kota", "malangkota"),
]
NOT_ONE = [
    "PEMERINTAH KOTA (Pemkot) Prabumulih melalui Dinas",
    "Bupati Malang – Sanusi – membuka acara",
    "Rabu (16/11/2022) – Bupati hadir",
    "Solo–Yogyakarta kini terhubung tol",
    "Arema FC - Pelatih tim menyampaikan",
    "Bank BRI – Direksi membuka kantor baru",
    "Anies–Muhaimin unggul di Aceh",
    "Jakarta-Bandung kini terhubung kereta cepat",
    "Makassar – kota terbesar di timur – kini",
    "Ir. Soekarno – presiden pertama",
    "Tim SAR - BPBD gabungan mencari",
    "Wali Kota Malang, Sutiaji - mengatakan",
    "Kabupaten Malang, yang terletak di Jawa Timur, dikenal",
    "Prabowo-Gibran menang",
    "Non-ASN di lingkungan Pemkab",
    "Ex-Officio Kepala BP Batam",
    "Covid-19 masih ada",
    "Semi-final digelar",
    "Kota Malang meraih penghargaan. Sutiaji - wali kota - hadir",
    "DINAS KOMINFO menggelar rapat",
    "PT. SEMEN TONASA. Bupati",
    "Pasal 27 – Ayat 1",
    "Presiden Joko Widodo – didampingi Ibu Negara – tiba",
    "Kota Malang - sebagai kota pendidikan - terus",
    "Sutiaji - Wali Kota Malang - mengatakan",
    "Surabaya-Malang kini dapat ditempuh",
    "Tol Pasuruan-Probolinggo mulai dibuka",
    "Malang Raya – yang meliputi Kota Malang",
    "TP PKK Kota Malang – Ketua TP PKK",
    "Apel pagi – upacara bendera",
    "Harga Cabai – Bawang Naik",
    "Pasar Murah | Diskominfo Gelar",
    "Jakarta, ibu kota negara, kembali banjir",
    "Jakarta: Kota yang tak pernah tidur",
    "Hadir dalam acara: Bupati",
    "Malang, Kamis (17/11/2022), digelar",
    "Bertempat di Aula - Kantor Bupati",
    "Rakor TPID – Bupati",
    "Sosialisasi PPID - Kepala Dinas",
    "“Kami siap – kapan saja”",
    "Pilkada 2024 – KPU menetapkan",
    "Gempa M 5,6 - BMKG",
    "HUT RI ke-77 – Pemkab gelar",
    "Yogyakarta adalah kota pelajar",
    "SMAN 1 Malang - SMAN 2 Malang bertanding",
    "PSSI - Federasi",
]


@pytest.mark.parametrize(("text", "place", "outlet"), SEEN + OF_THE_KIND)
def test_reads(text: str, place: str | None, outlet: str | None) -> None:
    found = find_dateline(text)
    assert found is not None
    assert (found.dateline.place, found.dateline.outlet) == (place, outlet)
    assert text.startswith(found.dateline.text)
    assert text[found.end :].lstrip()[0] in "BGPWKMCD“"
    assert text[len(found.dateline.text) : found.end].strip(" ,.:|-–—~/)(]") == ""


@pytest.mark.parametrize("text", NOT_ONE)
def test_leaves(text: str) -> None:
    assert find_dateline(text + " dalam rangka memperingati hari jadi daerah tersebut.") is None


def test_dateline_as_a_paragraph_of_its_own() -> None:
    found = find_dateline("PALANGKA RAYA – Seputarkalimantan.id", "Wali Kota hadir")
    assert found is not None
    assert (found.dateline.place, found.dateline.outlet) == ("PALANGKA RAYA", "Seputarkalimantan.id")
    assert found.end == len("PALANGKA RAYA – Seputarkalimantan.id")


def test_dash_on_the_next_line() -> None:
    found = find_dateline("Jember, (Onenewsjatim)", "– Bupati Jember hadir")
    assert found is not None
    assert (found.dateline.place, found.dateline.outlet) == ("Jember", "Onenewsjatim")
    assert strip_leading_dash("– Bupati Jember hadir") == "Bupati Jember hadir"


def test_outlet_known_from_the_address() -> None:
    text = "KANALSATU - Bupati Malang hadir"
    named = find_dateline(text, site="kanalsatu.com")
    unknown = find_dateline(text, site="example.org")
    assert named is not None
    assert named.dateline.outlet == "KANALSATU"
    assert unknown is not None
    assert unknown.dateline.place == "KANALSATU"


@given(st.text(alphabet="MALNGmalng.,-–|:()[] I/0123", max_size=200))
def test_any_head_gives_a_prefix_or_nothing(text: str) -> None:
    found = find_dateline(text, "– lanjutan")
    assert found is None or (text.strip().startswith(found.dateline.text) and 0 < found.end <= len(text))


@pytest.mark.parametrize(
    ("text", "following", "place", "outlet", "rest"),
    [
        ("Wonosobo-, Balitbang menggelar rapat.", None, "Wonosobo", None, "Balitbang menggelar rapat."),
        ("Wonosobo -, Balitbang menggelar rapat.", None, "Wonosobo", None, "Balitbang menggelar rapat."),
        ("Wonosobo–, Balitbang menggelar rapat.", None, "Wonosobo", None, "Balitbang menggelar rapat."),
        ("BATU, 23 Februari 2016 (Antara/Mitra) --", "Kepala dinas", "BATU", "Antara/Mitra", ""),
        ("Malang, 3 Mei 2024", "Kepala dinas menyampaikan", "Malang", None, ""),
        ("CIMAHI (GARDA WARTA) Pemerintah kota", None, "CIMAHI", "GARDA WARTA", "Pemerintah kota"),
        ("SURABAYA (ANTARA) Gubernur meresmikan", None, "SURABAYA", "ANTARA", "Gubernur meresmikan"),
        ("Jateng - Kabar Situs | Kudus – Wakil bupati", None, "Kudus", "Kabar Situs", "Wakil bupati"),
    ],
)
def test_heads_of_further_makes(
    text: str, following: str | None, place: str, outlet: str | None, rest: str
) -> None:
    found = find_dateline(text, following, "x.go.id")
    assert found is not None
    assert (found.dateline.place, found.dateline.outlet) == (place, outlet)
    assert text[found.end :] == rest


def test_a_village_before_its_regency() -> None:
    found = find_dateline("Kec. Paron, Ngawi – Warga memanen padi", None, "x.go.id")
    assert found is not None
    assert (found.dateline.place, found.dateline.outlet) == ("Kec. Paron, Ngawi", None)


@pytest.mark.parametrize(
    "text",
    [
        "Jumat Berkah - Polres membagikan makanan kepada warga",
        "Desa Cantik - Program BPS itu diluncurkan di Malang",
        "PEMERINTAH KOTA (Pemkot) Prabumulih menata pasar",
        "PKH (Program Keluarga Harapan) disalurkan kepada warga",
        "RSUD (Rumah Sakit Umum Daerah) menggelar senam",
    ],
)
def test_a_programme_s_name_is_no_place(text: str) -> None:
    assert find_dateline(text, None, "x.go.id") is None


@pytest.mark.parametrize(
    ("further", "place"), [("ikut gotong royong", None), ("hadir di Gotong Royong", "Gotong Royong")]
)
def test_capitalized_words_are_a_place_where_the_text_names_them_so(further: str, place: str | None) -> None:
    text = "Gotong Royong - Warga tiga dusun membersihkan saluran air sepanjang dua kilometer."
    more = f"Camat dan para kepala desa {further} sejak pagi sampai saluran air itu bersih."
    page = f"<h1>Saluran Air Wonoasri Dibersihkan</h1><div><p>{text}</p><p>{more}</p><p>{more}</p></div>"
    found = extract_article(page, "https://wonoasri.example.id/berita/1").dateline
    assert (found.place if found is not None else None) == place


@pytest.mark.parametrize(
    ("head", "place", "outlet"),
    [
        ("Sukaraja (Humas) – ", "Sukaraja", "Humas"),
        ("SUKARAJA (MC) - ", "SUKARAJA", "MC"),
        ("Sukaraja, Diskominfo – ", "Sukaraja", "Diskominfo"),
        ("Sukaraja [InfoPublik] - ", "Sukaraja", "InfoPublik"),
        ("SUKARAJA - ", None, "SUKARAJA"),
    ],
)
def test_a_site_named_after_its_town(head: str, place: str | None, outlet: str | None) -> None:
    found = find_dateline(
        f"{head}Warga memperbaiki tanggul sungai bersama petugas.", None, "sukaraja.example.id"
    )
    assert found is not None
    assert (found.dateline.place, found.dateline.outlet) == (place, outlet)


@pytest.mark.parametrize(
    "head",
    [
        "SURABAYA [Media Pesisir] ",
        "SURABAYA (Harian Pesisir) ",
        "MALANG [GARDA WARGA] ",
        "KEDIRI (Koran Kita) ",
        "BATU [Lensa Jatim] ",
    ],
)
def test_an_outlet_in_brackets_without_a_separator(head: str) -> None:
    found = find_dateline(f"{head}Pemerintah kota memperbaiki tanggul sungai bersama warga.")
    assert found is not None
    assert found.dateline.place == head.split()[0]


@pytest.mark.parametrize("standfirst", ["<p><strong>{}</strong></p>", "<h3>{}</h3>", "<p class=lead>{}</p>"])
@pytest.mark.parametrize(
    ("head", "place"),
    [
        ("RAWALUMBU - ", "RAWALUMBU"),
        ("<b>RAWALUMBU</b> — ", "RAWALUMBU"),
        ("Pontianak – ", "Pontianak"),
        ("SURABAYA – ", "SURABAYA"),
        ("Operasi Pasar - ", None),
    ],
)
def test_a_place_below_a_standfirst(standfirst: str, head: str, place: str | None) -> None:
    above = standfirst.format("Pelatihan itu bagian dari program ketahanan pangan keluarga.")
    article = extract_article(
        f"<html><body><h1>Camat Buka Pelatihan</h1><div class=isi>{above}<p>{head}Camat Rawalumbu "
        "membuka pelatihan budidaya jamur di balai warga.</p><p>Peserta belajar merawat bibit.</p></div>",
        "https://kec.example/berita/camat-buka-pelatihan",
    )
    assert (article.dateline.place if article.dateline else None) == place
    assert article.body[1].startswith("Camat Rawalumbu") == (place is not None)


def test_a_list_of_towns_is_no_dateline() -> None:
    article = extract_article(
        "<html><body><h1>Jadwal Layanan Keliling</h1><div class=isi><p>Layanan dibuka di dua kota.</p>"
        "<p>Surabaya - Layanan dibuka di halaman balai kota setiap Senin.</p>"
        "<p>Malang - Layanan dibuka di halaman stadion setiap Selasa.</p></div></body></html>",
        "https://kec.example/berita/jadwal-layanan-keliling",
    )
    assert article.dateline is None
