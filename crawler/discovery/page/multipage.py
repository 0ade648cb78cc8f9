"""Articles on several pages: finds the links to the further pages and joins these.

A further page has the article's own URL and a number: `/slug/2/`, `/slug/halaman/2`, `/slug-hal2.html`,
`?page=2`, `?p=2`, `?start=1` (Joomla counts the pages from 0). `rel=next` alone is not proof (WordPress links
to the next article with it), and the pages of a comment list are not pages of the article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from urllib.parse import SplitResult, parse_qsl, urljoin, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from crawler.items import Page

MOST = 40
"""Maximum further pages to request."""

_NUMBERS = ("page", "halaman", "hal", "laman", "paged", "pg", "p")
_OFFSETS = ("start", "limitstart")
"""Parameters that count the pages from 0."""
_WHOLE = {"all", "semua"}
_WHOLE_NAMES = {
    "showpage": {"all"},
    "showall": {"1"},
    "single": {"1", "true"},
    "page": _WHOLE,
    "halaman": _WHOLE,
    "hal": _WHOLE,
}
"""Parameters and values that show the whole article on one page."""

_RELATIVE = frozenset("?.0123456789")
_HOST = re.compile(r"https?://([^/?#]+)")
_TAIL = re.compile(r"(?:(?:page|halaman|hal)/)?(\d{1,2})/?", re.IGNORECASE)
_SUFFIX = re.compile(r"[-_](?:page|halaman|hal|laman)[-_]?(\d{1,2})", re.IGNORECASE)
_EXTENSION = re.compile(r"\.(?:html?|php|aspx?)$", re.IGNORECASE)
_HREFS = etree.XPath(
    "descendant::a[not(ancestor::*[contains(@class, 'comment')])]/@href | head/link[@rel='next']/@href",
    smart_strings=False,
)
# Two searches: to unite their results, libxml2 would sort them by document order.
_ANY_HREFS = etree.XPath("descendant::a/@href", smart_strings=False)
_NEXT = etree.XPath("head/link[@rel='next']/@href", smart_strings=False)


@dataclass(frozen=True, slots=True)
class FurtherPages:
    """The further pages that a page links to: the URL of the whole article on one page, if the site has one,
    and the numbered pages, 2 and up.
    """

    single_page_url: str | None
    numbered: dict[int, str]


def further_pages(tree: HtmlElement, url: str) -> FurtherPages | None:
    """Return the further pages of the article at `url`, its first page, that one of its pages (`tree`) links
    to.

    None for an article on one page.
    """
    try:
        base = urlsplit(url)
    except ValueError:
        return None
    path = base.path.rstrip("/")
    if not path.strip("/") and not base.query:
        return None
    near = _EXTENSION.sub("", path.rpartition("/")[2])
    if _further(_near(_NEXT(tree), near) + _near(_ANY_HREFS(tree), near), url, base, path) is None:
        return None
    # Few pages get here; only for these the ancestors of each link are checked.
    return _further(_near(_HREFS(tree), near), url, base, path)


def _further(hrefs: list[str], url: str, base: SplitResult, path: str) -> FurtherPages | None:
    """Collect the further pages from these links of the article at `url` (`base` split, `path` its path)."""
    single_page_url: str | None = None
    numbered: dict[int, str] = {}
    for href in hrefs:
        link = href.strip()
        host = _HOST.match(link)
        if host is not None and host[1] != base.netloc:
            continue  # share links contain the article's URL, and lead to other sites
        try:
            parts = urlsplit(urljoin(url, link))
        except ValueError:
            continue
        if parts.netloc != base.netloc:
            continue
        number = _number(parts, base, path)
        if number == 0:
            single_page_url = single_page_url or parts._replace(fragment="").geturl()
        elif number is not None and 2 <= number <= MOST + 1:
            numbered.setdefault(number, parts._replace(fragment="").geturl())
    return (
        FurtherPages(single_page_url, dict(sorted(numbered.items()))) if single_page_url or numbered else None
    )


def _near(hrefs: object, near: str) -> list[str]:
    """Cheap filter: the links that may be pages of the article."""
    assert isinstance(hrefs, list)
    return [href for href in hrefs if href[:1] in _RELATIVE or near in href]


def _number(parts: SplitResult, base: SplitResult, path: str) -> int | None:
    """Return the page's number in the article at `base`; 0 for the single-page view; None for others."""
    given = parts.path.rstrip("/")
    if given == path:
        return _asked(parts.query, base.query)
    if parts.query != base.query:
        return None
    stem = _EXTENSION.sub("", path)
    if given.startswith(stem) and path.removeprefix(stem) == given.removeprefix(_EXTENSION.sub("", given)):
        suffix = _SUFFIX.fullmatch(_EXTENSION.sub("", given)[len(stem) :])
        if suffix is not None:
            return int(suffix[1])
    if not given.startswith(path + "/"):
        return None
    tail = _TAIL.fullmatch(given[len(path) + 1 :])
    return int(tail[1]) if tail is not None else None


def _asked(query: str, base: str) -> int | None:
    """Return the number in a query that extends the article's own query."""
    if not query:
        return None
    given = parse_qsl(base, keep_blank_values=True)
    # `?p=12` is an article of WordPress, `?id=4&p=2` a page of one.
    counting = {*_NUMBERS, *_OFFSETS} - ({"p"} if "p" in dict(given) else set())
    own = [pair for pair in given if pair[0].lower() not in counting]
    asked = parse_qsl(query, keep_blank_values=True)
    more = [pair for pair in asked if pair not in own]
    if len(more) != 1 or any(pair not in asked for pair in own):
        return None
    name, value = more[0][0].lower(), more[0][1].lower()
    if value in _WHOLE_NAMES.get(name, ()):
        return 0
    if name not in counting or not (value.isascii() and value.isdigit()) or len(value) > 2:
        return None
    return int(value) + (name in _OFFSETS)


MISSING = "page_missing"
"""Warning for an article whose further page could not be fetched; the number of that page follows."""


@dataclass(slots=True)
class MultipageArticle:
    """The first page of an article, and those fetched so far. The further pages are requested one by one."""

    page: Page
    further: FurtherPages
    more: list[HtmlElement] = field(default_factory=list)
    single_page_failed: bool = False
    missing: int | None = None

    @property
    def next_url(self) -> str | None:
        """The URL to request next; None if the article is complete, or cannot be completed."""
        if self.missing is not None:
            return None
        if self.further.single_page_url is not None and not self.single_page_failed:
            return self.further.single_page_url
        return self.further.numbered.get(len(self.more) + 2)

    def take(self, tree: HtmlElement | None, url: str) -> None:
        """Add the page requested from `next_url`: a tree from `url` after redirects, or None if the fetch
        failed.
        """
        if self.further.single_page_url is not None and not self.single_page_failed:
            if tree is None:
                self.single_page_failed = True
            else:
                self.page = replace(self.page, tree=tree)
                self.further = FurtherPages(None, {})
            return
        number = len(self.more) + 2
        if tree is None:
            self.missing = number
        elif url == self.page.url:
            self.further.numbered.clear()  # redirected to the first page: there are no more pages
        else:
            self.more.append(tree)
            named = further_pages(tree, self.page.url)
            if named is not None:
                self.further.numbered.update(named.numbered)

    def joined(self) -> Page:
        """Return the article with all fetched pages, and a warning if one is missing."""
        warnings = (f"{MISSING}:{self.missing}",) if self.missing is not None else ()
        return replace(self.page, more=tuple(self.more), warnings=warnings)
