"""The meaning of an icon beside a text: a person, a folder, a label, a calendar.

Icon fonts carry it in their class (`fa fa-user`, `bi bi-person`) or their text (`person`), SVG icons in the
name of a symbol (`<use href="#icon-user">`), the title or the label; an emoji is one by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Literal

from lxml.html import HtmlElement

from crawler.extraction.dom.text import text_of

Icon = Literal["person", "section", "tag", "other"]

_ICON_TAGS = frozenset({"i", "svg", "img", "span", "em", "ion-icon", "iconify-icon"})
_IS_ICON = re.compile(
    r"(?:^|[\s_-])(?:fa[srlb]?|bi|ti|bx|la[srb]?|ri|mdi|uil|icon|icons|icofont|glyphicon|material|feather|lucide"
    r"|ion|flaticon|dashicons|zmdi|fi|pe-7s|lni|iconoir|ph)(?:$|[\s_-])|icon",
    re.I,
)
_PERSON = re.compile(
    r"(?:^|[\s_:#./-])(?:users?|person|people|author|account|profile|pencil|pen|edit|create|writer|penulis|user-\w+)"
    r"(?:$|[\s_./-]|\d|outline|circle)",
    re.I,
)
_SECTION = re.compile(
    r"(?:^|[\s_:#./-])(?:folder|category|kategori|book-?mark|archive|grid|list|th-list|layers)(?:$|[\s_./-])",
    re.I,
)
_TAG = re.compile(r"(?:^|[\s_:#./-])(?:tags?|labels?|hash|hashtag|hashes)(?:$|[\s_./-])", re.I)
_LIGATURE = re.compile(r"[a-z]+(?:_[a-z]+)*")
_PERSON_WORDS = frozenset(
    {"person", "account", "people", "face", "edit", "create", "identity", "badge", "pen"}
)
_SECTION_WORDS = frozenset({"folder", "category", "bookmark", "bookmarks"})
_TAG_WORDS = frozenset({"label", "tag", "sell", "offer", "loyalty", "tags"})
"""Parts of the names that icon fonts print as text."""
_EMOJI: dict[str, Icon] = {
    **dict.fromkeys("👤👥👨👩🧑👮✍🖊🖋🙍🙎", "person"),
    **dict.fromkeys("📁📂🗂", "section"),
    **dict.fromkeys("🏷", "tag"),
    **dict.fromkeys("📅📆🗓🕒🕐🕑🕓🕔🕕🕖🕗🕘🕙🕚🕛⏰⏱⏲⌚👁👀💬📍📌📰📢🔥", "other"),
}
_EMOJI_TAIL = "\ufe0f\u200d\u2640\u2642"
_FIRST_EMOJI = 0x1F000
_MAX_LEAD = 200


def icon_of(element: HtmlElement) -> Icon | None:
    """The meaning of an icon element; None for any other element."""
    if element.tag not in _ICON_TAGS or len(element) > 4:
        return None
    text = (element.text or "").strip()
    if text and text[0] in _EMOJI and not emoji_lead(text)[1]:
        return _EMOJI[text[0]]
    if element.tag in ("span", "em") and not element.get("class"):
        return None
    drawn = element.get("data-feather") or element.get("data-lucide")
    names = f"{element.get('class') or ''} {f'icon {drawn}' if drawn else ''}"
    names += f" {element.get('data-icon') or ''} {element.get('icon') or ''} {element.get('name') or ''}"
    if element.tag == "svg":
        names += " icon " + " ".join(_names_of_drawing(element))
    elif element.tag in ("ion-icon", "iconify-icon"):
        names += " icon"
    elif element.tag == "img":
        names = f" icon {element.get('src') or ''} {element.get('alt') or ''}" if _is_small(element) else ""
    elif text:
        # Material icons: the text is the icon's name.
        return _ligature(text) if _IS_ICON.search(names) and _LIGATURE.fullmatch(text) else None
    return _named(names[:300])


def _is_small(image: HtmlElement) -> bool:
    return "icon" in (image.get("src") or "").lower() or (image.get("width") or "999").rstrip("px") in {
        "12", "14", "16", "18", "20", "24", "32",
    }  # fmt: skip


def _names_of_drawing(svg: HtmlElement) -> list[str]:
    names = [svg.get("aria-label") or "", svg.get("title") or ""]
    for child in svg.iterchildren():
        if isinstance(child.tag, str):
            names += [
                child.get("href") or "",
                child.get("{http://www.w3.org/1999/xlink}href") or "",
                child.get("xlink:href") or "",
            ]
            if child.tag == "title":
                names.append(child.text or "")
    return names


@lru_cache(maxsize=1024)
def _named(names: str) -> Icon | None:
    if _IS_ICON.search(names) is None:
        return None
    if _PERSON.search(names):
        return "person"
    if _SECTION.search(names):
        return "section"
    return "tag" if _TAG.search(names) else "other"


def _ligature(word: str) -> Icon:
    parts = word.split("_")
    if not _PERSON_WORDS.isdisjoint(parts):
        return "person"
    if not _SECTION_WORDS.isdisjoint(parts):
        return "section"
    return "other" if _TAG_WORDS.isdisjoint(parts) else "tag"


def emoji_lead(text: str) -> tuple[Icon | None, str]:
    """The meaning of the emoji that a text begins with, and the text behind it: `👤 Dinsos`."""
    icon = _EMOJI.get(text[:1])
    if icon is None:
        return None, text
    rest = text[1:_MAX_LEAD]
    while rest and (
        rest[0] in _EMOJI_TAIL or "\U0001f3fb" <= rest[0] <= "\U0001f3ff" or ord(rest[0]) > 0x1F000
    ):
        rest = rest[1:]
    return icon, rest.strip()


def is_ligature(element: HtmlElement) -> bool:
    """Whether an element prints an icon by its name: `<span class="material-icons">event</span>`."""
    named = element.get("class")
    return named is not None and "material-" in named and _LIGATURE.fullmatch(element.text or "") is not None


def text_behind(icon: HtmlElement) -> str:
    """The text after an icon: in the icon's parent, or in the next element."""
    tail = (icon.tail or "").strip()
    if tail:
        return tail
    following = icon.getnext()
    while following is not None and not isinstance(following.tag, str):
        following = following.getnext()
    if following is None:
        parent = icon.getparent()
        # `<span><i class=icon></i></span> name`: the icon has its own wrapper element.
        if (
            parent is not None
            and parent.tag in ("span", "div", "p")
            and len(parent) == 1
            and not (parent.text or "").strip()
        ):
            tail = (parent.tail or "").strip()
            following = parent.getnext()
        if tail or following is None or not isinstance(following.tag, str):
            return tail
    if icon_of(following) is not None:
        return ""
    return text_of(following, 200).strip()


def text_behind_first_icon(element: HtmlElement) -> str:
    """The text of an element that begins with an icon: `<h3><svg/> Tags</h3>`."""
    first = element[0] if len(element) else None
    return (first.tail or "").strip() if first is not None and icon_of(first) is not None else ""


def elements_behind(icon: HtmlElement, limit: int) -> Iterator[HtmlElement]:
    """The elements after an icon on its line, up to the next icon; at most `limit` of a list."""
    parent = icon.getparent()
    alone = parent is not None and parent.tag == "li" and len(parent) == 1 and not (icon.tail or "").strip()
    # `<ul><li><i class=icon></i></li><li>value</li>...`
    for sibling in (parent if alone and parent is not None else icon).itersiblings():
        if not isinstance(sibling.tag, str):
            continue
        if icon_of(sibling) is not None:
            return
        if sibling.tag in ("ul", "ol", "div", "p"):
            items = list(islice(sibling.iter("a"), limit)) or list(islice(sibling.iter("li", "span"), limit))
            yield from items or (sibling,)
            return
        if sibling.tag in ("a", "span", "li", "b", "small"):
            yield sibling
