"""Detects visible spam links: link farms in footers, sidebars and texts."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from crawler.extraction.dom.anchors import link_text, self_and_ancestors, words_of
from crawler.extraction.spam.context import SpamContext
from crawler.extraction.spam.evidence import Evidence
from crawler.extraction.spam.lexicon import is_spam_host, tone
from crawler.urls.hosts import host_of


def find_farms(page: SpamContext) -> Iterator[Evidence]:
    """Return evidence of visible spam links outside of comments."""
    links = [anchor for anchor in page.spam_links if not _in_comments(anchor)]
    if not links:
        return
    loud = [anchor for anchor in links if tone(link_text(anchor)).promo]
    hosts = {host for a in links if is_spam_host(host := host_of(a.get("href") or ""))}
    # One such link is evidence on a public body's site; other sites have partners and advertisers.
    crowd = len(hosts) >= 2 or len({link_text(anchor).lower() for anchor in links}) >= 2
    if (page.indonesian and (loud or crowd)) or (len(loud) >= 2 and len(links) >= 4):
        yield Evidence("link_farm", words_of(links), tuple(links))


def _in_comments(anchor: HtmlElement) -> bool:
    """Return whether an element is within comments: visitors' spam is never part of the body."""
    if "ugc" in (anchor.get("rel") or ""):
        return True
    return any(
        "comment" in f"{around.get('class') or ''} {around.get('id') or ''}".lower()
        for around in self_and_ancestors(anchor)
    )
