"""A platform as data: signatures, sources of articles, URL patterns."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.core.source import UrlSource
from crawler.discovery.feed.source import FOUND_AT as FEED
from crawler.discovery.feed.source import FeedSource
from crawler.discovery.listing.menu_pages import MenuPages
from crawler.discovery.listing.queue import FOUND_AT as LISTING
from crawler.discovery.listing.shown_articles import ShownArticles
from crawler.discovery.listing.source import ListingSource
from crawler.discovery.listing.survey import SectionSurvey
from crawler.discovery.messages import Fetch, FetchResult, Kind
from crawler.discovery.page.homepage import Homepage
from crawler.discovery.page.url_patterns import is_never_article, language_prefix, looks_like_article, routed
from crawler.discovery.sitemap.source import FOUND_AT as SITEMAP
from crawler.discovery.sitemap.source import SitemapSource
from crawler.platforms.embedded_listing import embedded_listing
from crawler.urls.canonical import article_id, canonicalize, same_site
from crawler.urls.parsing import join
from crawler.urls.tracking_params import INDONESIAN

Where = Literal["generator", "resource", "link", "feed", "body_class", "header", "address"]
Page = Callable[[str, int, int], str | None]
"""URL of the first page, page number from 2 on, entries on the first page -> URL of the page."""


SECTION = re.compile(
    r"/(?:kategori[-/]|category/)?(?:(?:index|indeks|semua|daftar|arsip|kumpulan|list|data)[-_]?){0,2}"
    r"(?:berita|news|artikel|kabar|warta|siaran-?pers|rilis|liputan|info(?:rmasi)?[-_]terkini|seputar)"
    r"(?:[-_][a-z]+){0,2}(?:\.(?:html?|php\d?|aspx?|jsp|cgi))?/?$",
    re.IGNORECASE,
)
"""Paths of sections that list articles."""

SECTION_FIELD = re.compile(
    r"(?:^|&)(?:page|p|halaman|hal|menu|m|mod|module|modul|view|act|go|content|c|option|pg|tampil|r|route|name|file)="
    r"(?:(?:semua|index|daftar|list|data|kategori)[-_]?)?(?:berita|news|artikel|kabar|warta)s?"
    r"(?:(?:/|%2f)(?:index|list|semua))?$",
    re.IGNORECASE,
)
"""Queries of such sections on sites that select the page by a parameter: `/index.php?page=berita`."""

CATEGORY = re.compile(
    r"/(?:kategori|category|categories|rubrik|kanal|channel|topik|section|c)/[^/]+/?$|"
    r"/(?:kategori|category|rubrik)[-_][^/]+/?$",
    re.IGNORECASE,
)
CATEGORY_FIELD = re.compile(
    r"(?=(?:[^&]*&){0,9}view=category(?:&|$))(?:(?:option|view|id|layout|itemid|lang)=[^&]*(?:&|$))+|"
    r"(?:id_?)?(?:kategori|category|rubrik|kanal)(?:_?id)?=[^&]+|rubrique\d+",
    re.IGNORECASE,
)
"""Queries of categories: `index.php?option=com_content&view=category&id=8`, `berita.php?kategori=3`."""
VIEW_FIELD = re.compile(r"(?<=[?&])(?:layout|itemid)=[^&]*(?:&|$)", re.IGNORECASE)
"""Fields that choose how a category is drawn: the menu names them, the links of its articles do not."""

MAX_CATEGORIES = 40
MAX_SECTIONS = 6
MAX_FEEDS = 3


NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Signature:
    """A pattern in one part of the front page that identifies a platform, with its confidence (0-100)."""

    where: Where
    pattern: re.Pattern[str]
    confidence: int


def signature(where: Where, pattern: str, confidence: int) -> Signature:
    """Build a signature from the text of its pattern; case-insensitive."""
    return Signature(where, re.compile(pattern, re.IGNORECASE), confidence)


@dataclass(frozen=True, slots=True)
class CmsPlatform:
    """One CMS.

    `sitemaps`, `feeds` and `listings` are URLs relative to the site's base, tried in order if the site
    announces none: the first `sure_sitemaps` and `sure_feeds` at once, since the platform itself creates
    them, the others if nothing else lists every article. `articles` and `never` are searched in path and
    query, `never` first. `feed_is_site_wide`: the feed's validators change with any article, also one that it
    does not list. `by_category`: the site has no list of all articles, so all its categories are read.
    `front_is_selection`: the front page lists a selection, so a category is checked. `menu`: the sections
    that the front page links to are always read. `static_links`: XPath of links to pages that are no articles
    but have such URLs, wherever they are listed. `menu_category`: pattern of links that are categories in a
    menu, and tags elsewhere. `kinds` are (pattern, page kind) pairs for the class of `<body>`.
    """

    name: str
    signatures: tuple[Signature, ...] = ()
    sitemaps: tuple[str, ...] = ("sitemap.xml",)
    feeds: tuple[str, ...] = ()
    sure_sitemaps: int = 1
    sure_feeds: int = 0
    listings: tuple[str, ...] = ("",)
    menu: bool = True
    by_category: bool = False
    front_is_selection: bool = False
    static_links: str = ""
    menu_category: re.Pattern[str] = NOTHING
    feed_page: Page | None = None
    feed_is_site_wide: bool = False
    listing_page: Page | None = None
    articles: tuple[re.Pattern[str], ...] = ()
    never: tuple[re.Pattern[str], ...] = ()
    sitemap_kinds: tuple[tuple[re.Pattern[str], bool], ...] = ()
    kinds: tuple[tuple[re.Pattern[str], str], ...] = field(default=())

    def detect(self, site: Homepage) -> int:
        """Return the highest confidence of the matching signatures."""
        return max((m.confidence for m in self.signatures if _shows(site, m)), default=0)

    def url_sources(self, site: Homepage, options: CrawlOptions) -> Sequence[UrlSource]:
        """Sitemaps, feeds, listings; the feed first in an incremental run, unless the full run needed none.

        A feed without pages lists the same as the first page of the listing, so it follows the listing.
        Guesses come last: most of them do not exist. A listing that was read to its end makes all of them
        unnecessary.
        """
        feed, listing = self.feed_source(site, options), self.listing_source(site, options)
        if not options.full:
            sitemap = self.sitemap_source(site, options, feed)
            return [listing, feed, sitemap] if _listing_was_enough(options) else [feed, sitemap, listing]
        sitemap = self.sitemap_source(site, options)
        more: list[UrlSource] = [
            self.sitemap_guesses(site, options, sitemap),
            self.feed_guesses(site, options, feed),
        ]
        more.append(self.menu_source(site, options, [feed, listing, sitemap, *more]))
        if options.limit is not None:
            survey = self.section_survey(site, options.limit)
            return [*([] if options.sections else [survey]), feed, listing, sitemap, *more]
        if options.since is not None:
            return [feed, sitemap, listing, *more]
        if self.feed_page is None:
            return [sitemap, listing, feed, *more]
        return [sitemap, feed, listing, *more]

    def sitemap_source(
        self, site: Homepage, options: CrawlOptions, feed: FeedSource | None = None
    ) -> SitemapSource:
        """Return the source for the announced sitemaps, or else for the platform's usual ones."""
        return self._sitemaps(site, options, site.sitemaps, self.sitemaps[: self.sure_sitemaps], feed=feed)

    def sitemap_guesses(self, site: Homepage, options: CrawlOptions, before: SitemapSource) -> SitemapSource:
        """Return the source for further possible sitemaps, used unless one was found."""
        return self._sitemaps(site, options, (), self.sitemaps[self.sure_sitemaps :], before)

    def _sitemaps(
        self,
        site: Homepage,
        options: CrawlOptions,
        announced: Sequence[str],
        usual: Sequence[str],
        unless: SitemapSource | None = None,
        feed: FeedSource | None = None,
    ) -> SitemapSource:
        return SitemapSource(
            announced,
            self.addresses(site, usual),
            options,
            child_kind=self.sitemap_kind,
            is_article=self.is_article,
            unless=unless,
            feed=feed,
        )

    def feed_source(self, site: Homepage, options: CrawlOptions) -> FeedSource:
        """Return the source for the announced feeds, or else for the platform's usual ones."""
        announced = site.feeds[:MAX_FEEDS]
        usual = () if announced else self.addresses(site, self.feeds[: self.sure_feeds])
        shown = ShownArticles(site.tree if not options.full else None, site.address, self.is_article)
        return FeedSource(
            [*announced, *usual],
            options,
            page=self.feed_page,
            is_article=self.is_article,
            announced=len(announced),
            site_wide=self.feed_is_site_wide,
            has_other_url=shown.has_other_url,
        )

    def feed_guesses(self, site: Homepage, options: CrawlOptions, before: FeedSource) -> FeedSource:
        """Return the source for further possible feeds, used unless one was found."""
        usual = self.feeds if site.feeds else self.feeds[self.sure_feeds :]
        addresses = [url for url in self.addresses(site, usual) if url not in site.feeds]
        return FeedSource(addresses, options, page=self.feed_page, is_article=self.is_article, unless=before)

    def listing_source(self, site: Homepage, options: CrawlOptions) -> ListingSource:
        """Return the source for the portal's sections, or the platform's usual listings."""
        sections = [urljoin(site.base, section.lstrip("/")) for section in options.sections]
        front = FetchResult(Fetch(site.address, Kind.HOME), 200, site.address, site.headers, tree=site.tree)
        menu = self.sections(site)
        parts = self.categories(site)
        # The front page is free; the page of its folder is another one for `/kategori-1-ekonomi.html`.
        same = canonicalize(site.address) == canonicalize(site.base)
        starts = [site.base if same else site.address, *(menu if self.menu else ())]
        others = [*([] if same else [site.base]), *menu, *self.addresses(site, self.listings)]
        return ListingSource(
            sections or [*starts, *(parts if self.by_category else ())],
            options,
            page=self.listing_page,
            is_article=self.is_article,
            front=front if site.tree is not None else None,
            guesses=() if sections else others,
            parts=() if sections else parts,
            checks=1 if self.front_is_selection else 0,
            embedded=embedded_listing,
        )

    def menu_source(self, site: Homepage, options: CrawlOptions, others: Sequence[UrlSource]) -> MenuPages:
        """Return the source for the pages of the menu, used if the others list nothing."""
        return MenuPages(
            site,
            options,
            unless=others,
            page=self.listing_page,
            is_article=self.is_article,
            embedded=embedded_listing,
        )

    def section_survey(self, site: Homepage, limit: int) -> SectionSurvey:
        """Return the source for the pages of all sections that may list the newest `limit` articles."""
        return SectionSurvey(
            site,
            [*self.sections(site), *self.categories(site)],
            self.is_article,
            selection=self.front_is_selection,
            limit=limit,
            page=self.listing_page,
        )

    def sections(self, site: Homepage) -> list[str]:
        """Return the links of the front page to sections that list articles, by URL, then by text."""
        named = (link for link in site.news_links if not looks_like_article(link))
        own = canonicalize(site.address)
        found: dict[str, str] = {}
        for link in (*filter(_is_section, site.links), *named):
            if self._may_list(link, site):
                found.setdefault(canonicalize(link), link)
        return [link for key, link in found.items() if key != own][:MAX_SECTIONS]

    def categories(self, site: Homepage) -> list[str]:
        """Return the links of the front page to categories, for sites without another list of articles."""
        menu = frozenset(link for link in site.menu_links if self.menu_category.search(routed(link)))
        menu = menu if len(menu) > 1 else frozenset()
        found = [
            link for link in site.links if (_is_category(link) or link in menu) and self._may_list(link, site)
        ]
        shown: dict[str, str] = {}
        for link in found:
            key = VIEW_FIELD.sub("", link).rstrip("&?")
            shown[key] = max(shown.get(key, ""), link, key=len)
        return [*shown.values()][:MAX_CATEGORIES]

    def _may_list(self, link: str, site: Homepage) -> bool:
        """Whether a link leads to another page of the site, in Indonesian, that is no article."""
        return (
            same_site(link, site.address)
            and language_prefix(link, site.base) is None
            and not self.is_article(link)
        )

    def addresses(self, site: Homepage, paths: Sequence[str]) -> list[str]:
        """Return the absolute URLs of paths below the site's base."""
        return [target for path in paths if (target := join(site.base, path or site.base))]

    def sitemap_kind(self, url: str) -> bool | None:
        """Classify a sitemap of an index by its name: whether it lists articles."""
        name = urlsplit(url).path.rpartition("/")[2].lower() + "?" + urlsplit(url).query
        return next((kind for pattern, kind in self.sitemap_kinds if pattern.search(name)), None)

    def is_article(self, url: str) -> bool | None:
        """Classify a URL by the platform's patterns."""
        parts = urlsplit(routed(url))
        shape = parts.path + (f"?{parts.query}" if parts.query else "")
        if any(pattern.search(shape) for pattern in self.never):
            return False
        return True if any(pattern.search(shape) for pattern in self.articles) else None

    def static_pages(self, site: Homepage) -> frozenset[str]:
        """Return the ids of pages whose URLs look like those of articles."""
        if not self.static_links or site.tree is None:
            return frozenset()
        targets = [join(site.base, link.get("href") or "") for link in site.tree.xpath(self.static_links)]
        return frozenset(article_id(url) for url in targets if url is not None and self.is_article(url))

    def page_kind(self, tree: HtmlElement) -> str | None:
        """Classify a page by the class of its body."""
        body = tree if tree.tag == "body" else tree.find("body")
        names = (body.get("class") or "") if body is not None else ""
        return next((kind for pattern, kind in self.kinds if pattern.search(names)), None)


def _listing_was_enough(options: CrawlOptions) -> bool:
    """Whether the full run listed every article without a sitemap or a feed."""
    memory = options.memory
    return bool(memory.get(LISTING)) and not memory.get(SITEMAP) and FEED not in memory


def _is_section(link: str) -> bool:
    """Whether a link leads to a section. Behind a section's path a query selects a search, a tag or a day."""
    parts = urlsplit(link)
    fields = [one for one in parts.query.split("&") if one.partition("=")[2].lower() not in INDONESIAN]
    query = "&".join(fields)
    return bool(SECTION_FIELD.search(query) if query else SECTION.search(parts.path))


def _is_category(link: str) -> bool:
    parts = urlsplit(link)
    if not parts.query:
        return bool(CATEGORY.search(parts.path))
    script = link.partition("?")[0]
    shows_articles = parts.path.endswith(("/", "/index.php")) or not is_never_article(f"{script}?id=1")
    return shows_articles and bool(CATEGORY_FIELD.fullmatch(parts.query))


def _shows(site: Homepage, next_url: Signature) -> bool:
    match next_url.where:
        case "generator":
            texts: Sequence[str] = [site.generator]
        case "resource":
            texts = site.resources
        case "link":
            texts = site.links
        case "feed":
            texts = site.feeds
        case "body_class":
            texts = [site.body_class]
        case "header":
            texts = [f"{name}: {value}" for name, value in site.headers.items()]
        case "address":
            texts = [site.address]
    return any(next_url.pattern.search(text) for text in texts)
