"""The links of a page, each resolved once."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from crawler.extraction.dom.class_patterns import HEADINGS
from crawler.extraction.draft import Draft
from crawler.urls.parsing import join, resolve

LONG_LINK = 25
"""Characters of a link's text that make it a headline outside a heading."""

_WORD = re.compile(r"\w+")
_END = re.compile(r"(?:/index\.(?:html?|php\d?))?/*$")


def words_of(text: str | None) -> str:
    """The words of a text in lower case, separated by spaces, to compare headings."""
    return " ".join(_WORD.findall((text or "").lower()))


class PageLinks:
    """Resolves the links of a page, each once."""

    def __init__(self, draft: Draft) -> None:
        self.base = draft.facts.base or draft.page.url
        self.own = _key(draft.page.url)
        stated = join(self.base, draft.facts.canonical or "")
        canonical = _key(stated) if stated is not None else None
        self.canonical = canonical if canonical is not None and canonical[1] else None
        self.document_title = words_of(draft.facts.document_title)
        self._known: dict[str, str | None] = {}
        self._headlines: dict[HtmlElement, str | None] = {}

    def target(self, link: HtmlElement) -> str | None:
        """The path of a link on the site; empty for the page itself, None for other sites.

        The front page and invalid addresses give None.
        """
        href = link.get("href") or ""
        if href not in self._known:
            self._known[href] = self._target(href)
        return self._known[href]

    def headline_target(self, link: HtmlElement) -> str | None:
        """The path of a link whose text is a headline; empty or None for any other link."""
        if link not in self._headlines:
            target = self.target(link) if link.get("href") else None
            self._headlines[link] = target if target and is_headline(link) else None
        return self._headlines[link]

    def _target(self, href: str) -> str | None:
        try:
            key = _key(resolve(self.base, href.strip()))
        except ValueError:
            return None
        if href.startswith("#") or self.own is None or key in (self.own, self.canonical):
            return ""
        if key is None or key[0] != self.own[0] or not (key[1] or key[2]):
            return None
        last = key[1].rpartition("/")[2]
        # A theme that omits the folder: `berita/panen.html` on the page `/berita/panen.html`.
        if last and not key[2] and last == self.own[1].rpartition("/")[2]:
            return ""
        return f"{key[1]}?{key[2]}"


@lru_cache(maxsize=4096)  # the menus of a portal's pages hold the same links
def _key(url: str) -> tuple[str, str, str] | None:
    """Host, path and query of an address, None if invalid."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme not in ("http", "https"):
        return None
    return host.removeprefix("www."), _END.sub("", unquote(parts.path).lower()), parts.query


def plain_text(element: HtmlElement) -> str:
    """The text of an element as it is written."""
    return str(element.text_content())


def is_headline(link: HtmlElement) -> bool:
    """Whether a link is in a heading, holds one, or is as long as one."""
    if len(" ".join(plain_text(link).split())) >= LONG_LINK or next(link.iter(*HEADINGS), None) is not None:
        return True
    parent = link.getparent()
    return parent is not None and (
        parent.tag in HEADINGS or ((above := parent.getparent()) is not None and above.tag in HEADINGS)
    )
