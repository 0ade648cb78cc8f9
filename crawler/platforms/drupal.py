"""Drupal 7 and later.

quirk | seen
------|-----
listing pages are `?page=N`, counted from 0: `?page=1` is the second page | stock
`/rss.xml` holds the newest ten | stock
cached pages and feeds answer 304 only when both validators are sent | Drupal 7
`Crawl-delay: 10` in robots.txt; no sitemap unless a module makes one | Drupal 7
the canonical link is relative (`/node/12`), and shortlinks are variants of each article | Drupal 7
the front page lists promoted articles only; the menu links to `/taxonomy/term/N` | stock
`/?q=node/12`, `/?q=taxonomy/term/4`, `/?q=node&page=1` without clean URLs | Drupal 7
articles and static pages share `/node/N`: the class of `<body>` distinguishes them | stock themes
"""

from __future__ import annotations

import re

from crawler.platforms.cms_platform import CmsPlatform, signature

ARTICLE_TYPES = "article|berita|news|blog|story|artikel|press-release|siaran-pers|kegiatan|pengumuman"

NODE_TYPE = r"(?:^|\s)(?:page-)?node-type-+"


DRUPAL = CmsPlatform(
    name="drupal",
    signatures=(
        signature("generator", r"Drupal", 95),
        signature("header", r"^x-(?:generator: Drupal|drupal-)", 95),
        signature("resource", r"/misc/drupal\.js|/core/misc/|/sites/(?:default|all)/(?:files|themes)/", 85),
        signature("link", r"/node/\d+$", 60),
    ),
    sitemaps=("sitemap.xml",),
    feeds=("rss.xml",),
    sure_feeds=1,
    listings=("", "node", "berita", "news"),
    front_is_selection=True,
    menu_category=re.compile(r"/taxonomy/term/\d+/?$"),
    articles=(re.compile(r"/node/\d+/?$"), re.compile(r"/content/[^/?]+/?$")),
    never=(
        re.compile(r"/(?:taxonomy/term|user|comment|filter|search|print|printpdf|printmail|admin|node/add)(?:/|$)"),
        re.compile(r"[?&](?:page|destination|sort_by|order|q=user)="),
    ),
    kinds=(
        (re.compile(rf"{NODE_TYPE}(?:{ARTICLE_TYPES})(?:\s|$)"), "article"),
        (re.compile(rf"{NODE_TYPE}(?:page|webform|halaman|profil|gallery|galeri)(?:\s|$)"), "page"),
        (re.compile(r"(?:^|\s)(?:page-taxonomy|path-taxonomy|path-frontpage)(?:\s|$)"), "listing"),
    ),
)  # fmt: skip
