"""Listing pages: tree in, links to articles and the next page of the listing out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urljoin

from lxml.html import HtmlElement

from crawler.discovery.listing.entries import HEADINGS, MAX_HEADLINE, Anchor, Entry, read_entries
from crawler.discovery.listing.entry_dates import DAY
from crawler.discovery.listing.numeric_pagination import FIRST_STEP, next_numbered_page
from crawler.discovery.listing.page_number import is_same_listing, page_number
from crawler.discovery.listing.pager import PagerLink, next_in_pager, previous_in_pager
from crawler.discovery.page.url_patterns import (
    VARYING,
    count_slug_words,
    is_never_article,
    looks_like_article,
    name_segment,
    url_pattern,
)
from crawler.urls.canonical import article_id, canonicalize, same_site
from crawler.urls.parsing import join

MAX_ANCHORS = 5000
TOO_MANY = f"a page has more than {MAX_ANCHORS:,} links; the others are left out"
SEVERAL = 3
"""So many headlines that lead to numbers or keys in one place are a list of articles."""

CHROME_TAGS = frozenset({"nav", "footer", "aside", "form", "noscript", "template", "select"})
MENU_TAGS = frozenset({"nav", "select"})
MENU = re.compile(
    r"(?:^|[\s_-])(?:menus?|navbar|navigation|breadcrumbs?|topbar|offcanvas)(?:$|[\s_-])", re.IGNORECASE
)
"""Classes and ids of menus, which list no articles."""
CHROME = re.compile(
    r"(?:^|[\s_-])(?:menus?|nav|navbar|navigation|sidebar|widgets?|footer|breadcrumbs?|pagination|pager|paging|"
    r"shares?|social|comments?|tags?|tagcloud|login|search|topbar|offcanvas|copyright|secondary|marquee|"
    r"ticker|popular|populer|terpopuler|trending|related|terkait|aside)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Classes and ids of what surrounds a listing."""

NEXT_TEXT = re.compile(
    r"\W*(?:next|next page|older|older posts?|older entries|berikut(?:nya)?|selanjutnya|lanjut|posting lama|"
    r"postingan lama|pos[- ]?pos lama|lama|lebih lama|halaman berikutnya|laman berikutnya|load more|"
    r"muat lebih(?: banyak)?|lainnya|›|»|>|>>|→)\W*",
    re.IGNORECASE,
)
NEXT_CLASS = re.compile(
    r"(?:^|[\s_-])(?:next|older|nextpostslink|blog-pager-older-link)(?:$|[\s_-])", re.IGNORECASE
)

MAX_FURTHER = 4
"""Other URLs of one article that a page lists."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link that may lead to an article.

    `headline`: it reads like a headline, or has one beside it. `aside`: it is only in a box beside the
    listing (popular, related). `sure`: its URL has the platform's article pattern. `places` are the
    structures of all links to it (`crawler.discovery.listing.entries`), `time` is that of its entry, perhaps
    only its day. `further` are other URLs that the page has for it.
    """

    url: str
    text: str
    headline: bool
    aside: bool = False
    sure: bool = False
    places: frozenset[tuple[str, ...]] = frozenset()
    time: str | None = None
    further: tuple[str, ...] = ()

    @property
    def day(self) -> str | None:
        """The day that its entry prints, `YYYY-MM-DD`."""
        return self.time[:DAY] if self.time is not None else None


@dataclass(frozen=True, slots=True)
class Listing:
    """What one page of a listing shows. `last` is the highest page number that its pagination names,
    `previous_page` the page that it calls the previous one; `has_data`: its scripts have articles as data.
    """

    links: tuple[Link, ...]
    next_page: str | None = None
    last: int | None = None
    has_data: bool = False
    previous_page: str | None = None

    @property
    def least_size(self) -> int:
        """Number of articles in the place with the most of them, without those in boxes."""
        return max(Counter(place for link in self.links for place in link.places).values(), default=0)

    @property
    def entry_ids(self) -> frozenset[str]:
        """The articles without those in boxes beside the listing, which may change at random."""
        return frozenset(article_id(link.url) for link in self.links if not link.aside)


def read_listing(
    tree: HtmlElement,
    url: str,
    is_article: Callable[[str], bool | None] = lambda url: None,
    start: str | None = None,
) -> Listing:
    """The articles listed on the page at `url` (absolute), in page order, and its pagination.

    `start` is the first page of the listing, if that is another one: `/berita/10` continues `/berita`.

    `is_article` is the platform's opinion on a URL: True, False, or None if unknown.
    """
    base = url
    for href in tree.xpath("//base/@href")[:1]:
        base = join(url, href) or url
    anchors = _anchors(tree, base, url)
    next_page = (
        _next_page(anchors, url)
        or next_numbered_page(((anchor.text, anchor.url) for anchor in anchors), url, start or url)
        or next_in_pager(_pager_links(anchors), url, start or url)
        or next(_rel_next(anchors, url), None)
    )
    return Listing(
        links=tuple(_article_links(anchors, url, is_article)),
        next_page=next_page,
        last=_last_page(anchors, next_page or url),  # further pages may be at another path than the first
        previous_page=previous_in_pager(_pager_links(anchors), url),
    )


def _anchors(tree: HtmlElement, base: str, url: str) -> list[Anchor]:
    found = []
    surroundings: dict[HtmlElement, tuple[bool, bool]] = {}
    for element in tree.iter("a"):
        target = join(base, element.get("href") or "")
        if target is None or not same_site(target, url):
            continue
        chrome, heading = _around(element, surroundings)
        text = " ".join("".join(element.itertext()).split())[:MAX_HEADLINE]
        heading = heading or any(child.tag in HEADINGS for child in element.iterdescendants())
        found.append(Anchor(element, target, canonicalize(target), text, chrome, heading))
        if len(found) >= MAX_ANCHORS:
            break
    return found


def has_too_many_links(tree: HtmlElement) -> bool:
    """Whether a page has more links than are read."""
    return next(islice(tree.iter("a"), MAX_ANCHORS, None), None) is not None


def _pager_links(anchors: list[Anchor]) -> Iterator[PagerLink]:
    return (PagerLink(anchor.element, anchor.text, anchor.url) for anchor in anchors)


def _around(element: HtmlElement, memory: dict[HtmlElement, tuple[bool, bool]]) -> tuple[bool, bool]:
    """Whether the element is in the page's chrome, and whether in a heading; each node is judged once."""
    path = []
    node: HtmlElement | None = element
    chrome = heading = False
    while node is not None:
        if node in memory:
            chrome, heading = memory[node]
            break
        path.append(node)
        node = node.getparent()
    for node in reversed(path):
        tag = node.tag if isinstance(node.tag, str) else ""
        if tag in {"article", "main"}:
            chrome = False
        elif tag not in {"body", "html"} and (tag in CHROME_TAGS or _chrome_name(node)):
            chrome = True
        heading = heading or tag in HEADINGS
        memory[node] = (chrome, heading)
    return chrome, heading


def _chrome_name(node: HtmlElement) -> bool:
    name = f"{node.get('class') or ''} {node.get('id') or ''}"
    return bool(name.strip()) and bool(CHROME.search(name[:300]))


def _article_links(anchors: list[Anchor], url: str, is_article: Callable[[str], bool | None]) -> list[Link]:
    own = canonicalize(url)
    verdicts = {anchor.key: is_article(anchor.url) for anchor in anchors}
    possible = [anchor for anchor in anchors if anchor.key != own and _is_possible(anchor, verdicts)]
    content = [anchor for anchor in possible if not anchor.chrome]
    entries = read_entries(content)
    aside = [anchor for anchor in possible if anchor.chrome and anchor.key not in entries]
    links: dict[str, Link] = {}
    urls: dict[str, list[str]] = {}
    for anchor in content:
        entry = entries[anchor.key]
        sure = verdicts[anchor.key] is True
        headline = sure or entry.is_headline
        first, *further = dict.fromkeys([*urls.get(anchor.key, ()), anchor.url])
        urls[anchor.key] = [first, *further[:MAX_FURTHER]]
        links[anchor.key] = Link(
            first, entry.text, headline, False, sure, entry.places, entry.time, tuple(further[:MAX_FURTHER])
        )
    for key, entry in read_entries(aside).items():
        first = next(anchor for anchor in aside if anchor.key == key)
        links[key] = Link(first.url, entry.text, headline=True, aside=True, sure=True)
    return _accepted(links, entries)


def _is_possible(anchor: Anchor, verdicts: Mapping[str, bool | None]) -> bool:
    """Whether a link may lead to an article.

    In navigation and boxes beside the listing (popular, related) only URLs of the platform's article pattern.
    """
    verdict = verdicts[anchor.key]
    if verdict is None:
        return not anchor.chrome and not is_never_article(anchor.url)
    return verdict and not (anchor.chrome and _is_in_menu(anchor.element))


def _is_in_menu(element: HtmlElement) -> bool:
    """Whether a link is in a menu: static pages may have the URL pattern of articles (`/node/12`)."""
    return any(
        node.tag in MENU_TAGS or MENU.search(f"{node.get('class') or ''} {node.get('id') or ''}"[:300])
        for node in element.iterancestors()
        if node.tag not in ("body", "html")
    )


def _accepted(links: Mapping[str, Link], entries: Mapping[str, Entry]) -> list[Link]:
    """The links of the platform's article pattern, and those that are listed in the same way.

    A pattern adds confidence and excludes nothing by itself: other links count if their entries have the
    structure or the URL pattern of a sure one, or if they are more than the sure ones.
    """
    sure = [key for key, link in links.items() if link.sure and not link.aside]
    likely = {link.url for link in _by_pattern([link for link in links.values() if not link.sure])}
    structures = {entries[key].structure for key in sure}
    patterns = {url_pattern(links[key].url) for key in sure}
    outnumbered = len(likely) > len(sure)
    return [
        link
        for key, link in links.items()
        if link.sure
        or (
            link.url in likely
            and (outnumbered or entries[key].structure in structures or url_pattern(link.url) in patterns)
        )
    ]


def _by_pattern(links: list[Link]) -> list[Link]:
    """The headlines whose URL looks like that of an article, or like those of other headlines."""
    votes: Counter[str] = Counter()
    for link in links:
        if link.headline:
            votes[url_pattern(link.url)] += 1
    return [
        link
        for link in links
        if link.headline
        and (
            looks_like_article(link.url)
            or (votes[url_pattern(link.url)] >= 2 and _has_name(link.url))
            or (votes[url_pattern(link.url)] >= SEVERAL and _is_one_of_many(link.url))
        )
    ]


def _is_one_of_many(url: str) -> bool:
    """Whether the path ends with a number or a key (`/1024`, `/post/3f2a9c`, `/show/11`), or a field of the
    query is one or a headline (`/site/view?id=169`, `/?berita=panen-raya-padi`).
    """
    path, _, query = url_pattern(url).partition("?")
    if not query:
        return path.rpartition("/")[2].partition(".")[0] in VARYING
    return any(field.partition("=")[2] in (*VARYING, "<slug>") for field in query.split("&"))


def _has_name(url: str) -> bool:
    """Whether the path ends with words, as a headline's does: `/kabar/hut-ri`, `/kabar/hut-ri/detail`."""
    return count_slug_words(name_segment(url)) >= 2


def _next_page(anchors: list[Anchor], url: str) -> str | None:
    # A calendar beside the listing may have a `rel=next` of its own.
    if (own := next((one for one in _rel_next(anchors, url) if is_same_listing(one, url)), None)) is not None:
        return own
    number = page_number(url)
    current = number if number is not None else 1
    numbered = {
        page_number(anchor.url): anchor.url
        for anchor in reversed(anchors)
        if page_number(anchor.url) is not None and is_same_listing(anchor.url, url)
    }
    higher = sorted(value for value in numbered if value is not None and value > current)
    named = [
        anchor.url
        for anchor in anchors
        if anchor.url != url
        and (
            NEXT_TEXT.fullmatch(anchor.text)
            or NEXT_CLASS.search(anchor.element.get("class") or "")
            or (number is None and anchor.text == "2")
        )
        and page_number(anchor.url) is not None
    ]
    for candidate in named:
        value = page_number(candidate)
        # The first page may have another path than the others: `/first/index/2` continues `/`.
        if value is None or value in higher or (number is None and value <= FIRST_STEP):
            return candidate
    if number is None and higher and higher[0] <= 1:
        return numbered[higher[0]]
    return numbered[higher[0]] if higher else None


def _rel_next(anchors: list[Anchor], url: str) -> Iterator[str]:
    for anchor in anchors:
        if "next" in (anchor.element.get("rel") or "").lower().split() and anchor.url != url:
            yield anchor.url


def _last_page(anchors: list[Anchor], url: str) -> int | None:
    numbers = [
        value
        for anchor in anchors
        if is_same_listing(anchor.url, url) and (value := page_number(anchor.url)) is not None
    ]
    return max(numbers, default=None)


def common_folder(urls: Sequence[str]) -> str:
    """Return the folder of most articles, ending with a slash."""
    folders = Counter(urljoin(url.rstrip("/"), ".") for url in urls)
    return folders.most_common(1)[0][0] if folders else ""
