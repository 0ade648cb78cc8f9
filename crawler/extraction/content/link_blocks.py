"""Removes blocks that are links to other articles, judged by their share of link text, not by words."""

from __future__ import annotations

from collections.abc import Container
from itertools import islice

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block, Body, Removed
from crawler.extraction.boilerplate.phrases import RELATED_LINE, ends_sentence
from crawler.extraction.dom.class_patterns import INLINE
from crawler.extraction.dom.text import is_longer
from crawler.urls.hosts import host_of, owner_of

_LINK_SHARE = 0.8
_LIST_SHARE = 0.5
_LONGEST = 300
_SENTENCE = 50
_MAX_LABEL_LENGTH = 60
_HEADLINE = 20
_ROW = 3
_AROUND = 4
_EMBEDDED = frozenset({"object", "embed", "iframe"})
_BOXES = frozenset({"div", "aside", "section", "blockquote", "article"})


def drop_link_blocks(body: Body, host: str = "") -> None:
    """Remove paragraphs, headings and list items that are entirely links, and the labels above them.

    A list within the text, or a row of paragraphs, whose links lead to sites other than `host` belongs to the
    article.
    """
    kept: list[Block] = []
    lists = _link_lists(body.blocks)
    rows = lists | _rows_of_links(body.blocks)
    own = _listed_sites(body.blocks, rows, _name_of(host)) if host and rows else frozenset()
    card: HtmlElement | None = None
    longest = min(_LONGEST, body.length // 3)
    for index, block in enumerate(body.blocks):
        if index in own or (index not in lists and not _is_link(block, _LINK_SHARE)):
            if _is_within(block, card):
                body.removed.append(Removed(block.text, "teaser of another article"))
            else:
                kept.append(block)
            continue
        card = _card_of(block, body.container, longest)
        while kept and _is_within(kept[-1], card):
            body.removed.append(Removed(kept.pop().text, "teaser of another article"))
        while kept and _is_label(kept[-1]) and block.kind != "heading" and not RELATED_LINE.match(block.text):
            body.removed.append(Removed(kept.pop().text, "label of links"))
        body.removed.append(Removed(block.text, "link to another article"))
    while kept and kept[-1].kind == "heading" and not (kept[-1].pictured or _is_sentence(kept[-1])):
        body.removed.append(Removed(kept.pop().text, "heading without text"))
    body.blocks = kept


def drop_label_at_end(body: Body, skipped: Container[HtmlElement]) -> None:
    """Remove a last line that is the label of an embedded file, or of cards among the `skipped` elements."""
    if len(body.blocks) < 2 or not _is_label(body.blocks[-1]):
        return
    line: HtmlElement | None = body.blocks[-1].element
    while line is not None and line is not body.container:
        following = line.getnext()
        while following is not None and following.tag == "br" and not (following.tail or "").strip():
            following = following.getnext()
        if following is not None:
            if following in skipped or following.tag in _EMBEDDED:
                body.removed.append(Removed(body.blocks.pop().text, "label of links"))
            return
        line = line.getparent() if line.tag in INLINE else None


def _card_of(block: Block, container: HtmlElement | None, longest: int) -> HtmlElement | None:
    """The box around a linked headline, of at most `longest` characters: it may hold the beginning of that
    article, too.
    """
    if block.element is None or len(block.text) < _HEADLINE:
        return None
    for above in islice(block.element.iterancestors(), _AROUND):
        if above is container:
            break
        if above.tag in _BOXES and above.get("class") and above.find(".//img") is not None:
            return None if is_longer(above, longest) else above
    return None


def _is_within(block: Block, card: HtmlElement | None) -> bool:
    return card is not None and block.element is not None and card in block.element.iterancestors()


def _link_lists(blocks: list[Block]) -> set[int]:
    """The indices of list items in lists in which every item is mostly a link."""
    found: set[int] = set()
    group: list[int] = []
    for index in range(len(blocks) + 1):
        if index < len(blocks) and blocks[index].kind == "list_item":
            group.append(index)
            continue
        if group and all(_is_link(blocks[item], _LIST_SHARE) for item in group):
            found.update(group)
        group = []
    return found


def _rows_of_links(blocks: list[Block]) -> set[int]:
    """The indices of paragraphs that are links, in rows of several."""
    found: set[int] = set()
    group: list[int] = []
    for index in range(len(blocks) + 1):
        if (
            index < len(blocks)
            and blocks[index].link_chars
            and blocks[index].kind == "paragraph"
            and _is_link(blocks[index], _LINK_SHARE)
        ):
            group.append(index)
            continue
        if len(group) >= _ROW:
            found.update(group)
        group = []
    return found


def _listed_sites(blocks: list[Block], lists: set[int], owner: str) -> frozenset[int]:
    """Lists of links that lead to sites other than `owner` and are between sentences."""
    found: set[int] = set()
    group: list[int] = []
    for index in range(len(blocks) + 1):
        if index in lists:
            group.append(index)
            continue
        if len(group) > 1:
            before = blocks[: group[0]]
            stands_within = bool(before) and (
                before[-1].text.endswith(":") or any(map(_is_sentence, blocks[index:]))
            )
            if (
                stands_within
                and _is_sentence(before[-1])
                and all(_leads_away(blocks[i], owner) for i in group)
            ):
                found.update(group)
        group = []
    return frozenset(found)


def _is_sentence(block: Block) -> bool:
    return len(block.text) >= _SENTENCE and (ends_sentence(block.text) or block.text.endswith(":"))


def _leads_away(block: Block, owner: str) -> bool:
    """Whether all links of a block lead to other sites."""
    element = block.element
    while element is not None and element.tag in INLINE:
        if element.tag == "a":
            break
        element = element.getparent()
    if element is None:
        return False
    hosts = [host_of(link.get("href") or "") for link in element.iter("a")]
    return bool(hosts) and all(host and _name_of(host) != owner for host in hosts)


def _name_of(host: str) -> str:
    """The name of a site, equal for its domains (`bbc.com`, `bbc.co.uk`)."""
    return owner_of(host).partition(".")[0]


def is_link_block(block: Block) -> bool:
    """Whether a block is entirely a link."""
    return _is_link(block, _LINK_SHARE)


def _is_link(block: Block, share: float) -> bool:
    length = len(block.text)
    if length >= _SENTENCE and block.kind == "paragraph" and block.text[-1] == "." and block.text[-2] != ".":
        return False  # a linked sentence of the text: headlines have no full stop
    return block.kind != "row" and 0 < length < _LONGEST and block.link_chars >= length * share


def _is_label(block: Block) -> bool:
    """Whether a block is a short line that introduces the content below it.

    A filled label (`Editor: Sekar`) introduces nothing.
    """
    text = block.text
    if len(text) > _MAX_LABEL_LENGTH or block.kind not in ("heading", "paragraph"):
        return False
    if block.kind == "heading":
        return True
    return not ends_sentence(text) and not text.partition(":")[2].strip()
