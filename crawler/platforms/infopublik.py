"""InfoPublik, the news wire of the national communication ministry, where regional media centers publish.

quirk | seen
------|-----
`/kategori/nusantara/820374/judul`: any tail after the number is the same article | infopublik.id
each category has its own list, `?page=2`; the front page shows a few of each | infopublik.id
galleries share the pattern below `/galeri/` | infopublik.id
the number beside the editor is a view counter | infopublik.id
"""

from __future__ import annotations

import re

from crawler.platforms.cms_platform import CmsPlatform, signature

INFOPUBLIK = CmsPlatform(
    name="infopublik",
    signatures=(signature("address", r"//(?:www\.)?infopublik\.id/", 99),),
    sitemaps=("sitemap.xml",),
    feeds=("rss", "feed"),
    listings=("",),
    by_category=True,
    articles=(re.compile(r"/(?:kategori|read)/[^/]+/\d+(?:/|$)"),),
    never=(re.compile(r"/galeri/|[?&]page="),),
)
