"""Links around an article that name its section or tags: by `rel`, or by their address.

`rel` is that of the microformats wiki (tag, category). A row of links to tags within the text names them too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.extraction.metadata.fields import without_tag_label
from crawler.extraction.metadata.page_context import ContextElement, line_of
from crawler.extraction.metadata.title_claims import key_of

MAX_LINK = 80
"""Characters of a link that names a section or a tag."""
MAX_TAGS = 60
_SECTIONS = "category|categories|kategori|halkategori|kanal|rubrik|section|itemlist/category"
_TOPICS = "topics?|topik"
_TAGS = "tags?|tagar|tagged|label"
_SECTION_PATH = re.compile(rf"/(?:{_SECTIONS})[/-]", re.I)
_TOPIC_PATH = re.compile(rf"/(?:{_TOPICS})[/-]", re.I)
_TAG_PATH = re.compile(rf"/(?:{_TAGS})/", re.I)
_QUERIES = "kategori|category|cat|kat|tags?|topik|topic"
_TELLING_PATH = re.compile(rf"/(?:{_SECTIONS}|{_TOPICS}|{_TAGS})[/-]|[?&](?:{_QUERIES})=", re.I)
"""What an address has somewhere if its path is to tell anything."""
_SPELT_TAG = re.compile(
    r"[/?](?:tags?|tagar|label|topik|topic)[-_](?P<name>[^/?&#]+?)(?:[-_]\d+)?(?:\.\w{3,5})?/?(?:$|[?#])",
    re.I,
)
"""An address such as `/tag-banjir`, which an article about tags may have too: the link's text decides."""
_SECTION_QUERY = re.compile(r"(?:^|&)(?:kategori|category|cat|kat)=", re.I)
_TOPIC_QUERY = re.compile(r"(?:^|&)(?:topik|topic)=", re.I)
_TAG_QUERY = re.compile(r"(?:^|&)tags?=", re.I)
_SENTENCE = 3
"""Words in lower case around a link, more than which make a sentence."""
_OF_TAGS = frozenset({"tag", "topic"})
_TOPIC_WORDS = 6
"""Words of a link to a topic: more are a headline."""
_ROW = 6
"""Characters between two links of a row, on average: separators, a label."""


def linked_names(
    page_context: Iterable[ContextElement], container: HtmlElement | None
) -> dict[str, list[str]]:
    """The sections and tags named by links around the article, then by those in it, in document order.

    Several links to topics below the text are tags; one alone, or above the text, is the section.
    """
    found: dict[str, list[str]] = {"section": [], "tag": [], "topic": []}
    for element, _, where in page_context:
        if element.tag == "a" and where != "shared":
            kind = kind_of_link(element, by_address=where not in ("outside", "beyond", "tail"))
            if kind and not (kind in _OF_TAGS and _is_in_sentence(element)):
                _take(found, element, "section" if kind == "topic" and where != "after" else kind)
    rows: dict[HtmlElement, bool] = {}
    for link in container.iter("a") if container is not None else ():
        kind = kind_of_link(link, by_address=False) or _kind_in_row(link, rows)
        if kind:
            _take(found, link, kind)
    found["tag" if len(found["topic"]) > 1 else "section"] += found.pop("topic")
    return found


def _is_in_sentence(link: HtmlElement) -> bool:
    """Whether a link is a word of running text, which editors link to the page of a tag."""
    around = link.getparent()
    if around is None or link.get("rel"):
        return False
    own = (around.text, *(child.tail for child in around.iterchildren()))
    words = (word for piece in own if piece for word in piece.split())
    return sum(word[0].islower() for word in words) > _SENTENCE


def _take(found: dict[str, list[str]], link: HtmlElement, kind: str) -> None:
    text = without_tag_label(line_of(link))
    if 0 < len(text) <= MAX_LINK and (kind != "topic" or len(text.split()) <= _TOPIC_WORDS):
        found[kind].append(text)


def kind_of_link(link: HtmlElement, *, by_address: bool) -> str:
    """The kind of a link by its `rel`, or by its address if it is beside the body; else empty."""
    named = link.get("rel")
    rel = named.lower().split() if named else []
    path = _kind_of_path(link.get("href") or "") if by_address or rel else None
    if "category" in rel or path == "section":
        return "section"
    if path is None and by_address and (spelt := _SPELT_TAG.search(link.get("href") or "")) is not None:
        return "tag" if key_of(spelt["name"]) == key_of(line_of(link).lstrip("#")) else ""
    return "tag" if "tag" in rel or path == "tag" else path or ""


def _kind_in_row(link: HtmlElement, rows: dict[HtmlElement, bool]) -> str:
    """`tag` for a link to a tag in a row of such links within the text; links in a sentence name none."""
    row = link.getparent()
    if row is None or _kind_of_path(link.get("href") or "") not in _OF_TAGS:
        return ""
    above = row.getparent()
    if row.tag in ("li", "span") and len(row) == 1 and above is not None:
        row = above
    if row not in rows:
        links = list(islice(row.iter("a"), MAX_TAGS))
        alone = 0 < len(line_of(row)) <= sum(len(line_of(one)) + _ROW for one in links)
        kinds = {_kind_of_path(one.get("href") or "") for one in links}
        rows[row] = len(links) > 1 and kinds <= _OF_TAGS and alone
    return "tag" if rows[row] else ""


@lru_cache(maxsize=1024)  # menus are the same on every page of a portal
def _kind_of_path(href: str) -> str | None:
    """`section`, `topic` or `tag`, by the path of an address."""
    if _TELLING_PATH.search(f"/{href}") is None:
        return None
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    path = f"/{parts.path.lstrip('/')}"
    if "/tags/tag/" in path or "/tag/" in path:
        return "tag"
    if _SECTION_PATH.search(path) or _SECTION_QUERY.search(parts.query):
        return "section"
    if _TAG_PATH.search(path) or _TAG_QUERY.search(parts.query):
        return "tag"
    return "topic" if _TOPIC_PATH.search(path) or _TOPIC_QUERY.search(parts.query) else None
