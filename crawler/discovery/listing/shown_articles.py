"""Entries of a feed that the front page links to under another URL: the links of a feed may be dead.

form | seen on
-----|--------
feed `/judul.html`, page `/article-judul.html` | AuraCMS
feed `/index.php/read/judul`, page `/read/judul` | home-made portals
"""

from __future__ import annotations

from collections.abc import Callable

from lxml.html import HtmlElement

from crawler.discovery.listing.page import read_listing
from crawler.discovery.page.url_patterns import name_segment
from crawler.urls.canonical import article_id

MAX_LINKS = 200
SHORTEST = 12
"""Characters of a name in a URL that identifies an article."""


class ShownArticles:
    """The articles that the front page lists, by their headlines; read when the first entry is compared."""

    def __init__(self, tree: HtmlElement | None, url: str, is_article: Callable[[str], bool | None]) -> None:
        self._tree = tree
        self._url = url
        self._is_article = is_article
        self._urls: list[tuple[str, str]] | None = None

    def has_other_url(self, title: str | None, url: str) -> bool:
        """Whether the front page has this headline with another URL of the same name, and not with `url`."""
        if not title:
            return False
        own, name, headline = article_id(url), _name(url), _key(title)
        same = [one for text, one in self._listed() if headline in text]
        if len(name) < SHORTEST or any(article_id(one) == own for one in same):
            return False
        return any(_name(one).endswith(name) or name.endswith(_name(one) or "\n") for one in same)

    def _listed(self) -> list[tuple[str, str]]:
        """Text and URL of each article; the text may hold more than the headline."""
        if self._urls is None:
            links = (
                read_listing(self._tree, self._url, self._is_article).links if self._tree is not None else ()
            )
            self._urls = [(_key(link.text), link.url) for link in links[:MAX_LINKS]]
        return self._urls


def _key(title: str) -> str:
    return " ".join(title.casefold().split())


def _name(url: str) -> str:
    return name_segment(url).casefold()
