"""Entry pages: front pages that only link to the real one (language chooser, banner, frame, buttons).

form | seen on
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
"""Maximum entry pages to try."""

LIKELY = re.compile(
    r"/(?:id|ind|indonesia|web|www|website|portal|situs|home|beranda|main|utama|depan|site|cms|wp|"
    r"public|index|default)(?:\.(?:html?|php\d?|aspx?|jsp))?/?$",
    re.IGNORECASE,
)
"""Paths of the page behind an entry page."""


def entry_pages(site: Homepage) -> list[str]:
    """Return the pages of the same site that may be the real front page, likeliest first, at most MOST."""
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
    """Whether the page has no content but scripts."""
    return site.tree is not None and not site.links and any(".js" in url for url in site.resources)
