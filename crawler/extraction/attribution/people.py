"""Plausibility of author values: a person or an office, not a company or a site.

`meta name=author` often holds the publisher (`PT Warta Media`), the theme's maker (`phpmu.com`), the CMS, or
an unfilled field (`{meta_author}`).
"""

from __future__ import annotations

import re

from crawler.extraction.attribution.credit_lines import NAME_TRIM
from crawler.extraction.attribution.gazetteer import is_place

MAX_NAME_LENGTH = 80
_MAX_WORDS = 8
_PLACEHOLDER = re.compile(
    r"[{}<>\[\]%$]|^(?:author|nama\s+penulis|penulis|unknown|anonym\w*|anonim|n/?a|null|none|undefined|your\s+name"
    r"|user(?:name)?|test|default|admin(?:istrator)?@.*|-+|\.+|\d+)$",
    re.I,
)
_DOMAIN = re.compile(
    r"^(?:https?://|www\.)|^[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|id|info|co|io|dev|web|my|tv|news)\b", re.I
)
_COMPANY = re.compile(
    r"^(?:PT|CV|UD|Yayasan|Perum|Perseroan)\b\.?\s|\b(?:Tbk|Inc|Ltd|LLC|GmbH|Corp|Pty)\b\.?$"
    r"|\b(?:cyber\s+media|media\s+(?:nusantara|group|siber|online|digital|network|indonesia)|group|network)$"
    r"|(?:themes?|templates?|cms|web\s?dev\w*|developer|studio|creative|technologies|solutions?|software)$",
    re.I,
)
_ROLE_AFTER = re.compile(
    r"\s*[-–—,|(]?\s*\b(jurnalis|reporter|wartawan|kontributor|pewarta|penulis|editor|author|redaktur|fotografer"
    r"|writer|staff\s+writer|correspondent)\b\s*\)?$",
    re.I,
)
_BETWEEN_NAMES = re.compile(r"\s+(?:dan|and|&)\s+|\s*[/;&]\s*|,\s+(?=[A-Z][a-z]+\s+[A-Z])")
_AFTER_NAME = re.compile(r"\s*[|•·(\n].*|\s+[-–—]\s.*|,.*|\s+\d.*", re.S)
_MAX_NAMES = 6
_OFFICE = re.compile(
    r"\b(?:dinas|bidang|bagian|badan|biro|seksi|tim|kantor|humas|redaksi|media|pemkab|pemkot|pemprov|\w*kominfo\w*"
    r"|sekretariat|kecamatan|kelurahan|desa|kabupaten|kota|provinsi|pusat|balai|unit|universitas|jurnalis|reporter"
    r"|wartawan|kontributor|pewarta|penulis|editor|redaktur|fotografer)\b",
    re.I,
)
"""Words in names of offices, and job titles."""
_SECTION_WORDS_TEXT = """
    informasi info berita kabar warta siaran pers release rilis artikel opini pojok kolom kegiatan
    agenda pengumuman layanan pelayanan public daerah nasional regional internasional dunia politik
    hukum kriminal peristiwa ekonomi bisnis keuangan olahraga olah sosial budaya kebudayaan wisata
    pariwisata pendidikan kesehatan pertanian peternakan perikanan kelautan kehutanan lingkungan
    teknologi hiburan agama religi keagamaan pemerintah pemerintahan pembangunan infrastruktur
    advertorial video foto galeri headline terkini terbaru populer khusus editorial inovasi kepegawaian
    ketertiban keamanan masyarakat kemasyarakatan perempuan perhubungan kependudukan kuliner
    perpustakaan kesejahteraan ketenagakerjaan perdagangan perindustrian pangan dusun news government
    economy sport health education culture lifestyle hukrim kesra pemuda lintas hobi gaya hidup seni
    sains sejarah tokoh inspirasi edukasi kriminalitas bencana energi pertambangan transportasi
    ketahanan
"""
_SECTION_WORDS = frozenset(_SECTION_WORDS_TEXT.split())
"""Ordinary words in the names of sections."""
_OFFICE_WORDS_TEXT = """
    rumah sakit puskesmas sekolah dinas bupati walikota gubernur camat lurah kades sekda dprd polres
    polsek kodim koramil kejaksaan pengadilan kementerian bappeda bpbd inspektorat nagari kampung bidang
    bagian badan biro seksi kantor pemkab pemkot pemprov sekretariat kecamatan kelurahan desa kabupaten
    kota provinsi pusat balai unit universitas kategori tanggal dibaca dilihat kali baca selengkapnya
    bagikan komentar beranda profil latest breaking local press publik umum
"""
_WORDS = _SECTION_WORDS | frozenset(_OFFICE_WORDS_TEXT.split())
"""Ordinary words in the names of sections and offices, none of which is a person's name."""
_OF_PICTURES = frozenset({"foto", "video", "galeri"})
"""Words above a picture, which are no section alone."""
_AND = frozenset({"dan", "and", "&", "-", "/"})
_WRITES = frozenset(
    {"tim", "humas", "redaksi", "admin", "administrator", "kominfo", "diskominfo", "prokopim"}
)
"""First words of those who write for an office."""
_DIGITS = re.compile(r"\d")
_DEGREE = re.compile(r",\s*(?:[A-Z]\w{0,3}\.\s?)+\w{1,5}$")
"""A degree behind the name, which may end with a full stop: `S.Sos., M.Si.`"""
_JOINTS_TEXT = "dan bin binti al van von der de di la el ibn & and und y da dos del st"
JOINTS = frozenset(_JOINTS_TEXT.split())
"""Words within names that begin with small letters."""


def believable_author(name: str) -> bool:
    """Whether an author value from metadata is plausible: no company, domain or placeholder."""
    text = name.strip()
    return (
        1 < len(text) <= MAX_NAME_LENGTH
        and _PLACEHOLDER.search(text) is None
        and _DOMAIN.search(text) is None
        and _COMPANY.search(text) is None
        and any(c.isalpha() for c in text)
    )


def split_names(text: str) -> list[str]:
    """The persons of a byline for several: `Ani Lestari dan Budi Santoso`; the whole text for one name.

    `Dinas Komunikasi dan Informatika` is one name.
    """
    parts = [part.strip() for part in _BETWEEN_NAMES.split(text) if part.strip()]
    if len(parts) < 2 or len(parts) > _MAX_NAMES:
        return [text]
    names = [_AFTER_NAME.sub("", part) if part is parts[-1] else part for part in parts]
    persons = all(looks_like_person(name) and _OFFICE.search(name) is None for name in names)
    return names if persons else [text]


def name_and_role(line: str) -> tuple[str, str] | None:
    """The name and the job title behind it (in lower case): `Dewi Kania, Jurnalis`."""
    match = _ROLE_AFTER.search(line)
    # `Ben Summer Games Editor` is no name with a title: a sign stands between them
    if match is None or match.start() == 0 or line[match.start() : match.start(1)].isspace():
        return None
    name = line[: match.start()].strip(NAME_TRIM + ":.(")
    return (name, match[1].lower()) if looks_like_person(name) else None


def clean_name(raw: str) -> str:
    """A name without adjacent punctuation, role and bracket: `: Dewi Kania (Jurnalis)` gives Dewi Kania."""
    name = " ".join(raw.split()).strip(NAME_TRIM + ":.·•()")
    without = _ROLE_AFTER.sub("", name).strip(NAME_TRIM + ":.")
    name = without or name
    return f"{name}." if _DEGREE.search(name) and f"{name}." in raw else name


def looks_like_person(text: str) -> bool:
    """Whether an unlabelled text has the shape of a name: two to five capitalized words."""
    words = text.split()
    return (
        2 <= len(words) <= 5
        and len(text) <= 40
        and _DIGITS.search(text) is None
        and believable_author(text)
        and not is_place(text)
        and all(word[:1].isupper() or word.lower().strip(".,") in JOINTS for word in words)
        and all(c.isalpha() or c in " .,'’-" for c in text)
    )


def names_no_writer(text: str) -> bool:
    """Whether a text has ordinary words that name no one who writes: `Siaran Pers`, `Bagian Umum`.

    `Tim Liputan` and `Humas Pemkab` write.
    """
    words = text.lower().split()
    return not _WRITES.issuperset(words[:1]) and not _WORDS.isdisjoint(words)


def consists_of_section_words(text: str) -> bool:
    """Whether every word of a text is one in the names of sections: `Ekonomi`, `Hukum & Kriminal`."""
    words = [word for word in text.lower().split() if word not in _AND]
    return bool(words) and _SECTION_WORDS.issuperset(words) and not _OF_PICTURES.issuperset(words)


def is_short_name(text: str) -> bool:
    """Whether a text after an icon or label can be a name of any form: `sekret.litbang`, `Admin Desa`."""
    return (
        1 < len(text) <= 60
        and len(text.split()) <= _MAX_WORDS
        and believable_author(text)
        and (sum(c.isdigit() for c in text) <= 4)
    )


def same_name(one: str, other: str) -> bool:
    """Whether two names are equal apart from case and punctuation."""
    return re.sub(r"\W+", "", one).lower() == re.sub(r"\W+", "", other).lower()
