"""Joins the pages of multi-page articles from their captures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from crawler.discovery.page.multipage import MultipageArticle, further_pages
from crawler.items import Page, WarcRef

MAX_PENDING = 100
"""Maximum articles waiting for a page: an archive without their pages must not exhaust memory."""


@dataclass(slots=True, eq=False)
class _Pending:
    joining: MultipageArticle
    place: WarcRef
    came: dict[str, HtmlElement] = field(default_factory=dict)
    addresses: set[str] = field(default_factory=set)

    def look_ahead(self) -> set[str]:
        """URLs of the further pages known so far."""
        further = self.joining.further
        self.addresses |= {
            *further.numbered.values(),
            *([further.single_page_url] if further.single_page_url else []),
        }
        return self.addresses

    def advance(self) -> bool:
        """Join the received pages in order; True when the article is complete."""
        while (wanted := self.joining.next_url) is not None:
            if wanted not in self.came:
                return False
            self.joining.take(self.came.pop(wanted), wanted)
        return True


@dataclass(slots=True)
class PageJoiner:
    """Takes captures in archive order, in which a crawl has further pages after the first."""

    _awaited: dict[str, _Pending] = field(default_factory=dict)
    _pending: dict[_Pending, None] = field(default_factory=dict)

    def take(self, page: Page, place: WarcRef) -> Iterator[tuple[Page, WarcRef]]:
        """The pages completed by this one, each with the location of its first capture."""
        pending = self._awaited.pop(page.url, None)
        if pending is not None and pending in self._pending:
            pending.came[page.url] = page.tree
        else:
            further = further_pages(page.tree, page.url)
            if further is None:
                yield page, place
                return
            pending = _Pending(MultipageArticle(page, further), place)
            self._pending[pending] = None
        if pending.advance():
            yield self._done(pending)
            return
        self._awaited.update((url, pending) for url in pending.look_ahead())
        if len(self._pending) > MAX_PENDING:
            yield self._done(next(iter(self._pending)))

    def rest(self) -> Iterator[tuple[Page, WarcRef]]:
        """At the end of the archive: the articles with missing pages."""
        for pending in list(self._pending):
            yield self._done(pending)

    def _done(self, pending: _Pending) -> tuple[Page, WarcRef]:
        """The article with the pages received so far."""
        del self._pending[pending]
        for url in pending.addresses:
            self._awaited.pop(url, None)
        while not pending.advance():
            pending.joining.take(None, "")
        return pending.joining.joined(), pending.place
