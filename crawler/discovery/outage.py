"""Detects portals that are down, blocked, moved or replaced, from the answers of one run.

A portal that was crawled before and now answers only errors, lists nothing, or shows another site has not
merely published nothing: the run failed. The memory of the last complete run holds what is usual: the number
of entries of each source document, and the title and the links of the front page. Pure: no clock, no I/O.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from urllib.parse import urlsplit
from zlib import crc32

from crawler.discovery.messages import SKIPPED, SUPERSEDED, FetchResult, Kind
from crawler.discovery.page.homepage import Homepage
from crawler.urls.canonical import same_site

ERROR_LIMIT = 4
"""Error points after which a known portal without any readable answer has failed; see `_points`."""

FULL_ERROR_LIMIT = 14
"""The same for a first or full run, which also requests usual URLs that many sites do not have."""

FRONT_PAGE_BONUS = 6
"""Points more where the front page answers: its host is up."""

SHRUNK_FROM = 10
"""Entries that a document must have had to be judged by their loss."""

SHRUNK_TO = 0.1
"""Share of its former entries below which a document has lost them."""

MAX_DOCUMENTS = 20
"""Documents per run whose number of entries is remembered."""

MAX_LINKS = 80
LINKS_GONE = 0.1
"""Share of the front page's former links below which they are gone."""

ENOUGH_LINKS = 4

ERROR_POINTS = 3
FIRST_STREAK_LIMIT = 8 * ERROR_POINTS
"""Points of articles in a row without a usable page that end a run without any article, ..."""

STREAK_LIMIT = 25 * ERROR_POINTS
"""... and one that had articles before."""

GENERAL_ERRORS = 0.2
"""Share of a run's answers that may be errors while a missing article counts as deleted."""

MANY_MISSING = 5
"""Missing articles from which on at least one page of an article must be there."""

FRONT_KEY = "front profile"
LOGIN = "shows a login page"
EMPTY = "is empty"
OTHER_SITE = "shows another site"

_WORD = re.compile(r"\w{3,}")
_DIGIT = re.compile(r"\d")
_REFUSALS = frozenset({401, 403, 429, 451})


def entries_key(url: str) -> str:
    """The memory key of a document's number of entries."""
    return f"entries {url}"


class OutageDetector:
    """Collects evidence during the discovery of the portal at `address`.

    `known` is whether an earlier run read the whole portal and this one is incremental; then `memory` has
    the usual values.
    """

    def __init__(self, address: str, memory: Mapping[str, str], *, known: bool) -> None:
        self._address = address
        self._memory = memory
        self._known = known
        self._points = 0
        self._front_ok = False
        self._entries: dict[str, int] = {}
        self._profile: str | None = None
        self.any_valid = False
        """Whether a source document was read, or is unchanged since the last run."""
        self.trouble: str | None = None
        """The first error among the answers, as text. The front page is requested first."""

    def on_answer(self, answer: FetchResult) -> str | None:
        """Why the portal has failed by now, or None. Call once for each answer, before its source reads
        it."""
        if answer.failure in {SKIPPED, SUPERSEDED}:
            return None
        if answer.ok or answer.unchanged:
            self._front_ok = self._front_ok or answer.fetch.kind is Kind.HOME
            self.any_valid = self.any_valid or answer.unchanged
            return None
        front = answer.fetch.kind is Kind.HOME
        what = "front page" if front else answer.fetch.url
        text = (
            f"{what} answers HTTP {answer.status}" if answer.failure is None else f"{what}: {answer.failure}"
        )
        self.trouble = self.trouble or text
        hard = answer.failure is not None or answer.status >= 500 or answer.status in _REFUSALS
        self._points += 2 if hard else 1
        limit = (ERROR_LIMIT if self._known else FULL_ERROR_LIMIT) + FRONT_PAGE_BONUS * self._front_ok
        return self.trouble if not self.any_valid and self._points >= limit else None

    def on_front_page(self, site: Homepage) -> str | None:
        """Why the front page is not the portal's any more, or None."""
        before = _Profile.load(self._memory.get(FRONT_KEY)) if self._known else None
        now = _Profile.of(site)
        if before is None:
            self._profile = now.dump()
            return None
        wrong = before.compare(now, site)
        if wrong is None:
            self._profile = now.dump()
            return None
        shown = f" ({site.title[:60]!r})" if site.title and wrong == OTHER_SITE else ""
        return f"front page {wrong}{shown}; if the site was rebuilt, crawl it with -a mode=full"

    def on_entries(self, entries: Mapping[str, int]) -> None:
        """Documents that a source has read so far, with the number of their entries before any filter."""
        self._entries.update(entries)
        self.any_valid = self.any_valid or any(entries.values())

    def shrunk(self) -> str | None:
        """Which document lost nearly all of its entries, or None."""
        if not self._known:
            return None
        for url, count in self._entries.items():
            text = self._memory.get(entries_key(url), "")
            before = int(text) if text.isdecimal() else 0
            if before >= SHRUNK_FROM and count < SHRUNK_TO * before:
                return f"{url} lists {count} of formerly {before} articles"
        return None

    def remember(self) -> tuple[tuple[str, str], ...]:
        """The facts for the next run, if this one completes."""
        counts = [
            (entries_key(url), str(count)) for url, count in [*self._entries.items()][:MAX_DOCUMENTS] if count
        ]
        return (*counts, *([(FRONT_KEY, self._profile)] if self._profile else []))


class ErrorStreak:
    """Counts articles in a row without a usable page; doubtful pages and deleted articles count less."""

    def __init__(self) -> None:
        self._points = 0
        self._count = 0
        self._any_article = False
        self._last = ""

    def on_error(self, reason: str) -> None:
        """The page could not be fetched, or is an error page."""
        self._add(ERROR_POINTS, reason)

    def on_doubt(self, reason: str) -> None:
        """The page holds no article, or is gone."""
        self._add(1, reason)

    def on_article(self) -> None:
        """The page gave an article, or is unchanged."""
        self._points = self._count = 0
        self._any_article = True

    def _add(self, points: int, reason: str) -> None:
        self._points += points
        self._count += 1
        self._last = reason.replace("http_", "HTTP ")

    @property
    def outage(self) -> str | None:
        """Why the run should end, in one line, or None."""
        if self._points < (STREAK_LIMIT if self._any_article else FIRST_STREAK_LIMIT):
            return None
        return f"{self._count} articles in a row without a usable page, the last: {self._last}"


class GeneralErrors:
    """Whether a portal answers errors in general, so that a missing article proves no deletion."""

    def __init__(self) -> None:
        self._answers = 0
        self._errors = 0
        self._missing = 0
        self._articles = 0

    def on_answer(self, *, error: bool = False) -> None:
        """A source document or a page answered, or failed."""
        self._answers += 1
        self._errors += error

    def on_article(self) -> None:
        """A page gave an article, or is unchanged."""
        self._articles += 1

    def on_missing(self) -> None:
        """Record that the page of a known article is missing."""
        self._missing += 1

    @property
    def found(self) -> bool:
        """Whether many answers were errors, or many articles are missing and not one is there."""
        return self._errors > GENERAL_ERRORS * self._answers or (
            self._missing >= MANY_MISSING and not self._articles
        )


class _Profile:
    """Title words and link paths of a front page; paths with digits are left out, they are mostly
    articles."""

    def __init__(self, words: frozenset[str], links: frozenset[int]) -> None:
        self.words = words
        self.links = links

    @classmethod
    def of(cls, site: Homepage) -> _Profile:
        links = (urlsplit(url).path.rstrip("/") for url in site.links if same_site(url, site.address))
        kept = dict.fromkeys(path for path in links if path and not _DIGIT.search(path))
        return cls(
            frozenset(_WORD.findall((site.title or "").casefold())),
            frozenset(crc32(path.encode("utf-8", "replace")) for path in [*kept][:MAX_LINKS]),
        )

    @classmethod
    def load(cls, text: str | None) -> _Profile | None:
        try:
            data = json.loads(text) if text else None
            return None if data is None else cls(frozenset(data["words"]), frozenset(data["links"]))
        except (ValueError, TypeError, KeyError):
            return None

    def dump(self) -> str:
        return json.dumps({"words": sorted(self.words), "links": sorted(self.links)})

    def compare(self, now: _Profile, site: Homepage) -> str | None:
        """What the present front page is, where it is not the one of this profile; None where it may be.

        Missing links alone are not proof, a site may get a new menu: its title must be gone, too, or the page
        must be a login form or hold no text.
        """
        kept = len(self.links & now.links)
        if not self.links or kept >= LINKS_GONE * len(self.links):
            return None
        tree = site.tree
        if tree is None or not "".join(tree.itertext()).strip():
            return EMPTY
        if tree.xpath("boolean(//input[@type='password'])") and len(now.links) < ENOUGH_LINKS:
            return LOGIN
        # Parking pages and hosting providers show the domain's name as well.
        own = frozenset(_WORD.findall(site.address.casefold()))
        words = self.words - own or self.words
        return OTHER_SITE if words and not words & now.words else None
