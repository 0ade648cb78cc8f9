"""Reads bylines, author links and credits printed outside the text.

A byline is identified by its label (`Oleh: X`, `Pewarta - X`), by an icon before it, by the class or link of
its element (`div.author`, `/penulis/x`), or by its shape beside the date (`X | Kamis, 3 Mei 2024`). Printed
names are then compared with those in metadata.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from lxml.html import HtmlElement

from crawler.extraction.attribution.credit_lines import LABELS, read_credit_line
from crawler.extraction.attribution.people import clean_name, looks_like_person, split_names
from crawler.extraction.dom.class_patterns import HEADINGS
from crawler.extraction.metadata.byline_elements import (
    author_link,
    is_account,
    leads_to_author,
    name_with_job,
    names_byline,
)
from crawler.extraction.metadata.byline_lines import (
    DATED,
    PARTS,
    byline_name,
    capitalised_name,
    is_label,
    labelled_names,
    may_introduce_name,
    name_at_start,
)
from crawler.extraction.metadata.icons import emoji_lead, icon_of, text_behind
from crawler.extraction.metadata.json_ld import clean
from crawler.extraction.metadata.page_context import ContextElement, Where, line_of, name_of
from crawler.extraction.metadata.printed_names import ICON, LABEL, LINK, NAMED, SHAPE, Printed, is_person
from crawler.items import Credit

_MAX_LABEL_LENGTH = 30
_MAX_NAME = 100
_MAX_PARTS = 12
_DRAWN = frozenset({"svg", "img", "i", "br"})
_LABEL_WORDS = LABELS.keys() | {"jurnalis", "oleh", "by"}
_WRITERS = frozenset({"author", "reporter", "editor"})
_AND = re.compile(r"\s*(?:dan|and|&|,)\s*$", re.I)
_ABOUT = re.compile(r"^(?:profil|tentang|biodata|about(?:\s+the)?)\s+", re.I)
_NAME_LABEL = re.compile(r"^nama(?:\s+lengkap)?\s*:\s*", re.I)
"""The label of a name in a box about the author: `Nama: X`."""
_PAGE_FACT = re.compile(r"(?:hari|tanggal|tgl|waktu|kategori|rubrik|tags?|dibaca|dilihat|hits?|views?)\b.*")
_SECTION_NAME = re.compile(r"categor|kategori|rubrik|kanal", re.I)


def read_printed(page_context: Iterable[ContextElement], loose: Iterable[str] = ()) -> Printed:
    """Names and credits in the elements around an article, each line once.

    `loose` are lines between headline and text outside of these elements.
    """
    found = Printed()
    for line in loose:
        _labelled(found, [line], "between")
    done: set[HtmlElement] = set()
    for element, name, where in page_context:
        if element in done:
            continue
        if element.tag in ("figure", "figcaption"):
            done.update(element.iterdescendants())
            _signed_caption(found, element, where)
            continue
        icon = icon_of(element)
        if icon is not None:
            if (
                icon == "person"
                and where in ("between", "before", "outside")
                and not is_account(element, where)
            ):
                found.add(ICON, byline_name(text_behind(element)), where)
            elif icon == "person" and where == "tail":
                found.add(ICON, _signature(element), where)
            continue
        if where in ("between", "before") and (titled := name_with_job(element)) is not None:
            _take(found, titled, where, element)
            done.update(element.iterdescendants())
            continue
        if (beside := _beside_label(element)) is not None:
            line, other = beside
            if _labelled(found, [line], where, element):
                found.lines.append(line)
                done.update(() if other is None else (other, *other.iterdescendants()))
                continue
        led_by, behind_emoji = emoji_lead((element.text or "").strip())
        if led_by == "person" and behind_emoji and where in ("between", "before", "outside"):
            found.add(ICON, name_at_start(behind_emoji), where)
            continue
        own = _own_text(element)
        link = element.tag == "a" or element.get("itemprop") == "author"
        named = name != " " and names_byline(name)
        if not (own or named or link) or (named and not own and not link and _holds_named(element)):
            continue
        behind = where in ("after", "tail", "beyond")
        if behind and not (named or _may_be_labelled(element) or (link and leads_to_author(element, name))):
            continue  # lists of other articles
        line = line_of(element)
        if not line:
            continue
        found.lines.append(line)
        if _labelled(found, _lines_of(element, line), where, element):
            done.update(element.iterdescendants())
        elif behind and not (link and leads_to_author(element, name)):
            if named and where == "after" and looks_like_person(line):
                found.add(NAMED, line, where)
        elif link and leads_to_author(element, name):
            found.add(LINK, capitalised_name(line), where)
            done.update(element.iterdescendants())
        elif named and where != "shared":
            inner = author_link(element)
            text = line_of(inner) if inner is not None else line
            found.add(LINK if inner is not None else NAMED, capitalised_name(text), where)
            if inner is not None:
                done.update(element.iterdescendants())
        elif where in ("between", "before") and not _SECTION_NAME.search(name):
            found.add(SHAPE, _beside_date(element, line), where)
    found.settle_reporters()
    return found


def _signed_caption(found: Printed, figure: HtmlElement, where: Where) -> None:
    """Take the byline that a theme prints in the place of a caption: `Penulis: X`, `Oleh X | 3 Mei 2024`."""
    caption = figure if figure.tag == "figcaption" else next(figure.iter("figcaption"), None)
    line = line_of(caption) if caption is not None and where in ("between", "before") else ""
    dated = DATED.search(line) is not None
    credits = (labelled_names(line, where) if dated else read_credit_line(line)) if line else None
    if credits and all(credit.role in _WRITERS for credit in credits):
        for credit in credits:
            _take(found, credit, where, caption)
    elif dated and caption is not None:
        for part in islice(caption.iter("i", "svg", "span", "a", "b"), _MAX_PARTS):
            if icon_of(part) == "person":
                found.add(ICON, byline_name(text_behind(part)), where)
            elif names_byline(name_of(part)):
                found.add(NAMED, capitalised_name(line_of(part)), where)


def _labelled(found: Printed, lines: list[str], where: Where, element: HtmlElement | None = None) -> bool:
    """Record the labelled names of the lines of `element`; return whether it has any."""
    taken = False
    for line in lines:
        credits = labelled_names(line, where)
        for credit in credits or ():
            _take(found, credit, where, element)
        taken = taken or credits is not None
    return taken


def _lines_of(element: HtmlElement, line: str) -> list[str]:
    """The text of an element (`line`), one line for each of those that its `<br>` end."""
    if not len(element):
        return [line]
    if element.find("br") is None:
        lead = (element.text or "").strip()
        first = element[0] if lead and is_label(lead) else None
        tails = (piece for child in element.iterchildren() for piece in (child.tail, child.text))
        # `Oleh: <a>X</a> <a>Kategori</a>`, not `Oleh: <a>X</a> Editor: <a>Y</a>`
        if first is not None and isinstance(first.tag, str) and not any(map(_introduces, tails)):
            return [f"{lead} {line_of(first)}"]
        return [line]
    lines = [element.text or ""]
    for child in element.iterchildren():
        if child.tag == "br":
            lines.append("")
        elif isinstance(child.tag, str):
            lines[-1] += f" {line_of(child)} "
        lines[-1] += child.tail or ""
    return [line for text in lines if (line := clean(text))]


def _introduces(piece: str | None) -> bool:
    return piece is not None and (may_introduce_name(piece) or _AND.match(piece) is not None)


def _beside_label(element: HtmlElement) -> tuple[str, HtmlElement | None] | None:
    """A label alone in an element, and the name beside it as one line, with the name's element.

    `<dt>Penulis</dt><dd>X</dd>`, `<i>Oleh</i> : <b>X</b>`, `<div>X</div><div>Jurnalis</div>`.
    """
    if element.tag == "a" or len(element) > 1:
        return None
    inner = element[0] if len(element) else None
    pieces = [element.text] if inner is None else [element.text, inner.text, inner.tail]
    written = [piece for piece in pieces if piece and not piece.isspace()]
    if len(written) != 1 or (inner is not None and len(inner)):
        return None
    label = _ABOUT.sub("", written[0].strip())
    if not label or len(label) > _MAX_LABEL_LENGTH or label.strip(" :-–|").lower() not in _LABEL_WORDS:
        return None
    if element.tag in ("td", "th") and _is_data(element, label):
        return None
    if any(above.tag in HEADINGS for above in islice(element.iterancestors(), 3)):
        return None  # `<h2>Judul Buku <i>oleh</i> <a>X</a></h2>`
    label = label.strip(" :-–|\n\t")
    tail = (element.tail or "").strip(" :-–|\n\t")
    if tail:
        return f"{label}: {tail}", None
    at = _next(element)
    if at is not None and at.tag == "br" and looks_like_person(name := clean((at.tail or "")[:_MAX_NAME])):
        return f"{label}: {name}", None
    if at is not None and not line_of(at).strip(" :-–|"):
        at = _next(at)
    if at is not None and icon_of(at) is None:
        line = _NAME_LABEL.sub("", line_of(at))
        marked = ":" in (element.text or "") + (element.tail or "") or element.tag in ("dt", "th", "td")
        if (
            line
            and line.strip(" :").lower() not in _LABEL_WORDS
            and (marked or looks_like_person(line) or author_link(at) is not None)
        ):
            return f"{label}: {line}", at
    before = element.getprevious()
    while before is not None and before.tag == "br" and not (before.tail or "").strip():
        before = before.getprevious()
    if before is not None and isinstance(before.tag, str) and looks_like_person(line_of(before)):
        return f"{label}: {line_of(before)}", before
    parent = element.getparent()
    above = clean((parent.text or "")[:_MAX_NAME]) if before is None and parent is not None else ""
    if element.getprevious() is not None and looks_like_person(above):
        return f"{label}: {above}", None  # `X<br><small>Kontributor</small>`
    return None


def _is_data(cell: HtmlElement, label: str) -> bool:
    """Whether a label such as `Sumber` is in a table of data: most of its rows have other labels."""
    if LABELS.get(label.strip(" :").lower()) != "source":
        return False
    table = next(cell.iterancestors("table"), None)
    rows = list(islice(table.iter("tr"), _MAX_PARTS)) if table is not None else []
    heads = [line_of(row[0]).strip(" :").lower() for row in rows if len(row) and isinstance(row[0].tag, str)]
    return 2 * sum(head in LABELS or _PAGE_FACT.fullmatch(head) is not None for head in heads) <= len(heads)


def _next(element: HtmlElement) -> HtmlElement | None:
    following = element.getnext()
    while following is not None and not isinstance(following.tag, str):
        following = following.getnext()
    return following


def _take(found: Printed, credit: Credit, where: Where, element: HtmlElement | None) -> None:
    """Record the names of a credit."""
    if credit.role == "source":
        names = [clean_name(credit.name)]
    else:
        names = [name_at_start(raw) or "" for raw in split_names(credit.name)]
    for name in filter(None, names):
        name = _in_own_element(name, element)
        if credit.role == "author":
            found.add(LABEL, name, where)
        else:
            found.add_credit(Credit(credit.role, name, credit.text[:200]), where, element)


def _in_own_element(name: str, element: HtmlElement | None) -> str:
    """A name without the words of the next element: `oleh <b>X</b> <a>Tinggalkan Komentar</a>`."""
    for part in (
        islice(element.iter("span", "a", "b", "strong", "em", "i"), _MAX_PARTS) if element is not None else ()
    ):
        own = line_of(part)
        if name.startswith(f"{own} ") and is_person(own):
            return own
    return name


def _holds_named(element: HtmlElement) -> bool:
    """Whether an element classed as byline holds another one: the name is in that."""
    inner = islice(element.iterdescendants("a", "b", "div", "h5", "h6", "p", "span", "strong"), 20)
    return any(names_byline(item.get("class") or "") for item in inner)


def _own_text(element: HtmlElement) -> bool:
    return any(
        piece and not piece.isspace()
        for piece in (element.text, *(child.tail for child in element.iterchildren()))
    )


def _may_be_labelled(element: HtmlElement) -> bool:
    """Whether an element's own text, or its first child's, may introduce a name."""
    first = element[0] if len(element) else None
    lead = element.text or (first.text if first is not None and isinstance(first.tag, str) else None) or ""
    return len(lead) <= 200 and may_introduce_name(lead)


def _beside_date(element: HtmlElement, line: str) -> str | None:
    """An unlabelled name beside the date, in a line or element of its own."""
    if DATED.search(line):
        links = {line_of(link) for link in element.iter("a")}
        parts = (part.strip(" ,") for part in PARTS.split(line))
        names = [part for part in parts if is_person(part) and part not in links]
        return names[0] if len(names) == 1 else None
    if not is_person(line):
        return None
    return line if any(DATED.search(text) for text in _neighbours(element)) else None


def _signature(icon: HtmlElement) -> str | None:
    """A person's name behind an icon at the end of the text, if the date is beside it."""
    name, parent = byline_name(text_behind(icon)), icon.getparent()
    if name is None or not is_person(name) or parent is None:
        return None
    return name if any(DATED.search(text) for text in _neighbours(parent)) else None


def _neighbours(element: HtmlElement) -> Iterator[str]:
    before, parent = element.getprevious(), element.getparent()
    if before is not None and before.tag in _DRAWN and parent is not None:
        # `<div><svg/><span>X</span></div><div><svg/><span>3 Mei</span></div>`
        element = parent if line_of(parent) == line_of(element) else element
    for siblings in (element.itersiblings(preceding=True), element.itersiblings()):
        near = (item for item in siblings if isinstance(item.tag, str) and item.tag not in _DRAWN)
        text = next((line_of(sibling) for sibling in near), "")
        if len(text) <= 60:
            yield text
