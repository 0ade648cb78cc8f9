"""Reads the facts of a page outside the body, each with its source.

Reads only the elements that carry facts (the element index: meta, link, title, script, time, headings) and
those with `itemprop`; does not read running text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urljoin

from lxml.html import HtmlElement

from crawler.extraction.dom.element_index import ElementIndex
from crawler.extraction.metadata.fields import Metadata, Signal, tidy_tags
from crawler.extraction.metadata.json_ld import clean, read_json_ld
from crawler.extraction.metadata.microdata import read_microdata
from crawler.extraction.metadata.schema_types import NOTHING, StructuredFacts
from crawler.extraction.metadata.sections import is_general, is_section

# meta name or property -> its fact, most trusted first within a fact.
PUBLISHED_META = (
    "article:published_time", "og:article:published_time", "article:published", "datepublished",
    "publishdate", "publish_date", "publish-date", "pubdate", "published_time", "published",
    "og:published_time", "content_publisheddate", "originalpublicationdate", "parsely-pub-date",
    "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "article:create_at",
    "article.published", "dc.date.issued", "dcterms.issued", "citation_publication_date",
    "publication_date", "publication-date", "publicationdate", "bepress_citation_date", "citation_date",
    "citation_online_date", "date_published", "published_date", "published-date", "published_at",
    "publish_time", "article:publicationdate", "article:post_date", "post_date", "dateposted",
    "article_date_original", "bt:pubdate", "displaydate", "pdate", "ptime", "rbpubdate", "release_date",
    "shareaholic:article_published_time", "twt-published-at", "vr:published_time", "video:release_date",
    "dc.date.publication", "rnews:datepublished", "dc.terms.issued", "prism.publicationdate", "article_date",
    "weibo:article:create_at",
)  # fmt: skip
# Ambiguous: creation, publication or last change.
CREATED_META = (
    "date", "dc.date", "dc:date", "dcterms.date", "dcterms.created", "dc.date.created", "dc.created",
    "dc:created", "date.created", "date_created",
    "datecreated", "content_create_date", "article.created", "created", "eprints.datestamp",
)  # fmt: skip
MODIFIED_META = (
    "article:modified_time", "og:updated_time", "article:modified", "datemodified", "updated_time",
    "dcterms.modified", "dc.date.modified", "date.modified", "last-modified", "lastmod", "revised",
    "article:modified_date", "modified", "updated", "last_updated", "date_modified", "lastupdate",
)  # fmt: skip
TITLE_META = ("og:title", "twitter:title", "headline", "dc.title", "dcterms.title", "sailthru.title")
AUTHOR_META = (
    "article:author_name", "author", "dc.creator", "dcterms.creator", "sailthru.author",
    "parsely-author", "content_author", "article:author", "twitter:data1",
)  # fmt: skip
SECTION_META = (
    "article:section", "og:section", "content_category", "parsely-section", "kanal", "section",
    "category",
)  # fmt: skip
TAG_META = ("article:tag", "og:article:tag", "video:tag")
TAG_LIST_META = ("news_keywords", "parsely-tags", "content_tag", "sailthru.tags")
IMAGE_META = (
    "og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src",
    "thumbnailurl",
)  # fmt: skip
SITE_META = (
    "og:site_name", "application-name", "apple-mobile-web-app-title", "twitter:site:name",
    "al:android:app_name",
)  # fmt: skip
URL_META = ("og:url", "twitter:url")

_FACTS = frozenset(
    PUBLISHED_META + CREATED_META + MODIFIED_META + TITLE_META + AUTHOR_META + SECTION_META + TAG_META
    + TAG_LIST_META + IMAGE_META + SITE_META + URL_META
    + ("og:type", "og:locale", "generator", "twitter:label1")
)  # fmt: skip
_PUNCTUATION = re.compile(r"[^a-z\d]+")
_SPELLINGS = {_PUNCTUATION.sub("", key): key for key in sorted(_FACTS)}
"""`Published_Date` and `published-date` are one name."""

_MAX_VALUE_LENGTH = 4_000
"""Characters of one value that are read before any rule: titles and names are shorter."""
_MAX_NAME_LENGTH = 60
_MAX_VALUES = 100
MAX_HEADINGS = 40
MAX_TIMES = 60


def read_metadata(url: str, outline: ElementIndex) -> Metadata:
    """Read the facts about the article of the page at `url`; `outline` is its element index."""
    facts = Metadata(
        base=url,
        times=outline.times[:MAX_TIMES],
        headings=outline.headings[:MAX_HEADINGS],
        trails=outline.trails,
    )
    metas: dict[str, list[str]] = {}
    for meta in outline.metas:
        _meta(meta, metas)
    for link in outline.links:
        _link(link, facts)
    stamps: dict[str, str] = {}
    for abbreviation in outline.abbreviations:
        _abbreviated(abbreviation, stamps)
    # An inline SVG has titles of its own; the page's is the first.
    titles = (clean(element.text[:_MAX_VALUE_LENGTH]) for element in outline.titles if element.text)
    facts.document_title = next(titles, None) or None
    for base in outline.base:
        facts.base = _join(url, base.get("href")) or url
    for root in outline.html:
        facts.language = facts.language or root.get("lang") or root.get("xml:lang")
        facts.amp = facts.amp or "amp" in root.attrib or "⚡" in root.attrib
    for body in outline.body[:1]:
        facts.body_classes = frozenset((body.get("class") or "").lower().split())
    scripts = [
        text for item in outline.scripts if "ld+json" in (item.get("type") or "") and (text := item.text)
    ]
    structured = read_json_ld(scripts, url) if scripts else NOTHING
    _combine(facts, structured, metas)
    if not structured.published or not structured.headline:
        read_microdata(facts, outline.properties)
    if "published" in stamps:
        facts.published.append(Signal("hatom", stamps["published"]))
    if "updated" in stamps:
        facts.modified.append(Signal("hatom", stamps["updated"]))
    facts.tags = tidy_tags(facts.tags)
    return facts


def _meta(element: HtmlElement, metas: dict[str, list[str]]) -> None:
    key = element.get("property") or element.get("name") or element.get("itemprop")
    if key is None:
        return
    key = key.lower()
    if key not in _FACTS:
        key = _SPELLINGS.get(_PUNCTUATION.sub("", key[:_MAX_NAME_LENGTH]), "")
    if key:
        content = element.get("content") or element.get("value")
        if content and not content.isspace():
            values = metas.setdefault(key, [])
            if len(values) < _MAX_VALUES:
                values.append(clean(content[:_MAX_VALUE_LENGTH]))


def _abbreviated(element: HtmlElement, stamps: dict[str, str]) -> None:
    """Timestamps of hAtom microformats: `<abbr class="published" title="2022-11-18T16:40:00+08:00">16.40`."""
    stamp = element.get("title")
    if stamp:
        for name in (element.get("class") or "").split():
            if name in {"published", "updated"}:
                stamps.setdefault(name, stamp)


def _link(element: HtmlElement, facts: Metadata) -> None:
    rel = (element.get("rel") or "").lower()
    if rel == "canonical":
        facts.canonical = facts.canonical or (element.get("href") or "").strip() or None
    elif rel == "next":
        facts.next_page = facts.next_page or element.get("href")


def _combine(facts: Metadata, structured: StructuredFacts, metas: dict[str, list[str]]) -> None:
    def all_of(keys: Iterable[str]) -> list[Signal]:
        return [Signal(f"meta:{key}", metas[key][0]) for key in keys if key in metas]

    types = set(structured.types)
    types.update(f"og:{kind.lower()}" for kind in metas.get("og:type", ()))
    facts.types = frozenset(types)
    facts.body = structured.body
    if structured.salvaged:
        facts.warnings.append("json_ld_broken")
    if structured.headline:
        facts.titles.append(Signal("json-ld", structured.headline))
    facts.titles.extend(all_of(TITLE_META))
    if facts.document_title:
        facts.titles.append(Signal("title", facts.document_title))
    facts.site_names = list(dict.fromkeys([v.value for v in all_of(SITE_META)] + list(structured.site_names)))
    if structured.published:
        facts.published.append(Signal("json-ld", structured.published))
    facts.published.extend(all_of(PUBLISHED_META))
    if structured.created:
        facts.created.append(Signal("json-ld", structured.created))
    facts.created.extend(all_of(CREATED_META))
    if structured.modified:
        facts.modified.append(Signal("json-ld", structured.modified))
    facts.modified.extend(all_of(MODIFIED_META))
    facts.authors.extend(Signal("json-ld", name) for name in structured.authors)
    for signal in all_of(AUTHOR_META):
        if signal.source == "meta:twitter:data1" and "by" not in metas.get("twitter:label1", [""])[0].lower():
            continue
        if not signal.value.startswith(("http", "@", "/")):
            facts.authors.append(signal)
    facts.section = _section(structured, all_of(SECTION_META))
    tags = [tag for key in TAG_META for tag in metas.get(key, ())]
    tags += [t for key in TAG_LIST_META for value in metas.get(key, ())[:1] for t in value.split(",")]
    facts.tags = tags or list(structured.tags)
    facts.images = [(value, None) for key in IMAGE_META for value in metas.get(key, ())]
    facts.images = list(structured.images[:8]) + facts.images
    facts.language = structured.language or facts.language or metas.get("og:locale", [None])[0]
    if facts.canonical is None:
        facts.canonical = next((metas[key][0] for key in URL_META if key in metas), None) or structured.url


def _section(structured: StructuredFacts, metas: list[Signal]) -> Signal | None:
    """The section in metadata: not an address, and not a general word if another value is more specific."""
    claims = [Signal("json-ld", value) for value in structured.sections]
    claims += [signal for signal in metas if signal.source != "meta:category"]
    if len(structured.crumbs) > 2:
        claims.append(Signal("json-ld:breadcrumb", structured.crumbs[-2]))
    claims += [signal for signal in metas if signal.source == "meta:category"]
    claims = [signal for signal in claims if is_section(signal.value)]
    return next((signal for signal in claims if not is_general(signal.value)), claims[0] if claims else None)


def _join(base: str, href: str | None) -> str | None:
    try:
        return urljoin(base, href.strip()) if href else None
    except ValueError:
        return None
