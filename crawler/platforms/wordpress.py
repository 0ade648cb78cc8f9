"""WordPress.

quirk | seen
------|-----
core sitemap `wp-sitemap.xml` has no lastmod and lists protected posts | stock 6.x
SEO plugins replace it (`sitemap_index.xml`, redirect) and may list only a part: 255 of 585 | a popular plugin
ETag and Last-Modified of the feeds change with any article of the site | stock
feeds and `/page/N/` answer 404 after the last page | stock
plain permalinks: `/?p=N`, feed `/?feed=rss2`, listing `/?paged=N` | stock
`/index.php/` before every path if the server cannot rewrite URLs | subfolder installs
posts and pages share the URL pattern `/slug/`: the class of `<body>` distinguishes them | stock themes
protected posts are listed like others; their page shows a password form | stock
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.core.source import UrlSource
from crawler.discovery.page.homepage import Homepage
from crawler.platforms.cms_platform import CmsPlatform, signature
from crawler.platforms.wordpress_rest import WordPressRestSource

ARTICLE_TYPES = (
    "posts?|berita|news|artikel|articles?|kabar|warta|liputan|rilis|siaran-?pers|press-?releases?|"
    "pengumuman|kegiatan|opini|story|stories|blog"
)
PLUGIN_PREFIX = "(?:sitemap-(?:pt|posttype)-)?"
"""Post types of sitemaps that list articles: WordPress puts the type into the file name."""


def _feed_page(start: str, number: int, size: int) -> str:
    return f"{start}{'&' if urlsplit(start).query else '?'}paged={number}"


def _listing_page(start: str, number: int, size: int) -> str:
    if urlsplit(start).query or start.endswith("/index.php"):
        return _feed_page(start, number, size)
    return f"{start.rstrip('/')}/page/{number}/"


class _WordPress(CmsPlatform):
    __slots__ = ()

    def url_sources(self, site: Homepage, options: CrawlOptions) -> Sequence[UrlSource]:
        """The REST API if it is open, then the generic sources."""
        others = super().url_sources(site, options)
        if not options.rest or options.sections:
            return others
        return [WordPressRestSource(site.rest or f"{site.base}wp-json/", options), *others]

    def page_kind(self, tree: HtmlElement) -> str | None:
        """Classify a page with a password form as protected, regardless of its body class."""
        for form in tree.iter("form"):
            if "post-password-form" in (form.get("class") or "") or "action=postpass" in (
                form.get("action") or ""
            ):
                return "protected"
        return super().page_kind(tree)


WORDPRESS = _WordPress(
    name="wordpress",
    signatures=(
        signature("generator", r"\bWordPress\b", 95),
        signature("header", r"https://api\.w\.org/", 95),
        signature("resource", r"/wp-(?:content|includes)/", 90),
        signature("link", r"/wp-(?:content|login)", 60),
        signature("feed", r"[?&]feed=rss2", 60),
    ),
    sitemaps=("wp-sitemap.xml", "sitemap_index.xml", "sitemap.xml", "sitemaps.xml", "?sitemap=index"),
    feeds=("feed/", "?feed=rss2", "index.php/feed/"),
    listings=("", "blog", "berita", "news"),
    sure_sitemaps=2,
    sure_feeds=1,
    menu=False,  # the front page lists everything, unless it is a page of its own
    feed_page=_feed_page,
    feed_is_site_wide=True,
    listing_page=_listing_page,
    articles=(
        re.compile(r"/(?:19|20)\d\d/\d\d(?:/\d\d)?/[^/?]+/?(?:\?|$)"),
        re.compile(r"/(?:index\.php)?\?p=\d+$"),
    ),
    never=(
        re.compile(r"/(?:category|tag|author|page|feed|comments|wp-(?:content|admin|json|includes))(?:/|$)"),
        re.compile(r"[?&](?:page_id|cat|tag|author|m|s|attachment_id|paged|feed|replytocom)="),
        re.compile(r"/(?:19|20)\d\d(?:/\d\d?){0,2}/?$"),
    ),
    sitemap_kinds=(
        (re.compile(r"^wp-sitemap-(?:taxonomies|users)-"), False),
        (re.compile(rf"^wp-sitemap-posts-(?:{ARTICLE_TYPES})-\d+\.xml"), True),
        (re.compile(r"^wp-sitemap-posts-"), False),
        (re.compile(rf"^{PLUGIN_PREFIX}(?:{ARTICLE_TYPES})[-_.]?(?:sitemap)?[-_.\d]*\.xml"), True),
        (re.compile(rf"^(?:{ARTICLE_TYPES})-sitemap\d*\.xml"), True),
        (re.compile(r"news"), True),
        (re.compile(
            r"(?:page|category|tag|author|product|attachment|tax|archives?|portfolio|elementor|format|video|image|"
            r"local|misc|externals|users|kategori|label)s?[\w-]*[-_.]|sitemap-(?:tax|archives|misc|authors|pt-page)"
        ), False),
    ),
    kinds=(
        (re.compile(r"(?:^|\s)(?:error404|search|search-results)(?:\s|$)"), "listing"),
        (re.compile(r"(?:^|\s)attachment(?:\s|$)"), "page"),
        (re.compile(r"(?:^|\s)single(?:\s|$)"), "article"),
        (re.compile(r"(?:^|\s)page(?:\s|$)"), "page"),
        (re.compile(r"(?:^|\s)(?:archive|category|tag|blog|home|author|date)(?:\s|$)"), "listing"),
    ),
)  # fmt: skip
