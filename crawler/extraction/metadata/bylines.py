"""Reads bylines, author links and credits printed outside the text.

A byline is identified by its label (`Oleh: X`, `Pewarta - X`), by an icon before it, by the class or link of
its element (`div.author`, `/penulis/x`), or by its shape beside the date (`X | Kamis, 3 Mei 2024`). Printed
names are then compared with those in metadata.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.extraction.attribution.credit_lines import LABELS, read_credit_line
from crawler.extraction.attribution.people import (
    JOINTS,
    clean_name,
    is_short_name,
    looks_like_person,
)
from crawler.extraction.metadata.icons import icon_of, text_behind
from crawler.extraction.metadata.page_context import ContextElement, line_of
from crawler.items import Credit

LABEL, LINK, NAMED, ICON, SHAPE = range(5)
"""How a printed name is known, the surest first."""
MOST_AUTHORS = 20
_MOST_CREDITS = 20
_WRITTEN = (
    r"di(?:tulis|unggah|publikasikan|terbitkan|pos(?:t|ting)?(?:kan)?|muat|buat|rilis|input)|post(?:ed)?|written"
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
    rf"^[\W_]*(?:(?:{_WRITTEN})\s+(?:oleh|by)|oleh|by|(?P<role>{_ROLE_WORDS}|koresponden|penyunting|jurnalis))"
    r"(?![^\W_])\s*(?P<mark>[:/=–—-]?)\s*",
    re.I,
)
_BY = re.compile(r"(?:(?<=\d)|(?<=[ap]m))\s(?:oleh|by)\s(?=[A-Z])")
"""A byline behind the date: `Sat, 04/03/2023 - 3:49pm by X`."""
_FOREIGN_LEAD = re.compile(r"^(?:von|par|por|door|av|af|di)\s+(?=[A-ZÀ-Þ])")
_ANY_LEAD = re.compile(r"^(?:von|par|por|door|av|by|oleh)\s+(?=\S)", re.I)
_MONTH = re.compile(r"(?:jan|feb|mar|apr|may|mei|jun|jul|aug|agu|sep|oct|okt|nov|dec|des)[a-z]*\.?", re.I)
_STOP = re.compile(
    r"\s+(?:jan|feb|mar|apr|may|mei|jun|jul|aug|agu|sep|oct|okt|nov|dec|des)[a-z]*\.?\s+\d.*|\s*[@<].*"
    r"|\s+(?:on|pada|tanggal|tgl|in|at|hari|kategori|category|dibaca|dilihat|views?|comments?|komentar|updated"
    r"|published|publish|pukul)\b.*|\s*[|•·,(\n].*|\s+[-–—/]\s.*|\s*\d.*|\s+(?:senin|selasa|rabu|kamis|jum['’]?at"
    r"|sabtu|minggu)\b.*",
    re.I | re.S,
)
_BYLINE_NAME = re.compile(
    r"author|byline|penulis|reporter|pewarta|wartawan|kontributor|creator|posted-?by|uploader|jurnalis", re.I
)
_NOT_BYLINE_NAME = re.compile(
    r"author-?(?:box|bio|info-box|desc|avatar|image|posts)|about-author|avatar", re.I
)
_AUTHOR_PATH = re.compile(
    r"/(?:authors?|penulis|reporter|jurnalis|wartawan|kontributor|uploadby|users?|profil-penulis|redaktur|by)/[^/?#]+",
    re.I,
)
_DATED = re.compile(r"\d{1,2}[\s./-]+(?:[a-z]{3,9}|\d{1,2})[\s./-]+(?:\d{4}|\d\d)\b|\b(?:19|20)\d\d\b", re.I)
_PARTS = re.compile(
    r"\s*[|•·]\s*|\s+[-–—/]\s+|\s*,\s+(?=(?:[a-z]+\s*:|senin|selasa|rabu|kamis|jum|sabtu|minggu|\d))", re.I
)


@dataclass(slots=True)
class Printed:
    """The findings outside the text: names with their kind of evidence, credits of other roles, all lines."""

    names: list[tuple[int, str, str]] = field(default_factory=list)
    """Each with the way it is known and where it stands."""
    credits: list[Credit] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def has(self, name: str) -> bool:
        """Whether a name is printed near the text, or a part of it is printed as the author's name."""
        wanted = _key(name)
        if any(wanted in _key(line) for line in self.lines):
            return True
        parts = [part for part in re.findall(r"\w{4,}", name.lower()) if part]
        return any(part in known.lower() for _, known, _ in self.names for part in parts)

    def best(self) -> list[str]:
        """The names with the strongest evidence, of those nearest to the title.

        If some have the shape of a person's name, the others are link labels.
        """
        if not self.names:
            return []
        rank = min(rank for rank, _, _ in self.names)
        place = next(where for known, _, where in self.names if known == rank)
        names = list(
            dict.fromkeys(name for known, name, where in self.names if (known, where) == (rank, place))
        )
        names = [name for name in names if looks_like_person(name)] or names
        # `All articles of X` beside `X`
        names = [
            one for one in names if not any(other != one and other.lower() in one.lower() for other in names)
        ]
        return names[:MOST_AUTHORS]

    @property
    def rank(self) -> int | None:
        """Rank of the evidence for the best names; None without names."""
        return min((rank for rank, _, _ in self.names), default=None)


def read_printed(page_context: Iterable[ContextElement]) -> Printed:
    """Names and credits in the elements around an article, each line once."""
    found = Printed()
    done: set[HtmlElement] = set()
    for element, name, where in page_context:
        if element in done:
            continue
        icon = icon_of(element)
        if icon is not None:
            if icon == "person" and where in ("between", "before", "outside"):
                _add(found, ICON, _cut(text_behind(element)), where)
            continue
        own = _own_text(element)
        link = element.tag == "a" or element.get("itemprop") == "author"
        named = name != " " and _names_byline(name)
        if not (own or named or link or _is_pair(element)):
            continue
        behind = where in ("after", "tail", "beyond")
        if behind and not (named or _may_be_labelled(element) or (link and _leads_to_author(element, name))):
            continue  # lists of other articles
        line = line_of(element)
        if not line:
            continue
        found.lines.append(line)
        if _labelled(found, _label_and_name(element) or line, where):
            done.update(element.iterdescendants())
        elif behind and not (link and _leads_to_author(element, name)):
            if named and where == "after" and looks_like_person(line):
                _add(found, NAMED, line, where)
        elif link and _leads_to_author(element, name):
            _add(found, LINK, _capitalised(line), where)
            done.update(element.iterdescendants())
        elif named and where != "shared":
            inner = _author_link(element)
            text = line_of(inner) if inner is not None else line
            _add(found, LINK if inner is not None else NAMED, _capitalised(text), where)
            if inner is not None:
                done.update(element.iterdescendants())
        elif where in ("between", "before"):
            _add(found, SHAPE, _beside_date(element, line), where)
    return found


def _add(found: Printed, rank: int, name: str | None, where: str) -> None:
    if name and len(found.names) < MOST_AUTHORS:
        found.names.append((rank, name, where))


def _key(text: str) -> str:
    return "".join(re.findall(r"\w+", text.lower()))


def _labelled(found: Printed, line: str, where: str) -> bool:
    """Record the labelled names of a line; return whether it has any."""
    credits = read_credit_line(line) if ":" in line or "=" in line else None
    taken = False
    for credit in credits or ():
        taken = _take(found, credit, where) or taken
    if credits is not None:
        return True
    # `Penulis - X`: the dash stands for a colon.
    whole = _LEAD.match(line)
    parts = [line] if whole is not None and whole["mark"] else _PARTS.split(line)
    for part in parts:
        match = _LEAD.match(part) or _FOREIGN_LEAD.match(part)
        if match is None and (behind := _BY.search(part)) is not None:
            match = _LEAD.match(part := part[behind.start() :])
        if match is None:
            continue
        role = LABELS.get(" ".join((match.groupdict().get("role") or "oleh").lower().split()), "author")
        name = _cut(part[match.end() :])
        marked = bool(match.groupdict().get("mark")) or match.groupdict().get("role") is None
        if name is None or not (marked or looks_like_person(name) or name[:1].isupper()):
            continue
        bare = match.re is _FOREIGN_LEAD or (where in ("after", "tail") and not match["mark"])
        if bare and not (looks_like_person(name) and where in ("between", "before")):
            continue
        taken = _take(found, Credit(role, name, part.strip()), where) or taken
    return taken


def _label_and_name(element: HtmlElement) -> str | None:
    """`Oleh: <a>X</a> <a>Kategori</a>`: the label and the element right after it."""
    lead = element.text.strip() if element.text else ""
    if not lead or len(element) < 2 or not isinstance(element[0].tag, str):
        return None
    match = _LEAD.match(lead)
    return f"{lead} {line_of(element[0])}" if match is not None and match.end() == len(lead) else None


def _take(found: Printed, credit: Credit, where: str) -> bool:
    name = _cut(credit.name) if credit.role != "source" else clean_name(credit.name)
    if not name:
        return False
    if credit.role in ("author", "reporter"):
        _add(found, LABEL, name, where)
    elif len(found.credits) < _MOST_CREDITS:
        found.credits.append(Credit(credit.role, name, credit.text[:200]))
    return True


def _cut(text: str) -> str | None:
    """The name at the start of a text; None if it does not have the shape of one."""
    name = clean_name(_STOP.sub("", text.strip(), count=1)) if text else ""
    return name if name and is_short_name(name) else None


def _capitalised(text: str) -> str | None:
    """The name in an element classed as byline: one word, or capitalized words."""
    name = _cut(_FOREIGN_LEAD.sub("", _ANY_LEAD.sub("", text.strip())))
    if name is None or _MONTH.fullmatch(name):
        return None
    words = name.split()
    capital = all(word[:1].isupper() or not word[:1].isalpha() or word.lower() in JOINTS for word in words)
    return name if len(words) == 1 or capital else None


def _own_text(element: HtmlElement) -> bool:
    return any(
        piece and not piece.isspace()
        for piece in (element.text, *(child.tail for child in element.iterchildren()))
    )


def _may_be_labelled(element: HtmlElement) -> bool:
    """Whether an element's own text, or its first child's, may introduce a name."""
    first = element[0] if len(element) else None
    lead = element.text or (first.text if first is not None and isinstance(first.tag, str) else None) or ""
    return len(lead) <= 200 and _LEAD.match(lead.strip()) is not None


def _is_pair(element: HtmlElement) -> bool:
    """Whether an element holds a label and a name in separate elements: `<dt>Penulis</dt><dd>X</dd>`."""
    if not 2 <= len(element) <= 6 or not isinstance(element[0].tag, str):
        return False
    text = element[0].text
    if not text or len(text) > 30:
        return False
    label = " ".join(text.split()).strip(" :-–").lower()
    return label in LABELS or label in {"jurnalis", "oleh", "by"}


def _leads_to_author(link: HtmlElement, name: str) -> bool:
    """Whether a link or item is marked as the author's, by `rel`, class, property or address."""
    if "author" in (link.get("rel") or "").lower().split() or link.get("itemprop") == "author":
        return True
    if link.tag != "a":
        return False
    return (name != " " and _names_byline(name)) or _is_author_path(link.get("href") or "")


@lru_cache(maxsize=1024)
def _is_author_path(href: str) -> bool:
    try:
        return _AUTHOR_PATH.search(urlsplit(href).path + "/") is not None
    except ValueError:
        return False


def _author_link(element: HtmlElement) -> HtmlElement | None:
    """The only link in an element classed as byline."""
    links = [link for link in element.iter("a") if (link.text_content() or "").strip()]
    return links[0] if len(links) == 1 and element.tag != "a" else None


@lru_cache(maxsize=8192)
def _names_byline(name: str) -> bool:
    return _BYLINE_NAME.search(name) is not None and _NOT_BYLINE_NAME.search(name) is None


def _beside_date(element: HtmlElement, line: str) -> str | None:
    """An unlabelled name beside the date, in a line or element of its own."""
    if _DATED.search(line):
        links = {line_of(link) for link in element.iter("a")}
        parts = (part.strip(" ,") for part in _PARTS.split(line))
        names = [part for part in parts if looks_like_person(part) and part not in links]
        return names[0] if len(names) == 1 else None
    if not looks_like_person(line):
        return None
    return line if any(_DATED.search(text) for text in _neighbours(element)) else None


def _neighbours(element: HtmlElement) -> Iterator[str]:
    for sibling in (element.getprevious(), element.getnext()):
        if sibling is not None and isinstance(sibling.tag, str):
            text = line_of(sibling)
            if len(text) <= 60:
                yield text


def byline_name(line: str) -> str | None:
    """The name in a byline: `Oleh: Ani` gives Ani; None for any other line."""
    match = _LEAD.match(line)
    name = _cut(line[match.end() :] if match is not None else line)
    return name if name and len(name) > 2 else None


def without_lead(line: str) -> str:
    """A byline without the words before its name."""
    match = _LEAD.match(line)
    return line[match.end() :] if match is not None else line
