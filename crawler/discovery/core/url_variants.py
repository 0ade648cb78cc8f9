"""Learns which query parameters never change a page, from the links of one portal.

Some sites add a session id or a random number to every link (`?r=0.482`, `?token=...`). Then each answer
lists the same articles under new URLs, without end. A parameter is learned where several articles, each with
the same path and title, appear again with nothing changed but its value. It is never learned where one
document lists different titles under one path: there it identifies the articles (`detail?id=5`). One that
changes from run to run only is learned from the pages that show stored articles. In the same way a run learns
that a site shows its articles below any path, or in any case.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.discovery.core.spellings import Spellings
from crawler.discovery.messages import Candidate
from crawler.urls.canonical import article_id
from crawler.urls.parsing import is_url

MAX_PATHS = 5000
"""Paths whose first URL is remembered."""

ENOUGH = 3
"""Articles that must appear again with another value before a parameter is learned."""

MAX_NAMES = 20
NAMES_KEY = "volatile parameters"
"""The memory key of the learned names."""


class UrlVariants:
    """The parameters of one portal; `known` are those that earlier runs learned, separated by spaces."""

    def __init__(self, known: str = "") -> None:
        self.names: set[str] = set(known.split()[:MAX_NAMES])
        self._distinctive: set[str] = set()
        self._first: dict[str, Candidate] = {}
        self._taken: dict[str, str] = {}
        self._changed: dict[str, set[str]] = {}
        self._spelled: dict[tuple[str, str], str] = {}
        self._other_spellings: set[tuple[str, str]] = set()
        self._articles: set[str] = set()
        self.spellings = Spellings()

    def first_urls(self, candidates: Sequence[Candidate]) -> Sequence[Candidate]:
        """Return the candidates without further URLs of articles, which are kept in case that these fail."""
        for one in candidates:
            if one.is_further and is_url(one.url):
                self.spellings.note(article_id(one.url), one, is_first=False)
        return [one for one in candidates if not one.is_further]

    def observe(self, candidates: Sequence[Candidate]) -> int:
        """Learn from the candidates of one document; returns how many are variants of earlier ones."""
        here: dict[str, Candidate] = {}
        variants = self._observe_paths(candidates)
        for candidate in candidates:
            path, _, query = candidate.url.partition("?")
            if not query:
                continue
            beside = here.setdefault(path, candidate)
            if beside.title is None:
                here[path] = candidate
            if beside.url != candidate.url and _are_two(beside, candidate):
                self._distinctive |= _changed(beside.url, candidate.url)
            before = self._first.get(path)
            if before is not None and before.url != candidate.url:
                changed = _changed(before.url, candidate.url)
                if before.title is not None and before.title == candidate.title and len(changed) == 1:
                    variants += 1
                    self._count(next(iter(changed)), path)
        for path, candidate in here.items():
            if len(self._first) < MAX_PATHS:
                self._first.setdefault(path, candidate)
        self.names -= self._distinctive
        return variants

    def _observe_paths(self, candidates: Sequence[Candidate]) -> int:
        """Learn from articles listed before under another path with the same title and name.

        Names in changed case, below more folders, behind session ids (`/sid-1f/berita/x`) are such paths.
        Returns how many earlier documents listed; a document may list each article twice.
        """
        fresh: dict[tuple[str, str], str] = {}
        earlier = 0
        for candidate in candidates:
            if (key := _name_of(candidate)) is None:
                continue
            first = self._spelled.get(key) or fresh.setdefault(key, candidate.url)
            if first.partition("?")[0] != candidate.url.partition("?")[0]:
                earlier += key in self._spelled
                if len(self._other_spellings) < ENOUGH:
                    self._other_spellings.add(key)
        if len(self._spelled) < MAX_PATHS:
            self._spelled |= fresh
        return earlier

    def on_article(self, url: str) -> None:
        """Record that the page at a URL gave an article."""
        self.spellings.on_article(url)
        if len(self._articles) < MAX_PATHS:
            self._articles.add(url)

    def confirm(self, url: str, stored: str) -> None:
        """Learn from two URLs of one page: all parameters that differ, unless they tell articles apart."""
        changed = _changed(url, stored)
        if len(changed) == 1 and not changed & self._distinctive:
            self._count(next(iter(changed)), url.partition("?")[0])

    def _count(self, name: str, path: str) -> None:
        paths = self._changed.setdefault(name, set())
        paths.add(path)
        if len(paths) >= ENOUGH and len(self.names) < MAX_NAMES:
            self.names.add(name)

    def resolve(self, candidate: Candidate) -> str:
        """The candidate's URL without learned parameters, or the one under which this run has it already."""
        if len(self._other_spellings) >= ENOUGH and (key := _name_of(candidate)) in self._spelled:
            first = self._spelled[key]
            if first in self._articles:  # else the other path may be the one that works
                return first
        path, _, query = candidate.url.partition("?")
        if not query:
            return candidate.url
        pairs = parse_qsl(query, keep_blank_values=True)
        kept = [pair for pair in pairs if pair[0] not in self.names]
        url = candidate.url if len(kept) == len(pairs) else _joined(path, kept)
        taken = self._taken.get(path)
        if taken is not None and taken != url and _changed(taken, url) <= self.names:
            return taken
        if taken is None and len(self._taken) < MAX_PATHS:
            self._taken[path] = url
        return url


def _name_of(candidate: Candidate) -> tuple[str, str] | None:
    """Last segment and title of an article, if its URL is named by words; other names are not evidence."""
    path, _, query = candidate.url.partition("?")
    name = path.rstrip("/").rpartition("/")[2].casefold()
    return (name, candidate.title) if candidate.title and "-" in name and not query else None


def _joined(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    query = urlencode([*pairs])
    return f"{path}?{query}" if query else path


def _are_two(one: Candidate, other: Candidate) -> bool:
    """Whether two URLs with one path in a document are two articles: without titles, as in a sitemap, or with
    different ones. A link without a title may be the picture of the other."""
    if one.title is None or other.title is None:
        return one.title is other.title
    return one.title != other.title


def _changed(one: str, other: str) -> set[str]:
    """The names of the parameters that differ between two URLs."""
    first, second = (dict(parse_qsl(urlsplit(url).query, keep_blank_values=True)) for url in (one, other))
    return {name for name in first.keys() | second.keys() if first.get(name) != second.get(name)}
