"""Parses lines that credit the article: `Penulis: X / Editor: Y`, `Laporan Wartawan TribunLombok.com, X`."""

from __future__ import annotations

import re

from crawler.items import Credit

MAX_LINE = 220
MAX_NAME_WORDS = 9
MAX_SOURCE_WORDS = 25

# Role -> its labels, in lower case.
_ROLES = {
    "author": """
        penulis, nama penulis, pengarang, ditulis oleh, ditulis, oleh, author, by, written by, posted
        by, post by, dipost oleh, diposting oleh, diunggah oleh, dipublikasikan oleh, naskah, teks,
        narasi, penulis berita, admin, tim penulis
    """,
    "reporter": """
        pewarta, reporter, rep, wartawan, jurnalis, kontributor, laporan, laporan reporter, laporan
        wartawan, laporan kontributor, peliput, pelapor, liputan, tim liputan, koresponden,
        contributor
    """,
    "editor": """
        editor, penyunting, redaktur, redaksi, red, red it, edited by, editor naskah, editor berita,
        redaktur pelaksana, penanggung jawab, pemimpin redaksi, uploader, publisher, publikasi,
        penerbit
    """,
    "photographer": """
        fotografer, foto, photo, juru foto, photographer, dokumentasi, dok, dok. foto, kameramen,
        kamerawan, videografer, sumber foto, foto oleh, kredit foto
    """,
    "source": """
        sumber, source, sumber berita, rilis, siaran pers, sumber data, sumber informasi, dikutip
        dari, copas
    """,
}
LABELS: dict[str, str] = {
    " ".join(label.split()): role for role, labels in _ROLES.items() for label in labels.split(",")
}

# Job titles printed after the name: `Masmun Jaya : Pranata Humas ...`.
JOBS = (
    "pranata humas",
    "pranata komputer",
    "fotografer",
    "reporter",
    "wartawan",
    "jurnalis",
    "staf humas",
    "tenaga ahli",
    "pewarta",
    "editor",
)

LABEL = "|".join(sorted((re.escape(label).replace(r"\ ", r"\s+") for label in LABELS), key=len, reverse=True))
"""Any label, as a pattern."""
LABELLED = re.compile(rf"(?<![^\W_])({LABEL})((?:\s*[/&,]\s*(?:{LABEL}))*)\s{{0,3}}[:=]\s*", re.I)
_LEAD = re.compile(r"^[\s\-–—•*(\[#|]*")
NAME_TRIM = " \t\r\n/|,;&-–—•*[]#"
_SENTENCE = re.compile(r"[a-z]{3,}(?<!mprov)(?<!mkab)(?<!mkot)(?<!rov)(?<!inkes)[.!?]\s+[A-Z“\"]")
_BYLINE = re.compile(
    r"^(?P<lead>oleh|by|post(?:ed)?\s+by|ditulis\s+oleh|diposting\s+oleh|"
    r"laporan\s+(?:wartawan|reporter|kontributor)|penulis|editor|reporter|pewarta|sumber|redaktur|redaksi|"
    r"super\s+admin\w*|administrator|admin|rilis|humas|bagian\s+humas|biro\s+humas|tim\s+redaksi|"
    r"tim\s+liputan|diskominfo\w*|kominfo|prokopim|media\s+center|mc)\b\s*(?P<mark>[:/|,–—-]*)\s*",
    re.I,
)
_DATE_TAIL = re.compile(
    r"[\s,/|–—-]*(?:(?:senin|selasa|rabu|kamis|jum['’]?at|sabtu|minggu|ahad)\b.*|"
    r"\d{1,2}[\s/.-]+(?:[a-z]{3,9}|\d{1,2})[\s/.-]+\d{2,4}.*|-\s*\d+)$",
    re.I,
)
_DETAIL_TAIL = re.compile(
    r"\s*[,|•·]\s*(?:pada|tanggal|tgl|kategori|category|label|tags?|dibaca|dilihat|views?|hits?|pukul|jam)\s*:.*$",
    re.I | re.S,
)
"""Details of the page behind a name: `Rina, Pada : 12-03-2024, Kategori : Sosial`."""
# Offices that form a byline on their own -> role.
_OFFICES = {
    "redaksi": "editor", "tim redaksi": "editor", "tim liputan": "reporter", "rilis": "source",
    "humas": "source", "bagian humas": "source", "biro humas": "source", "kominfo": "source",
    "diskominfo": "source", "prokopim": "source", "media center": "source", "mc": "source",
    "admin": "author", "administrator": "author", "super admin": "author",
}  # fmt: skip
MAX_BYLINE = 140
MAX_OFFICE_WORDS = 7


def is_credit_label(text: str) -> bool:
    """Whether a text is a label of a credit alone: `Penulis :`."""
    return len(text) <= 30 and " ".join(text.strip(" :=").lower().split()) in LABELS


def read_credit_line(text: str) -> list[Credit] | None:
    """The credits of a line that holds only credits (`Penulis: X / Editor: Y`); None for any other line.

    A label without a name (`Sumber:`) makes a credit line without credits: the list may be empty.
    """
    line = text.strip()
    if not line or len(line) > MAX_LINE:
        return None
    lead = _LEAD.match(line)
    start = lead.end() if lead else 0
    first = LABELLED.match(line, start)
    if first is None:
        return _job_line(line)
    return labelled_credits(line, first.start())


def labelled_credits(line: str, start: int) -> list[Credit] | None:
    """Credits of `line[start:]`, which begins with a label."""
    marks = list(LABELLED.finditer(line, start))
    found: list[Credit] = []
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        stop = following.start() if following else len(line)
        raw = line[mark.end() : stop]
        role = LABELS[" ".join(mark[1].lower().split())]
        # A source may continue over lines; the line below a name is not part of the name.
        name = _name(raw if role == "source" else raw.strip(NAME_TRIM).partition("\n")[0])
        if len(name.split()) > (MAX_SOURCE_WORDS if role == "source" else MAX_NAME_WORDS) or _SENTENCE.search(
            raw
        ):
            return None
        if not any(c.isalpha() for c in name):
            continue
        text = line[mark.start() : stop].strip(NAME_TRIM)
        others = (" ".join(other.lower().split()) for other in re.split(r"[/&,]", mark[2].strip(" /&,")))
        roles = list(dict.fromkeys([role, *(LABELS[other] for other in others if other in LABELS)]))
        names = [part.strip() for part in re.split(r"[/&]", name)] if len(roles) > 1 else []
        # `Reporter/Editor: Ani/Budi`: as many names as roles
        pairs = zip(roles, names, strict=True) if len(names) == len(roles) else ((one, name) for one in roles)
        found += [Credit(one, known, text) for one, known in pairs]
    return found


def without_date(text: str) -> str:
    """A text without a date at its end: `Rina Hapsari, 3 Mei 2024`."""
    return _DATE_TAIL.sub("", text).strip(NAME_TRIM)


def _name(raw: str) -> str:
    name = _DETAIL_TAIL.sub("", raw.strip(NAME_TRIM))
    name = _DATE_TAIL.sub("", name).strip(NAME_TRIM)
    name = re.sub(r"^\*?\)\s*", "", name)
    if name.endswith(")") and "(" not in name:
        name = name[:-1].rstrip()
    if name.endswith(".") and not re.search(r"\b\w{1,3}\.$", name):
        name = name[:-1]
    return " ".join(name.split())


def _job_line(line: str) -> list[Credit] | None:
    name, colon, job = line.partition(":")
    if colon and job.strip().lower().startswith(JOBS) and is_name(name.strip()) and len(line) <= 90:
        return [Credit("author", name.strip(), line)]
    return None


def read_byline(text: str, *, at_end: bool = False) -> list[Credit] | None:
    """A byline without a labelled colon: `by Redaksi`, `Humas Aceh / 17 Okt 2018`, `Redaksi - Kamis, ...`.

    An office alone (`Humas Kemenag Kota Malang`) is a byline only at the end of a text: at the beginning it
    may be the start of a sentence.
    """
    line = text.strip()
    if len(line) > MAX_BYLINE or _SENTENCE.search(line):
        return None
    match = _BYLINE.match(line)
    if match is None:
        return None
    lead = " ".join(match["lead"].lower().split())
    labelled = LABELLED.search(line, match.end())
    own = (line[: labelled.start()] if labelled else line).strip(NAME_TRIM)
    others = (labelled_credits(line, labelled.start()) if labelled else None) or []
    undated = _DATE_TAIL.sub("", own).strip(NAME_TRIM)
    if lead in _OFFICES or lead.startswith(("super admin", "diskominfo")):
        marked = undated != own or line.endswith(",") or bool(match["mark"]) or at_end
        if not (marked or "admin" in lead or lead == "redaksi"):
            return None
        if len(undated.split()) > MAX_OFFICE_WORDS or not is_name(undated):
            return None
        return [Credit(_OFFICES.get(lead, "author"), undated, own), *others]
    name = undated[match.end() :].strip(NAME_TRIM).removeprefix(")").strip()
    if not name:
        return others
    if lead.startswith("laporan") and "," in name:
        name = name.rpartition(",")[2].strip()  # `Laporan Wartawan TribunLombok.com, Andi Hujaidin`
    if not is_name(name) or line.endswith((".", "!", "?")):
        return None
    return [Credit(LABELS.get(lead, "author"), name, own), *others]


def is_name(text: str) -> bool:
    """Whether `text` is a name: a few capitalized words that name a person or an office."""
    words = text.replace("/", " ").split()
    return 0 < len(words) <= 8 and all(
        w[0].isupper() or w.lower() in {"dan", "bin", "binti", "&", "al", "di", "-"} or w[0] in "(@"
        for w in words
    )
