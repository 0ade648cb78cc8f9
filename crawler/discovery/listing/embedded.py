"""Articles that a listing does not print but contains as data for its scripts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.discovery.listing.page import Link, Listing, common_folder, read_listing
from crawler.discovery.page.url_patterns import url_pattern
from crawler.urls.canonical import canonicalize

Embedded = Callable[[HtmlElement, str, bool], HtmlElement | None]
"""Makes a tree of headlines with links from the data of a page: its tree, the folder of the articles ("" if
unknown), whether the page prints no article."""


def no_data(tree: HtmlElement, folder: str, is_drawn: bool) -> HtmlElement | None:
    """For sources whose pages contain no data."""
    return None


def with_state(
    listing: Listing,
    tree: HtmlElement,
    url: str,
    embedded: Embedded,
    is_article: Callable[[str], bool | None],
) -> Listing:
    """The listing of the page at `url` with the articles and the next page in its data."""
    folder = _shared_folder([link.url for link in listing.links]) if listing.links else folder_below(url)
    data = embedded(tree, folder, not listing.links)
    if data is None:
        return listing
    stated = read_listing(data, url, is_article)
    links, next_page = _merged(listing, stated), listing.next_page or stated.next_page
    return replace(listing, links=links, next_page=next_page, has_data=True)


def _shared_folder(urls: Sequence[str]) -> str:
    """The folder of most articles; "" where each has one of its own: `/berita/12/slug`."""
    folder = common_folder(urls)
    inside = sum(url.startswith(folder) and "/" not in url[len(folder) :].rstrip("/") for url in urls)
    return folder if inside > len(urls) / 2 else ""


def _merged(page: Listing, data: Listing) -> tuple[Link, ...]:
    """Add the links of the data whose URL patterns match those of the page's links, or all if it has none."""
    if not page.links:
        return data.links
    shapes = {url_pattern(link.url) for link in page.links}
    there = {canonicalize(link.url) for link in page.links}
    more = [
        link for link in data.links if url_pattern(link.url) in shapes and canonicalize(link.url) not in there
    ]
    return (*page.links, *more)


def folder_below(url: str) -> str:
    """The folder of what a listing lists, as its own URL suggests; "" for a front page."""
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    return f"{parts.scheme}://{parts.netloc}{path}/" if path else ""
