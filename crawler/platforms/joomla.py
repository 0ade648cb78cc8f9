"""Joomla, with and without K2.

quirk | seen
------|-----
listing pages are `?start=10`, `?start=20`: an offset | stock
a feed is its listing with `?format=feed&type=rss`, newest ten only | stock
an article has a URL below several menu entries; its number identifies it | stock
`/component/k2/item/12-judul` and `/berita/item/12-judul` are one item | K2
print, mail and `tmpl=component` views of each article | stock
`itemlist/user/…`, `itemlist/tag/…`, `itemlist/date/…` multiply the listings | K2
the front page lists featured articles only; sections are in the menu | stock
"""

from __future__ import annotations

import re

from crawler.platforms.cms_platform import CmsPlatform, signature

NEVER = (
    re.compile(r"/itemlist/(?:user|tag|date|search)", re.IGNORECASE),
    re.compile(
        r"[?&](?:tmpl=component|print=1|format=|type=|task=|layout=|view=(?:category|categories|form|login))"
    ),
    re.compile(r"/component/(?:users|mailto|search|finder|tags|banners|contact)", re.IGNORECASE),
)


JOOMLA = CmsPlatform(
    name="joomla",
    signatures=(
        signature("generator", r"Joomla", 95),
        signature("resource", r"/media/(?:jui|system/js|vendor/joomla|com_)|/components/com_", 85),
        signature("link", r"[?&]option=com_content", 80),
        signature("feed", r"[?&]format=feed", 75),
    ),
    sitemaps=("sitemap.xml", "index.php?option=com_jmap&view=sitemap&format=xml"),
    feeds=("?format=feed&type=rss", "index.php?format=feed&type=rss"),
    listings=("", "berita", "index.php/berita", "news", "artikel"),
    front_is_selection=True,
    articles=(
        re.compile(r"/\d+-[^/?]+?(?:\.html)?/?(?:\?|$)"),
        re.compile(r"[?&]option=com_content&.*\bview=article&|[?&]view=article&.*\bid=\d+"),
    ),
    never=NEVER,
    kinds=(
        (re.compile(r"(?:^|\s)view-(?:category|featured|categories|archive)(?:\s|$)"), "listing"),
        (re.compile(r"(?:^|\s)com_(?:contact|users|finder|search)(?:\s|$)"), "page"),
    ),
)

JOOMLA_K2 = CmsPlatform(
    name="joomla_k2",
    signatures=(
        signature("resource", r"/com_k2/|/media/k2/", 97),
        signature("link", r"/itemlist/|/component/k2/|option=com_k2", 97),
    ),
    sitemaps=JOOMLA.sitemaps,
    feeds=JOOMLA.feeds,
    listings=("", "berita", "index.php/berita", "index.php/component/k2/itemlist"),
    front_is_selection=True,
    articles=(re.compile(r"/item/\d+-[^/?]+"), re.compile(r"[?&]option=com_k2&.*\bview=item\b")),
    never=NEVER,
    kinds=((re.compile(r"(?:^|\s)itemListView(?:\s|$)|(?:^|\s)view-itemlist(?:\s|$)"), "listing"),),
)
