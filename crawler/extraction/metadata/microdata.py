"""Microdata of a page: what its elements with `itemprop` say of the article."""

from __future__ import annotations

from lxml import etree
from lxml.html import HtmlElement

from crawler.extraction.metadata.bylines import without_lead
from crawler.extraction.metadata.fields import Metadata, Signal
from crawler.extraction.metadata.json_ld import clean
from crawler.extraction.metadata.page_context import is_chrome, name_of

_ELEMENTS = etree.XPath("descendant::*/@itemprop/..")
_WANTED = frozenset(
    {
        "headline",
        "datepublished",
        "datemodified",
        "datecreated",
        "author",
        "articlesection",
        "keywords",
        "inlanguage",
    }
)


def has_microdata(tree: HtmlElement) -> bool:
    """Whether the page tells any fact of its article so."""
    return any((item.get("itemprop") or "").lower() in _WANTED for item in _ELEMENTS(tree))


def read_microdata(facts: Metadata, tree: HtmlElement) -> None:
    """Add to `facts` what the page says so, the first of each kind."""
    seen: set[str] = set()
    for element in _ELEMENTS(tree):
        name = element.get("itemprop").lower()
        if (
            name not in _WANTED
            or name in seen
            or (element.tag == "meta" and element.getparent().tag == "head")
        ):
            continue
        value = element.get("content") or element.get("datetime")
        if value is None:
            value = "" if name == "author" and len(element) > 8 else "".join(element.itertext())
        value = clean(value[:500])
        if not value or _inside_furniture(element):
            continue
        seen.add(name)
        if name == "headline":
            facts.titles.insert(0, Signal("microdata", value))
        elif name == "datepublished":
            facts.published.append(Signal("microdata", value))
        elif name == "datecreated":
            facts.created.append(Signal("microdata", value))
        elif name == "datemodified":
            facts.modified.append(Signal("microdata", value))
        elif name == "author" and not facts.authors:
            facts.authors.append(Signal("microdata", without_lead(value)))
        elif name == "articlesection" and facts.section is None:
            facts.section = Signal("microdata", value)
        elif name == "keywords" and not facts.tags:
            facts.tags = value.split(",")


def _inside_furniture(element: HtmlElement) -> bool:
    """Whether an ancestor is named as comments, related articles, side bar, footer or navigation."""
    for above in element.iterancestors():
        if above.tag in {"aside", "nav"}:
            return True
        if above.tag in {"body", "article", "main"}:
            return False
        if is_chrome(name_of(above)):
            return True
    return False
