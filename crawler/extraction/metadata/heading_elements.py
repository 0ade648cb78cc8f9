"""The text of a heading without kicker and breadcrumbs, and where its link leads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.extraction.dom.text import text_of
from crawler.extraction.metadata.json_ld import clean
from crawler.urls.parsing import resolve

_BADGE = r"(?:^|\s)(?:badge|label|tag|kategori|category)(?:$|[\s_-])"
_KICKER = re.compile(
    rf"kicker|overline|topline|eyebrow|roofline|dachzeile|supertitle|spitzmarke|catchline|{_BADGE}", re.I
)
_FLAG = re.compile(_BADGE, re.I)
_FLAG_WORDS = 2
"""Words of a badge behind a title: `Baru`, `Breaking News`."""
_MAX_HEADING_LENGTH = 2_000
"""Characters of a heading that are read: a whole page in one heading is no title."""
_HOME = re.compile(r"home|beranda|halaman\s+(?:utama|depan)", re.I)
_ARROW = re.compile(r"(?:angle|chevron|arrow|caret)s?(?:-double)?-(?:right|forward)", re.I)
_SIGNS = frozenset({"i", "svg", "span", "em"})
_BETWEEN_CRUMBS = " \t\r\n/>»›→|\\·•-"
_MAX_CHILDREN = 20


def heading_text(element: HtmlElement) -> str:
    """The heading's text without its kicker; a kicker without a telling class is recognized if it is glued to
    the title (`Nationale DemoDer 9. Juli`).
    """
    if not len(element):
        return clean((element.text or "")[:_MAX_HEADING_LENGTH]).lstrip(":|-–—• ")
    text = trail_end(element)
    if text:
        return text
    for piece in _pieces(element):
        glued = text[-1:].islower() and piece[:1].isupper() and len(piece) > 2
        text += f" {piece}" if glued else piece
        if len(text) > _MAX_HEADING_LENGTH:
            break
    return clean(text[:_MAX_HEADING_LENGTH]).lstrip(":|-–—• ")


def trail_end(element: HtmlElement) -> str:
    """The last part of a heading that is a trail: `<a>Beranda</a> <i class=fa-angle-right></i> X`.

    Empty for any other heading: a trail begins at the front page, or has arrows between its parts.
    """
    parts: list[str] = [element.text or ""]
    arrows = drawn = 0
    for child in islice(element.iterchildren(), _MAX_CHILDREN):
        if not isinstance(child.tag, str):
            parts[-1] += child.tail or ""
            continue
        text = "" if child.tag == "svg" else clean(text_of(child, _MAX_HEADING_LENGTH))
        if not text and child.tag in _SIGNS:
            arrows += _ARROW.search(child.get("class") or "") is not None
            drawn += child.tag == "svg"
            parts.append(child.tail or "")
        else:
            parts += [text, child.tail or ""]
    texts = [text for part in parts if (text := part.strip(_BETWEEN_CRUMBS))]
    separated = arrows or drawn or any(part.strip() and not part.strip(_BETWEEN_CRUMBS) for part in parts)
    home = bool(texts) and (_HOME.fullmatch(texts[0]) is not None or _begins_at_home(element))
    if not separated or not (arrows or home) or len(texts) < (1 if home else 2):
        return ""
    return clean(texts[-1]) if len(texts[-1].split()) > 1 else ""


def _pieces(element: HtmlElement) -> Iterator[str]:
    """The text pieces of a heading, without a first child classed as kicker, and a badge as last child."""
    first, last = element[0], element[-1]
    kicker = first if isinstance(first.tag, str) and _KICKER.search(first.get("class") or "") else None
    if kicker is not None and ((element.text or "").strip() or not (kicker.tail or len(element) > 1)):
        kicker = None
    flag = last if last is not kicker and _is_flag(last) and _holds_more(element, last) else None
    if kicker is None and flag is None:
        yield from element.itertext()
        return
    yield (element.text or "") if kicker is None else kicker.tail or ""
    for child in element.iterchildren():
        if child is not kicker and child is not flag:
            if isinstance(child.tag, str):
                yield from child.itertext()
            yield child.tail or ""


def _is_flag(child: HtmlElement) -> bool:
    """Whether the last child of a heading is a short badge: `<span class="badge">Baru</span>`."""
    if not isinstance(child.tag, str) or _FLAG.search(child.get("class") or "") is None:
        return False
    return not (child.tail or "").strip() and len(text_of(child, _MAX_HEADING_LENGTH).split()) <= _FLAG_WORDS


def _holds_more(element: HtmlElement, child: HtmlElement) -> bool:
    """Whether a heading has text before its last child."""
    before = child.getprevious()
    return bool((element.text or "").strip()) or before is not None


def leads_home(element: HtmlElement) -> bool:
    """Whether a heading links to the front page, like the site's name."""
    return _begins_at_home(element) and not trail_end(element)


def _begins_at_home(element: HtmlElement) -> bool:
    """Whether the first link of a heading leads to the front page."""
    link = element.find(".//a") if len(element) else None
    href = (link.get("href") or "#") if link is not None else "#"
    try:
        return href != "#" and urlsplit(href).path in {"", "/"}
    except ValueError:
        return False


def leads_elsewhere(element: HtmlElement, url: str) -> bool:
    """Whether a heading links to another page than `url`: a teaser's headline."""
    link = element.find(".//a[@href]") if len(element) else None
    if link is not None and trail_end(element):
        return False
    if link is None:
        link = next((above for above in element.iterancestors("a") if above.get("href")), None)
    if link is None:
        return False
    href = (link.get("href") or "").strip()
    try:
        there, here = urlsplit(resolve(url, href)), urlsplit(url)
    except ValueError:
        return False
    if href.startswith("#") or there.scheme not in {"http", "https"}:
        return False
    return (there.path.rstrip("/"), there.query) != (
        here.path.rstrip("/"),
        here.query,
    ) and not here.path.endswith(there.path.rstrip("/").rpartition("/")[2] or "/")
