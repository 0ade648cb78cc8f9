"""An article on several pages, while its pages come in: what is asked for next, and what it all becomes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from lxml.html import HtmlElement

from crawler.discovery.page.further_pages import Further, further_pages
from crawler.items import Page

MISSING = "page_missing"
"""Warning of an article whose further page could not be fetched; the number of that page follows."""


@dataclass(slots=True)
class MultipageArticle:
    """The first page of an article, and what has come of the others. They are asked for one by one."""

    page: Page
    further: Further
    more: list[HtmlElement] = field(default_factory=list)
    whole_refused: bool = False
    missing: int | None = None

    @property
    def wanted(self) -> str | None:
        """The address to ask for next; None when the article is complete, or cannot be completed."""
        if self.missing is not None:
            return None
        if self.further.whole is not None and not self.whole_refused:
            return self.further.whole
        return self.further.numbered.get(len(self.more) + 2)

    def take(self, tree: HtmlElement | None, url: str) -> None:
        """The answer to what was `wanted`: a tree that came from `url`, or None where it could not be had."""
        if self.further.whole is not None and not self.whole_refused:
            if tree is None:
                self.whole_refused = True
            else:
                self.page = replace(self.page, tree=tree)
                self.further = Further(None, {})
            return
        number = len(self.more) + 2
        if tree is None:
            self.missing = number
        elif url == self.page.url:
            self.further.numbered.clear()  # sent back to the first page: there are no more
        else:
            self.more.append(tree)
            named = further_pages(tree, self.page.url)
            if named is not None:
                self.further.numbered.update(named.numbered)

    def joined(self) -> Page:
        """The article with all pages that came; with a warning where one is missing."""
        warnings = (f"{MISSING}:{self.missing}",) if self.missing is not None else ()
        return replace(self.page, more=tuple(self.more), warnings=warnings)
