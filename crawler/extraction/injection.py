"""Spam that was injected into a portal's page: hidden blocks, link farms, hacked titles, cloaked pages.

A page is suspected on evidence that a person can check, never on a topic: portals report on gambling every
day. The page's strings are read first (addresses of links, title, body); elements are looked at only where
a string gave cause.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, cast

from lxml import etree
from lxml.html import HtmlElement

from crawler.extraction.blocks import Block, Body
from crawler.extraction.characters import clean
from crawler.extraction.english_sales import sells_in_english
from crawler.extraction.evidence import MAX_ELEMENTS, MAX_PIECES, Evidence
from crawler.extraction.foreign import foreign_language, foreign_share
from crawler.extraction.hiding import hidden_by_sheets, hides, is_ground_coloured, is_out_of_sight
from crawler.extraction.links_out import cut, host_of, origins, said, site_of, upwards, words_of
from crawler.extraction.outline import Outline, read_outline
from crawler.extraction.spam_words import SILENT, Tone, is_spam_host, tone
from crawler.extraction.time_budget import check_time
from crawler.portals import Portal

# Steps along attributes: libxml2 takes twice as long over a predicate on every element.
_STYLED = etree.XPath("descendant::*/@style/.. | descendant::*/@hidden/..")
_NAMED = etree.XPath(
    "descendant::*/@*[name()='style' or name()='hidden' or name()='class' or name()='id']/.."
)
_ANCHORS = etree.XPath("descendant::a[contains(@href, '//')]")
# Hosts that pages of every kind link to: social networks, shops for apps, makers of web software.
_EVERYWHERE = re.compile(
    r"(?:^|\.)(?:facebook|fb|twitter|x|instagram|youtube|youtu|whatsapp|wa|t|telegram|tiktok|linkedin|pinterest|line|threads"
    r"|google|goo|googleapis|gstatic|apple|microsoft|wordpress|w|wp|gravatar|blogger|blogspot|joomla|drupal|opensid|addtoany"
    r"|sharethis|github|cloudflare|maps|bit|linktr|shopee|tokopedia|wikipedia|creativecommons|cdn|ampproject)\.[a-z.]{2,6}$"
)
_PUBLIC_BODY = re.compile(r"\.(?:go|ac|sch|mil|desa|ponpes)\.id$|\.(?:gov|edu|mil)(?:\.[a-z]{2})?$")
_DEFACED = re.compile(r"^\W*(?:hacked|owned|pwned|defaced|stamped|touched|rooted)\s+by\b", re.I | re.M)
_TITLE_PARTS = re.compile(r"\s+[-–—|»•·]+\s+|\s*[|»•]\s*")
_JUMP = re.compile(r"location(?:\.href|\.replace|\.assign)?\s*(?:=|\()\s*[\"'](https?:)?//([^\"'/?#]+)", re.I)
_QUOTED = re.compile(r"[“\"][^“”\"]{1,300}[”\"]")
_ENGINE = re.compile(r"google|bing|yahoo|yandex|search", re.I)
_VISITOR = re.compile(r"android|iphone|mobile|bot\b|crawl|spider", re.I)
_TARGET = re.compile(r"url\s*=\s*[\"']?\s*(?:https?:)?//([^\"'/?#\s;]+)", re.I)
_FULL_SCREEN = re.compile(r"position\s*:\s*fixed")
_LANGUAGE_TREE = re.compile(
    r"/(?:en|zh|zh-[a-z]{2,4}|cn|ja|jp|ko|kr|ar|fr|de|es|pt|ru|nl|th|vi|tr|it|pl|fa|hi)(?:/|$)|[?&](?:lang|language|locale|hl)="
)

_MANY_HOSTS = 5


_SAMPLE = 3000  # characters of the body whose tone is taken


def find_injection(
    tree: HtmlElement,
    url: str,
    *,
    body: Body | None = None,
    title: str | None = None,
    portal: Portal | None = None,
    outline: Outline | None = None,
) -> list[Evidence]:
    """The evidence of spam on the page at `url`, in a fixed order; empty for a page without suspicion.

    `body` and `title` are what was located on the page, `outline` its outline, where it is known already.
    Foreign-language pages are suspected only on Indonesian portals (`portal` with a province,
    or a host under .id) and outside language trees.
    """
    page = _Page(tree, url, body, title, portal, outline)
    found = [*page.hidden(), *page.farms(), *page.titles(), *page.cloaks(), *page.text()]
    return list(dict.fromkeys(found))


class _Page:
    """One page under suspicion; what several checks need is worked out once."""

    def __init__(
        self,
        tree: HtmlElement,
        url: str,
        body: Body | None,
        title: str | None,
        portal: Portal | None,
        outline: Outline | None,
    ) -> None:
        self.tree = tree
        self.url = url
        self.host = host_of(url)
        self.own = site_of(self.host)
        self.title = title or ""
        self.body = body
        self.blocks: Sequence[Block] = body.blocks if body else ()
        self.sample = _start_of(self.blocks)
        self.body_tone = tone(self.sample)
        self.names = f"{portal.name} {portal.region or ''}" if portal else ""
        self.indonesian = (
            self.host.endswith(".id") or bool(portal and portal.province) or _is_indonesian(self.sample)
        )
        self.outline = outline or read_outline(tree, self.host)
        addresses = (link.get("href") or "" for link in self.outline.away)
        hosts = {host_of(origin) for origin in origins(addresses)}
        self.foreign_hosts = {host for host in hosts if host and self._is_foreign(host)}
        self.head = _read_head(self.outline)
        self.unseen: list[str] = []  # texts that are hidden, as far as they were found
        self.spam_links = self._spam_links()[:MAX_ELEMENTS] if self.foreign_hosts else []

    def _is_foreign(self, host: str) -> bool:
        return site_of(host) != self.own and not _PUBLIC_BODY.search(host) and not _EVERYWHERE.search(host)

    def _reports(self) -> bool:
        """Whether the body is a report: it speaks of the topic as officials and press do."""
        t = self.body_tone
        return t.report_hits >= 2 and t.report_hits * 2 >= t.promo_hits

    def _spam_links(self) -> list[HtmlElement]:
        """Links to other people's sites whose words or host are those of the trade."""
        hosts = self.foreign_hosts
        if not self.indonesian:  # what links elsewhere say is nobody's business here, so it is not read
            hosts = {host for host in hosts if is_spam_host(host)}
        if not hosts:
            return []
        links = [
            (anchor, host, said(anchor))
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

    # -- hidden blocks ---------------------------------------------------------------------------

    def hidden(self) -> Iterator[Evidence]:
        sheet = frozenset[str]()
        if self.spam_links or self.body_tone.promo:
            sheet = hidden_by_sheets(self.tree)
        out = [anchor for anchor in self.spam_links if _hidden_around(anchor, sheet)]
        if out:
            self.spam_links = [anchor for anchor in self.spam_links if anchor not in set(out)]
            yield Evidence("hidden_links", words_of(out), tuple(out))
        for element in self._hidden_elements(sheet):
            check_time()
            text = " ".join("".join(element.itertext()).split())
            heard = tone(text[:_SAMPLE])
            if len(heard.promo) >= 3 and heard.report_hits < len(heard.promo):
                self.unseen.append(clean(text))
                yield Evidence("hidden_text", cut(text), (element,))
            elif not out and (hosts := self._crowd(element)):
                yield Evidence(
                    "hidden_links", cut(f"{len(hosts)} hosts: {', '.join(sorted(hosts))}"), (element,)
                )

    def _hidden_elements(self, sheet: frozenset[str]) -> Iterator[HtmlElement]:
        """Outermost elements that are out of sight or have the colour of their ground, and hold text."""
        crowd = len(self.foreign_hosts) >= _MANY_HOSTS
        coloured = bool(self.body_tone.promo)
        # Words that nobody sees matter where they can reach the body; elsewhere links must give cause.
        place: HtmlElement | None = self.body.container if self.body is not None else None
        styled: list[HtmlElement] = []
        if coloured or self.spam_links:
            place = self.tree
        elif crowd:
            styled = self._styled_around_links()
        if place is not None:
            styled += cast("list[HtmlElement]", (_NAMED if sheet else _STYLED)(place))
        covered: set[HtmlElement] = set()
        for element in styled:
            style = element.get("style")
            telling = style is not None and (hides(style) or (coloured and "color" in style.lower()))
            if not (sheet or telling or element.get("hidden") is not None) or element in covered:
                continue
            if is_out_of_sight(element, sheet) or (
                "color" in (style or "").lower() and is_ground_coloured(element)
            ):
                covered.update(element.iter())
                if len(element) or element.text or crowd:
                    yield element

    def _styled_around_links(self) -> list[HtmlElement]:
        """The elements around links to other people's sites that have a style, the outer before the inner."""
        seen: set[HtmlElement] = set()
        styled: list[HtmlElement] = []
        for anchor in self.outline.away:
            if host_of(anchor.get("href") or "") not in self.foreign_hosts:
                continue
            check_time()
            path: list[HtmlElement] = []
            for around in upwards(anchor):
                if around in seen:
                    break
                seen.add(around)
                if around.get("style") is not None or around.get("hidden") is not None:
                    path.append(around)
            styled += reversed(path)
        return styled

    def _crowd(self, element: HtmlElement) -> set[str]:
        """Many unrelated hosts in one element that is moved away; menus and pop-ups are merely not shown."""
        if not self.foreign_hosts or "none" in (element.get("style") or "none").lower():
            return set()
        hosts = {host_of(a.get("href") or "") for a in cast("list[HtmlElement]", _ANCHORS(element))}
        hosts &= self.foreign_hosts
        return hosts if len({site_of(host) for host in hosts}) >= _MANY_HOSTS else set()

    # -- visible links ---------------------------------------------------------------------------

    def farms(self) -> Iterator[Evidence]:
        links = [anchor for anchor in self.spam_links if not _in_comments(anchor)]
        if not links:
            return
        loud = [anchor for anchor in links if tone(said(anchor)).promo]
        hosts = {host for a in links if is_spam_host(host := host_of(a.get("href") or ""))}
        # On a portal one such link is one too many; elsewhere partners and advertisers are to be expected.
        crowd = len(hosts) >= 2 or len({said(anchor).lower() for anchor in links}) >= 2
        if (self.indonesian and (loud or crowd)) or (len(loud) >= 2 and len(links) >= 4):
            yield Evidence("link_farm", words_of(links), tuple(links))

    # -- titles ----------------------------------------------------------------------------------

    def titles(self) -> Iterator[Evidence]:
        together = "\n".join([self.title, *self.head.titles, *self.head.claims])
        if tone(together) is SILENT and not foreign_share(together) and not _DEFACED.search(together):
            return
        for claim in dict.fromkeys([*self.head.titles, self.title]):
            if claim and self._is_hacked(" ".join(claim.split())[:600]):
                yield Evidence("hacked_title", cut(claim))
                return
        for claim in self.head.claims:
            if self._is_hacked(" ".join(claim.split())[:600]):
                yield Evidence("hacked_title", cut(claim))
                return

    def _is_hacked(self, claim: str) -> bool:
        if _DEFACED.match(claim):
            return self.body_tone.report_hits < 2 or len(self.sample) < 300
        if self.indonesian and self._speaks_indonesian() and foreign_share(claim) > 0.4:
            return True
        for part in {claim, *_TITLE_PARTS.split(claim)}:
            heard = tone(part)
            if heard is SILENT or (heard.report_hits and len(heard.promo) < 4) or not heard.promo:
                continue
            if self._reports() and self.body_tone.topic_hits:
                continue
            if len(heard.promo) >= 2 or (
                heard.promo_hits and not self.body_tone.topic_hits and heard.topic_hits >= 1
            ):
                return True
        return False

    def _speaks_indonesian(self) -> bool:
        return foreign_share(self.sample) < 0.2

    # -- pages that send visitors elsewhere ------------------------------------------------------

    def cloaks(self) -> Iterator[Evidence]:
        for name, link in sorted(self.head.links):
            host = host_of(link)
            telling = is_spam_host(host) or (name == "amphtml" and self.indonesian)
            if host and telling and self._is_foreign(host):
                yield Evidence("cloaked", cut(f"{name} {host}"))
        for content in self.head.refreshes:
            target = _TARGET.search(content)
            if target and self._is_foreign(target.group(1).lower()) and is_spam_host(target.group(1).lower()):
                yield Evidence("cloaked", cut(f"refresh {target.group(1)}"))
        for frame in self.outline.frames:
            host = host_of(frame.get("src") or "")
            covers = _FULL_SCREEN.search((frame.get("style") or "").lower()) is not None
            if self._is_foreign(host) and is_spam_host(host) and (covers or self.indonesian):
                yield Evidence("cloaked", cut(f"frame {host}"), (frame,))
        for program in self.outline.scripts if self.indonesian else ():
            script = program.text
            jump = _JUMP.search(script) if script and "location" in script else None
            if not script or not jump or not self._is_foreign(host := jump.group(2).lower()):
                continue
            by_origin = "document.referrer" in script and _ENGINE.search(script)
            by_visitor = "userAgent" in script and _VISITOR.search(script)
            if by_origin or by_visitor or is_spam_host(host):
                yield Evidence("cloaked", cut(f"redirect {host}"))

    # -- the text itself -------------------------------------------------------------------------

    def text(self) -> Iterator[Evidence]:
        if self.body_tone.promo or self.body_tone.topic:
            paragraphs = self._advertising_paragraphs()
            for block in paragraphs:
                yield Evidence(
                    "injected_text", cut(block.text), (block.element,) if block.element is not None else ()
                )
            if not paragraphs:
                heard = tone(f"{self.title}\n{self.sample}")
                if self._sells(heard) and self._sells_throughout():
                    yield Evidence("injected_text", cut(", ".join(heard.promo or heard.topic)))
        if self.indonesian and not _LANGUAGE_TREE.search(self.url.lower()):
            language = foreign_language(self.sample or self.title)
            if language:
                yield Evidence("foreign_language", language)
            elif _PUBLIC_BODY.search(self.host) and (sold := sells_in_english(self.sample, self.names)):
                yield Evidence("foreign_language", cut(f"en: {sold}"))

    def _advertising_paragraphs(self) -> list[Block]:
        """Paragraphs that sell, in an article that otherwise speaks of something else."""
        heard = {number: tone(_unquoted(self._seen(block.text))) for number, block in enumerate(self.blocks)}
        selling = [n for n, t in heard.items() if len(t.promo) >= 3 and t.report_hits < 2]
        others = sum(t.topic_hits for n, t in heard.items() if n not in selling)
        if not others and not tone(self.title).topic_hits and len(selling) < len(heard):
            return [self.blocks[n] for n in selling]
        return []

    def _seen(self, text: str) -> str:
        """What of a paragraph is not hidden."""
        for piece in self.unseen[:MAX_PIECES]:
            text = text.replace(piece, "")
        return text

    def _sells_throughout(self) -> bool:
        """Whether the trade or its topic is heard in most of several paragraphs: a report lists it in one."""
        heard = [tone(_unquoted(block.text)) is not SILENT for block in self.blocks]
        return len(heard) < 3 or sum(heard) * 3 >= len(heard) * 2

    def _sells(self, heard: Tone) -> bool:
        """Whether the whole text is an advertisement: crowded with the trade, no voice of a report."""
        if heard.words == 0:
            return bool(heard.promo)
        hits = heard.topic_hits + heard.promo_hits
        rate = 100 * heard.promo_hits / heard.words
        if len(heard.promo) >= 4 and rate >= 2 and heard.report_hits * 2 <= heard.promo_hits:
            return True
        if not self.indonesian or heard.report_hits * 4 > hits:
            return False
        crowded = len({*heard.topic, *heard.promo}) >= 3 and 100 * hits >= 5 * heard.words
        return crowded or (len(heard.promo) >= 2 and rate >= 5)


_CLAIMS = frozenset(
    {
        "og:title",
        "twitter:title",
        "description",
        "og:description",
        "keywords",
        "og:site_name",
        "news_keywords",
    }
)


class _Head(NamedTuple):
    """What the page's head says in `title`, `meta` and `link`, in order."""

    titles: list[str]
    claims: list[str]
    """Titles, descriptions and names of the site."""
    links: list[tuple[str, str]]
    """`amphtml` and `canonical` with their addresses."""
    refreshes: list[str]


def _read_head(outline: Outline) -> _Head:
    # An inline drawing has titles too.
    titles = [text for item in outline.titles if (text := item.text) and _is_in_head(item)]
    head = _Head(titles, [], [], [])
    for link in outline.links:
        rel = link.get("rel")
        if rel == "amphtml" or rel == "canonical":
            head.links.append((rel, link.get("href") or ""))
    for meta in outline.metas:
        get = meta.get
        if (get("property") or get("name") or "").lower() in _CLAIMS:
            head.claims.append(get("content") or "")
        elif (get("http-equiv") or "").lower() == "refresh":
            head.refreshes.append(get("content") or "")
    return head


def _is_in_head(element: HtmlElement) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == "head"


def _is_indonesian(text: str) -> bool:
    """Whether a text is written in Indonesian, by words that every paragraph needs."""
    return text.count(" yang ") + text.count(" dan ") + text.count(" di ") >= 4


def _start_of(blocks: Iterable[Block]) -> str:
    """The first some thousand characters of the body."""
    taken, length = [], 0
    for block in blocks:
        taken.append(block.text)
        length += len(block.text)
        if length > _SAMPLE:
            break
    return "\n".join(taken)[:_SAMPLE]


def _unquoted(text: str) -> str:
    """The text without what it quotes: who quotes an advertisement reports on it."""
    return _QUOTED.sub(" ", text)


def _is_advertisement(words: str) -> bool:
    """Whether a link says nothing but the trade; a headline about gambling says more."""
    heard = tone(words)
    return bool(heard.promo) or (bool(heard.topic) and not heard.report_hits and heard.words <= 5)


def _hidden_around(anchor: HtmlElement, sheet: frozenset[str]) -> bool:
    return is_ground_coloured(anchor) or any(is_out_of_sight(around, sheet) for around in upwards(anchor))


def _in_comments(anchor: HtmlElement) -> bool:
    """Spam of visitors below an article is not the portal's, and never part of the body."""
    if "ugc" in (anchor.get("rel") or ""):
        return True
    return any(
        "comment" in f"{around.get('class') or ''} {around.get('id') or ''}".lower()
        for around in upwards(anchor)
    )
