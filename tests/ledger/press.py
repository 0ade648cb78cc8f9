"""Press releases and their copies as other portals edit them, generated from a seed.

The releases share templates, names and vocabulary, so that unrelated ones are as similar as such texts are.
"""

from __future__ import annotations

import random
import re
from dataclasses import replace

from crawler.items import Article, PortalRef
from tests.ledger.making import make_article

PEOPLE = [
    "Budi Santoso",
    "Siti Rahmawati",
    "Agus Setiawan",
    "Dewi Lestari",
    "Hendra Wijaya",
    "Rina Marlina",
    "Yusuf Maulana",
    "Nurul Hidayah",
    "Andi Saputra",
    "Sri Wahyuni",
    "Eko Prasetyo",
    "Fitriani",
    "Rudi Hartono",
    "Maya Sari",
    "Joko Susilo",
]
POSTS = [
    "Wali Kota",
    "Bupati",
    "Kepala Dinas Kominfo",
    "Sekretaris Daerah",
    "Camat",
    "Lurah",
    "Kepala Dinas Kesehatan",
    "Ketua DPRD",
    "Kepala Bappeda",
    "Wakil Bupati",
    "Kepala Dinas Pendidikan",
]
PLACES = [
    "Kedungkandang",
    "Lowokwaru",
    "Sukun",
    "Blimbing",
    "Klojen",
    "Panakkukang",
    "Tamalate",
    "Biringkanaya",
    "Bontang",
    "Sangatta",
    "Tenggarong",
    "Kutai",
    "Palangka Raya",
    "Sampit",
    "Kapuas",
    "Ternate",
    "Tidore",
    "Sofifi",
    "Jayapura",
]
THINGS = [
    "taman kota",
    "jalan lingkungan",
    "jembatan gantung",
    "posyandu",
    "pasar rakyat",
    "gedung sekolah",
    "saluran irigasi",
    "taman baca",
    "puskesmas pembantu",
    "balai desa",
    "bank sampah",
    "lapangan olahraga",
    "embung desa",
    "sentra UMKM",
]
VERBS = [
    "meresmikan",
    "meninjau",
    "membuka",
    "menyerahkan",
    "mengevaluasi",
    "mendorong",
    "menggelar",
    "membahas",
]
GOALS = [
    "pelayanan publik",
    "kesejahteraan warga",
    "ketahanan pangan",
    "penurunan stunting",
    "ekonomi kerakyatan",
    "kebersihan lingkungan",
    "literasi digital",
    "kesiapsiagaan bencana",
    "pendapatan asli daerah",
]
WORDS = [
    "program",
    "kegiatan",
    "masyarakat",
    "daerah",
    "pemerintah",
    "kerja",
    "sama",
    "anggaran",
    "tahun",
    "bantuan",
    "peserta",
    "pelatihan",
    "usaha",
    "kecil",
    "desa",
    "kelurahan",
    "warga",
    "petani",
    "nelayan",
    "guru",
    "siswa",
    "kesehatan",
    "ibu",
    "anak",
    "data",
    "layanan",
    "aplikasi",
    "laporan",
    "evaluasi",
    "target",
    "capaian",
    "persen",
    "juta",
    "rupiah",
    "unit",
    "rumah",
    "keluarga",
    "penerima",
    "manfaat",
    "tim",
    "petugas",
    "lapangan",
    "koordinasi",
    "kebijakan",
    "aturan",
    "musyawarah",
    "rencana",
    "pembangunan",
    "infrastruktur",
    "lingkungan",
    "sungai",
    "banjir",
    "sampah",
    "pohon",
    "wisata",
    "budaya",
    "festival",
    "lomba",
    "juara",
    "prestasi",
    "inovasi",
    "teknologi",
    "digital",
    "internet",
    "pelaku",
    "pasar",
    "harga",
    "beras",
    "cabai",
    "stok",
    "gudang",
    "distribusi",
    "transportasi",
    "terminal",
    "jalan",
    "lampu",
    "keamanan",
    "tertib",
    "aman",
    "nyaman",
    "bersih",
]
SENTENCES = (
    "{post} {person} {verb} {thing} di {place}, bagian dari upaya memperkuat {goal} lewat {w} {w} dan {w}.",
    "Menurut {person}, {w} {w} tersebut menyasar {n} {w} di {place} dengan {w} sebesar Rp{n} juta.",
    "“Kami berharap {w} ini dapat menjaga {goal}, terutama bagi {w} {w} di {place},” ujar {person}.",
    "Ia menambahkan, {w} {w} akan dilanjutkan pada {thing} lain di {n} {w} hingga {w} {w} {w} selesai.",
    "Sementara itu, {post} {place} {person} mengatakan {w} {w} {w} sudah berjalan {n} persen sejak {w}.",
    "Kegiatan itu dihadiri {n} {w} dari {place}, perwakilan {w} {w}, serta jajaran {w} dan {w}.",
    "Data {w} mencatat {n} {w} {w} telah menerima {w}, naik dari {n} {w} pada tahun sebelumnya.",
    "{person} meminta {w} dan {w} di {place} agar tidak {w} {w} sebelum {w} {w} ditetapkan.",
    "Selain {thing}, {w} daerah juga {verb} {thing} yang menjadi {w} utama {w} {w} {place}.",
    "Warga {place}, {person}, mengaku {w} dengan adanya {thing} karena {w} {w} kini lebih {w}.",
)
FILLERS = {
    "person": PEOPLE,
    "post": POSTS,
    "place": PLACES,
    "thing": THINGS,
    "verb": VERBS,
    "goal": GOALS,
    "w": WORDS,
}
EDITS = ("byline", "dateline", "added", "removed", "reworded", "typos")


def releases(seed: int, originals: int, copies: int) -> list[tuple[Article, str | None]]:
    """Articles in the order of their publication, each with the id of the one that it copies."""
    chance = random.Random(seed)
    made: list[tuple[Article, str | None]] = []
    for number in range(originals):
        portal = _portal(chance.randrange(50))
        body = [_paragraph(chance) for _ in range(chance.randint(4, 12))]
        made.append((make_article(number, portal, title=sentence(chance), body=body), None))
    for at in chance.sample(range(originals), copies):
        first = made[at][0]
        portal = _portal(50 + chance.randrange(50))
        copy = replace(make_article(at, portal), title=first.title, body=edited(chance, first.body))
        made.append((copy, first.id))
    return made


def edited(chance: random.Random, body: list[str]) -> list[str]:
    """The body with one to four kinds of edit."""
    body = list(body)
    for edit in chance.sample(EDITS, chance.randint(1, 4)):
        at = chance.randrange(len(body))
        match edit:
            case "byline":
                body.append(f"(Pewarta: {chance.choice(PEOPLE)} / Editor: {chance.choice(PEOPLE)})")
            case "dateline":
                body[0] = f"{chance.choice(PLACES).upper()}, MC – {body[0]}"
            case "added":
                body.insert(at, _paragraph(chance))
            case "removed":
                body.pop(at)
            case "reworded":
                words = [word for word in body[at].split() if chance.random() > 0.1]
                body[at] = " ".join(
                    chance.choice(WORDS) if chance.random() < 0.35 else word for word in words
                )
            case "typos":
                body = [" ".join(_typo(chance, word) for word in text.split()) for text in body]
    return body


def _typo(chance: random.Random, word: str) -> str:
    if len(word) < 4 or chance.random() > 0.03:
        return word
    at = chance.randrange(1, len(word) - 1)
    return chance.choice([word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:]])


def _paragraph(chance: random.Random) -> str:
    return " ".join(sentence(chance) for _ in range(chance.randint(1, 3)))


def sentence(chance: random.Random) -> str:
    """A typical sentence of press releases."""

    def fill(match: re.Match[str]) -> str:
        return str(chance.randint(2, 980)) if match[1] == "n" else chance.choice(FILLERS[match[1]])

    return re.sub(r"\{(\w+)\}", fill, chance.choice(SENTENCES))


def _portal(number: int) -> PortalRef:
    return PortalRef(f"portal-{number}", f"Portal {number}", f"portal{number}.go.id", None, None)
