"""Further URLs that sources list for an article, in case that the first one leads to no page.

URLs with one canonical URL count as one article, of which the first is requested. A site may list some of
them that are dead or show something else: `/index.php/...` of former times, a mirror, a print view.
"""

from __future__ import annotations

from crawler.discovery.core.compact_ids import BITS, ArticleIds
from crawler.discovery.messages import Candidate
from crawler.urls.canonical import article_id
from crawler.urls.parsing import UrlError

MAX_ARTICLES = 1000
"""Articles of which further URLs are kept at a time."""

MAX_URLS = 4
"""Further URLs of an article."""

MAX_BAD = 10
"""Further URLs without an article after which no more are requested, if they are more than half."""


class Spellings:
    """The URLs of one portal's articles that a run did not request yet."""

    def __init__(self) -> None:
        self._listed = ArticleIds()
        """URLs as they are spelled."""
        self._further: dict[int, list[Candidate]] = {}
        self._without = ArticleIds()
        """Articles of which no URL gave a page so far."""
        self._late: list[Candidate] = []
        self._redirected = ArticleIds()
        self._left_out = ArticleIds()
        self._tried: set[str] = set()
        self._bad = 0

    def note(self, id_: str, candidate: Candidate, *, is_first: bool) -> None:
        """Record a listed URL of an article; all but the first are kept."""
        if self._listed.add(_hash(candidate.url)) and not is_first:
            self.keep(id_, candidate)

    def keep(self, id_: str, candidate: Candidate) -> None:
        """Keep a URL to request if the others give no article."""
        number = int(id_, 16)
        if number not in self._further and len(self._further) >= MAX_ARTICLES:
            return
        urls = self._further.setdefault(number, [])
        if len(urls) < MAX_URLS:
            urls.append(candidate)
            if id_ in self._without:
                self._late += self._next(number, "")

    def next_after(self, url: str, *, answered: bool) -> list[Candidate]:
        """The next URL of the article of which `url` gave none, if there is one.

        `answered`: it showed a page that is no article, so another host or scheme would show the same.
        """
        try:
            id_ = article_id(url)
        except UrlError:
            return []
        self._without.add(id_)
        self._bad += url in self._tried
        return self._next(int(id_, 16), url if answered else "")

    def late(self) -> list[Candidate]:
        """URLs listed since the last call of articles whose other URLs had given none."""
        late, self._late = self._late, []
        return late

    def on_article(self, url: str) -> None:
        """Record that a URL gave an article."""
        if self._further:
            self._further.pop(int(article_id(url), 16), None)

    def on_redirect(self, url: str, target: str) -> None:
        """Record that an article's URL led to another one."""
        if url != target:
            self._redirected.add(_pair(article_id(url), target))

    def on_left_out(self, id_: str) -> None:
        """Record that an article is not requested in this run: it is known, or not due."""
        self._left_out.add(id_)

    def is_page_of(self, id_: str, url: str) -> bool:
        """Whether a URL may show the article `id_` in place of its own URL.

        That URL led there, gave none, or is not requested.
        """
        is_missing = id_ in self._without or id_ in self._left_out
        return is_missing or _pair(id_, url) in self._redirected

    def _next(self, number: int, shown: str) -> list[Candidate]:
        if self._bad >= MAX_BAD and 2 * self._bad > len(self._tried):
            return []
        urls = [
            one
            for one in self._further.get(number, ())
            if one.url not in self._tried and _place(one.url) != _place(shown)
        ]
        if not urls:
            return []
        shortest = min(urls, key=lambda one: len(one.url))  # it has the fewest additions
        self._tried.add(shortest.url)
        return [shortest]


def _pair(id_: str, url: str) -> str:
    return _hash(f"{id_} {url}")


def _hash(text: str) -> str:
    """A hash in the form of an id."""
    return f"{hash(text) % 2**BITS:016x}"


def _place(url: str) -> str:
    """Path and query of a URL."""
    return url.partition("://")[2].partition("/")[2]
