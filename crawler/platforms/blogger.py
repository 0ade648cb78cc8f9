"""Blogger, on its own host or under a go.id name.

quirk | seen
------|-----
`/feeds/posts/default?alt=json` holds whole posts, `start-index` and `max-results` select the page | stock
`openSearch$totalResults` counts all posts | stock
at most 150 posts per request, even with a larger `max-results` | stock
`/search?updated-max=…&max-results=…` is an infinite space of listings | stock
`?m=1` is a variant of every page | stock
a site may publish short feeds: then the pages must be fetched | site option
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.core.source import UrlSource
from crawler.discovery.feed.source import FeedSource
from crawler.discovery.page.homepage import Homepage
from crawler.platforms.cms_platform import CmsPlatform, signature

PAGE_SIZE = 150
FEED = f"feeds/posts/default?alt=json&max-results={PAGE_SIZE}"


def _feed_page(start: str, number: int, size: int) -> str:
    return f"{start}&start-index={(number - 1) * size + 1}"


class _Blogger(CmsPlatform):
    __slots__ = ()

    def url_sources(self, site: Homepage, options: CrawlOptions) -> Sequence[UrlSource]:
        """The feed with whole posts, then the sitemap; the site's listings are an infinite URL space."""
        # In an incremental run changed posts come first.
        order = "" if options.full else "&orderby=updated"
        feed = FeedSource(
            [address + order for address in self.addresses(site, (FEED,))],
            options,
            page=_feed_page,
            is_article=self.is_article,
            has_whole_articles=True,
            by_change=not options.full,
        )
        return [feed, self.sitemap_source(site, options)]


BLOGGER = _Blogger(
    name="blogger",
    signatures=(
        signature("generator", r"blogger", 97),
        signature("feed", r"/feeds/posts/default", 97),
        signature("resource", r"\.blogger\.com/|blogspot\.com/|bp\.blogspot\.com", 50),
        signature("address", r"\.blogspot\.[a-z.]+/", 90),
    ),
    sitemaps=("sitemap.xml", "atom.xml?redirect=false&start-index=1&max-results=500"),
    articles=(re.compile(r"/(?:19|20)\d\d/\d\d/[^/?]+\.html"),),
    never=(re.compile(r"/(?:search|feeds|p)/|[?&](?:updated-max|max-results|showComment)="),),
    kinds=(
        (re.compile(r"(?:^|\s)(?:item|post)-view(?:\s|$)"), "article"),
        (re.compile(r"(?:^|\s)(?:static_page|page-view)(?:\s|$)"), "page"),
    ),
)
