"""Context of the spam checks: facts about a page that several checks need, computed once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block, Body
from crawler.extraction.dom.anchors import link_text
from crawler.extraction.dom.element_index import ElementIndex, build_element_index
from crawler.extraction.spam.evidence import MAX_ELEMENTS
from crawler.extraction.spam.head_metadata import read_head_metadata
from crawler.extraction.spam.lexicon import SILENT, is_spam_host, tone
from crawler.portals import Portal
from crawler.urls.hosts import host_of, origins, owner_of

# Hosts that any page may link to: social networks, app stores, web software vendors.
_EVERYWHERE = re.compile(
    r"(?:^|\.)(?:facebook|fb|twitter|x|instagram|youtube|youtu|whatsapp|wa|t|telegram|tiktok|linkedin|pinterest|line|threads"
    r"|google|goo|googleapis|gstatic|apple|microsoft|wordpress|w|wp|gravatar|blogger|blogspot|joomla|drupal|opensid|addtoany"
    r"|sharethis|github|cloudflare|maps|bit|linktr|shopee|tokopedia|wikipedia|creativecommons|cdn|ampproject)\.[a-z.]{2,6}$"
)
_PUBLIC_BODY = re.compile(r"\.(?:go|ac|sch|mil|desa|ponpes)\.id$|\.(?:gov|edu|mil)(?:\.[a-z]{2})?$")
SAMPLE = 3000
"""Characters of the body whose tone is taken."""


class SpamContext:
    """A page with its located article.

    `unseen` are hidden texts; `spam_links` are visible links to foreign sites whose text or host holds a spam
    word.
    """

    def __init__(
        self,
        tree: HtmlElement,
        url: str,
        body: Body | None,
        title: str | None,
        portal: Portal | None,
        outline: ElementIndex | None,
    ) -> None:
        self.tree = tree
        self.url = url
        self.host = host_of(url)
        self.own = owner_of(self.host)
        self.title = title or ""
        self.body = body
        self.blocks: Sequence[Block] = body.blocks if body else ()
        self.sample = _start_of(self.blocks)
        self.body_tone = tone(self.sample)
        self.names = f"{portal.name} {portal.region or ''}" if portal else ""
        self.indonesian = (
            self.host.endswith(".id") or bool(portal and portal.province) or _is_indonesian(self.sample)
        )
        self.outline = outline or build_element_index(tree, self.host)
        hosts = {host_of(origin) for origin in origins(self.outline.addresses)}
        self.foreign_hosts = {host for host in hosts if host and self.is_foreign(host)}
        self.claims = read_head_metadata(self.outline)
        self.unseen: list[str] = []
        self.spam_links = self._find_spam_links()[:MAX_ELEMENTS] if self.foreign_hosts else []

    def is_foreign(self, host: str) -> bool:
        """Return whether a host has another owner and is neither a public body nor a common target."""
        return not _is_common(host) and owner_of(host) != self.own

    def is_public_body(self) -> bool:
        """Return whether the site belongs to a public body such as an office or a school."""
        return _PUBLIC_BODY.search(self.host) is not None

    def reports(self) -> bool:
        """Return whether the body is a report on the topic, by its words."""
        t = self.body_tone
        return t.report_hits >= 2 and t.report_hits * 2 >= t.promo_hits

    def _find_spam_links(self) -> list[HtmlElement]:
        """Return links to foreign sites whose text or host holds a spam word."""
        hosts = self.foreign_hosts
        if not self.indonesian:  # skip the texts of harmless links
            hosts = {host for host in hosts if is_spam_host(host)}
        if not hosts:
            return []
        links = [
            (anchor, host, link_text(anchor))
            for anchor in self.outline.away
            if (host := host_of(anchor.get("href") or "")) in hosts
        ]
        together = tone("\n".join(words for _, _, words in links))
        brands = any(character.isdigit() for _, _, words in links for character in words)
        heard = together is not SILENT or brands
        return [
            anchor
            for anchor, host, words in links
            if is_spam_host(host) or (heard and words and _is_advertisement(words))
        ]


@lru_cache(maxsize=4096)  # the same on all pages of a portal
def _is_common(host: str) -> bool:
    """Return whether a host is a public body or one that any page may link to."""
    return _PUBLIC_BODY.search(host) is not None or _EVERYWHERE.search(host) is not None


def _is_indonesian(text: str) -> bool:
    """Return whether a text is Indonesian, by function words."""
    return text.count(" yang ") + text.count(" dan ") + text.count(" di ") >= 4


def _start_of(blocks: Iterable[Block]) -> str:
    """Return the first thousands of characters of the body."""
    taken, length = [], 0
    for block in blocks:
        taken.append(block.text)
        length += len(block.text)
        if length > SAMPLE:
            break
    return "\n".join(taken)[:SAMPLE]


def _is_advertisement(words: str) -> bool:
    """Return whether a link's text holds only spam words; a headline about gambling holds more."""
    heard = tone(words)
    return bool(heard.promo) or (bool(heard.topic) and not heard.report_hits and heard.words <= 5)
