"""What stands about an article and tells of it: bylines, and links that name its author, section and tags.

Links say what they are by `rel` (microformats wiki: tag, author) or by their address.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.extraction.metadata.fields import Metadata, Signal, tidy_tags
from crawler.extraction.metadata.page_context import ContextElement, line_of

MAX_LINK = 80
"""Characters of a link that names a section or a tag."""

_BYLINE_LEAD = re.compile(
    r"^(?:(?:di(?:tulis|unggah|publikasikan|terbitkan|pos(?:t|ting)?(?:kan)?)|post(?:ed)?|written|published)\s+)?"
    r"(?:oleh|by|penulis|author)\b\s*[:/]?\s*",
    re.I,
)
_BYLINE_NAME = re.compile(
    r"author|byline|penulis|reporter|pewarta|wartawan|kontributor|creator|posted-by|postedby", re.I
)
_SECTIONS = "category|kategori|kanal|rubrik|section|topic|topik"
_TAGS = "tag|tags|label"
_SECTION_PATH = re.compile(rf"/(?:{_SECTIONS})/", re.I)
_TAG_PATH = re.compile(rf"/(?:{_TAGS})/", re.I)
_TELLING_PATH = re.compile(rf"/(?:{_SECTIONS}|{_TAGS})/", re.I)
"""What an address has somewhere if its path is to tell anything."""


def lacks_facts(facts: Metadata) -> bool:
    """Whether the article's surroundings may still tell its author, section or tags."""
    return not (facts.authors and facts.section and facts.tags)


def complete_facts(
    facts: Metadata, surroundings: list[ContextElement], container: HtmlElement | None
) -> None:
    """Take author, section and tags from the article's surroundings where its metadata gives none."""
    missing = {"author": not facts.authors, "section": facts.section is None, "tag": not facts.tags}
    found: dict[str, list[str]] = {kind: [] for kind, wanted in missing.items() if wanted}
    for _, kind, text in telling_links(surroundings, container, found):
        found[kind].append(text)
    if "tag" in found:
        facts.tags = tidy_tags(found["tag"])
    if found.get("section"):
        facts.section = Signal("rel:category", found["section"][0])
    if found.get("author"):
        facts.authors = [Signal("rel:author", found["author"][0])]
    elif "author" in found:
        facts.authors = [Signal("byline", name) for name in _bylines(surroundings)][:1]


def telling_links(
    surroundings: Iterable[ContextElement], container: HtmlElement | None, wanted: Collection[str]
) -> Iterator[tuple[HtmlElement, str, str]]:
    """The links about the article, then those in it (`container`), that tell a fact of it, in their order.

    Each with what it tells, of `wanted` (`author`, `section`, `tag`), and with its text.
    """
    for element, _, where in surroundings:
        if element.tag == "a" and where not in ("shared", "outside"):
            yield from _told(element, wanted, by_address=True)
    for link in container.iter("a") if container is not None else ():
        yield from _told(link, wanted, by_address=False)


def _told(
    link: HtmlElement, wanted: Collection[str], *, by_address: bool
) -> Iterator[tuple[HtmlElement, str, str]]:
    kind = _kind_of_link(link, by_address=by_address)
    if kind in wanted:
        text = line_of(link)
        if 0 < len(text) <= MAX_LINK:
            yield link, kind, text


def _kind_of_link(link: HtmlElement, *, by_address: bool) -> str:
    """What a link tells by its `rel`, or by its address where it stands beside the body; else nothing."""
    named = link.get("rel")
    rel = named.lower().split() if named else []
    path = _kind_of_path(link.get("href") or "") if by_address or rel else None
    if "author" in rel:
        return "author"
    if "category" in rel or path == "section":
        return "section"
    return "tag" if "tag" in rel or path == "tag" else ""


@lru_cache(maxsize=1024)  # menus are the same on every page of a portal
def _kind_of_path(href: str) -> str | None:
    """`section` or `tag` where the path of an address says so."""
    if _TELLING_PATH.search(href) is None:
        return None
    try:
        path = urlsplit(href).path
    except ValueError:
        return None
    if _SECTION_PATH.search(path):
        return "section"
    return "tag" if _TAG_PATH.search(path) else None


def _bylines(surroundings: Iterable[ContextElement]) -> Iterator[str]:
    """The names in the elements about the article that are called bylines, but links."""
    for element, name, where in surroundings:
        if where in ("shared", "outside"):
            continue
        if element.tag != "a" and name != " " and _names_byline(name):
            text = byline_name(line_of(element))
            if text:
                yield text


@lru_cache(maxsize=8192)
def _names_byline(name: str) -> bool:
    return _BYLINE_NAME.search(name) is not None


def byline_name(line: str) -> str | None:
    """The name in a line that is a byline: `Oleh: Ani` is Ani; None for a line that is none."""
    name = without_lead(line)
    return name if 2 < len(name) <= 60 and not any(c.isdigit() for c in name) else None


def without_lead(line: str) -> str:
    """A byline without the words before its name."""
    return _BYLINE_LEAD.sub("", line)
