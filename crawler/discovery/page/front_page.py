"""Recognizes the front page where an article was: some sites answer so for articles that they removed."""

from __future__ import annotations

import re
from collections import Counter

from lxml.html import HtmlElement

from crawler.discovery.page.url_patterns import looks_like_article
from crawler.urls.canonical import article_id
from crawler.urls.parsing import is_url, join

SAME = 0.9
"""Share of the words of each page that the other must have. An article's page has the words of its text."""

MAX_LINKS = 2000
MIN_ARTICLES = 3
"""Articles that the front page must link to: JavaScript-rendered pages may be the same shell at each URL."""

_WORD = re.compile(r"\w+")
_WORDS = "//body//text()[not(parent::script or parent::style or parent::noscript)]"


class FrontPage:
    """The front page of this run: its URLs, document title and words."""

    def __init__(self, urls: tuple[str, ...], tree: HtmlElement | None) -> None:
        self._ids = {article_id(url) for url in urls if is_url(url)}
        self._articles = _articles(tree, urls[-1]) if tree is not None else frozenset()
        self._title = _title(tree) if tree is not None else ""
        self._words = _words(tree) if tree is not None else Counter()

    def is_at(self, url: str) -> bool:
        """Whether the URL is that of the front page."""
        return is_url(url) and article_id(url) in self._ids

    def is_shown_by(self, tree: HtmlElement, url: str) -> bool:
        """Whether the page has the title, the articles and nearly all words of the front page, and few
        others.
        """
        if len(self._articles) < MIN_ARTICLES or _title(tree) != self._title:
            return False
        if len(self._articles & _articles(tree, url)) < SAME * len(self._articles):
            return False
        words = _words(tree)
        common = (words & self._words).total()
        return common >= SAME * max(words.total(), self._words.total())


def _title(tree: HtmlElement) -> str:
    return " ".join(str(tree.xpath("string(//title)")).split())


def _words(tree: HtmlElement) -> Counter[str]:
    return Counter(_WORD.findall(" ".join(tree.xpath(_WORDS)).casefold()))


def _articles(tree: HtmlElement, url: str) -> frozenset[str]:
    """The links of the page at `url` that look like articles."""
    targets = (join(url, href) for href in tree.xpath("//a/@href")[:MAX_LINKS])
    return frozenset(target for target in targets if target is not None and looks_like_article(target))
