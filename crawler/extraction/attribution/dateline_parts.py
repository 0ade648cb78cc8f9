"""Classifies the parts of a dateline by shape: place, outlet, date.

A place is a few capitalized words. An outlet is a domain, a known press word (`MC`, `Humas`), or the part
in brackets or after the place. A part that begins like the subject of a sentence is neither.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from crawler.extraction.attribution.gazetteer import is_place

MAX_WORDS = 5
"""Words of one part: `Media Center Rejang Lebong`, `Kabupaten Hulu Sungai Selatan`."""

DASHES = "-‐‑‒–—―−~"

# Words that name an outlet in any position; a part that begins with one is an outlet.
_OUTLET_WORDS = (
    r"mc|mmc\w*|mcnews|media\s?cent(?:er|re)|humas\w*|infopublik|info\spublik|diskominfo\w*|"
    r"dinkominfo\w*|dkominfo\w*|"
    r"kominfo\w*|warta\w*|prokopim|prokompim|protokol|antara|ppid|bppm|bpg|kbrn|rri|tvri|inews|tribun\w*|"
    r"kompas\w*|"
    r"detik\w*|radar\w*|suara\w+|biro\s(?:humas|adpim)|bagian\s(?:humas|prokopim)|jurnal\w*|kabar\w+|"
    r"berita\w+|"
    r"portal\w*|siaran\spers"
)
_OUTLET = re.compile(rf"(?:{_OUTLET_WORDS})(?![\w])", re.I)
_OUTLET_SHAPE = re.compile(r"\w*news\w*|\w+(?:kab|kota|prov)(?:go)?|\w+post|\w*media|\w+times", re.I)
_OUTLET_TAIL = re.compile(r"\w*news(?:room)?|room|\w*post|media|tv|times|indonesia|fm", re.I)
_CAMEL = re.compile(r"[a-z]+[A-Z]\w*|[A-Z][a-z]+[A-Z]\w*")
AGENCY = re.compile(r"M?MC|PPID|INFO|(?:DIS)?KOMINFO|HUMAS|Humas|Diskominfo")
_TLD = r"(?:com|net|org|info|news|tv|id|co|go|xyz|my|online|site|asia)"
DOMAIN = re.compile(rf"(?:https?://)?(?:[\w-]+\.)+{_TLD}(?!\w)", re.I)

# Subjects begin with these words, datelines do not: `Bupati Malang – Sanusi – membuka ...`.
_SUBJECT_WORDS_TEXT = """
    bupati wabup wakil gubernur wagub wali walikota wawali kepala kadis kabid kabag sekretaris sekda
    sekdis ketua anggota presiden wapres menteri menkes mendagri pemerintah pemkab pemkot pemprov pemda
    pemdes kapolres kapolda kapolri kapolsek dandim danrem danramil pangdam polres polda polsek polri
    tni kodim tim warga masyarakat sebanyak pj pjs plt plh camat lurah kades dinas badan kantor dewan
    komisi dprd direktur asisten staf ribuan ratusan puluhan para seorang seluruh sejumlah dalam pada di
    dari untuk guna setelah usai hari selama sebagai dengan bertempat bank universitas rumah rsud
    puskesmas sekolah siswa mahasiswa guru petani nelayan pelaku penjabat pelaksana komandan jaksa
    kejaksaan kajari hakim ir dr drs dra h hj kh prof ustaz ustadz tuan ibu bapak pak bu sdr kepada
    tahun program kegiatan acara upacara the this in on tp pkk rakor rapat sosialisasi lomba festival hut
    pilkada pemilu gempa banjir longsor kebakaran covid vaksinasi penyaluran pelatihan kunjungan peringatan
    bantuan harga pasar pilkades musrenbang sidang paripurna apel jalan pembangunan peresmian pelantikan
"""
SUBJECT_WORDS = frozenset(_SUBJECT_WORDS_TEXT.split())

_UNITS_TEXT = "kabupaten kab kota kecamatan kec kelurahan kel desa nagari provinsi prov pulau"
_UNITS = frozenset(_UNITS_TEXT.split())
_ROMAN = frozenset("IVXL")
_DAYS = frozenset({"senin", "selasa", "rabu", "kamis", "jumat", "jum'at", "sabtu", "minggu", "ahad"})
_PRAISE_TEXT = """
    cantik sehat cerdas siaga tangguh mandiri wisata digital berkah peduli hebat juara bersih berseri pintar
    sejahtera bersinar kreatif inovatif ceria sadar layak ramah unggul
"""
_PRAISE = frozenset(_PRAISE_TEXT.split())

_MONTH = (
    r"jan\w*|feb\w*|peb\w*|mar(?:et)?|mrt|apr\w*|mei|may|jun[ie]?|jul[iy]?|agu\w*|agt|ags|aug\w*|sep\w*|"
    r"o[ck]t\w*|nov\w*|nop\w*|de[sc]\w*"
)
_DATE = re.compile(
    rf"(?:(?:senin|selasa|rabu|kamis|jum['’`]?at|sabtu|minggu|ahad)\b[\s,]*)?"
    rf"(?:\d{{1,2}}\s(?:{_MONTH})\.?(?:\s\d{{2,4}})?|\d{{1,2}}[/.-]\d{{1,2}}(?:[/.-]\d{{2,4}})?|"
    rf"\d{{1,2}}\s?[.:]\s?\d\d)?"
    rf"[\s,]*(?:wib|wita|wit)?\.?",
    re.I,
)

_DOUBLED = re.compile(
    rf"^(?P<first>[^{DASHES}|,]{{3,30}})\s+[{DASHES}]{{1,2}}\s+(?P<outlet>[^|]{{3,40}}?)\s*\|\s*(?P<place>[^|,]{{3,30}})$"
)
"""`Jateng - Warta Jateng | Pati`: the province, the outlet, the town."""
_JOINT = re.compile(
    rf"\s*[,|]\s*|(?<!\d)\s*[/:]\s*|\s[{DASHES}]{{1,2}}\s|[–—]|\s?[()\[\]]\s?|\sI\s(?=\S)"
    r"|(?<!kab)(?<!kec)(?<!prov)(?<!kel)\.\s",
    re.I,
)
WORD = re.compile(r"[^\W\d_][\w'’`.&-]*")


def is_date(piece: str) -> bool:
    """Whether a part consists of a date, a weekday or a zone only."""
    return _DATE.fullmatch(piece) is not None


def names_unit(text: str) -> bool:
    """Whether a text is a name behind its kind: `Kec. Paron`, `Desa Gelung`."""
    words = text.split()
    return len(words) > 1 and words[0].lower().rstrip(".") in _UNITS


def names_outlet(text: str) -> bool:
    """Whether a text begins with a word that names an outlet, in any case."""
    return _OUTLET.match(text) is not None


class Parts(NamedTuple):
    """The parsed parts; `certain` if an outlet or a date was identified by its shape, not its position."""

    place: str | None
    outlet: str | None
    certain: bool


def read_parts(lead: str, site: str = "") -> Parts | None:
    """Classify the parts of a head; None if any part does not belong in a dateline.

    `site` is the host of the page: `JATIMTIMES` on jatimtimes.com is the outlet.
    """
    lead = _DOUBLED.sub(r"\g<place>, \g<outlet>", lead)
    places: list[str] = []
    outlets: list[str] = []
    sites: list[str] = []
    unsure: list[tuple[str, bool]] = []
    certain = False
    for piece, bracketed, after_dash in _pieces(lead):
        if is_date(piece):
            certain = certain or any(c.isdigit() for c in piece)
            continue
        words = piece.split()
        if len(words) > MAX_WORDS:
            return None
        domain = DOMAIN.search(piece)
        if domain is not None:
            certain = True
            outlets.append(domain[0])
            rest = (piece[: domain.start()] + " " + piece[domain.end() :]).strip(f" {DASHES},")
            if rest:
                if not looks_like_place(rest):
                    return None
                places.append(rest)
            continue
        agency, _, where = piece.partition("-")
        if where[:1].isupper() and AGENCY.fullmatch(agency):
            outlets.append(agency)
            places.append(where)
            certain = True
            continue
        if (is_place(piece) or (names_unit(piece) and looks_like_place(piece))) and not (
            bracketed and piece.islower()
        ):
            if after_dash and places and not outlets:
                return None  # `Malang - Surabaya - Gresik` is a route, not a place
            places.append(piece)
        elif is_outlet(piece):
            certain = True
            outlets.append(piece)
        elif _is_site(piece, site):
            sites.append(piece)
        elif bracketed:
            if len(words) > 4 or not any(c.isalpha() for c in piece):
                return None
            unsure.append((piece, True))
        elif places and piece.isupper() and piece.isalpha() and len(piece) <= 6:
            outlets.append(piece)  # `Sorong, TP –`
        elif looks_like_place(piece) and not after_dash:
            unsure.append((piece, False))
        else:
            return None
    # A site may be named after its town: beside an outlet its name is the place.
    if outlets and not places and all(map(looks_like_place, sites)):
        places += sites
    else:
        outlets += sites
    return _assign(places, outlets, unsure, certain or bool(sites))


def _assign(
    places: list[str], outlets: list[str], unsure: list[tuple[str, bool]], certain: bool
) -> Parts | None:
    if len(places) + len(outlets) + len(unsure) > 4:
        return None
    for piece, bracketed in unsure:
        if bracketed and not outlets:
            outlets.append(piece)
            certain = certain or bool(places) or any(not b for _, b in unsure) or len(unsure) == 1
        elif not places:
            if _is_acronym(piece):
                return None
            places.append(piece)
        elif not outlets:
            outlets.append(piece)
        else:
            return None
    if not places and not outlets:
        return None
    if len(outlets) > 1:
        return None
    return Parts(", ".join(places) or None, outlets[0] if outlets else None, certain)


def _pieces(lead: str) -> list[tuple[str, bool, bool]]:
    """The parts of a head, each with flags: in brackets, and preceded by a dash."""
    pieces = []
    depth = False
    dashed = False
    start = 0
    for match in [*_JOINT.finditer(lead), None]:
        stop = match.start() if match else len(lead)
        if match is not None and depth and match[0].strip() == "/":
            continue  # `(Antara/PRNewswire)` is one name
        piece = lead[start:stop].strip(" ,.")
        if piece:
            pieces.append((piece, depth, dashed))
        if match is None:
            break
        mark = match[0].strip()
        dashed = mark[:1] in DASHES if mark else False
        if mark in {"(", "["}:
            depth = True
        elif mark in {")", "]"}:
            depth = False
        start = match.end()
    return pieces


def is_outlet(piece: str) -> bool:
    """Whether a part has the shape of an outlet's name: a press word, or a name with inner capitals."""
    if _OUTLET.match(piece):
        return True
    words = piece.split()
    if len(words) == 1:
        return bool(_OUTLET_SHAPE.fullmatch(piece) or _CAMEL.fullmatch(piece)) and not is_place(piece)
    return any(_OUTLET_TAIL.fullmatch(word) for word in words[1:])


def _is_site(piece: str, site: str) -> bool:
    key = "".join(piece.lower().split())
    return len(key) > 4 and key in site.lower().split(".")


def looks_like_place(piece: str) -> bool:
    """Whether `text` has capitalized words only, none of which begins a subject."""
    words = piece.split()
    if not words or len(words) > MAX_WORDS or len(piece) > 50:
        return False
    if is_place(piece):
        return True
    if words[0].lower().rstrip(".,") in SUBJECT_WORDS or _names_body(words) or _names_programme(words):
        return False
    return all(WORD.fullmatch(w) and (w[0].isupper() or w in {"dan", "di"}) for w in words) and not any(
        c.isdigit() for c in piece
    )


def _names_body(words: list[str]) -> bool:
    """Whether all-capital words among common words name an organization: `Arema FC`, `Bank BRI`, `PT Semen`.

    A town may be abbreviated after its kind (`Kabupaten OKU Timur`), or numbered (`IV Koto`).
    """
    if len(words) < 2 or words[0].lower().rstrip(".") in _UNITS or all(word.isupper() for word in words):
        return False
    return any(1 < len(w) <= 4 and w.isalpha() and w.isupper() and not set(w) <= _ROMAN for w in words)


def _names_programme(words: list[str]) -> bool:
    """Whether `text` names a programme (a weekday or a word of praise): `Jumat Berkah`, `Desa Cantik`."""
    low = [word.lower().strip(".,") for word in words]
    return low[0].replace("'", "").replace("’", "") in _DAYS or (len(low) > 1 and low[-1] in _PRAISE)


def _is_acronym(piece: str) -> bool:
    """Whether `word` is an acronym (`PSSI`, `BMKG`, `KPU`); towns of this form are in the table of places."""
    return len(piece) <= 5 and piece.isupper() and sum(c in "AEIOU" for c in piece) <= 1
