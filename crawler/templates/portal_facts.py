"""Counts values across a portal's pages, to learn which belong to the portal and not to an article.

The counts are bounded, saved with the template's progress in the ledger, and independent of page order: a
value is shared once enough of the counted pages have it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crawler.extraction.metadata.portal_facts import NO_PORTAL_FACTS, PortalFacts, numeric_order
from crawler.extraction.metadata.title_claims import key_of

if TYPE_CHECKING:
    from crawler.extraction.draft import Draft

MAX_PAGES = 60
"""Number of counted pages: more would not change the result. The count restarts when the portal changes."""
_MIN_PAGES = 5
_SHARES = {"titles": 0.3, "authors": 0.9, "sections": 0.9, "captions": 0.3}
"""Share of the counted pages that have a value of the portal. A portal may have one author for most articles,
but no two articles have the same title."""
_MIN_ORDER = 2
"""Number of unambiguous dates that decide the date order."""
_LONGEST = 120
_MAX_VALUES = 6
"""Values of a kind that are taken from one page."""


@dataclass(frozen=True, slots=True)
class PageClaims:
    """Keys of the values that a page claims, by kind; `order` is its date order (`numeric_order`)."""

    titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    order: int = 0


def page_claims(draft: Draft) -> PageClaims:
    """The claims of a finished draft's page."""
    facts = draft.facts
    headings = [" ".join("".join(item.itertext())[:_LONGEST].split()) for item in facts.headings[:3]]
    captions = [image.caption for image in draft.images if image.caption]
    captions += [figure.alt for figure in draft.body.figures if figure.alt]
    return PageClaims(
        _keys([*(signal.value for signal in facts.titles), *headings]),
        _keys(facts.claimed_authors),
        _keys([facts.claimed_section] if facts.claimed_section else []),
        _keys(captions),
        numeric_order(draft.published_text or "") if draft.published_source == "line" else 0,
    )


def _keys(values: list[str]) -> tuple[str, ...]:
    keys = (key_of(value[:_LONGEST]) for value in values)
    return tuple(sorted({key for key in keys if key}))[:_MAX_VALUES]


class PortalFactsCounter:
    """Counts the claims of a portal's pages; `facts` are those known so far."""

    def __init__(self, data: dict[str, Any] | None = None) -> None:
        kept = data or {}
        self._pages: int = kept.get("pages", 0)
        self._orders: Counter[str] = Counter(kept.get("orders", {}))
        self._counts = {kind: Counter(kept.get(kind, {})) for kind in _SHARES}
        self.facts = self._known()

    def add(self, claims: PageClaims) -> bool:
        """Count a page; return whether the known facts changed."""
        if self._pages >= MAX_PAGES:
            return False
        self._pages += 1
        for kind, counts in self._counts.items():
            counts.update(getattr(claims, kind))
        if claims.order:
            self._orders[str(claims.order)] += 1
        before, self.facts = self.facts, self._known()
        return self.facts != before

    @property
    def is_full(self) -> bool:
        """Whether no further page is counted."""
        return self._pages >= MAX_PAGES

    def to_data(self) -> dict[str, Any]:
        """The counts for JSON; of a complete count only the shared values."""
        return {
            "pages": self._pages,
            "orders": dict(self._orders),
            **{kind: self._to_keep(kind) for kind in self._counts},
        }

    def _to_keep(self, kind: str) -> dict[str, int]:
        if not self.is_full:
            return dict(self._counts[kind])
        shared = getattr(self.facts, kind)
        return {value: count for value, count in self._counts[kind].items() if value in shared}

    def _known(self) -> PortalFacts:
        if self._pages < _MIN_PAGES:
            return NO_PORTAL_FACTS
        shared = {
            kind: frozenset(
                value for value, count in self._counts[kind].items() if count >= max(3, share * self._pages)
            )
            for kind, share in _SHARES.items()
        }
        month_first = self._orders["-1"] >= _MIN_ORDER and not self._orders["1"]
        return PortalFacts(**shared, month_first=month_first)
