"""JSON-LD of a page, including broken JSON, as facts about the page's article.

Vocabulary: schema.org Article and its subtypes; JSON-LD 1.1 section 4.9 (`@graph`).

Reads JSON as found on pages: wrapped, escaped or with extra commas, if the usual repairs suffice.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from crawler.extraction.dom.text import clean as clean_characters
from crawler.extraction.metadata.schema_types import (
    ARTICLE_TYPES,
    NOTHING,
    PAGE_TYPES,
    StructuredFacts,
)
from crawler.guard.json_reader import whole_number
from crawler.urls.parsing import join

MAX_SCRIPT = 2_000_000
"""Characters of a script that are read."""

_COMMENT = re.compile(r"^\s*(?:<!--|//<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)")
_COMMENT_END = re.compile(r"(?:-->|//\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*;?\s*$")
_TRAILING_COMMA = re.compile(r",(?=\s{0,200}[}\]])")
_DOUBLE_COMMA = re.compile(r",(?:\s{0,200},)+")
_BAD_ESCAPE = re.compile(r"\\(?![\"\\/bfnrtu])")
_DECODER = json.JSONDecoder(strict=False, parse_int=whole_number)


def parse_json(text: str) -> list[Any] | None:
    """The JSON values in a script's text; None if the usual repairs do not make it valid.

    Repairs: comment and CDATA wrappers, entities (`&quot;`), raw line breaks in strings, trailing and
    doubled commas, invalid escapes, several values in a row, text after the last value.
    """
    text = text[:MAX_SCRIPT].strip()
    if not text:
        return []
    values = _decode(text)
    if values is not None:
        return values
    text = _COMMENT_END.sub("", _COMMENT.sub("", text)).strip()
    if text.startswith(("{&quot;", "[{&quot;", "{ &quot;", "{\n&quot;")):
        text = html.unescape(text)
    values = _decode(text)
    if values is not None:
        return values
    text = _BAD_ESCAPE.sub(r"\\\\", _DOUBLE_COMMA.sub(",", text))
    return _decode(_TRAILING_COMMA.sub("", text))


def _decode(text: str) -> list[Any] | None:
    values: list[Any] = []
    at = 0
    try:
        while True:
            while at < len(text) and text[at] in " \t\r\n,;":
                at += 1
            if at >= len(text) or (values and text[at] not in "{["):
                return values
            value, at = _DECODER.raw_decode(text, at)
            values.append(value)
    except (ValueError, RecursionError):
        return None


def unescape(value: str) -> str:
    """The value of a JSON string's text; unchanged if it is not valid."""
    decoded = _decode(f'"{value}"')
    return decoded[0] if decoded else value


MAX_NODES = 5_000
_MAX_STRING_LENGTH = 4_000
"""Characters of one fact that are read: titles, names and stamps are shorter."""
_LATEST_STAMP = 10**14
_MAX_STRINGS = 200
"""Values of one member that are read: a thousand authors are none."""

# Salvage from an unparseable script: flat string members of the article.
_SALVAGE = re.compile(
    r'"(headline|datePublished|dateModified|articleSection|@type)"\s{0,20}:\s{0,20}"([^"\n]{1,500})"'
)
_SALVAGE_AUTHOR = re.compile(r'"author"\s{0,20}:[^}]{0,300}?"name"\s{0,20}:\s{0,20}"([^"\n]{1,200})"')


def read_json_ld(scripts: Iterable[str], url: str) -> StructuredFacts:
    """The facts about the article at `url` from the texts of its `application/ld+json` scripts."""
    nodes: list[dict[str, Any]] = []
    broken: list[str] = []
    for script in scripts:
        values = parse_json(script)
        if values is None:
            broken.append(script[:MAX_SCRIPT])
        else:
            nodes.extend(_nodes(values))
    if not nodes and not broken:
        return NOTHING
    facts = _facts(nodes, url)
    if broken and facts.published is None:
        facts = _salvage(broken, facts)
    return facts


def _nodes(values: list[Any]) -> Iterator[dict[str, Any]]:
    """Every node of the page itself: opens `@graph` and lists, skips the items of an ItemList."""
    queue = list(reversed(values))
    budget = MAX_NODES
    while queue and budget:
        budget -= 1
        value = queue.pop()
        if isinstance(value, list):
            queue.extend(reversed(value))
        elif isinstance(value, dict):
            graph = value.get("@graph")
            if graph is not None:
                queue.append(graph)
            yield value
            for key in ("mainEntity", "mainEntityOfPage"):
                inner = value.get(key)
                if isinstance(inner, dict) and _types(inner):
                    queue.append(inner)


def _types(node: dict[str, Any]) -> set[str]:
    value = node.get("@type") or node.get("type")
    values = value if isinstance(value, list) else [value]
    return {v.rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower() for v in values if isinstance(v, str)}


def _facts(nodes: list[dict[str, Any]], url: str) -> StructuredFacts:
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    types: set[str] = set()
    articles: list[dict[str, Any]] = []
    page: dict[str, Any] = {}
    sites: list[str] = []
    crumbs: tuple[str, ...] = ()
    for node in nodes:
        kinds = _types(node)
        types |= kinds
        if kinds & ARTICLE_TYPES:
            articles.append(node)
        elif "webpage" in kinds or "itempage" in kinds:
            page = page or node
        elif "website" in kinds or "organization" in kinds or "newsmediaorganization" in kinds:
            sites.extend(_names(node, by_id))
        elif "breadcrumblist" in kinds:
            crumbs = crumbs or _crumbs(node)
    article = _own_article(articles, url)
    source = article or page
    sites.extend(_names(source.get("publisher"), by_id))
    sites.extend(_names_of_sites(source.get("isPartOf"), by_id))
    return StructuredFacts(
        headline=_first(_strings(source.get("headline")))
        or (_first(_strings(article.get("name"))) if article else None),
        published=_stamp(source.get("datePublished")),
        created=_stamp(source.get("dateCreated")),
        modified=_stamp(source.get("dateModified")),
        authors=tuple(_names(source.get("author"), by_id)) or tuple(_names(source.get("creator"), by_id)),
        sections=tuple(_strings(source.get("articleSection"))),
        crumbs=crumbs,
        tags=tuple(_keywords(source.get("keywords"))),
        language=_first(_strings(source.get("inLanguage"))),
        url=_own_url(source),
        images=tuple(_images(source.get("image"), by_id)),
        body=_text(article.get("articleBody")) if _is_of(article, url, alone=len(articles) == 1) else None,
        site_names=tuple(dict.fromkeys(sites)),
        types=frozenset(types),
    )


def _own_article(articles: list[dict[str, Any]], url: str) -> dict[str, Any]:
    """Of several article nodes, the one whose address is the page's; else the first with a date."""
    if len(articles) > 1:
        path = urlsplit(url).path.rstrip("/")
        for node in articles:
            own = _own_url(node)
            if own and path and _path_of(own, url) == path:
                return node
        for node in articles:
            if node.get("datePublished"):
                return node
    return articles[0] if articles else {}


def _is_of(article: dict[str, Any], url: str, *, alone: bool) -> bool:
    """Whether an article node is certainly about the page at `url`, not part of a list or of every page."""
    own = _own_url(article)
    path = urlsplit(url).path.rstrip("/")
    if own is None or not url:
        return alone
    return _path_of(own, url) == path


def _path_of(own: str, url: str) -> str | None:
    """The path of an article's URL on the page at `url`; None for an invalid URL."""
    target = join(url, own)
    return None if target is None else urlsplit(target).path.rstrip("/")


def _own_url(node: dict[str, Any]) -> str | None:
    page = node.get("mainEntityOfPage")
    for value in (page.get("@id") if isinstance(page, dict) else page, node.get("url"), node.get("@id")):
        if isinstance(value, str) and value.startswith(("http", "/")):
            return value.split("#", 1)[0]
    return None


def _strings(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    found = []
    for each in values:
        inner = each.get("@value") if isinstance(each, dict) else each
        if isinstance(inner, str) and inner.strip():
            found.append(clean(inner[:_MAX_STRING_LENGTH]))
        if len(found) >= _MAX_STRINGS:
            break
    return found


def _text(value: Any) -> str | None:
    """A text with its line breaks; each item of a list becomes a paragraph."""
    texts = [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)]
    return "\n\n".join(texts) or None


def _names(value: Any, by_id: dict[str, dict[str, Any]]) -> list[str]:
    names: list[str] = []
    for each in value if isinstance(value, list) else [value]:
        node = each
        if isinstance(node, dict) and "name" not in node and isinstance(node.get("@id"), str):
            node = by_id.get(node["@id"], node)
        if isinstance(node, dict):
            names.extend(_strings(node.get("name")))
        elif isinstance(node, str) and not node.startswith(("http", "#")) and node.strip():
            names.append(clean(node[:_MAX_STRING_LENGTH]))
        if len(names) >= _MAX_STRINGS:
            break
    return names


def _names_of_sites(value: Any, by_id: dict[str, dict[str, Any]]) -> list[str]:
    """Names of the sites or periodicals that an article is part of.

    Joomla and SEO plugins make the article part of its own `WebPage`, which has the article's name.
    """
    names: list[str] = []
    for each in value if isinstance(value, list) else [value]:
        node = (
            by_id.get(each["@id"], each)
            if isinstance(each, dict) and isinstance(each.get("@id"), str)
            else each
        )
        if isinstance(node, dict) and not _types(node) & PAGE_TYPES:
            names.extend(_names(node, by_id))
    return names


def _images(value: Any, by_id: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str | None]]:
    for each in value if isinstance(value, list) else [value]:
        node = each
        if isinstance(node, dict) and "url" not in node and isinstance(node.get("@id"), str):
            node = by_id.get(node["@id"], node)
        if isinstance(node, str) and node.strip():
            yield node.strip(), None
        elif isinstance(node, dict):
            address = _first(_strings(node.get("url"))) or _first(_strings(node.get("contentUrl")))
            if address:
                yield address, _first(_strings(node.get("caption")))


def _keywords(value: Any) -> list[str]:
    words: list[str] = []
    for text in _strings(value):
        words.extend(part.strip() for part in text.split(","))
    return [word for word in words if word]


def _crumbs(node: dict[str, Any]) -> tuple[str, ...]:
    items = node.get("itemListElement")
    names = []
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict):
            inner = item.get("item")
            name = item.get("name") or (inner.get("name") if isinstance(inner, dict) else None)
            names.append(clean(name) if isinstance(name, str) else "")
    return tuple(names)


def _salvage(broken: list[str], facts: StructuredFacts) -> StructuredFacts:
    found: dict[str, str] = {}
    for text in broken:
        for key, value in _SALVAGE.findall(text):
            found.setdefault(key, clean(unescape(value)))
        author = _SALVAGE_AUTHOR.search(text)
        if author:
            found.setdefault("author", clean(unescape(author[1])))
    author_name = found.get("author")
    return StructuredFacts(
        headline=facts.headline or found.get("headline"),
        published=found.get("datePublished"),
        modified=facts.modified or found.get("dateModified"),
        created=facts.created,
        authors=facts.authors or ((author_name,) if author_name else ()),
        sections=facts.sections or tuple(_strings(found.get("articleSection"))),
        crumbs=facts.crumbs,
        tags=facts.tags,
        language=facts.language,
        url=facts.url,
        images=facts.images,
        body=facts.body,
        site_names=facts.site_names,
        types=facts.types | ({found["@type"].lower()} if "@type" in found else set()),
        salvaged=True,
    )


def clean(text: str) -> str:
    """A fact as displayed text with entities resolved: publishers escape headlines once or twice."""
    if "&" in text:
        text = html.unescape(html.unescape(text))
    return clean_characters(text)


def _stamp(value: Any) -> str | None:
    """A timestamp: a string, or the seconds since 1970 as a number."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if is_number and 0 < value < _LATEST_STAMP else _first(_strings(value))


def _first(values: list[str]) -> str | None:
    return values[0] if values else None
