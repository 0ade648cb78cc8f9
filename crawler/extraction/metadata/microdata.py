"""Microdata and RDFa: facts in elements with `itemprop` or `property`.

Drupal prints RDFa: `<span property="dc:date dc:created" content="2025-02-08T07:26:49+07:00">`.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml.html import HtmlElement

from crawler.extraction.metadata.byline_lines import without_lead
from crawler.extraction.metadata.fields import Metadata, Signal
from crawler.extraction.metadata.json_ld import clean
from crawler.extraction.metadata.page_context import is_chrome, name_of
from crawler.extraction.metadata.sections import is_general

_WANTED = frozenset(
    {
        "headline",
        "datepublished",
        "datemodified",
        "datecreated",
        "author",
        "articlesection",
        "genre",
        "keywords",
        "inlanguage",
    }
)


_RDFA = {
    "dc:date": "datepublished", "dc:issued": "datepublished", "dcterms:issued": "datepublished",
    "dc:created": "datecreated", "schema:datecreated": "datecreated", "schema:datepublished": "datepublished",
    "datepublished": "datepublished", "dc:modified": "datemodified", "schema:datemodified": "datemodified",
    "dc:title": "headline", "schema:headline": "headline", "headline": "headline",
    "schema:author": "author", "dc:creator": "author",
}  # fmt: skip
"""Properties of RDFa (Dublin Core, schema.org) and the fact that each gives."""
_MAX_KEYWORDS = 60


def _names(element: HtmlElement) -> list[str]:
    """The facts that an element marks."""
    item = (element.get("itemprop") or "").lower()
    found = [item] if item in _WANTED else []
    properties = (element.get("property") or "").lower().split() if not found else ()
    if "foaf:name" in properties and "sioc:useraccount" in (element.get("typeof") or "").lower():
        found.append("author")
    return found + [_RDFA[name] for name in properties if name in _RDFA][:1]


def read_microdata(facts: Metadata, elements: Iterable[HtmlElement]) -> None:
    """Add the first fact of each kind to `facts`; `elements` are those with such attributes."""
    seen: set[str] = set()
    keywords: list[str] = []
    for element in elements:
        for name in _names(element):
            if (name in seen and name != "keywords") or (
                element.tag == "meta" and (above := element.getparent()) is not None and above.tag == "head"
            ):
                continue
            value = element.get("content") or element.get("datetime")
            if value is None:
                value = "" if name == "author" and len(element) > 8 else "".join(element.itertext())
            value = clean(value[:500])
            if not value or _inside_boilerplate(element):
                continue
            seen.add(name)
            if name == "keywords":
                if len(keywords) < _MAX_KEYWORDS:
                    keywords += value.split(",")
            else:
                _take(facts, name, value)
    if keywords and not facts.tags:
        facts.tags = keywords


def _take(facts: Metadata, name: str, value: str) -> None:
    signal = Signal("microdata", value)
    if name == "headline":
        facts.titles.insert(0, signal)
    elif name == "datepublished":
        facts.published.append(signal)
    elif name == "datecreated":
        facts.created.append(signal)
    elif name == "datemodified":
        facts.modified.append(signal)
    elif name == "author" and not facts.authors:
        facts.authors.append(Signal("microdata", without_lead(value)))
    elif name in ("articlesection", "genre") and (facts.section is None or is_general(facts.section.value)):
        facts.section = signal


def _inside_boilerplate(element: HtmlElement) -> bool:
    """Whether an ancestor is classed as comments, related articles, sidebar, footer or navigation."""
    for above in element.iterancestors():
        if above.tag in {"aside", "nav"}:
            return True
        if above.tag in {"body", "article", "main"}:
            return False
        if is_chrome(name_of(above)):
            return True
    return False
