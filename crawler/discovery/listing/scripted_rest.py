"""Detects lists whose rest only scripts can load: the portal then needs a browser to be read completely."""

from __future__ import annotations

from crawler.discovery.listing.pagination import Pager


class ScriptedRest:
    """What the pages of all listings show; `is_likely` once they are read."""

    def __init__(self) -> None:
        self._cut = False
        self._goes_on = False

    def on_second_page(self, pager: Pager, *, has_new: bool) -> None:
        """Record a second page; one that a load-more button leads to may be missing or repeat the first."""
        self._goes_on = self._goes_on or has_new
        self._cut = self._cut or (pager.is_load_more and not has_new)

    def on_data(self) -> None:
        """Record a first page whose scripts have its entries as data, and that names no next page: they may
        load more on scrolling, or render the button.
        """
        self._cut = True

    @property
    def is_likely(self) -> bool:
        """Whether a list was cut, and no list was read further than its first page."""
        return self._cut and not self._goes_on
