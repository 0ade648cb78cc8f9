"""The article's title, chosen from everything that claims to be it; never the site's name.

A title is printed several times: in the document title beside the site's name, in share metadata, in a
heading, in the address. The heading that the others confirm is it, as the page prints it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block
from crawler.extraction.boilerplate.phrases import ends_sentence
from crawler.extraction.metadata.fields import Metadata
from crawler.extraction.metadata.json_ld import clean


class Title(NamedTuple):
    """`source` is `heading`, `json-ld`, `meta:og:title`, `title`, ...; `element` its heading, if it has
    one.
    """

    text: str
    source: str
    element: HtmlElement | None


NO_TITLE = Title("", "none", None)

LONGEST = 400
"""Characters of a title."""

# Between title and site name. A hyphen needs spaces, a bar does not; `:` only when nothing else splits.
_SEPARATOR = re.compile(r"\s+[-–—|•·»«~:/>]+\s+|\s*[|»«•·]\s*|\s+[–—]|[–—]\s+")
_WORD = re.compile(r"\w+")
_NOT_WORD = re.compile(r"[^\w]+|_")
_HOST_NAME = re.compile(r"[\w-]+(?:\.[\w-]+)*\.(?:id|com|net|org|co|info|news|tv)", re.I)
_SITE_WORDS_TEXT = """
    portal situs website web resmi official site pemerintah pemkab pemkot pemprov dinas kominfo
    diskominfo kabupaten kota provinsi media center humas berita news kab prov home beranda ppid desa
    kelurahan kecamatan
"""
_SITE_WORDS = frozenset(_SITE_WORDS_TEXT.split())
_TRUNCATED = ("...", "…", "[…]", "[...]")
_RANK = {"h1": 0.3, "h2": 0.1, "h3": 0.0}
_CERTAIN = 3.3
"""An h1 outside the page's chrome that says what a claim says."""
_ABOVE_TEXT = 4
"""Blocks from the top of the body among which a title without a mark of its own is looked for."""
_SENTENCE = 60
_NOT_IN_ADDRESS = 0.5
"""What a heading loses of which no word stands in the address: the site's name above the title."""
_NEARLY = 0.75
"""Share of the words that a heading and a claim must have in common to mean the same."""
_MADE_OF = 0.75
"""Share of the address's words that a title behind the site's name holds: the address is made of it."""
_CHROME_TAGS = frozenset({"header", "nav", "aside", "footer"})


def choose_title(facts: Metadata, url: str, site_name: str | None = None) -> Title:
    """The title of the page at `url`; `site_name` is the portal's name where it is known."""
    sites = {_key(name) for name in facts.site_names}
    if site_name:
        sites.add(_key(site_name))
    sites |= _host_names(urlsplit(url).hostname or "")
    sites.discard("")
    slug = _slug_words(url)
    signals = facts.titles
    claims = [c for one in signals for c in _claims(one.source, one.value, sites, slug, facts.headings)]
    # The headings are read one by one: the first may be certain, and menus and teasers have dozens.
    confirmed = _confirmed(_headings(facts, sites), claims, slug)
    if confirmed is not None:
        return confirmed
    for source, text in claims:
        if source != "title":
            return Title(text, source, None)
    if claims:
        return Title(claims[0][1], "title", None)
    for tag in ("h1", "h2"):
        for text, _, element in _headings(facts, sites):
            if element.tag == tag and not _in_page_chrome(element):
                return Title(text, "heading", element)
    return NO_TITLE


_LARGE = frozenset({"4", "5", "6", "+1", "+2"})
_EMPHASIS = frozenset({"b", "strong", "big", "u", "center", "h4", "h5", "h6"})
_NAMED_TITLE = re.compile(r"judul|headline|(?:^|[\s_-])title|title(?:$|[\s_-])", re.I)


def printed_title(blocks: list[Block]) -> Title:
    """The title where nothing claims to be it: the emphasised line above the first sentence of the body.

    Home-made sites of the years before headings print it in bold, and their own name as document title.
    """
    for block in blocks[:_ABOVE_TEXT]:
        if ends_sentence(block.text) and len(block.text) > _SENTENCE:
            return NO_TITLE
        element = block.element
        if element is None or not 10 <= len(block.text) <= 250 or block.kind not in ("paragraph", "heading"):
            continue
        named = _NAMED_TITLE.search(f"{element.get('class') or ''} {element.get('id') or ''}")
        if named or _is_emphasised(element):
            return Title(block.text, "text", element)
    return NO_TITLE


def _is_emphasised(element: HtmlElement) -> bool:
    return element.tag in _EMPHASIS or element.get("size") in _LARGE


def heading_title(element: HtmlElement | None) -> Title:
    """The title that an element known to hold it prints; NO_TITLE where it prints none."""
    text = _heading_text(element) if element is not None else ""
    return Title(text, "heading", element) if 2 < len(text) <= LONGEST else NO_TITLE


def _headings(facts: Metadata, sites: set[str]) -> Iterator[tuple[str, str, HtmlElement]]:
    """Headings that may be the title, with their keys: not the site's name, not a link to the front page."""
    for element in facts.headings:
        text = _heading_text(element)
        key = _key(text)
        if not 2 < len(text) <= LONGEST or not key or key in sites:
            continue
        if not _leads_home(element):
            yield text, key, element


def _leads_home(element: HtmlElement) -> bool:
    """Whether a heading links to the front page, as the site's name does."""
    link = element.find(".//a") if len(element) else None
    href = (link.get("href") or "#") if link is not None else "#"
    return href != "#" and urlsplit(href).path in {"", "/"}


def _heading_text(element: HtmlElement) -> str:
    """The heading's text; a kicker glued to it is set apart (`Nationale DemoDer 9. Juli`)."""
    if not len(element):
        return clean(element.text or "")
    text = ""
    for piece in element.itertext():
        glued = text[-1:].islower() and piece[:1].isupper() and len(piece) > 2
        text += f" {piece}" if glued else piece
    return clean(text)


def _claims(
    source: str, value: str, sites: set[str], slug: frozenset[str], headings: Sequence[HtmlElement]
) -> list[tuple[str, str]]:
    """What a title-like fact may mean: itself, less the site's name where that stands in it."""
    if _key(value) in sites:
        return []
    parts = _parts(value)
    if len(parts) == 1:
        # Home-made sites give every page the site's name as document title.
        return [] if source == "title" and _names_site(value.strip(" -–|"), sites) else [(source, value)]
    first, last = parts[0][0], parts[-1][0]
    if _key(last) in sites or _names_site(last, sites):
        cut = value[: parts[-2][2]].rstrip()
        return _claims(source, cut, sites, slug, headings) or [(source, cut)]
    if _key(first) in sites or _names_site(first, sites):
        cut = value[parts[1][1] :].lstrip()
        return _claims(source, cut, sites, slug, headings) or [(source, cut)]
    if source == "title" and slug:
        head, tail = value[: parts[-2][2]].rstrip(), value[parts[1][1] :].lstrip()
        few = min(2, len(slug))
        # Nothing known names the site: the address tells which part is the title. It may be made of other
        # words, a section's or those of an earlier title, which the site's name has too: then a heading does.
        if not _words(last) & slug:
            return [(source, head if len(_words(head) & slug) >= few else value)]
        if _words(head) == slug:
            return [(source, head)]
        # The site's name may be a heading as well: an address made of the tail says so.
        most = max(few, _MADE_OF * len(slug))
        printed = _is_heading(head, headings), _is_heading(last, headings)
        if printed == (True, False) and len(_words(last) & slug) < most:
            return [(source, head)]
        if not _words(first) & slug and len(_words(tail) & slug) >= (most if any(printed) else few):
            return [(source, tail)]
    return [(source, value)]


def _is_heading(text: str, headings: Sequence[HtmlElement]) -> bool:
    """Whether the page prints the text as a heading that may be the title."""
    key = _key(text)
    return any(_key(_heading_text(element)) == key and not _leads_home(element) for element in headings)


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
    if _HOST_NAME.fullmatch(part):
        return True
    words = [w.lower() for w in _WORD.findall(part)]
    return (
        bool(words)
        and len(words) <= 8
        and words[0] in _SITE_WORDS
        and sum(w in _SITE_WORDS for w in words) * 2 >= len(words)
    )


def _confirmed(
    headings: Iterable[tuple[str, str, HtmlElement]], claims: list[tuple[str, str]], slug: frozenset[str]
) -> Title | None:
    """The heading that a claim or the address confirms best; an h1 before an h2, the first of equals."""
    keys = [(_key(text), text.endswith(_TRUNCATED), _words(text)) for _, text in claims]
    best: tuple[float, Title] | None = None
    for text, key, element in headings:
        score = _agreement(text, key, keys, slug)
        if score < 1.5:
            continue
        score += _RANK[str(element.tag)]
        if _in_page_chrome(element):
            score -= 0.4
        if slug and not _words(text) & slug:
            score -= _NOT_IN_ADDRESS
        if best is None or score > best[0] + 1e-9:
            best = (score, Title(text, "heading", element))
        if score >= _CERTAIN:
            break
    return best[1] if best else None


def _agreement(
    text: str, key: str, claims: list[tuple[str, bool, frozenset[str]]], slug: frozenset[str]
) -> float:
    """How well a heading is confirmed: 3 where a claim says the same, 1.5 and more where it is likely."""
    score = 0.0
    words = _words(text)
    for claim, truncated, others in claims:
        if key == claim:
            return 3.0
        if truncated and claim and key.startswith(claim):
            score = max(score, 2.8)
        elif len(key) > 15 and (key in claim or (claim in key and len(claim) > 0.6 * len(key))):
            score = max(score, 2.0 + len(key) / (len(key) + len(claim)) / 2)
        elif len(words & others) >= max(3, _NEARLY * max(len(words), len(others))):
            score = max(score, 1.6)
    if len(slug) >= 3:
        share = len(words & slug) / len(slug)
        score = max(score, 2.2 * share if share >= 0.7 else 0.0) + share / 4
    return score


def _in_page_chrome(element: HtmlElement) -> bool:
    """Whether it stands in the page's own header, navigation or footer (an article may have a header too)."""
    within = [above.tag for above in element.iterancestors()]
    return "article" not in within and "main" not in within and not _CHROME_TAGS.isdisjoint(within)


@lru_cache(maxsize=64)  # pages come portal by portal
def _host_names(host: str) -> frozenset[str]:
    """`mediacenter.malangkota.go.id` -> its whole, and its labels long enough to be names."""
    host = host.removeprefix("www.")
    return frozenset({_key(host), *(_key(label) for label in host.split(".") if len(label) > 4)})


def _slug_words(url: str) -> frozenset[str]:
    segments = [s for s in unquote(urlsplit(url).path).split("/") if s]
    longest = max(segments, key=lambda s: s.count("-") + s.count("_"), default="")
    words = [w for w in _NOT_WORD.split(longest.lower().removesuffix(".html")) if w and not w.isdigit()]
    return frozenset(words) if len(words) >= 2 else frozenset()


@lru_cache(maxsize=512)  # of headings in menus and of what claims to be the title, each compared with others
def _words(text: str) -> frozenset[str]:
    return frozenset(w.lower() for w in _WORD.findall(text))


@lru_cache(maxsize=512)  # the site's name and the title are printed many times
def _key(text: str) -> str:
    return "".join(_WORD.findall(text.lower()))
