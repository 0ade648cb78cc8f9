"""Decides whether a page's text is its own or belongs to entries that link to other pages.

A listing consists of entries: elements with the same markup, each with a headline that links to a page of the
site, and its text or an excerpt. An article's headline is not a link, or links to the page itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Literal

from lxml import etree
from lxml.html import HtmlElement

from crawler.discovery.page.url_patterns import HEADLINE, count_slug_words
from crawler.extraction.dom.class_patterns import HEADINGS, INLINE
from crawler.extraction.draft import Draft
from crawler.extraction.page_type.page_links import LONG_LINK, PageLinks, is_headline, plain_text, words_of

MAX_HEADINGS = 12
"""Headings above the text among which its headline is looked for."""
MAX_LINKS = 30
MAX_MEMBERS = 40
"""Elements of the same make that are compared."""
MAX_LEVELS = 12
MAX_CARD = 500
"""Characters of a card's excerpt."""
CARD_LEVELS = 5
LONG_TEXT = 60
"""Characters of a sentence, which is no headline."""
_MOSTLY = 0.6
_NO_ENTRY = frozenset({"p", "td", "th", "blockquote", "span", "a", *HEADINGS})
"""Elements that hold a text or a link of an entry, never a whole one."""

Leads = Literal["own", "other", "above_entry", "none"]
"""Below which headline the text begins: the page's own, that of an entry, one of an entry below the page's
own, or none."""

_Make = tuple[str, str]
"""Tag and class of an element."""


def headline_above_text(draft: Draft, site: PageLinks) -> Leads:
    """The headline above the text of `draft`. Skips headings of boxes between the two."""
    first = next((block.element for block in draft.printed if block.element is not None), None)
    if first is None:
        return "none"
    title = words_of(draft.title.text)
    entry = _is_in_card(draft, first, site)
    for heading in _headings_above(first):
        text = words_of(plain_text(heading))
        link = _link_of(heading, site)
        target = site.target(link) if link is not None else ""
        if not text or (target is None and link is not None and heading is not draft.title.element):
            continue
        if not target or target is None:
            named = len(text) > 2 and (text == title or text in site.document_title)
            if named or heading is draft.title.element or (link is not None and target == ""):
                return "above_entry" if entry else "own"
        else:
            entry = True
    return "other" if entry else "none"


def _is_in_card(draft: Draft, first: HtmlElement, site: PageLinks) -> bool:
    """Whether the text is the excerpt of a card, below a headline that is a link and perhaps no heading.

    The headline is alone on its line, and the card links to one other page. It is linked a second time, or
    the address repeats its words.
    """
    if sum(len(block.text) for block in draft.printed) > MAX_CARD:
        return False
    card: HtmlElement | None = None
    node: HtmlElement | None = first
    around = set(draft.title.element.iterancestors()) if draft.title.element is not None else set()
    for _ in range(CARD_LEVELS):
        if node is None or node in around or node is draft.title.element or node.tag in ("body", "html"):
            break
        card, node = node, node.getparent()
    target = _leads_to(card, site) if card is not None else None
    if card is None or target is None:
        return False
    links = [link for link in card.iter("a") if link.get("href") and site.target(link) == target]
    headline = next((link for link in links if is_headline(link)), None)
    sentences = (block.element for block in draft.printed if len(block.text) - block.link_chars >= LONG_TEXT)
    text = next((element for element in sentences if element is not None), first)
    if headline is None or not _is_alone(headline) or not _is_before(headline, text, card):
        return False
    words = set(words_of(plain_text(headline)).split())
    return len(links) > 1 or len(words & set(words_of(target).split())) >= HEADLINE


def _is_alone(link: HtmlElement) -> bool:
    """Whether no other text is on the line of a link, except an element with a date or a section."""
    line, words = link, words_of(plain_text(link))
    above = line.getparent()
    while above is not None and above.tag in INLINE and words_of(plain_text(above)) == words:
        line, above = above, above.getparent()
    before, after = line.getprevious(), line.getnext()
    text = before.tail if before is not None else above.text if above is not None else None
    beside = (item for item in (before, after) if item is not None and item.tag in INLINE)
    return not (text or line.tail or "").strip() and all(len(plain_text(item)) < LONG_LINK for item in beside)


def _is_before(link: HtmlElement, text: HtmlElement, card: HtmlElement) -> bool:
    """Whether a link is before the element of a text, or in it."""
    for element in card.iter():
        if element is link:
            return True
        if element is text:
            return link in set(text.iter("a"))
    return False


def _headings_above(element: HtmlElement) -> Iterator[HtmlElement]:
    """The headings before the element in the page, nearest first, itself included."""
    count = 0
    if element.tag in HEADINGS:
        yield element
    node: HtmlElement | None = element
    while node is not None:
        for sibling in node.itersiblings(preceding=True):
            if not isinstance(sibling.tag, str):
                continue
            for heading in reversed(list(sibling.iter(*HEADINGS))):
                yield heading
                count += 1
                if count >= MAX_HEADINGS:
                    return
        node = node.getparent()
        if node is not None and node.tag in HEADINGS:
            yield node


def _link_of(heading: HtmlElement, site: PageLinks) -> HtmlElement | None:
    """The link of a heading: one in it that leads to the page itself or holds most of its text, or one
    around it.
    """
    length = len(words_of(plain_text(heading)))
    held = None
    for link in heading.iter("a"):
        if link.get("href"):
            if site.target(link) == "":
                return link
            if held is None and len(words_of(plain_text(link))) >= _MOSTLY * length:
                held = link
    if held is not None:
        return held
    node = heading.getparent()
    for _ in range(3):
        if node is None:
            return None
        if node.tag == "a" and node.get("href"):
            return node
        node = node.getparent()
    return None


def count_entries(draft: Draft, site: PageLinks) -> int:
    """How many headlines in the body's container link to other pages of the site."""
    if draft.body.container is None:
        return 0
    links = (_link_of(heading, site) for heading in draft.body.container.iter(*HEADINGS))
    return len({target for link in links if link is not None and (target := site.target(link))})


def count_children(draft: Draft, site: PageLinks) -> int:
    """How many pages below the page's own address it links to: `/ekonomi/panen-raya` from `/ekonomi`."""
    if site.own is None or not site.own[1]:
        return 0
    folder = site.own[1] + "/"
    # Most links need no resolving: their text lacks the folder's name.
    name = folder.rpartition("/")[0].rpartition("/")[2]
    children = set()
    for link in draft.page.tree.iter("a"):
        target = site.target(link) if name in (link.get("href") or "").lower() else None
        if (
            target is not None
            and target.startswith(folder)
            and count_slug_words(target[len(folder) :]) >= HEADLINE
        ):
            children.add(target)
    return len(children)


def share_in_entries(draft: Draft, site: PageLinks) -> float:
    """The share of the body in elements with the same markup, each of which links to one page."""
    whole = inside = 0
    entries = _Entries(site)
    for block in draft.printed:
        if block.element is not None:
            whole += len(block.text)
            if entries.hold(block.element):
                inside += len(block.text)
    return inside / whole if whole else 0.0


class _Entries:
    """Which elements of a page are entries. Looks at each parent and each element once."""

    def __init__(self, site: PageLinks) -> None:
        self._site = site
        self._known: dict[HtmlElement, bool] = {}
        self._makes: dict[HtmlElement, dict[_Make, list[HtmlElement]]] = {}
        self._entries: dict[tuple[HtmlElement, _Make], bool] = {}

    def hold(self, element: HtmlElement) -> bool:
        """Whether the element or an ancestor is an entry."""
        path = []
        node: HtmlElement | None = element
        found = False
        while node is not None and node.tag not in ("body", "html"):
            if node in self._known:
                found = self._known[node]
                break
            path.append(node)
            if len(path) <= MAX_LEVELS and self._is_entry(node):
                found = True
                break
            node = node.getparent()
        self._known.update(dict.fromkeys(path, found))
        return found

    def _is_entry(self, node: HtmlElement) -> bool:
        parent = node.getparent()
        if parent is None or node.tag in _NO_ENTRY:
            return False
        make = (str(node.tag), node.get("class") or "")
        if (parent, make) not in self._entries:
            self._entries[parent, make] = self._are_entries(self._members(parent)[make])
        return self._entries[parent, make] and _leads_to(node, self._site) is not None

    def _members(self, parent: HtmlElement) -> dict[_Make, list[HtmlElement]]:
        """The children by their markup, the first `MAX_MEMBERS` of each."""
        if parent not in self._makes:
            members: dict[_Make, list[HtmlElement]] = defaultdict(list)
            for child in parent.iterchildren(tag=etree.Element):
                same = members[str(child.tag), child.get("class") or ""]
                if len(same) < MAX_MEMBERS:
                    same.append(child)
            self._makes[parent] = members
        return self._makes[parent]

    def _are_entries(self, members: list[HtmlElement]) -> bool:
        """Whether elements with the same markup link to one page each, mostly to different ones."""
        if len(members) < 2:
            return False
        targets = [target for child in members if (target := _leads_to(child, self._site)) is not None]
        return len(targets) >= 2 and len(set(targets)) >= _MOSTLY * len(members)


def _leads_to(node: HtmlElement, site: PageLinks) -> str | None:
    """The only page of the site that the headlines of an element link to, None if there are several."""
    found: str | None = None
    for number, link in enumerate(node.iter("a")):
        if number >= MAX_LINKS:
            return None
        target = site.headline_target(link)
        if not target:
            continue
        if found is not None and target != found:
            return None
        found = target
    return found
