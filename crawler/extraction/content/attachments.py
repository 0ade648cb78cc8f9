"""Documents that an article links or embeds, and its embedded videos, audio, social posts and maps.

Searched in the text's container and in siblings not classed as boilerplate; on a page without text, around
the headline: the text of many announcements is a PDF.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile
from urllib.parse import parse_qsl, unquote, urlsplit

from lxml.html import HtmlElement

from crawler.extraction.content.download_links import downloaded_type, may_download
from crawler.extraction.content.media_types import DOCUMENT_TYPES, PROVIDERS, SHARED_DOCUMENTS, VIEWERS
from crawler.extraction.dom.class_patterns import is_called_boilerplate, names
from crawler.extraction.dom.text import clean
from crawler.extraction.metadata.images import absolute
from crawler.extraction.metadata.page_context import is_chrome
from crawler.items import Attachment, Embed

MAX_ATTACHMENTS = 100
MAX_EMBEDS = 50
MAX_TITLE = 300

_VISITED = 20_000
_SIBLINGS = 30
_MAX_APPENDIX = 1000
_CLIMB = 6
_FRAMES = ("iframe", "embed", "object", "amp-iframe")
_PLAYERS = ("video", "audio")
_YOUTUBE = ("amp-youtube", "lite-youtube", "youtube-video")
_POSTS = ("blockquote", "div", "oembed", "amp-twitter", "amp-instagram", "amp-facebook", *_YOUTUBE)
_BESIDE = frozenset({"nav", "aside", "footer", "form"})
_SOURCES = ("src", "data-src", "data-lazy-src", "data", "data-litespeed-src")
_GENERIC = re.compile(
    r"\W*(?:(?:download|unduh|unduhan|klik|click|di ?sini|here|lihat|baca|view|open|buka|tautan|link|file"
    r"|berkas|dokumen|lampiran|pdf|docx?|xlsx?|zip|selengkapnya|ini|untuk|to|the)\b\W*)*",
    re.I,
)
"""Words of a link that name no document."""
_MAY_BE_DOCUMENT = re.compile(
    rf"\.(?:{'|'.join(DOCUMENT_TYPES)})(?![a-z0-9])|%|(?:docs|drive)\.google\.", re.I
)
"""A quick test for addresses of documents, or with another address in the query."""
_DOCUMENT = re.compile(rf"[^\s<>{{}}\"]{{1,2000}}\.(?:{'|'.join(DOCUMENT_TYPES)})(?:[?#]\S*)?$", re.I)
_POST_LINK = re.compile(r"^https?://(?:[\w-]+\.)?(?:twitter|x|instagram|tiktok|facebook)\.com/", re.I)


def attachments(
    regions: Sequence[HtmlElement], heading: HtmlElement | None, base: str, *, short: bool = False
) -> list[Attachment]:
    """Documents of the article, each once, in document order, up to one more than `MAX_ATTACHMENTS`.

    `regions` are those of its container (`regions_of`); `base` is the base address for relative ones.
    `short`: there is little or no text, so documents around the headline count too.
    """
    found: dict[str, Attachment] = {}
    for region in regions:
        _take_documents(found, region, base)
    if short and not found and heading is not None:
        for region in islice(heading.iterancestors(), _CLIMB):
            if region.tag in ("body", "html"):
                break
            _take_documents(found, region, base)
            if found:
                break
    return list(found.values())


def embeds(regions: Sequence[HtmlElement], base: str) -> list[Embed]:
    """Embedded media of the article, each once, in document order, up to one more than `MAX_EMBEDS`."""
    found: dict[str, Embed] = {}
    for region in regions:
        for element in _elements(region, (*_FRAMES, *_PLAYERS, *_POSTS)):
            embed = _embed_of(element, base)
            if embed is not None and embed.url not in found and _is_part(element, region):
                found[embed.url] = embed
            if len(found) > MAX_EMBEDS:
                return list(found.values())
    return list(found.values())


def regions_of(container: HtmlElement | None) -> list[HtmlElement]:
    """The text's element and its siblings, without boilerplate."""
    if container is None:
        return []
    parent = container.getparent()
    if parent is None or parent.tag in ("body", "html"):
        return [container]
    if parent.tag == "main":
        return [container, *takewhile(_is_appendix, islice(container.itersiblings(), _SIBLINGS))]
    return [
        sibling
        for sibling in islice(parent.iterchildren(), _SIBLINGS)
        if sibling is container or (isinstance(sibling.tag, str) and not _is_beside(sibling))
    ]


def _is_appendix(sibling: HtmlElement) -> bool:
    """Whether an element behind the text in a page's main part may belong to it: short, no boilerplate."""
    if not isinstance(sibling.tag, str) or _is_beside(sibling):
        return False
    return sum(map(len, islice(sibling.itertext(), _SIBLINGS * 10))) <= _MAX_APPENDIX


def _elements(region: HtmlElement, tags: tuple[str, ...]) -> Iterator[HtmlElement]:
    """The elements of a region in document order, the region itself last."""
    yield from (element for element in islice(region.iter(*tags), _VISITED) if element is not region)
    if region.tag in tags:
        yield region


def _is_part(element: HtmlElement, region: HtmlElement) -> bool:
    """Whether no boilerplate of a region is above an element of it. Few elements come this far."""
    if element is region:
        return True
    for above in islice(element.iterancestors(), _SIBLINGS):
        if above is region:
            return True
        if _is_beside(above):
            return False
    return False


def _is_beside(element: HtmlElement) -> bool:
    named = names(element)
    return element.tag in _BESIDE or bool(named and (is_called_boilerplate(named) or is_chrome(named)))


def _take_documents(found: dict[str, Attachment], region: HtmlElement, base: str) -> None:
    for element in _elements(region, ("a", "div", *_FRAMES)):
        if len(found) > MAX_ATTACHMENTS:
            return
        if element.tag == "div":
            raw = _drawn(element)
        else:
            raw = element.get("href") if element.tag == "a" else _source(element)
        declared = element.get("type")
        may_download_it = element.tag == "a" and raw is not None and may_download(element, raw)
        if not raw or (declared is None and not may_download_it and _MAY_BE_DOCUMENT.search(raw) is None):
            continue
        url = absolute(raw, base)
        document = _document(url, declared) if url is not None else None
        if document is None and may_download_it and url is not None:
            is_document, media_type = downloaded_type(element, url)
            document = (url, media_type) if is_document else None
        if document is None or not _is_part(element, region):
            continue
        address, media_type = document
        title = _title(element)
        known = found.get(address)
        if known is None or (known.title is None and title is not None):
            found[address] = Attachment(address, title, media_type)


def _drawn(element: HtmlElement) -> str | None:
    """The address of a document in an attribute of an element, for a script that draws it: `data-pdf`."""
    for name in element.keys():  # noqa: SIM118 - an element's own iterator gives its children
        if name.startswith("data-") or name in ("source", "href", "src"):
            value = element.get(name) or ""
            if _DOCUMENT.match(value):
                return value
    return None


def _document(url: str, declared: str | None, depth: int = 0) -> tuple[str, str | None] | None:
    """Address and media type of the document at `url`; None if it is not a document."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    media_type = _type_of(parts.path)
    if media_type is not None:
        return url, media_type
    if parts.query and depth == 0:
        for name, value in parse_qsl(parts.query)[:20]:
            if name.lower() in VIEWERS.get(host, VIEWERS[""]):
                inner = absolute(value, url)
                document = _document(inner, None, 1) if inner is not None else None
                if document is not None:
                    return document
    if any(host == name and parts.path.startswith(path) for name, path in SHARED_DOCUMENTS):
        return url, None
    declared = (declared or "").partition(";")[0].strip().lower()
    return (url, declared) if declared in DOCUMENT_TYPES.values() else None


def _type_of(path: str) -> str | None:
    name = unquote(path).rsplit("/", 1)[-1]
    return DOCUMENT_TYPES.get(name.rpartition(".")[2].lower()) if "." in name else None


def _title(element: HtmlElement) -> str | None:
    """The title of a document: the link's text or its title attribute."""
    if element.tag == "a":
        text = clean("".join(islice(element.itertext(), 50))[: 4 * MAX_TITLE])
        if text and not _GENERIC.fullmatch(text[:MAX_TITLE]):
            return text[:MAX_TITLE]
    for name in ("title", "aria-label", "download"):
        text = clean((element.get(name) or "")[: 4 * MAX_TITLE])
        if text and not _GENERIC.fullmatch(text[:MAX_TITLE]):
            return text[:MAX_TITLE]
    return None


def _source(element: HtmlElement) -> str | None:
    return next((value for name in _SOURCES if (value := element.get(name)) and value != "about:blank"), None)


def _embed_of(element: HtmlElement, base: str) -> Embed | None:
    tag = element.tag
    if tag in _PLAYERS:
        for item in (element, *islice(element.iter("source"), 3)):
            url = absolute(_source(item) or "", base)
            if url is not None:
                return Embed(_provider(url) or tag, url)
        return None
    raw = _source(element) if tag in _FRAMES else _post(element)
    url = absolute(raw, base) if raw else None
    provider = _provider(url, whole_site=tag not in _FRAMES) if url is not None else None
    return Embed(provider, url) if url is not None and provider is not None else None


def _post(element: HtmlElement) -> str | None:
    """The address of the social network post that a script renders in place of `element`."""
    get = element.get
    given = get("data-instgrm-permalink") or get("cite") or (get("url") if element.tag == "oembed" else None)
    if given is None and element.tag == "div" and (get("class") or "").startswith(("fb-video", "fb-post")):
        given = get("data-href")
    if element.tag in _YOUTUBE and (video := get("data-videoid") or get("videoid")):
        given = f"https://www.youtube.com/watch?v={video}"
    if given is None and element.tag == "blockquote" and "twitter" in (get("class") or ""):
        links = [link.get("href") or "" for link in islice(element.iter("a"), 20)]
        given = next((link for link in reversed(links) if "/status/" in link), None)
    posted = given is not None and (_POST_LINK.match(given) or "youtu" in given or element.tag == "oembed")
    return given if posted else None


def _provider(url: str, *, whole_site: bool = False) -> str | None:
    """The provider of the media at `url`; `whole_site`: whatever its path is."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    for provider, domain, paths in PROVIDERS:
        if (host == domain or host.endswith(f".{domain}")) and (
            whole_site or parts.path.startswith(tuple(paths.split()))
        ):
            return provider
    return None
