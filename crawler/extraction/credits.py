"""Who made an article: bylines and credits at its head and tail, taken out of the text.

`Penulis: X / Editor: Y`, `Laporan Wartawan TribunLombok.com, X`, `... pungkasnya. (cah/may)`, `(*)`. What
only looks like a credit stays: an abbreviation explained (`Gerakan Masyarakat (GEMA).`), an editor's
remark (`(Dinas Kominfo Kota Malang_red)`), a sentence that begins with `Sumber itu`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from crawler.extraction.blocks import Block
from crawler.items import Credit

HEAD_BLOCKS = 4
TAIL_BLOCKS = 8
"""How many blocks from either end may be credits."""

MAX_LINE = 220
MAX_NAME_WORDS = 9

# Role -> the labels that announce it, in lower case.
_ROLES = {
    "author": """
        penulis, ditulis oleh, ditulis, oleh, author, by, written by, posted by, post by, dipost
        oleh, diposting oleh, diunggah oleh, dipublikasikan oleh, naskah, teks, narasi, penulis
        berita, admin, tim penulis
    """,
    "reporter": """
        pewarta, reporter, wartawan, jurnalis, kontributor, laporan, laporan reporter, laporan
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
    label.strip(): role for role, labels in _ROLES.items() for label in labels.split(",")
}

# What a person's job is called when the name comes first: `Masmun Jaya : Pranata Humas ...`.
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

# Marks in brackets that name where a text came from rather than who wrote it.
_SOURCE_MARKS_TEXT = """
    ant antara republika kompas detik rls rilis release press rel siaran-pers infopublik kominfo tempo
    merdeka cnn cnbc bbc reuters afp ap xinhua
"""
SOURCE_MARKS = frozenset(_SOURCE_MARKS_TEXT.split())
# In brackets at the end of a text, yet no credit.
_NOT_MARKS_TEXT = """
    bersambung tamat selesai habis lanjut yoy mtm qtq ytd wib wita wit rt/rw l/p s/d dan/atau dkk dst
    dll km/jam ha/kg pria wanita kiri kanan tengah
"""
NOT_MARKS = frozenset(_NOT_MARKS_TEXT.split())

_LABEL = "|".join(
    sorted((re.escape(label).replace(r"\ ", r"\s+") for label in LABELS), key=len, reverse=True)
)
_LABELLED = re.compile(rf"(?<![^\W_])({_LABEL})((?:\s*[/&,]\s*(?:{_LABEL}))*)\s{{0,3}}[:=]\s*", re.I)
_LEAD = re.compile(r"^[\s\-–—•*(\[#|]*")
_NAME_TRIM = " \t\r\n/|,;&-–—•*[]#"
_SENTENCE = re.compile(r"[a-z]{3,}(?<!mprov)(?<!mkab)(?<!mkot)(?<!rov)(?<!inkes)[.!?]\s+[A-Z“\"]")
_SENTENCE_END = tuple(".!?…”\"'’:;")
_DATE_LIKE = re.compile(r"\d{1,2}[/.-]\d{1,4}")
_STAR = re.compile(r"[*•\s.·~_=#—–-]{1,20}")
_GLUED_INITIALS = re.compile(r"[^\W\d_]{3}[.!?”\"]([A-Z][a-z]{1,11}|[A-Z]{2,6})$")
_NOT_INITIALS = frozenset(
    ["Com", "Id", "Co", "Net", "Org", "Go", "Tv", "Info", "Ac", "Sch", "Or", "Web", "My"]
)
_BYLINE = re.compile(
    r"^(?:(?P<lead>oleh|by|post(?:ed)? by|ditulis oleh|diposting oleh|laporan(?:\s+(?:wartawan|reporter|"
    r"kontributor))?|penulis|editor|reporter|pewarta"
    r"|sumber|redaktur|redaksi|super admin\w*|administrator|admin|humas|bagian humas|biro humas|"
    r"tim redaksi|tim liputan)\b)\s*(?P<mark>[:/|,–—-]*)\s*",
    re.I,
)
_DATE_TAIL = re.compile(
    r"[\s,/|–—-]*(?:(?:senin|selasa|rabu|kamis|jum['’]?at|sabtu|minggu|ahad)\b.*|"
    r"\d{1,2}[\s/.-]+(?:[a-z]{3,9}|\d{1,2})[\s/.-]+\d{2,4}.*|-\s*\d+)$",
    re.I,
)
_ROLE_LEADS = {
    "redaktur": "editor",
    "editor": "editor",
    "redaksi": "editor",
    "tim redaksi": "editor",
    "humas": "source",
    "bagian humas": "source",
    "biro humas": "source",
    "sumber": "source",
}


class Taken(NamedTuple):
    """The blocks that remain and the credits that were taken out, in the order of the text."""

    blocks: list[Block]
    credits: list[Credit]


def take_credits(blocks: list[Block]) -> Taken:
    """Take the credits at the head and the tail of a body out of it; `blocks` is not changed."""
    left = list(blocks)
    head: list[Credit] = []
    for _ in range(HEAD_BLOCKS):
        if len(left) < 2 or left[0].kind not in {"paragraph", "heading", "list_item"}:
            break
        found = read_credit_line(left[0].text) or _byline(left[0].text)
        if found is None:
            break
        head.extend(found)
        del left[0]
    tail: list[Credit] = []
    for _ in range(TAIL_BLOCKS):
        if not left or left[-1].kind == "row":
            break
        rest, found = _tail(left[-1].text, alone=len(left) > 1)
        if not found and rest == left[-1].text:
            break
        tail[:0] = found
        if rest:
            left[-1] = replace(left[-1], text=rest)
            if rest[-1:] not in ")]" and not _LABELLED.search(rest[-120:]):
                break
        else:
            del left[-1]
    return Taken(left, head + tail)


def read_credit_line(text: str) -> list[Credit] | None:
    """The credits of a line that is nothing else (`Penulis: X / Editor: Y`); None if it is something else.

    Labels without a name (`Sumber:`) give no credit, but the line is one: the list may be empty.
    """
    line = text.strip()
    if not line or len(line) > MAX_LINE:
        return None
    lead = _LEAD.match(line)
    start = lead.end() if lead else 0
    first = _LABELLED.match(line, start)
    if first is None:
        return _job_line(line)
    return _labelled(line, first.start())


def _labelled(line: str, start: int) -> list[Credit] | None:
    """Credits of `line[start:]`, which begins with a label."""
    marks = list(_LABELLED.finditer(line, start))
    found: list[Credit] = []
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        stop = following.start() if following else len(line)
        raw = line[mark.end() : stop]
        role = LABELS[" ".join(mark[1].lower().split())]
        name = _name(raw)
        if len(name.split()) > (25 if role == "source" else MAX_NAME_WORDS) or _SENTENCE.search(raw):
            return None
        if not any(c.isalpha() for c in name):
            continue
        text = line[mark.start() : stop].strip(_NAME_TRIM)
        found.append(Credit(role, name, text))
        for other in re.split(r"\s*[/&,]\s*", mark[2].strip(" /&,")):
            second = LABELS.get(" ".join(other.lower().split()))
            if second and second != role:
                found.append(Credit(second, name, text))
    return found


def _name(raw: str) -> str:
    name = _DATE_TAIL.sub("", raw.strip(_NAME_TRIM)).strip(_NAME_TRIM)
    name = re.sub(r"^\*?\)\s*", "", name)
    if name.endswith(")") and "(" not in name:
        name = name[:-1].rstrip()
    if name.endswith(".") and not re.search(r"\b\w{1,3}\.$", name):
        name = name[:-1]
    return " ".join(name.split())


def _job_line(line: str) -> list[Credit] | None:
    name, colon, job = line.partition(":")
    if colon and job.strip().lower().startswith(JOBS) and _is_name(name.strip()) and len(line) <= 90:
        return [Credit("author", name.strip(), line)]
    return None


def _byline(text: str) -> list[Credit] | None:
    """A byline at the head that has no label with a colon: `by Redaksi`, `Humas Aceh / 17 Okt 2018`."""
    line = text.strip()
    if len(line) > 140 or _SENTENCE.search(line):
        return None
    match = _BYLINE.match(line)
    if match is None:
        return None
    lead = match["lead"].lower()
    labelled = _LABELLED.search(line, match.end())
    own, others = (line[: labelled.start()], _labelled(line, labelled.start())) if labelled else (line, [])
    own = own.strip(_NAME_TRIM)
    undated = _DATE_TAIL.sub("", own).strip(_NAME_TRIM)
    name = undated[match.end() :].strip(_NAME_TRIM) if len(undated) > match.end() else ""
    outlet = (
        lead.split()[-1] in {"humas"} or "admin" in lead or lead in {"redaksi", "tim redaksi", "tim liputan"}
    )
    dated = undated != own or line.endswith(",")
    if outlet:
        if not (
            dated
            or match["mark"]
            or line.lower().startswith(("super admin", "administrator", "admin", "redaksi"))
        ):
            return None
        whole = undated.strip(_NAME_TRIM)
        if len(whole.split()) > 7 or not _is_name(whole):
            return None
        return [Credit(_ROLE_LEADS.get(lead, "author"), whole, own), *(others or [])]
    if not name:
        return others or []
    if lead.startswith("laporan") and "," in name:
        name = name.rpartition(",")[2].strip()
    if not _is_name(re.sub(r"^\*\)\s*", "", name)) or line.endswith((".", "!", "?")):
        return None
    role = LABELS.get(lead, _ROLE_LEADS.get(lead, "author"))
    return [Credit(role, re.sub(r"^\*\)\s*", "", name), own), *(others or [])]


def _is_name(text: str) -> bool:
    """A few words, each of which begins with a capital: a person, an office."""
    words = text.replace("/", " ").split()
    return 0 < len(words) <= 8 and all(
        w[0].isupper() or w.lower() in {"dan", "bin", "binti", "&", "al", "di", "-"} or w[0] in "(@"
        for w in words
    )


def _tail(text: str, *, alone: bool) -> tuple[str, list[Credit]]:
    """What remains of the last block and the credits at its end; the text unchanged when there are none."""
    line = text.strip()
    if alone:
        whole = _whole_line(line)
        if whole is not None:
            return "", whole
    if (line[-1:] in ".,;" and line[-2:-1] in ")]") or line[-1:] in ")]":
        return _bracketed(line, text)
    star = re.search(r"(?<=[.!?”\"’)\s])\s*(\*{1,5}|\[\]|\(\))$", line[-30:])
    if star is not None:
        cut = len(line) - (len(line[-30:]) - star.start())
        return line[:cut].rstrip(), [Credit("initials", star[1], star[1])]
    glued = _glued_label(line)
    if glued is not None:
        return glued
    initials = _GLUED_INITIALS.search(line[-24:])
    if initials is not None and initials[1] not in _NOT_INITIALS:
        return line[: len(line) - len(initials[1])], [Credit("initials", initials[1], initials[1])]
    return text, []


def _whole_line(line: str) -> list[Credit] | None:
    """The credits of a last line that is nothing else."""
    if _STAR.fullmatch(line):
        return [Credit("initials", line, line)] if "*" in line else []
    found = read_credit_line(line)
    if found is not None:
        return found
    if len(line) > 90:
        return None
    byline = _BYLINE.match(line)
    if byline is not None and byline.end() < len(line) and not line.endswith((".", "!", "?")):
        found = _byline(line)
        if found:
            return found
    if (
        "/" in line
        and not _DATE_LIKE.search(line)
        and len(line) <= 40
        and " / " not in line
        and _is_name(line.strip("*-– "))
    ):
        return [Credit("initials", line.strip("*-– "), line)]
    return None


def _bracketed(line: str, text: str) -> tuple[str, list[Credit]]:
    close = max(line.rfind(")"), line.rfind("]"))
    opening = "(" if line[close] == ")" else "["
    at = line.rfind(opening, max(0, close - 90), close)
    if at < 0:
        return text, []
    content = line[at + 1 : close].strip()
    before = line[:at].rstrip()
    if not _is_mark(content, before, line[close + 1 :].strip()):
        return text, []
    raw = line[at:]
    inner = _LABELLED.match(content)
    found = _labelled(content, 0) if inner else None
    if found:
        credits = [Credit(c.role, c.name, raw) for c in found]
    else:
        credits = [Credit(_mark_role(content), content or raw, raw)]
    return before, credits


def _mark_role(content: str) -> str:
    return "source" if content.lower().strip("*/ ") in SOURCE_MARKS else "initials"


def _is_mark(content: str, before: str, after: str) -> bool:
    """Whether a bracket at the very end of a text is a credit. `before` is the text before it, trimmed."""
    bare = content.strip("*/ .-_")
    if not bare:
        return True
    lower = bare.lower()
    words = bare.split()
    if lower in NOT_MARKS or len(words) > 6 or not any(c.isalpha() for c in bare):
        return False
    if _DATE_LIKE.search(bare) and not re.search(r"[A-Za-z]{2}", bare):
        return False
    ended = not before or before.endswith(_SENTENCE_END)
    if not ended:
        return not after and _bare_mark(content, before)
    if _LABELLED.match(content):
        return True
    if re.search(
        r"\b(?:yang|dan|untuk|dengan|dari|pada|ini|itu|adalah|juga|tidak|akan)\b", lower
    ) or bare.endswith(("?", "!")):
        return False
    if re.search(r"[,;]\s", content) and "red" not in lower.split(",")[-1]:
        return len(words) <= 3
    if re.search(r"\d{4}", bare):
        return False
    if len(words) == 1:
        return len(bare) <= 45
    return "/" in bare or all(
        w[0].isupper() or len(w) <= 4 or not w[0].isalpha() or _known_word(w) for w in words
    )


def _known_word(word: str) -> bool:
    return word.lower() in {
        "humas",
        "kominfo",
        "diskominfo",
        "media",
        "center",
        "redaksi",
        "tim",
        "liputan",
        "antara",
    }


def _bare_mark(content: str, before: str) -> bool:
    """A mark after a sentence whose full stop was forgotten: only initials, and no abbreviation explained."""
    if content.startswith("*"):
        return True
    if re.search(r"[\s_,]", content.strip()) or not re.fullmatch(
        r"[a-z*]{2,8}(?:[/-][a-z*0-9]{1,8}){0,3}|[A-Za-z]{1,6}(?:/[A-Za-z]{1,6}){1,3}", content
    ):
        return False
    if content.islower() and "/" not in content and len(content) > 5:
        return False
    return not _abbreviates(content, before)


def _abbreviates(content: str, before: str) -> bool:
    """Whether `content` may be short for the words before it: `Gerakan Masyarakat (GEMA)`."""
    letters = [c for c in content.lower() if c.isalpha()]
    words = before.lower().split()[-max(2, len(letters) + 1) :]
    for start, word in enumerate(words):
        if not letters or word[:1] != letters[0]:
            continue
        stretch = iter("".join(words[start:]))
        if all(letter in stretch for letter in letters):
            return True
    return False


def _glued_label(line: str) -> tuple[str, list[Credit]] | None:
    """`... makan siang sore.s Sumber : Humas`: a labelled credit at the end of the last paragraph."""
    start = max(0, len(line) - 160)
    for match in _LABELLED.finditer(line, start):
        if match.start() == 0 or not match[1][0].isupper():
            continue
        before = line[: match.start()].rstrip(_NAME_TRIM)
        name = line[match.end() :]
        if '"' in name or "“" in name or (not before.endswith(_SENTENCE_END) and len(name.split()) > 6):
            continue
        found = _labelled(line, match.start())
        if found is not None and not name.rstrip().endswith((". ", "!", "?")):
            return before, found
    return None
