"""Sections of a site by structure: the folders of its articles that pages link to, and their menu siblings.

form | seen on
-----|--------
`<ul class="menu"><li><a href="/kesehatan">`, articles `/kesehatan/12-judul` | Joomla, Drupal, Laravel
`<a href="/pemerintahan" itemprop="genre">` beside each entry | Joomla
`?view=category&id=8`, articles `?view=article&id=151&catid=8` | Joomla without search-engine friendly URLs
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.discovery.listing.entries import structure_of
from crawler.discovery.page.url_patterns import (
    LANGUAGES,
    SCRIPT_WORDS,
    WORDS,
    count_slug_words,
    is_never_article,
)
from crawler.urls.canonical import same_site
from crawler.urls.parsing import join

CATEGORY_NUMBER = re.compile(r"[?&]catid=(\d+)")
CATEGORY_VIEW = re.compile(r"[?&]view=category&(?:[^&]+&){0,4}id=(\d+)")
"""`view=category&id=8` lists the articles with `view=article&id=151&catid=8`."""
MAX_SECTIONS = 40
MAX_LINKS = 5000
MAX_WORDS = 2
"""Words in the name of a section; static pages have longer ones."""
NO_NEWS = SCRIPT_WORDS | {"pengumuman", "announcement", "ppid", "regulasi", "peraturan", "struktur", "visi"}
"""Words in the names of menu items that list other things than articles."""


def folder_of(url: str) -> str:
    """Return the folder of an article as a key; empty for the site's root and for folders of dates.

    In place of a folder, the URL may name the category by its number.
    """
    if (category := CATEGORY_NUMBER.search(url)) is not None:
        return f"catid={category[1]}"
    folder = key_of(url).rpartition("/")[0]
    return folder if "/" in folder and not folder.rpartition("/")[2].isdigit() else ""


def category_key(url: str) -> str:
    """Return what `folder_of` returns for the articles of the category at `url`; empty if unknown."""
    number = CATEGORY_VIEW.search(url)
    return f"catid={number[1]}" if number is not None else ""


def key_of(url: str) -> str:
    """Return a cheap key of a URL without query, equal for some of its variants."""
    plain = url.partition("://")[2].partition("?")[0].removeprefix("www.")
    return plain.replace("/index.php", "", 1).rstrip("/")


def section_links(tree: HtmlElement, url: str, folders: AbstractSet[str]) -> list[str]:
    """Return the sections that the page at `url` links to, given the folders of articles (`folder_of`).

    A section is the folder of an article. Links in the same menu are sections too if they have the same
    depth and a short name: no article of theirs may be on the page.
    """
    if not folders:
        return []
    sections: dict[str, str] = {}
    menus: set[tuple[tuple[str, ...], int]] = set()
    links: list[tuple[str, str, tuple[tuple[str, ...], int]]] = []
    for element in tree.xpath("//a[@href]")[:MAX_LINKS]:
        target = join(url, element.get("href") or "")
        if target is None or not same_site(target, url) or urlsplit(target).query:
            continue
        key = key_of(target)
        place = structure_of(element), key.count("/")
        links.append((target, key, place))
        if key in folders:
            sections.setdefault(key, target)
            if _is_in_list(element):
                menus.add(place)
    for target, key, place in links:
        if place in menus and key not in sections and may_be_section(target):
            sections[key] = target
    return [target for key, target in sections.items() if key != key_of(url)][:MAX_SECTIONS]


def _is_in_list(element: HtmlElement) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == "li"


def may_be_section(url: str) -> bool:
    """Whether a link of a menu may lead to a section, by the words of its last segment."""
    name = urlsplit(url).path.rstrip("/").rpartition("/")[2]
    if name.lower() in LANGUAGES:
        return False
    words = {word.lower() for word in WORDS.findall(name)}
    return 0 < count_slug_words(name) <= MAX_WORDS and words.isdisjoint(NO_NEWS) and not is_never_article(url)
