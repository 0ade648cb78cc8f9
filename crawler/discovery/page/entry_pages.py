"""Front pages that hold the way in and nothing else: a choice of languages, a banner, a frame, some buttons.

shape | seen
------|-----
`<a href="/id/">Bahasa Indonesia</a><a href="/en/">English</a>` | language choosers
`<a href="/web/">Portal berita</a>` beside a static page | a CMS in a folder
`<frameset><frame src="/main.php">`, `<iframe src="/beranda">` | older sites
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.discovery.page.homepage import Homepage
from crawler.discovery.page.url_patterns import language_prefix
from crawler.urls.canonical import canonicalize, same_site
from crawler.urls.parsing import join

MOST = 3
"""Doors that are tried."""

LIKELY = re.compile(
    r"/(?:id|ind|indonesia|web|www|website|portal|situs|home|beranda|main|utama|depan|site|cms|wp|"
    r"public|index|default)(?:\.(?:html?|php\d?|aspx?|jsp))?/?$",
    re.IGNORECASE,
)
"""Paths of the page behind."""


def entry_pages(site: Homepage) -> list[str]:
    """The pages of the same site that may be the real front page, likeliest first, MOST at most."""
    frames = []
    if site.tree is not None:
        sources = site.tree.xpath("//frame/@src | //iframe/@src")
        frames = [target for source in sources[:20] if (target := join(site.address, source))]
    own = canonicalize(site.address)
    found: dict[str, None] = {}
    for url in (*frames, *site.links):
        plain = url.partition("#")[0]
        if (
            not (plain in frames or LIKELY.fullmatch(urlsplit(plain).path))
            or language_prefix(plain) is not None
        ):
            continue
        if same_site(plain, site.address) and canonicalize(plain) != own:
            found[plain] = None
    return [*found][:MOST]


def is_javascript_only(site: Homepage) -> bool:
    """Whether scripts draw the page: they are all that it holds."""
    return site.tree is not None and not site.links and any(".js" in url for url in site.resources)
