"""The article's title, chosen from everything that claims to be it; never the site's name.

A title is printed several times: in the document title beside the site's name, in share metadata, in a
heading, in the address. The heading that the others confirm is it, as the page prints it.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from crawler.extraction.metadata import Metadata
from crawler.extraction.structured import clean


class Title(NamedTuple):
    """`source` is `heading`, `json-ld`, `meta:og:title`, `title`, ...; `element` its heading, if it has
    one.
    """

    text: str
    source: str
    element: HtmlElement | None


NO_TITLE = Title("", "none", None)

# Between title and site name. A hyphen needs spaces, a bar does not; `:` only when nothing else splits.
_SEPARATOR = re.compile(r"\s+[-–—|•·»«~:/>]+\s+|\s*[|»«•·]\s*|\s+[–—]|[–—]\s+")
_WORD = re.compile(r"\w+")
_SITE_WORDS_TEXT = """
    portal situs website web resmi official site pemerintah pemkab pemkot pemprov dinas kominfo
    diskominfo kabupaten kota provinsi media center humas berita news kab prov home beranda ppid desa
    kelurahan kecamatan
"""
_SITE_WORDS = frozenset(_SITE_WORDS_TEXT.split())
_TRUNCATED = ("...", "…", "[…]", "[...]")
_CHROME_TAGS = frozenset({"header", "nav", "aside", "footer"})


def choose_title(facts: Metadata, url: str, site_name: str | None = None) -> Title:
    """The title of the page at `url`; `site_name` is the portal's name where it is known."""
    sites = {_key(name) for name in facts.site_names}
    if site_name:
        sites.add(_key(site_name))
    sites |= _host_names(url)
    sites.discard("")
    slug = _slug_words(url)
    claims = [c for signal in facts.titles for c in _claims(signal.source, signal.value, sites, slug)]
    headings = _headings(facts, sites)
    confirmed = _confirmed(headings, claims, slug)
    if confirmed is not None:
        return confirmed
    for source, text in claims:
        if source != "title":
            return Title(text, source, None)
    if claims:
        return Title(claims[0][1], "title", None)
    for text, element in headings:
        if element.tag == "h1":
            return Title(text, "heading", element)
    return NO_TITLE


def _headings(facts: Metadata, sites: set[str]) -> list[tuple[str, HtmlElement]]:
    """Headings that may be the title: not the site's name, not a link to the front page."""
    found = []
    for element in facts.headings:
        text = clean("".join(element.itertext()))
        if not 2 < len(text) <= 400 or _key(text) in sites:
            continue
        link = element.find(".//a") if len(element) else None
        if (
            link is not None
            and urlsplit(link.get("href") or "#").path in {"", "/"}
            and link.get("href") != "#"
        ):
            continue
        found.append((text, element))
    return found


def _claims(source: str, value: str, sites: set[str], slug: frozenset[str]) -> list[tuple[str, str]]:
    """What a title-like fact may mean: itself, less the site's name where that stands in it."""
    if _key(value) in sites:
        return []
    parts = _parts(value)
    if len(parts) == 1:
        return [(source, value)]
    first, last = parts[0][0], parts[-1][0]
    if _key(last) in sites or _names_site(last, sites):
        cut = value[: parts[-2][2]].rstrip()
        return _claims(source, cut, sites, slug) or [(source, cut)]
    if _key(first) in sites or _names_site(first, sites):
        cut = value[parts[1][1] :].lstrip()
        return _claims(source, cut, sites, slug) or [(source, cut)]
    if source == "title" and slug:
        head, tail = value[: parts[-2][2]], value[parts[1][1] :]
        # Nothing known names the site: the address tells which part is the title.
        if not _words(last) & slug and len(_words(head) & slug) >= min(2, len(slug)):
            return [(source, head.rstrip())]
        if not _words(first) & slug and len(_words(tail) & slug) >= min(2, len(slug)):
            return [(source, tail.lstrip())]
    return [(source, value)]


def _parts(value: str) -> list[tuple[str, int, int]]:
    """The stretches between separators, each with its start and end."""
    parts = []
    start = 0
    for match in _SEPARATOR.finditer(value):
        if match.start() > start:
            parts.append((value[start : match.start()].strip(), start, match.start()))
        start = match.end()
    if start < len(value):
        parts.append((value[start:].strip(), start, len(value)))
    return parts or [(value, 0, len(value))]


def _names_site(part: str, sites: set[str]) -> bool:
    """Whether a part of a document title is the site's name: close to a known name, or made of its words."""
    key = _key(part)
    if len(key) > 3 and any(
        key in site or (len(site) > 5 and site in key and len(key) < 2 * len(site)) for site in sites
    ):
        return True
    if re.fullmatch(r"[\w-]+(?:\.[\w-]+)*\.(?:id|com|net|org|co|info|news|tv)", part, re.I):
        return True
    words = [w.lower() for w in _WORD.findall(part)]
    return (
        bool(words)
        and len(words) <= 8
        and words[0] in _SITE_WORDS
        and sum(w in _SITE_WORDS for w in words) * 2 >= len(words)
    )


def _confirmed(
    headings: list[tuple[str, HtmlElement]], claims: list[tuple[str, str]], slug: frozenset[str]
) -> Title | None:
    """The heading that a claim or the address confirms; an h1 before an h2, the best confirmed before
    others.
    """
    keys = [
        (_key(text.removesuffix("…").removesuffix("...")), text.endswith(_TRUNCATED)) for _, text in claims
    ]
    best: tuple[float, Title] | None = None
    for text, element in headings:
        key = _key(text)
        if not key:
            continue
        score = 0.0
        for claim, truncated in keys:
            if key == claim:
                score = max(score, 3.0)
            elif truncated and key.startswith(claim):
                score = max(score, 2.8)
            elif len(key) > 15 and (key in claim or (claim in key and len(claim) > 0.6 * len(key))):
                score = max(score, 2.0 + len(key) / (len(key) + len(claim)) / 2)
        words = _words(text)
        if len(slug) >= 3 and words:
            share = len(words & slug) / len(slug)
            score = max(score, 2.2 * share if share >= 0.7 else 0.0) + share / 4
        if score < 1.5:
            continue
        score += 0.3 if element.tag == "h1" else 0.1 if element.tag == "h2" else 0.0
        if _in_page_chrome(element):
            score -= 0.4
        if best is None or score > best[0] + 1e-9:
            best = (score, Title(text, "heading", element))
    return best[1] if best else None


def _in_page_chrome(element: HtmlElement) -> bool:
    """Whether it stands in the page's own header, navigation or footer (an article may have a header too)."""
    within = [above.tag for above in element.iterancestors()]
    return "article" not in within and "main" not in within and not _CHROME_TAGS.isdisjoint(within)


def _host_names(url: str) -> set[str]:
    """`mediacenter.malangkota.go.id` -> its whole, and its labels long enough to be names."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    labels = [label for label in host.split(".") if len(label) > 4]
    return {_key(host)} | {_key(label) for label in labels}


def _slug_words(url: str) -> frozenset[str]:
    segments = [s for s in unquote(urlsplit(url).path).split("/") if s]
    longest = max(segments, key=lambda s: s.count("-") + s.count("_"), default="")
    words = [w for w in re.split(r"[^\w]+|_", longest.lower().removesuffix(".html")) if w and not w.isdigit()]
    return frozenset(words) if len(words) >= 2 else frozenset()


def _words(text: str) -> frozenset[str]:
    return frozenset(w.lower() for w in _WORD.findall(text))


def _key(text: str) -> str:
    return "".join(_WORD.findall(text.lower()))
