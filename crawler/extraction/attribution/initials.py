"""Reporter's marks at the very end of an article: `(cah/may)`, `(*)`, `[tin/aje]`, `tersebut.Ari`.

Not marks: an expanded abbreviation (`Gerakan Masyarakat (GEMA).`), an editor's remark (`(Dinas Kominfo Kota
Malang_red)`), a date, a score, a verse (`(QS. Al Insyirah: 6)`).
"""

from __future__ import annotations

import re

from crawler.extraction.attribution.credit_lines import (
    LABEL,
    LABELLED,
    labelled_credits,
    read_byline,
    read_credit_line,
)
from crawler.items import Credit

# Marks in brackets that name the source of a text rather than its author.
_SOURCE_MARKS_TEXT = """
    ant antara republika kompas detik rls rilis release press rel siaran-pers infopublik kominfo tempo
    merdeka cnn cnbc bbc reuters afp ap xinhua
"""
SOURCE_MARKS = frozenset(_SOURCE_MARKS_TEXT.split())
# In brackets at the end of a text, but not a credit.
_NOT_MARKS_TEXT = """
    bersambung tamat selesai habis lanjut yoy mtm qtq ytd wib wita wit rt/rw l/p s/d dan/atau dkk dst
    dll km/jam ha/kg pria wanita kiri kanan tengah
"""
NOT_MARKS = frozenset(_NOT_MARKS_TEXT.split())

# Offices whose names are lower case in a mark: `(humas pemkab)`.
OFFICES = frozenset(
    [
        "humas", "hms", "kominfo", "diskominfo", "dinkominfo", "prokopim", "protokol", "media", "mc", "mmc",
        "redaksi", "tim", "liputan", "antara", "bagian", "bidang", "dinas", "sekretariat", "kecamatan",
        "kelurahan", "kontributor", "adv", "advertorial", "rilis", "rls", "sumber", "foto",
    ]
)  # fmt: skip
MAX_MARK_WORDS = 6
MAX_MARK = 45

SENTENCE_END = tuple(".!?…”\"'’:;")
_DATE_LIKE = re.compile(r"\d{1,2}[/.-]\d{1,4}")
_YEAR = re.compile(r"\d{4}")
_VERSE = re.compile(r"(?:q\.?\s?s|h\.?\s?r|al[ -]\w+|surat?h?|ayat|amsal|mazmur|matius|yohanes)\b.*", re.I)
_PROSE = re.compile(r"\b(?:yang|dan|untuk|dengan|dari|pada|ini|itu|adalah|juga|tidak|akan|lihat|baca)\b")
_INITIALS = re.compile(r"[a-z*]{2,8}(?:[/-][a-z*0-9]{1,8}){0,3}|[A-Za-z]{1,6}(?:/[A-Za-z]{1,6}){1,3}")
_GLUED_INITIALS = re.compile(r"[^\W\d_]{3}[.!?”\"]([A-Z][a-z]{1,11}|[A-Z]{2,6})$")
_NOT_INITIALS = frozenset(
    ["Com", "Id", "Co", "Net", "Org", "Go", "Tv", "Info", "Ac", "Sch", "Or", "Web", "My"]
)
_STARS = re.compile(r"(?:^|(?<=[.!?”\"’)\s]))\s*(\*{1,5}|\[\]|\(\))$")
_ENCLOSED = re.compile(r"(?:^|(?<=[.!?”\"’)]))\s*(([-/*~–—]{1,3})\s?[^\W\d_][\w./ ]{0,30}\2)\s?$")
_PARTS = re.compile(rf"\s*[;|\n]\s*|\s*[.,/]\s*(?=(?:{LABEL})\b)", re.I)
_AFTER_BRACKET = ".,;*- "
_NAME_EDGE = "-/*~–— "


def split_mark(text: str) -> tuple[str, list[Credit]]:
    """The text before the mark at the end of `text`, and its credits; the unchanged `text` without a mark."""
    line = text.strip()
    if line.rstrip(_AFTER_BRACKET)[-1:] in {")", "]"}:
        rest, found = _bracketed(line, text)
        if found:
            return rest, found
    window = line[-40:]
    for pattern in (_STARS, _ENCLOSED):
        mark = pattern.search(window)
        if mark is not None and not _DATE_LIKE.search(mark[1]):
            before = line[: len(line) - len(window) + mark.start(1)].rstrip()
            return before, [Credit("initials", mark[1].strip(_NAME_EDGE) or mark[1], mark[1])]
    glued = _GLUED_INITIALS.search(window)
    if glued is not None and glued[1] not in _NOT_INITIALS:
        return line[: len(line) - len(glued[1])], [Credit("initials", glued[1], glued[1])]
    return text, []


def _bracketed(line: str, text: str) -> tuple[str, list[Credit]]:
    close = max(line.rfind(")"), line.rfind("]"))
    opening = "(" if line[close] == ")" else "["
    at = line.rfind(opening, max(0, close - 90), close)
    if at < 0:
        return text, []
    content = line[at + 1 : close].strip()
    before = line[:at].rstrip()
    if not before.strip(_NAME_EDGE):
        before = ""  # `*(Tim MC)`: the star belongs to the mark
    raw = line[at:]
    if not is_mark(content, before, line[close + 1 :].strip()):
        complete = not before or before.endswith(SENTENCE_END)
        several = _several(content) if complete else _labelled_makers(content)
        if not several:
            return text, []
        return before, [Credit(credit.role, credit.name, raw) for credit in several]
    found = _several(content) or (labelled_credits(content, 0) if LABELLED.match(content) else None)
    if found:
        return before, [Credit(credit.role, credit.name, raw) for credit in found]
    role = "source" if content.lower().strip("*/ ") in SOURCE_MARKS else "initials"
    return before, [Credit(role, content or raw, raw)]


def _several(content: str) -> list[Credit] | None:
    """The credits of a bracket that holds several: `(Sumber Diskominfo. Editor: Dibyo)`."""
    parts = [part for part in _PARTS.split(content) if part.strip()]
    if len(parts) < 2:
        return None
    found: list[Credit] = []
    for part in parts:
        credits = read_credit_line(part) or read_byline(part, at_end=True)
        if not credits:
            return None
        found += credits
    return found


def _labelled_makers(content: str) -> list[Credit] | None:
    """The credits of a bracket of labelled names, which may follow a sentence without full stop.

    `(sumber: BPS)` belongs to its sentence.
    """
    found = labelled_credits(content, 0) if LABELLED.match(content) else None
    return found if found and all(credit.role != "source" for credit in found) else None


def is_mark(content: str, before: str, after: str = "") -> bool:
    """Whether a bracket with `content` at the very end of a text is a credit.

    `before` is the trimmed text before it, `after` the text after the closing bracket.
    """
    bare = content.strip("*/ .-_")
    if not bare:
        return True
    lower, words = bare.lower(), bare.split()
    if lower in NOT_MARKS or len(words) > MAX_MARK_WORDS or not any(c.isalpha() for c in bare):
        return False
    if (
        _YEAR.search(bare)
        or _VERSE.match(bare)
        or (_DATE_LIKE.search(bare) and sum(c.isalpha() for c in bare) < 2)
    ):
        return False
    if before and not before.endswith(SENTENCE_END):
        # After an unfinished sentence the bracket belongs to it: `Gerakan Masyarakat (GEMA).`
        return not after and _is_bare_mark(content, before)
    if LABELLED.match(content):
        return True
    if _PROSE.search(lower) or bare.endswith(("?", "!")) or (", " in bare and len(words) > 3):
        return False
    if len(words) == 1:
        return len(bare) <= MAX_MARK
    named = all(word[0].isupper() or len(word) <= 4 or not word[0].isalpha() for word in words)
    return "/" in bare or named or words[0].lower() in OFFICES or words[-1].lower() in OFFICES or not before


def _is_bare_mark(content: str, before: str) -> bool:
    """A mark after a sentence without full stop: initials only, and not an expanded abbreviation."""
    if content.startswith("*"):
        return True
    if not _INITIALS.fullmatch(content) or (content.isalpha() and content.islower() and len(content) > 5):
        return False
    return not _abbreviates(content, before)


def _abbreviates(content: str, before: str) -> bool:
    """Whether `content` may abbreviate the words before it: `Gerakan Masyarakat (GEMA)`."""
    letters = [c for c in content.lower() if c.isalpha()]
    words = before.lower().split()[-max(2, len(letters) + 1) :]
    for start, word in enumerate(words):
        if not letters or word[:1] != letters[0]:
            continue
        stretch = iter("".join(words[start:]))
        if all(letter in stretch for letter in letters):
            return True
    return False
