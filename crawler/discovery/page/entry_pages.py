"""Entry pages: front pages that only link to the real one (language chooser, banner, frame, buttons).

form | seen on
------|-----
`<a href="/id/">Bahasa Indonesia</a><a href="/en/">English</a>` | language choosers
`<a href="/web/">Portal berita</a>` beside a static page | a CMS in a folder
`<frameset><frame src="/main.php">`, `<iframe src="/beranda">` | older sites
`<meta http-equiv="refresh" content="0; /x/">`, `location.href = "/x/"`, `Refresh: 0;url=/x` | forwards
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.discovery.page.homepage import Homepage
from crawler.discovery.page.url_patterns import language_prefix
from crawler.urls.canonical import canonicalize, same_site
from crawler.urls.parsing import join

REFRESH = re.compile(
    r"(?:[\d.]*\s*[;,]?\s*)(?:url\s*=\s*)?(?!url\s*=)(?P<quote>[\"']?)(?P<url>[^\s\"']+)(?P=quote)\s*",
    re.IGNORECASE,
)
"""The content of a refresh: `0; url=/x`, `0;/x`, `0,url=/x`, `5;URL='/x'`."""
NOSCRIPT_REFRESH = re.compile(r"<meta[^>]*refresh[^>]*content\s*=\s*[\"']([^\"'>]+)", re.IGNORECASE)
LOCATION = re.compile(
    r"\blocation(?:\.href)?\s*(?:=|\.(?:replace|assign)\s*\()\s*[\"'](?P<url>[^\"'\s]{1,300})[\"']"
)
MAX_SCRIPT = 20_000
MOST = 3
"""Maximum entry pages to try."""

LIKELY = re.compile(
    r"/(?:id|ind|indonesia|web|www|website|portal|situs|home|beranda|main|utama|depan|site|cms|wp|"
    r"public|index|default)(?:\.(?:html?|php\d?|aspx?|jsp))?/?$",
    re.IGNORECASE,
)
"""Paths of the page behind an entry page."""


def forward_url(site: Homepage) -> str | None:
    """Return the page of the same site to which a page without links forwards: refresh or script."""
    tree = site.tree
    if tree is None or site.links:
        return None
    texts = [site.headers.get("refresh", "")]
    metas = tree.xpath("//meta[translate(@http-equiv, 'REFSH', 'refsh') = 'refresh']/@content")
    inside = [node.text or "" for node in tree.iter("noscript")]  # as text, if the parser does not enter it
    metas += [found[1] for text in inside for found in NOSCRIPT_REFRESH.finditer(text)]
    texts += [str(one) for one in metas]
    targets = [match["url"] for text in texts if (match := REFRESH.fullmatch(text.strip()))]
    for script in tree.iter("script"):
        targets += [match["url"] for match in LOCATION.finditer((script.text or "")[:MAX_SCRIPT])]
    own = canonicalize(site.address)
    for target in targets:
        url = join(site.address, target)
        if url is not None and same_site(url, site.address) and canonicalize(url) != own:
            return url
    return None


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
    return not site.links and has_scripts(site)


def has_scripts(site: Homepage) -> bool:
    """Whether the page loads script files, by an element or by a script: `import("./start.js")`."""
    if site.tree is None:
        return False
    return any(".js" in url for url in site.resources) or any(
        ".js" in (script.text or "")[:MAX_SCRIPT] for script in site.tree.iter("script")
    )
