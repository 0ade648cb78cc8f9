"""Parses the dateline at the head of an article: the place of filing and the outlet.

`MAKASSAR, NEWSURBAN.ID Kepala Dinas ...`, `Kedungkandang, MC – Dinas ...`, `NUKILAN.id | Banda Aceh — ...`.
Portals share only the parts (a place, an outlet, sometimes a date); separators and terminators vary. The
head is therefore cut at each possible end, its parts are classified by shape, and the longest head that
consists only of such parts is the dateline.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from crawler.extraction.attribution.dateline_parts import (
    AGENCY,
    DASHES,
    DOMAIN,
    SUBJECT_WORDS,
    WORD,
    Parts,
    is_date,
    is_outlet,
    looks_like_place,
    names_outlet,
    read_parts,
)
from crawler.extraction.attribution.gazetteer import is_place
from crawler.items import Dateline

MAX_LEAD = 110
"""Characters within which a dateline must end."""
_WINDOW = 240

_END = re.compile(rf"\s*[{DASHES}]{{1,4}}(?:,(?=\s))?\s*|\s*\|\s*|\s*//\s*|\s?:\s+|\sI\s(?=\S{{3,40}}\.)")
_END_SIGN = re.compile(rf"[{DASHES}|]|//|:\s|\sI\s")
_OPENS = re.compile(r"[\"“”‘'«(\[A-Z0-9À-ÞḀ-ỿ#]")
_ASIDE = re.compile(rf"[^{DASHES}.,]{{1,60}}\s[{DASHES}]{{1,2}}\s")
_INNER_DOT = re.compile(r"\.\w")
_HEAD_GROUP = re.compile(r"\s*[(\[]([^()\[\]]{4,60})[)\]]\.?\s+(?=[\"“A-Z])")
_GROUP = re.compile(r"[(\[]([^()\[\]]{3,40})[)\]]\s*[-–—]?\s*")
_TRAIL = re.compile(rf"[{DASHES}\s|]+")
_AGENCY_FIRST = re.compile(rf"({AGENCY.pattern})\s?[-–]\s?([A-Z][\w ]{{2,30}}?)[,.:]\s+(?=[\"“A-Z])")
_AGENCY_NEXT = re.compile(rf"((?:{AGENCY.pattern})(?:\s[A-Z]\w+){{0,2}})\s?[,–—:-]\s+(?=[\"“A-Z])")
_STOPS = re.compile(r"([A-Z]{3,}(?: [A-Z]{3,}){0,2})\. ([A-Z]{3,}(?: [A-Z]{3,}){0,2})\.\s+(?=[\"“A-Z][^A-Z])")
_CITY_OUTLET = re.compile(
    r"([A-ZÀ-Þ][A-ZÀ-Þ .'’-]{2,40}?)\s?[(\[]([^()\[\]]{2,40})[)\]]\.?\s+(?=[\"“A-Z][\"“A-Za-z]?[a-z])"
)
"""`CIMAHI (GARDA WARTA) Pemerintah Kota`: a town in capitals, its outlet in brackets, a sentence."""
_PRESS = re.compile(r"(?:media|harian|koran|majalah|tabloid|swara|lensa)\b", re.I)
_AFTER_OUTLET = re.compile(r"[)\]]?\s*[,.:]?\s+(?=[\"“A-Z])|[)\]]?\s*$")
_CAPITALS_NEXT = re.compile(r"\s*[,|:(]\s*((?:[A-Z]{3,}\s?){1,4})\)?[,.:]?\s+(?=[\"“A-Z][^A-Z])")
_WORDS_NEXT = re.compile(r"\s*[,|]\s*((?:[A-Z][\w-]+\s){1,3})(?=[\"“A-Z])")


class DatelineMatch(NamedTuple):
    """A dateline and the offset at which the text after it begins."""

    dateline: Dateline
    end: int


_BYLINE = re.compile(
    rf"[^{DASHES}|,.()]{{3,40}}\s?\|\s?(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|ahad)\b", re.I
)
"""`Sari Lestari | Rabu, 19 Oktober 2022`: who wrote it, and when."""


def find_dateline(text: str, following: str | None = None, site: str = "") -> DatelineMatch | None:
    """The dateline at the head of a paragraph, or None.

    `following` is the next paragraph, `site` the host of the page. For a paragraph that is only a dateline,
    `end == len(text)`.
    """
    head = text[: MAX_LEAD + 40]
    if not (head[:1].isupper() or head[:1] in {"(", "["} or DOMAIN.match(head) or names_outlet(head)):
        return None
    if _BYLINE.match(head) is not None and not is_place(head.partition("|")[0].strip()):
        return None
    return (
        _alone(text, following, site)
        or _ended(text, head, site)
        or _in_brackets(head)
        or _without_end(text, head)
    )


def strip_leading_dash(text: str) -> str:
    """Remove the dash that ends a dateline printed on the previous line."""
    return text.lstrip(DASHES + " \t\xa0")


def _ended(text: str, head: str, site: str) -> DatelineMatch | None:
    """The longest dateline that ends with a dash, bar or colon."""
    best: DatelineMatch | None = None
    if _END_SIGN.search(head) is None:
        return None  # true for most texts: the pattern of all ends would try each space
    for match in _END.finditer(head):
        if match.start() > MAX_LEAD:
            break
        if match.start() == 0:
            continue
        lead, rest = text[: match.start()], text[match.end() : match.end() + _WINDOW]
        parts = read_parts(lead, site)
        if parts is not None and _ends_here(lead, match[0], rest, parts):
            best = _extended(text, lead, match, rest, parts) or best
    return best


def _extended(text: str, lead: str, mark: re.Match[str], rest: str, parts: Parts) -> DatelineMatch | None:
    """The dateline that ends with `mark`, extended by an outlet or a place after the mark."""
    end = mark.end()
    if not parts.outlet:
        for pattern, group in ((DOMAIN, 0), (_AGENCY_NEXT, 1)):
            outlet = pattern.match(rest)
            if outlet and (group or rest[outlet.end() : outlet.end() + 1] in {"", " ", ",", "\n"}):
                after = len(rest) - len(rest[outlet.end() :].lstrip(" ,\n"))
                return DatelineMatch(
                    Dateline(parts.place, outlet[group], text[: end + outlet.end(group)]), end + after
                )
    if ":" in mark[0] and not parts.place:
        group_after = _GROUP.match(rest)
        if group_after is None:
            return None
        end += group_after.end()
        return DatelineMatch(
            Dateline(group_after[1].strip(), parts.outlet, text[:end].rstrip(f" {DASHES}")), end
        )
    trail = _TRAIL.match(text, end)
    return DatelineMatch(
        Dateline(parts.place, parts.outlet, lead.rstrip(" ,.")), trail.end() if trail else end
    )


def _ends_here(lead: str, mark: str, rest: str, parts: Parts) -> bool:
    """Whether a mark after `lead` ends a dateline: not a hyphen, an aside or a range."""
    rest = rest.lstrip(DASHES + " |")
    spaced = mark[:1].isspace() or mark[-1:].isspace()
    known = is_place(parts.place or "")
    if not rest:
        return parts.certain
    if ":" in mark:
        if parts.place is None:
            return parts.certain
        return known and (lead.isupper() or bool(parts.outlet))
    if not _OPENS.match(rest):
        # `Malang (Humas) - bupati`: a lower-case beginning is accepted only after an outlet.
        return parts.certain and rest[0].islower() and spaced
    if not spaced and parts.place is None and AGENCY.fullmatch(lead):
        return False  # `MC-SINJAI,` is one name
    if parts.certain and (spaced or not parts.place or parts.outlet):
        return True
    word = found[0] if (found := WORD.match(rest)) else ""
    if spaced:
        if mark.strip() in {"|", "//"}:
            return known or bool(parts.outlet)
        # `Sutiaji - Wali Kota Malang - mengatakan`: a second dash ends an aside.
        return bool(parts.outlet) or known or not _ASIDE.match(rest)
    # No space on either side: `Palu–Gubernur` is a dateline, `Solo–Yogyakarta`, `Anies–Muhaimin` are not.
    if is_place(word):
        return False
    if word.lower().rstrip(".") in SUBJECT_WORDS or known:
        return True
    return lead.isupper() and not word.isupper() and len(word) > 1 and mark.strip() != "-"


def _in_brackets(head: str) -> DatelineMatch | None:
    """A dateline in brackets: `(Bontang, 27 Oktober 2017).`"""
    match = _HEAD_GROUP.match(head)
    if match is None or "," not in match[1]:
        return None
    place, _, when = match[1].partition(",")
    if not is_date(when.strip()) or not any(c.isdigit() for c in when) or read_parts(place) is None:
        return None
    return DatelineMatch(Dateline(place.strip(), None, match[0].strip()), match.end())


def _without_end(text: str, head: str) -> DatelineMatch | None:
    """A dateline without a terminator, accepted only if the outlet's shape is unambiguous.

    `MAKASSAR, NEWSURBAN.ID Kepala`, `MC-SINJAI, Bupati`, `NTT AKTUAL. KUPANG. Wali Kota`.
    """
    domain = DOMAIN.search(head) if _INNER_DOT.search(head) is not None else None
    if domain is not None and domain.start() <= 60:
        found = _beside_domain(text, head, domain)
        if found is not None:
            return found
    match = _CITY_OUTLET.match(head)
    if match is not None:
        place, outlet = match[1].strip(), match[2].strip()
        if is_outlet(outlet) or (is_place(place) and (outlet.isupper() or _PRESS.match(outlet))):
            return DatelineMatch(Dateline(place, outlet, match[0].strip()), match.end())
    match = _AGENCY_FIRST.match(head)
    if match is not None and looks_like_place(match[2]):
        return DatelineMatch(Dateline(match[2], match[1], text[: match.end(2)]), match.end())
    match = _STOPS.match(head)
    if match is not None and (is_place(match[2]) or is_place(match[1])):
        place, outlet = (match[2], match[1]) if is_place(match[2]) else (match[1], match[2])
        return DatelineMatch(Dateline(place, outlet, text[: match.end(2)]), match.end())
    return None


def _beside_domain(text: str, head: str, domain: re.Match[str]) -> DatelineMatch | None:
    before, after = head[: domain.start()], head[domain.end() :]
    if before.strip():
        closing = _AFTER_OUTLET.match(after)
        place = before.strip().rstrip(",([ ").strip()
        joined = before.rstrip()[-1:] in {",", "(", "["}
        if closing is None or not looks_like_place(place) or not (joined or place.isupper()):
            return None
        end = domain.end() + closing.end()
        return DatelineMatch(Dateline(place, domain[0], text[:end].rstrip(" ,:")), end)
    match = _CAPITALS_NEXT.match(after)
    if match is not None:
        end = domain.end() + match.end()
        return DatelineMatch(Dateline(match[1].strip(), domain[0], text[:end].rstrip(" ,:.")), end)
    match = _WORDS_NEXT.match(after)
    words = match[1].split() if match is not None else []
    while match is not None and words:
        place = " ".join(words)
        if is_place(place):
            end = domain.end() + match.start(1) + len(place)
            return DatelineMatch(Dateline(place, domain[0], text[:end]), end + 1)
        words.pop()
    return None


def _alone(text: str, following: str | None, site: str) -> DatelineMatch | None:
    """A paragraph that is only a dateline; the text, or the dash, begins in the next paragraph."""
    stripped = text.strip().rstrip(DASHES + " ,|")
    if following is None or not 3 < len(stripped) <= 80:
        return None
    parts = read_parts(stripped, site)
    if parts is None:
        return None
    dashed = following[:1] in DASHES or text.rstrip()[-1:] in DASHES
    dated = (
        parts.certain
        and is_place((parts.place or "").partition(",")[0])
        and any(c.isdigit() for c in stripped)
    )
    if dashed or dated or (parts.place and parts.outlet and parts.certain):
        return DatelineMatch(Dateline(parts.place, parts.outlet, stripped), len(text))
    return None
