"""What a page says about its article outside the body, each fact with the place that gave it.

It reads the few kinds of elements that carry facts (the page's outline: meta, link, title, script, time,
headings) and those with `itemprop`; nothing here reads running text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from crawler.extraction.links_out import host_of
from crawler.extraction.outline import Outline, read_outline
from crawler.extraction.structured import NOTHING, StructuredFacts, clean, read_json_ld
from crawler.extraction.surroundings import Beside, is_chrome, line_of, name_of


class Signal(NamedTuple):
    """A fact as printed, and which place on the page gave it."""

    source: str
    value: str


@dataclass(slots=True)
class Metadata:
    """The facts of a page outside its body; absent facts are None or empty, nothing is chosen yet.

    `published` and `modified` hold machine-readable stamps in order of trust.
    `times` are the page's `<time>` elements, `headings` its h1 to h3 (at most 40), in document order.
    `body` is what structured data say the body is.
    `types` are the schema.org and OpenGraph types in lower case, `body_classes` those of `<body>`.
    """

    document_title: str | None = None
    titles: list[Signal] = field(default_factory=list)
    site_names: list[str] = field(default_factory=list)
    canonical: str | None = None
    amp: bool = False
    published: list[Signal] = field(default_factory=list)
    modified: list[Signal] = field(default_factory=list)
    authors: list[Signal] = field(default_factory=list)
    section: Signal | None = None
    tags: list[str] = field(default_factory=list)
    images: list[tuple[str, str | None]] = field(default_factory=list)
    language: str | None = None
    types: frozenset[str] = frozenset()
    body_classes: frozenset[str] = frozenset()
    base: str = ""
    next_page: str | None = None
    times: list[HtmlElement] = field(default_factory=list)
    headings: list[HtmlElement] = field(default_factory=list)
    body: str | None = None
    warnings: list[str] = field(default_factory=list)


# meta name or property -> the fact it gives. The order is the order of trust within a fact.
PUBLISHED_META = (
    "article:published_time", "og:article:published_time", "article:published", "datepublished",
    "publishdate", "publish_date", "publish-date", "pubdate", "published_time", "published",
    "og:published_time", "content_publisheddate", "originalpublicationdate", "parsely-pub-date",
    "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "article:create_at",
    "article.published", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date",
    "dc.date.created", "date.created", "citation_publication_date", "rnews:datepublished", "date",
    "created",
)  # fmt: skip
MODIFIED_META = (
    "article:modified_time", "og:updated_time", "article:modified", "datemodified", "updated_time",
    "dcterms.modified", "dc.date.modified", "date.modified", "last-modified", "lastmod", "revised",
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
    PUBLISHED_META + MODIFIED_META + TITLE_META + AUTHOR_META + SECTION_META + TAG_META + TAG_LIST_META
    + IMAGE_META + SITE_META + URL_META + ("og:type", "og:locale", "generator", "twitter:label1")
)  # fmt: skip

MICRODATA = etree.XPath("descendant::*/@itemprop/..")
WANTED_PROPS = frozenset(
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
MAX_HEADINGS = 40
MAX_TIMES = 60
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


def read_metadata(
    tree: HtmlElement, url: str, *, outline: Outline | None = None, microdata: bool = True
) -> Metadata:
    """Read what the page at `url` says of its article. `tree` is the root of the page, not changed.

    `outline` is the page's, where it is known already. Without `microdata` none is looked for: pages of this
    kind are known to have none.
    """
    outline = outline or read_outline(tree, host_of(url))
    facts = Metadata(base=url, times=outline.times[:MAX_TIMES], headings=outline.headings[:MAX_HEADINGS])
    metas: dict[str, list[str]] = {}
    for meta in outline.metas:
        _meta(meta, metas)
    for link in outline.links:
        _link(link, facts)
    stamps: dict[str, str] = {}
    for abbreviation in outline.abbreviations:
        _abbreviated(abbreviation, stamps)
    # An inline drawing has titles of its own; the page's is the first.
    titles = (clean(element.text) for element in outline.titles if element.text)
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
    if microdata and (not structured.published or not structured.headline):
        _microdata(facts, tree)
    if "published" in stamps:
        facts.published.append(Signal("hatom", stamps["published"]))
    if "updated" in stamps:
        facts.modified.append(Signal("hatom", stamps["updated"]))
    facts.tags = tidy_tags(facts.tags)
    return facts


def lacks_facts(facts: Metadata) -> bool:
    """Whether the article's surroundings may still tell its author, section or tags."""
    return not (facts.authors and facts.section and facts.tags)


def complete_facts(facts: Metadata, surroundings: list[Beside], container: HtmlElement | None) -> None:
    """Take author, section and tags from the article's surroundings where its metadata gives none.

    Links say what they are by `rel` (microformats wiki: tag, author) or by their address.
    """
    found: dict[str, list[str]] = {"author": [], "byline": [], "section": [], "tag": []}
    for element, name, _ in surroundings:
        if element.tag == "a":
            _read_link(element, found, by_address=True)
        elif name != " " and _names_byline(name):
            text = byline_name(line_of(element))
            if text:
                found["byline"].append(text)
    for link in container.iter("a") if container is not None else ():
        _read_link(link, found, by_address=False)
    facts.tags = facts.tags or tidy_tags(found["tag"])
    if facts.section is None and found["section"]:
        facts.section = Signal("rel:category", found["section"][0])
    if not facts.authors:
        names = found["author"] or found["byline"]
        facts.authors = [Signal("rel:author" if found["author"] else "byline", name) for name in names[:1]]


def byline_name(line: str) -> str | None:
    """The name in a line that is a byline: `Oleh: Ani` is Ani; None for a line that is none."""
    name = _BYLINE_LEAD.sub("", line)
    return name if 2 < len(name) <= 60 and not any(c.isdigit() for c in name) else None


@lru_cache(maxsize=8192)
def _names_byline(name: str) -> bool:
    return _BYLINE_NAME.search(name) is not None


def _read_link(link: HtmlElement, found: dict[str, list[str]], *, by_address: bool) -> None:
    """Sort a link into `found`."""
    kind = kind_of_link(link, by_address=by_address)
    if kind is not None:
        found[kind].append(line_of(link))


def kind_of_link(link: HtmlElement, *, by_address: bool) -> str | None:
    """`author`, `section` or `tag` by the link's `rel`, or by its address where it stands beside the body."""
    named = link.get("rel")
    rel = named.lower().split() if named else []
    path = _kind_of_path(link.get("href") or "") if by_address or rel else None
    if "author" in rel:
        kind = "author"
    elif "category" in rel or path == "section":
        kind = "section"
    elif "tag" in rel or path == "tag":
        kind = "tag"
    else:
        return None
    return kind if 0 < len(line_of(link)) <= MAX_LINK else None


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


def tidy_tags(tags: Iterable[str]) -> list[str]:
    """Each tag once, a list in one string taken apart, without `#`."""
    split = (part for tag in tags for part in tag.split(","))
    return list(dict.fromkeys(text for part in split if (text := clean(part).lstrip("#").strip())))


def _meta(element: HtmlElement, metas: dict[str, list[str]]) -> None:
    key = element.get("property") or element.get("name") or element.get("itemprop")
    if key is None:
        return
    key = key.lower()
    if key in _FACTS:
        content = element.get("content")
        if content and not content.isspace():
            metas.setdefault(key, []).append(clean(content))


def _abbreviated(element: HtmlElement, stamps: dict[str, str]) -> None:
    """Stamps of the hAtom microformat: `<abbr class="published" title="2022-11-18T16:40:00+08:00">16.40`."""
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
    if structured.modified:
        facts.modified.append(Signal("json-ld", structured.modified))
    facts.modified.extend(all_of(MODIFIED_META))
    facts.authors.extend(Signal("json-ld", name) for name in structured.authors)
    for signal in all_of(AUTHOR_META):
        if signal.source == "meta:twitter:data1" and "by" not in metas.get("twitter:label1", [""])[0].lower():
            continue
        if not signal.value.startswith(("http", "@", "/")):
            facts.authors.append(signal)
    if structured.section:
        facts.section = Signal("json-ld", structured.section)
    else:
        facts.section = next(iter(all_of(SECTION_META)), None)
    tags = [tag for key in TAG_META for tag in metas.get(key, ())]
    tags += [t for key in TAG_LIST_META for value in metas.get(key, ())[:1] for t in value.split(",")]
    facts.tags = tags or list(structured.tags)
    facts.images = [(value, None) for key in IMAGE_META for value in metas.get(key, ())]
    facts.images = list(structured.images[:8]) + facts.images
    facts.language = structured.language or facts.language or metas.get("og:locale", [None])[0]
    if facts.canonical is None:
        facts.canonical = next((metas[key][0] for key in URL_META if key in metas), None) or structured.url


def _microdata(facts: Metadata, tree: HtmlElement) -> None:
    seen: set[str] = set()
    for element in MICRODATA(tree):
        name = element.get("itemprop").lower()
        if (
            name not in WANTED_PROPS
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
        elif name in {"datepublished", "datecreated"}:
            facts.published.append(Signal("microdata", value))
        elif name == "datemodified":
            facts.modified.append(Signal("microdata", value))
        elif name == "author" and not facts.authors:
            facts.authors.append(Signal("microdata", _BYLINE_LEAD.sub("", value)))
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


def _join(base: str, href: str | None) -> str | None:
    try:
        return urljoin(base, href.strip()) if href else None
    except ValueError:
        return None
