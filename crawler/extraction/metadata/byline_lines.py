"""Names in one line of a byline: after a label, before a job title, between date and view counter."""

from __future__ import annotations

import re
from difflib import get_close_matches

from crawler.extraction.attribution.credit_lines import LABELS, read_credit_line
from crawler.extraction.attribution.people import (
    JOINTS,
    clean_name,
    is_short_name,
    looks_like_person,
    name_and_role,
)
from crawler.extraction.metadata.page_context import Where
from crawler.items import Credit

_WRITTEN = (
    r"di\s?(?:tulis|unggah|publikasikan|terbitkan|pos(?:t|ting)?(?:kan)?|muat|buat|rilis|input)|post(?:ed)?|written"
    r"|published|submitted|uploaded|created|reported"
)
_ROLE_WORDS = "|".join(
    sorted(
        (re.escape(label).replace(r"\ ", r"\s+") for label in LABELS if label != "admin"),
        key=len,
        reverse=True,
    )
)
_LEAD = re.compile(
    rf"^[\W_]*(?:(?:{_WRITTEN})(?:\s+(?:oleh|by)|(?=\s*:))|oleh|by|(?P<role>{_ROLE_WORDS}|koresponden|penyunting|jurnalis|pengarang))"
    r"(?![^\W_])\s*(?P<mark>[:/=|–—-]?)\s*",
    re.I,
)
_BY = re.compile(r"(?:(?<=\d)|(?<=[ap]m))\s(?:oleh|by)\s(?=[A-Z])")
"""A byline behind the date: `Sat, 04/03/2023 - 3:49pm by X`."""
_FOREIGN_LEAD = re.compile(r"^(?:von|par|por|door|av|af|di)\s+(?=[A-ZÀ-Þ])")
_ANY_LEAD = re.compile(r"^(?:von|par|por|door|av|by|oleh)\s+(?=\S)", re.I)
_MONTH = re.compile(r"(?:jan|feb|mar|apr|may|mei|jun|jul|aug|agu|sep|oct|okt|nov|dec|des)[a-z]*\.?", re.I)
_WEEKDAY = re.compile(r"senin|selasa|rabu|kamis|jum['’`]?at|sabtu|minggu|ahad", re.I)
_REPORTS = frozenset({"laporan", "liputan"})
"""Labels that are also nouns: without a mark, the title `Laporan Kegiatan Triwulan` begins with one."""
_STOP = re.compile(
    r"\s+(?:jan|feb|mar|apr|may|mei|jun|jul|aug|agu|sep|oct|okt|nov|dec|des)[a-z]*\.?\s+\d.*|\s*[@<].*"
    r"|\s+(?:on|pada|tanggal|tgl|in|at|hari|kategori|category|dibaca|dilihat|views?|comments?|komentar|updated"
    r"|published|publish|pukul)\b.*|\s*[|•·(\n©].*|\s*,(?!\s*(?-i:[A-Z][A-Za-z]{0,3}\.|[SM][A-Z][A-Za-z]{0,3}(?:,|$)|CFP|PhD)).*|\s+[-–—/]\s.*|\s*\d.*|\s+(?:senin|selasa|rabu|kamis|jum['’]?at"
    r"|sabtu|minggu)\b.*",
    re.I | re.S,
)
_MAX_TITLED_LENGTH = 90
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|gif)\b", re.I)
_MISSPELT = re.compile(r"\W*(?P<label>[a-z]{5,12})\s*:\s*(?=[A-Z])", re.I)
_SPELT = (
    "penulis",
    "pewarta",
    "reporter",
    "wartawan",
    "jurnalis",
    "kontributor",
    "editor",
    "penyunting",
    "redaktur",
)
"""Labels of persons that are read with one wrong letter too."""
_ALIKE = 0.85
"""Share of the letters that a label with one wrong letter has in common with the right one."""
DATED = re.compile(r"\d{1,2}[\s./-]+(?:[a-z]{3,9}|\d{1,2})[\s./-]+(?:\d{4}|\d\d)\b|\b(?:19|20)\d\d\b", re.I)
PARTS = re.compile(
    r"\s*[|•·]\s*|\s+[-–—/]\s+|\s*,\s+(?=(?:[a-z]+\s*:|senin|selasa|rabu|kamis|jum|sabtu|minggu|\d))", re.I
)


def name_at_start(text: str) -> str | None:
    """The name at the start of a text; None if it does not have the shape of one."""
    if not text or _PICTURE_FILE.search(text):
        return None
    name = clean_name(_STOP.sub("", text.strip(), count=1))
    if not name or not is_short_name(name) or is_label(name) or _WEEKDAY.fullmatch(name):
        return None
    return name


def capitalised_name(text: str) -> str | None:
    """The name in an element classed as byline: one word, or capitalized words."""
    name = name_at_start(_FOREIGN_LEAD.sub("", _ANY_LEAD.sub("", text.strip())))
    if name is None or _MONTH.fullmatch(name):
        return None
    words = name.split()
    capital = all(word[:1].isupper() or not word[:1].isalpha() or word.lower() in JOINTS for word in words)
    return name if len(words) == 1 or capital else None


def labelled_names(line: str, where: Where) -> list[Credit] | None:
    """The credits of a line with labels; None if it has none.

    `Oleh: X | Kategori`, `Penulis - X / Editor - Y`, `Laporan Wartawan Warta Desa, X`, `X, Jurnalis`.
    """
    if ":" in line or "=" in line:
        credits = read_credit_line(line)
        if credits is not None:
            return credits
        if where == "between" and (spelt := _with_label_spelt(line)) is not None:
            return read_credit_line(spelt)
    # `Penulis - X`: the dash stands for a colon.
    whole = _LEAD.match(line)
    found = []
    parts = PARTS.split(line)
    for part in [line] if whole is not None and whole["mark"] else parts:
        credit = _labelled_part(part, where)
        if credit is not None:
            found.append(credit)
    if not found and where in ("between", "before") and len(line) <= _MAX_TITLED_LENGTH:
        titled = next((name for part in parts if (name := name_and_role(part)) is not None), None)
        found += [Credit(LABELS.get(titled[1], "author"), titled[0], line)] if titled is not None else []
    return found or None


def _with_label_spelt(line: str) -> str | None:
    """A line whose label is misspelt by a letter, with the right one: `Penulias : Rina`; else None."""
    match = _MISSPELT.match(line)
    if match is None:
        return None
    word = match["label"].lower()
    found = get_close_matches(word, _SPELT, 1, _ALIKE)
    if not found or abs(len(found[0]) - len(word)) > 1:
        return None
    return f"{found[0]}: {line[match.end() :]}"


def _labelled_part(part: str, where: Where) -> Credit | None:
    match = _LEAD.match(part) or _FOREIGN_LEAD.match(part)
    if match is None and (behind := _BY.search(part)) is not None:
        match = _LEAD.match(part := part[behind.start() :])
    if match is None:
        return None
    label = " ".join((match.groupdict().get("role") or "oleh").lower().split())
    rest = part[match.end() :]
    if label.startswith("laporan") and "," in rest:
        rest = rest.rpartition(",")[2]  # the outlet is before the name
    name = name_at_start(rest)
    marked = bool(match.groupdict().get("mark")) or match.groupdict().get("role") is None
    if name is None or not (marked or looks_like_person(name) or name[:1].isupper()):
        return None
    if label in _REPORTS and not match["mark"] and "," not in part[match.end() :]:
        return None
    bare = match.re is _FOREIGN_LEAD or (where in ("after", "tail") and not match["mark"])
    if bare and not (looks_like_person(name) and where in ("between", "before")):
        return None
    return Credit(LABELS.get(label, "author"), name, part.strip())


def is_label(text: str) -> bool:
    """Whether a text consists of words before a name."""
    match = _LEAD.match(text)
    return match is not None and match.end() == len(text)


def may_introduce_name(text: str) -> bool:
    """Whether a text begins with words before a name."""
    return _LEAD.match(text.strip()) is not None


def byline_name(line: str) -> str | None:
    """The name in a byline: `Oleh: Ani` gives Ani; None for any other line."""
    match = _LEAD.match(line)
    name = name_at_start(line[match.end() :] if match is not None else line)
    return name if name and len(name) > 2 else None


def without_lead(line: str) -> str:
    """A byline without the words before its name."""
    match = _LEAD.match(line)
    return line[match.end() :] if match is not None else line
