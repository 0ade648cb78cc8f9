"""Title candidates without the site's name, its slogan and section words.

A document title, share metadata and JSON-LD mix the title with other parts: `Title - Portal X`, `Detail
Berita | X`. A candidate is `weak` if only a section's or the site's name remains of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.extraction.metadata.fields import Metadata
from crawler.extraction.metadata.json_ld import clean

LONGEST = 400
"""Characters of a title."""
_MAX_PARTS = 12
"""Maximum parts of a document title; the rest of a longer one belongs to the last part."""
_MAX_SITE_LENGTH = 80
"""Characters of a site's name."""
_KICKER = re.compile(
    r"kicker|overline|topline|eyebrow|roofline|dachzeile|supertitle|spitzmarke|catchline", re.I
)
_MAX_HEADING_LENGTH = 2_000
"""Characters of a heading that are read: a whole page in one heading is no title."""

# Between title and site name. A hyphen needs spaces, a bar does not; `:` only if nothing else splits.
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
_SECTION_WORDS_TEXT = """
    berita artikel news article detail baca read lihat view show halaman page post posting konten content
    single informasi home beranda index blog kategori category terkini terbaru utama daerah selengkapnya
    laravel untitled document welcome dokumen galeri agenda kegiatan portal dan cetak print terpopuler lainnya
    terkait seputar
"""
SECTION_WORDS = frozenset(_SECTION_WORDS_TEXT.split())
"""Words that name pages and sections: `Detail Berita`, `Artikel Terkini`, a framework's `Laravel`."""
_WELCOME = re.compile(
    r"(?:selamat\s+datang|welcome\s+to|website\s+resmi|situs\s+resmi|portal\s+resmi)\b", re.I
)
_ROLE = re.compile(
    r"(?:(?:detail|baca|lihat|view|read|halaman)\s+(?:berita|artikel|news|post|posting|pengumuman|informasi)"
    r"|(?:judul(?:\s+berita)?|headline)\s*:)\s*[:|»-]?\s*(?=\S+\s+\S+\s+\S)",
    re.I,
)
_TRUNCATED = ("...", "…", "[…]", "[...]")
_MADE_OF = 0.75
"""Share of the address's words that a title behind the site's name holds: the address is made of it."""


class Claim(NamedTuple):
    """A candidate: `source` as in `Signal`; `weak` if it may be a section's or the site's name."""

    source: str
    text: str
    weak: bool = False

    @property
    def truncated(self) -> bool:
        """Whether the candidate ends with an ellipsis."""
        return self.text.endswith(_TRUNCATED)


@dataclass(frozen=True, slots=True)
class TitleEvidence:
    """Evidence for a page's title: names of the site (as keys), words of the address, the candidates."""

    sites: frozenset[str]
    slug: frozenset[str]
    claims: tuple[Claim, ...]
    constants: frozenset[str] = frozenset()
    """Keys of titles that other pages of the portal have too."""
    url: str = ""
    site_title: str = ""
    """The key of the document title if it only names the site."""

    def is_no_title(self, text: str) -> bool:
        """Whether a text names the site or a section, or occurs on every page of the portal."""
        found = key_of(text)
        return not found or found in self.sites or found in self.constants or is_section_name(text)


def gather_evidence(
    facts: Metadata,
    url: str,
    site_name: str | None = None,
    *,
    listed: str | None = None,
    constants: frozenset[str] = frozenset(),
) -> TitleEvidence:
    """Gather the title evidence from the page at `url` and its portal.

    `site_name` is the portal's name, `listed` the text of the link that led to the page, `constants` the keys
    of titles that other pages of the portal share.
    """
    slug = _slug_words(url)
    names = {key_of(name) for name in (*facts.site_names, site_name or "") if _may_name_site(name, slug)}
    names |= _host_names(urlsplit(url).hostname or "")
    names.discard("")
    sites = frozenset(names)
    claims: list[Claim] = []
    for signal in facts.titles:
        value = signal.value[:LONGEST]
        if key_of(value) not in constants:
            claims += _claim(signal.source, value, sites, slug, constants, facts.headings)
    if listed and len(listed) > 15:
        claims.append(Claim("listing", listed[:LONGEST], weak=True))
    document = facts.document_title or ""
    named = not any(claim.source == "title" for claim in claims) and _names_site(document, sites)
    site_title = key_of(document) if named else ""
    # A portal that names itself in its document title does so in its share metadata too.
    own = tuple(claim for claim in claims if key_of(claim.text) != site_title)
    return TitleEvidence(sites, slug, own, constants, url, site_title)


def _may_name_site(name: str, slug: frozenset[str]) -> bool:
    """Whether the site name in metadata is plausible: some sites put the article's title there."""
    words = words_of(name[:LONGEST])
    return len(name) <= _MAX_SITE_LENGTH and not (len(slug) > 3 and len(words & slug) >= 0.7 * len(slug))


def heading_text(element: HtmlElement) -> str:
    """The heading's text without its kicker; a kicker without a telling class is recognized if it is glued to
    the title (`Nationale DemoDer 9. Juli`).
    """
    if not len(element):
        return clean((element.text or "")[:_MAX_HEADING_LENGTH]).lstrip(":|-–—• ")
    text = ""
    for piece in _pieces(element):
        glued = text[-1:].islower() and piece[:1].isupper() and len(piece) > 2
        text += f" {piece}" if glued else piece
        if len(text) > _MAX_HEADING_LENGTH:
            break
    return clean(text[:_MAX_HEADING_LENGTH]).lstrip(":|-–—• ")


def _pieces(element: HtmlElement) -> Iterator[str]:
    """The text pieces of a heading, without a first child classed as kicker."""
    first = element[0]
    kicker = first if isinstance(first.tag, str) and _KICKER.search(first.get("class") or "") else None
    if kicker is None or (element.text or "").strip() or not (kicker.tail or len(element) > 1):
        yield from element.itertext()
        return
    yield kicker.tail or ""
    for child in element.iterchildren():
        if child is not kicker:
            if isinstance(child.tag, str):
                yield from child.itertext()
            yield child.tail or ""


def without_role(text: str) -> str:
    """A heading without words for the page's role: `detail berita Bupati Buka Pasar`."""
    match = _ROLE.match(text)
    return text[match.end() :] if match is not None else text


def is_section_name(text: str) -> bool:
    """Whether a text consists of words that name pages and sections."""
    if len(text) > 60:
        return False
    words = [word.lower() for word in _WORD.findall(text)]
    return bool(words) and all(word in SECTION_WORDS or word.isdigit() for word in words)


def _claim(
    source: str,
    value: str,
    sites: frozenset[str],
    slug: frozenset[str],
    constants: frozenset[str],
    headings: Iterable[HtmlElement],
) -> list[Claim]:
    """A title value without the site's name at either end."""
    whole = value
    parts = _parts(value)
    while len(parts) > 1:
        first, last = parts[0][0], parts[-1][0]
        if _is_site(last, sites, constants):
            value = value[: parts[-2][2]].rstrip()
        elif _is_site(first, sites, constants):
            value = value[parts[1][1] :].lstrip()
        else:
            break
        parts = _parts(value)
    if key_of(value) in sites:
        return []
    weak = is_section_name(value) or _WELCOME.match(value) is not None
    if source == "title":
        if len(parts) == 1:
            # Home-made sites use the site's name as document title on every page.
            if _names_site(value.strip(" -–|"), sites):
                return [] if value == whole else [Claim(source, value, weak=True)]
        elif slug:
            value = _split_by_address(value, parts, slug, headings)
    bare = without_role(value)
    if source == "title" and bare != value and not words_of(bare) & slug:
        # `Detail Berita | X`: X is the site's name unless the page prints it as a heading.
        weak = weak or not _is_heading(bare, headings)
    return [Claim(source, bare, weak or key_of(bare) in constants)] if bare else []


def _split_by_address(
    value: str, parts: list[tuple[str, int, int]], slug: frozenset[str], headings: Iterable[HtmlElement]
) -> str:
    """Split a document title that contains no known site name, by the words of the address."""
    first, last = parts[0][0], parts[-1][0]
    head, tail = value[: parts[-2][2]].rstrip(), value[parts[1][1] :].lstrip()
    few = min(2, len(slug))
    # If the title shares no words with the address (the address comes from a section or an earlier title
    # that also contains the site's name), a heading decides.
    if not words_of(last) & slug:
        return head if len(words_of(head) & slug) >= few else value
    if words_of(head) == slug:
        return head
    # The site's name may be a heading as well: an address made from the tail shows it.
    most = max(few, _MADE_OF * len(slug))
    headings = list(headings)
    printed = _is_heading(head, headings), _is_heading(last, headings)
    if printed == (True, False) and len(words_of(last) & slug) < most:
        return head
    if not words_of(first) & slug and len(words_of(tail) & slug) >= (most if any(printed) else few):
        return tail
    return value


def _is_site(part: str, sites: frozenset[str], constants: frozenset[str]) -> bool:
    found = key_of(part)
    return found in sites or found in constants or _names_site(part, sites)


def _is_heading(text: str, headings: Iterable[HtmlElement]) -> bool:
    """Whether the page prints the text as a candidate heading."""
    found = key_of(text)
    return any(key_of(heading_text(element)) == found and not leads_home(element) for element in headings)


def leads_home(element: HtmlElement) -> bool:
    """Whether a heading links to the front page, like the site's name."""
    link = element.find(".//a") if len(element) else None
    href = (link.get("href") or "#") if link is not None else "#"
    try:
        return href != "#" and urlsplit(href).path in {"", "/"}
    except ValueError:
        return False


def leads_elsewhere(element: HtmlElement, url: str) -> bool:
    """Whether a heading links to another page than `url`: a teaser's headline."""
    link = element.find(".//a[@href]") if len(element) else None
    if link is None:
        link = next((above for above in element.iterancestors("a") if above.get("href")), None)
    if link is None:
        return False
    href = (link.get("href") or "").strip()
    try:
        there, here = urlsplit(urljoin(url, href)), urlsplit(url)
    except ValueError:
        return False
    if href.startswith("#") or there.scheme not in {"http", "https"}:
        return False
    return (there.path.rstrip("/"), there.query) != (
        here.path.rstrip("/"),
        here.query,
    ) and not here.path.endswith(there.path.rstrip("/").rpartition("/")[2] or "/")


def _parts(value: str) -> list[tuple[str, int, int]]:
    """The parts between separators, each with its start and end."""
    parts: list[tuple[str, int, int]] = []
    start = 0
    for match in _SEPARATOR.finditer(value):
        if len(parts) + 1 == _MAX_PARTS:
            break
        if match.start() > start:
            parts.append((value[start : match.start()].strip(), start, match.start()))
        start = match.end()
    if start < len(value):
        parts.append((value[start:].strip(), start, len(value)))
    return parts or [(value, 0, len(value))]


def _names_site(part: str, sites: frozenset[str]) -> bool:
    """Whether a part of a document title is the site's name: similar to a known one, or made of its words."""
    key = key_of(part)
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


@lru_cache(maxsize=64)  # pages arrive portal by portal
def _host_names(host: str) -> frozenset[str]:
    """`mediacenter.malangkota.go.id` -> the whole host, and its labels long enough to be names."""
    host = host.removeprefix("www.")
    return frozenset({key_of(host), *(key_of(label) for label in host.split(".") if len(label) > 4)})


def _slug_words(url: str) -> frozenset[str]:
    segments = [s for s in unquote(urlsplit(url).path[:2000]).split("/") if s]
    longest = max(segments, key=lambda s: s.count("-") + s.count("_"), default="")
    words = [w for w in _NOT_WORD.split(longest.lower().removesuffix(".html")) if w and not w.isdigit()]
    return frozenset(words) if len(words) >= 2 else frozenset()


@lru_cache(maxsize=512)  # headings in menus and title candidates, each compared with others
def words_of(text: str) -> frozenset[str]:
    """The words of a text in lower case."""
    return frozenset(w.lower() for w in _WORD.findall(text))


@lru_cache(maxsize=512)  # the site's name and the title occur many times
def key_of(text: str) -> str:
    """The letters and digits of a text in lower case: equal for texts with the same words."""
    return "".join(_WORD.findall(text.lower()))
