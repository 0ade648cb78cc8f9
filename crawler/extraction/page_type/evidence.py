"""The weight of each kind of evidence for or against an article.

Weights are points; a page with more than 0 points is an article. They follow the coefficients of a logistic
regression over labelled pages (real articles of news sites; listing, tag, author, archive and static pages of
stock themes), rounded to halves so that they can be read and edited.
"""

from __future__ import annotations

from typing import NamedTuple


class Evidence(NamedTuple):
    """One observation: `points` above 0 count for an article, below 0 for the type `reason`."""

    name: str
    points: float
    reason: str | None

    def __str__(self) -> str:
        return f"{self.name} {self.points:+.1f}"


PRIOR = -3.0
"""Points of a page of which nothing is known."""

WEIGHTS: dict[str, tuple[float, str | None]] = {
    # For an article.
    "text_40": (1.0, None),
    "text_120": (0.5, None),
    "text_300": (1.0, None),
    "text_600": (1.0, None),
    "text_1200": (0.5, None),
    "headline_own": (1.0, None),
    "headline_long": (0.5, None),
    "address_names_title": (1.0, None),
    "address_is_title": (0.5, None),
    "address_of_article": (2.0, None),
    "address_of_news": (1.0, None),
    "article_type": (1.0, None),
    "og_article": (1.0, None),
    "published": (0.5, None),
    "dated": (1.0, None),
    "dateline": (0.5, None),
    "class_of_article": (1.5, None),
    "delivered": (3.0, None),
    # Against an article, of whatever type.
    "short_and_undated": (-1.0, None),
    # For a listing.
    "address_front_page": (-3.5, "listing"),
    "address_of_listing": (-3.5, "listing"),
    "address_of_day": (-4.5, "listing"),
    "address_of_page_number": (-3.5, "listing"),
    "address_query": (-3.5, "listing"),
    "address_of_section": (-2.5, "listing"),
    "headline_other": (-2.0, "listing"),
    "headline_above_entry": (-1.0, "listing"),
    "address_of_folder": (-3.0, "listing"),
    "text_in_entries": (-3.0, "listing"),
    "entries": (-1.0, "listing"),
    "links": (-3.0, "listing"),
    "teasers": (-2.0, "listing"),
    "title_of_listing": (-2.5, "listing"),
    "class_of_archive": (-3.5, "listing"),
    "class_of_listing": (-2.0, "listing"),
    "type_of_listing": (-2.0, "listing"),
    # For a static page.
    "address_static_section": (-3.0, "static_page"),
    "address_static_name": (-2.5, "static_page"),
    "title_static": (-4.0, "static_page"),
    "title_perhaps_static": (-1.5, "static_page"),
    "address_static_title": (-1.5, "static_page"),
    "class_of_page": (-2.5, "static_page"),
    "type_static": (-2.5, "static_page"),
    # For a gallery.
    "title_of_gallery": (-1.5, "gallery"),
}
"""Name -> points and, for those below 0, the page type that the evidence speaks for."""

MIN_FOR_ENTRIES = WEIGHTS["text_in_entries"][0] + WEIGHTS["entries"][0]
"""The points that entries take at most. They are looked for only where that can change the page type."""


def evidence(name: str, share: float = 1.0) -> Evidence:
    """The evidence `name`, scaled by a `share` between 0 and 1."""
    points, reason = WEIGHTS[name]
    return Evidence(name, points * share, reason)
