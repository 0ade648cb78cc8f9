"""The dateline at the head of an article: where it was filed and by which outlet.

`MAKASSAR, NEWSURBAN.ID Kepala Dinas ...`, `Kedungkandang, MC – Dinas ...`, `NUKILAN.id | Banda Aceh — ...`.
Portals agree on nothing but the parts: a place, an outlet, sometimes a date, joined by almost anything
and closed by almost anything. So the head is cut at each possible end, its parts are told apart by their
shape, and the longest head that is nothing but such parts is the dateline.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from crawler.extraction.places import is_place
from crawler.items import Dateline

MAX_LEAD = 110
MAX_WORDS = 5
"""Words of one part: `Media Center Rejang Lebong`, `Kabupaten Hulu Sungai Selatan`."""

DASHES = "-‐‑‒–—―−"

# Words that name an outlet wherever they stand; a part that begins with one is an outlet.
OUTLET_WORDS = (
    r"mc|mmc|media\s?cent(?:er|re)|humas\w*|infopublik|diskominfo\w*|dinkominfo\w*|dkominfo\w*|"
    r"kominfo\w*|warta\w*"
    r"|prokopim|prokompim|protokol|antara|ppid|bppm|bpg|rri|tvri|inews|tribun\w*|kompas\w*|detik\w*|"
    r"radar\w*|suara\w+"
    r"|biro\s(?:humas|adpim)|bagian\s(?:humas|prokopim)|jurnal\w*|kabar\w+|berita\w+|info\w*|portal\w*"
)
_OUTLET = re.compile(rf"(?:{OUTLET_WORDS})(?![\w])", re.I)
_OUTLET_SHAPE = re.compile(r"\w*news\w*|\w+(?:kab|kota|prov)(?:go)?|\w+post|\w*media", re.I)
_CAMEL = re.compile(r"[a-z]+[A-Z]\w*|[A-Z][a-z]+[A-Z]\w*")
_AGENCY = re.compile(r"M?MC|PPID|INFO|(?:DIS)?KOMINFO|HUMAS|Humas|Diskominfo")
_TLD = r"(?:com|net|org|info|news|tv|id|co|go|xyz|my|online|site|asia)"
_DOMAIN = re.compile(rf"(?:https?://)?(?:[\w-]+\.)+{_TLD}", re.I)

# A subject begins with such a word, a dateline does not: `Bupati Malang – Sanusi – membuka ...`.
_SUBJECT_WORDS_TEXT = """
    bupati wabup wakil gubernur wagub wali walikota wawali kepala kadis kabid kabag sekretaris sekda
    sekdis ketua anggota presiden wapres menteri menkes mendagri pemerintah pemkab pemkot pemprov pemda
    pemdes kapolres kapolda kapolri kapolsek dandim danrem danramil pangdam polres polda polsek polri
    tni kodim tim warga masyarakat sebanyak pj pjs plt plh camat lurah kades dinas badan kantor dewan
    komisi dprd direktur asisten staf ribuan ratusan puluhan para seorang seluruh sejumlah dalam pada di
    dari untuk guna setelah usai hari selama sebagai dengan bertempat bank universitas rumah rsud
    puskesmas sekolah siswa mahasiswa guru petani nelayan pelaku penjabat pelaksana komandan jaksa
    kejaksaan kajari hakim ir dr drs dra h hj kh prof ustaz ustadz tuan ibu bapak pak bu sdr kepada
    tahun program kegiatan acara upacara the this in on
"""
SUBJECT_WORDS = frozenset(_SUBJECT_WORDS_TEXT.split())

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

_END = re.compile(rf"\s*[{DASHES}]{{1,3}}\s*|\s*\|\s*|:\s+|\sI\s(?=\S{{3,40}}\.)")
_JOINT = re.compile(
    rf"\s*[,|]\s*|(?<!\d)\s*[/:]\s*|\s[{DASHES}]{{1,2}}\s|[–—]|\s?[()\[\]]\s?|\sI\s(?=\S)|\.\s"
)
_WORD = re.compile(r"[^\W\d_][\w'’`.&-]*")
_OPENS = re.compile(r"[\"“”‘'«(\[A-Z0-9À-ÞḀ-ỿ#]")
_HEAD_GROUP = re.compile(r"\s*[(\[]([^()\[\]]{4,60})[)\]]\.?\s+(?=[\"“A-Z])")
_NO_DASH_TAIL = re.compile(r"\s*[,.:]?\s+")


class Found(NamedTuple):
    """A dateline and where the text after it begins."""

    dateline: Dateline
    end: int


class _Parts(NamedTuple):
    place: str | None
    outlet: str | None
    certain: bool
    """An outlet or a date told by its shape, not by its position alone."""


def find_dateline(text: str, following: str | None = None) -> Found | None:
    """The dateline at the head of a paragraph, or None. `following` is the paragraph after it.

    A paragraph that is all dateline gives `end == len(text)`.
    """
    head = text[: MAX_LEAD + 40]
    if not head or not (head[0].isupper() or head[0] in "([" or _DOMAIN.match(head) or _OUTLET.match(head)):
        return None
    return (
        _alone(text, following) or _ended(text, head) or _in_brackets(text, head) or _without_end(text, head)
    )


def strip_leading_dash(text: str) -> str:
    """A paragraph without the dash that closes a dateline printed on the line before it."""
    return text.lstrip(DASHES + " \t ")


def _ended(text: str, head: str) -> Found | None:
    """A head closed by a dash, bar or colon: the longest one that is a dateline."""
    best: Found | None = None
    for match in _END.finditer(head):
        if match.start() > MAX_LEAD:
            break
        if match.start() == 0:
            continue
        lead, rest = text[: match.start()], text[match.end() :]
        parts = _read(lead)
        if parts is None or not _ends_here(lead, match[0], rest, parts):
            continue
        end = match.end()
        if not parts.outlet:
            outlet = _DOMAIN.match(rest)
            if outlet and rest[outlet.end() : outlet.end() + 1] in {"", " ", ",", "\n"}:
                after = outlet.end() + len(rest[outlet.end() :]) - len(rest[outlet.end() :].lstrip(" ,\n"))
                best = Found(Dateline(parts.place, outlet[0], text[: end + outlet.end()]), end + after)
                continue
        if ":" in match[0]:
            group = re.match(r"[(\[]([^()\[\]]{3,40})[)\]]\s*[-–—]?\s*", rest)
            if group is None:
                continue
            best = Found(
                Dateline(group[1].strip(), parts.outlet, text[: end + group.end()].rstrip(" -–—")),
                end + group.end(),
            )
            continue
        trailing = re.match(rf"[{DASHES}\s|]+", text[end:])
        end += trailing.end() if trailing else 0
        best = Found(Dateline(parts.place, parts.outlet, lead.rstrip(" ,")), end)
    return best


def _ends_here(lead: str, mark: str, rest: str, parts: _Parts) -> bool:
    """Whether a mark after `lead` closes a dateline, and is not a hyphen, an aside or a range."""
    rest = rest.lstrip(DASHES + " |")
    if not rest:
        return parts.certain
    if ":" in mark:
        return parts.certain and parts.place is None
    if not _OPENS.match(rest):
        return parts.certain and rest[0].islower() and len(mark.strip()) < len(mark)
    spaced = mark[:1].isspace() or mark[-1:].isspace()
    if not spaced and parts.place is None and _AGENCY.fullmatch(lead):
        return False  # `MC-SINJAI,` is one name
    if parts.certain and (spaced or not parts.place or parts.outlet):
        return True
    following = _WORD.match(rest)
    word = following[0] if following else ""
    if spaced:
        return mark.strip() != "|" or bool(parts.outlet or is_place(parts.place or ""))
    # No space on either side: `Palu–Gubernur ...` is a dateline, `Solo–Yogyakarta` and `Anies–Muhaimin`
    # are not.
    if is_place(word):
        return False
    if word.lower().rstrip(".") in SUBJECT_WORDS:
        return True
    if parts.place is None or not is_place(parts.place):
        return lead.isupper() and not word.isupper() and len(word) > 1 and mark.strip() != "-"
    return True


def _in_brackets(text: str, head: str) -> Found | None:
    """`(Bontang, 27 Oktober 2017).` closed by its own bracket."""
    match = _HEAD_GROUP.match(head)
    if match is None or "," not in match[1]:
        return None
    place, _, when = match[1].partition(",")
    if not _DATE.fullmatch(when.strip()) or not any(c.isdigit() for c in when) or _read(place) is None:
        return None
    return Found(Dateline(place.strip(), None, match[0].strip()), match.end())


def _without_end(text: str, head: str) -> Found | None:
    """Closed by nothing: only where the outlet's shape leaves no doubt.

    `MAKASSAR, NEWSURBAN.ID Kepala`, `MC-SINJAI, Bupati`, `NTT AKTUAL. KUPANG. Wali Kota`.
    """
    site = _DOMAIN.search(head)
    if site is not None and site.start() <= 60:
        found = _beside_domain(text, head, site)
        if found is not None:
            return found
    match = re.match(rf"({_AGENCY.pattern})\s?[-–]\s?([A-Z][\w ]{{2,30}}?)[,.:]\s+(?=[\"“A-Z])", head)
    if match is not None and _looks_like_place(match[2]):
        return Found(Dateline(match[2], match[1], text[: match.end(2)]), match.end())
    match = re.match(
        r"([A-Z]{3,}(?: [A-Z]{3,}){0,2})\. ([A-Z]{3,}(?: [A-Z]{3,}){0,2})\.\s+(?=[\"“A-Z][^A-Z])", head
    )
    if match is not None and (is_place(match[2]) or is_place(match[1])):
        place, outlet = (match[2], match[1]) if is_place(match[2]) else (match[1], match[2])
        return Found(Dateline(place, outlet, text[: match.end(2)]), match.end())
    return None


def _beside_domain(text: str, head: str, site: re.Match[str]) -> Found | None:
    before, after = head[: site.start()], head[site.end() :]
    if before.strip():
        closing = re.match(r"[)\]]?\s*[,.:]?\s+(?=[\"“A-Z])|[)\]]?\s*$", after)
        place = before.strip().rstrip(",([ ").strip()
        joined = before.rstrip()[-1:] in ",(["
        if closing is None or not _looks_like_place(place) or not (joined or place.isupper()):
            return None
        end = site.end() + closing.end()
        return Found(Dateline(place, site[0], text[:end].rstrip(" ,:")), end)
    match = re.match(r"\s*[,|:(]\s*((?:[A-Z]{3,}\s?){1,4})\)?[,.:]?\s+(?=[\"“A-Z][^A-Z])", after)
    if match is not None:
        end = site.end() + match.end()
        return Found(Dateline(match[1].strip(), site[0], text[:end].rstrip(" ,:.")), end)
    return None


def _alone(text: str, following: str | None) -> Found | None:
    """A paragraph that is nothing but a dateline; the text, or the dash, begins in the next one."""
    stripped = text.strip().rstrip(DASHES + " ,|")
    if following is None or not 3 < len(stripped) <= 80:
        return None
    parts = _read(stripped)
    if parts is None:
        return None
    dashed = following[:1] in DASHES or text.rstrip()[-1:] in DASHES
    if dashed or (parts.place and parts.outlet and parts.certain):
        return Found(Dateline(parts.place, parts.outlet, stripped), len(text))
    return None


def _read(lead: str) -> _Parts | None:
    """Tell the parts of a head apart; None when something in it is no part of a dateline."""
    places: list[str] = []
    outlets: list[str] = []
    unsure: list[tuple[str, bool]] = []
    certain = False
    for piece, bracketed, after_dash in _pieces(lead):
        if _DATE.fullmatch(piece):
            certain = certain or any(c.isdigit() for c in piece)
            continue
        words = piece.split()
        if len(words) > MAX_WORDS:
            return None
        site = _DOMAIN.search(piece)
        if site is not None:
            certain = True
            outlets.append(site[0])
            rest = (piece[: site.start()] + " " + piece[site.end() :]).strip(f" {DASHES},")
            if rest:
                if not _looks_like_place(rest):
                    return None
                places.append(rest)
            continue
        agency, _, where = piece.partition("-")
        if where[:1].isupper() and _AGENCY.fullmatch(agency):
            outlets.append(agency)
            places.append(where)
            certain = True
            continue
        if is_place(piece):
            places.append(piece)
        elif _is_outlet(piece):
            certain = True
            outlets.append(piece)
        elif bracketed:
            if len(words) > 4 or not re.search(r"[^\W\d_]", piece):
                return None
            unsure.append((piece, True))
        elif _looks_like_place(piece) and not after_dash:
            unsure.append((piece, False))
        else:
            return None
    return _assign(places, outlets, unsure, certain)


def _assign(
    places: list[str], outlets: list[str], unsure: list[tuple[str, bool]], certain: bool
) -> _Parts | None:
    if len(places) + len(outlets) + len(unsure) > 4:
        return None
    for piece, bracketed in unsure:
        if bracketed and not outlets:
            outlets.append(piece)
            certain = certain or bool(places) or any(not b for _, b in unsure) or len(unsure) == 1
        elif not places:
            places.append(piece)
        elif not outlets:
            outlets.append(piece)
        else:
            return None
    if not places and not outlets:
        return None
    if len(outlets) > 1:
        return None
    return _Parts(", ".join(places) or None, outlets[0] if outlets else None, certain)


def _pieces(lead: str) -> list[tuple[str, bool, bool]]:
    """The parts of a head, whether each stood in brackets, and whether a dash stands before it."""
    pieces = []
    depth = False
    dashed = False
    start = 0
    for match in [*_JOINT.finditer(lead), None]:
        stop = match.start() if match else len(lead)
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


def _is_outlet(piece: str) -> bool:
    if _OUTLET.match(piece):
        return True
    words = piece.split()
    if len(words) == 1:
        return bool(_OUTLET_SHAPE.fullmatch(piece) or _CAMEL.fullmatch(piece)) and not is_place(piece)
    return any(_OUTLET.fullmatch(w) or re.fullmatch(r"\w*news|\w*post|media|tv", w, re.I) for w in words[1:])


def _looks_like_place(piece: str) -> bool:
    """Capitalised words only, none of which begins a subject."""
    words = piece.split()
    if not words or len(words) > MAX_WORDS or len(piece) > 50:
        return False
    first = words[0].lower().rstrip(".,")
    if first in SUBJECT_WORDS and not is_place(piece):
        return False
    return all(_WORD.fullmatch(w) and (w[0].isupper() or w in {"dan", "di"}) for w in words) and not any(
        c.isdigit() for c in piece
    )
