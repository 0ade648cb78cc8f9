"""Section and tags of an article, from links, breadcrumbs and labels on the page and from metadata.

Links are classified by `rel` (microformats wiki: tag) or by address. A general word (`Berita`) is the section
only if nothing more specific is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from lxml.html import HtmlElement

from crawler.extraction.metadata.byline_lines import is_label
from crawler.extraction.metadata.crumbs import crumbs_of, names_no_section
from crawler.extraction.metadata.fact_links import MAX_LINK, MAX_TAGS, kind_of_link, linked_names
from crawler.extraction.metadata.fields import Metadata, Signal, tidy_tags, without_tag_label
from crawler.extraction.metadata.icons import (
    elements_behind,
    emoji_lead,
    icon_of,
    text_behind,
    text_behind_first_icon,
)
from crawler.extraction.metadata.json_ld import clean
from crawler.extraction.metadata.page_context import ContextElement, line_of
from crawler.extraction.metadata.portal_facts import NO_PORTAL_FACTS, PortalFacts
from crawler.extraction.metadata.section_badges import (
    LABEL,
    NAMED_SECTION,
    NO_BADGE,
    above_headline,
    banner_section,
    is_pill,
    section_alone,
)
from crawler.extraction.metadata.title_claims import is_section_name, key_of

_LATE = frozenset({"meta:category", "json-ld:breadcrumb"})
"""Claims that are believed after what the page prints: they are often the same on every page."""
_META_LINE = 160
_IN_LINE = re.compile(
    r"\w.*?[|,•·/–-]\s*(?:kategori|rubrik|kanal)(?:\s+berita)?\s*:\s*([^\W\d][^|,•·:/–\d]{1,40})(?=$|[|,•·/–-])",
    re.I,
)
"""A section within the date line: `Oleh : Rina, 12-03-2024, Kategori : Sosial`."""
_NAMED_TAGS = re.compile(r"(?:^|[\s_-])(?:tags?|tagar|tag-?list|tagcloud|keywords?)(?:$|[\s_-])", re.I)
"""Classes of elements that print a section (a badge, if nothing else tells it), or the tags."""
_ANY_TEXT = """
    umum semua lainnya lain all kabar warta info pengumuman desa kelurahan kecamatan kota
"""
_ANY = frozenset(_ANY_TEXT.split())
"""Words that name no section: `Semua Berita`, `Artikel Lainnya`, `Kabar Desa`, `Umum`."""
_DATED = re.compile(r"\d{1,2}[\s./-]+(?:[a-z]{3,9}|\d{1,2})[\s./-]+(?:19|20)\d\d", re.I)
_ISO_DAY = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NO_SECTION = re.compile(
    r"author|penulis|reporter|editor|user|uploadby|coment|comment|komentar|share|facebook|twitter|whatsapp|print|cetak|pdf",
    re.I,
)
_ADDRESS = re.compile(r"^(?:https?://|www\.|/)|[\w-]+/[\w-]+/")
_INLINE_LABELS = frozenset({"b", "strong", "span", "i", "em", "label", "small"})
_TAG_WORDS = 6
"""Words of a tag in a list without a label: more are a headline."""
_COUNT = re.compile(r"\(\d+\)$")
_COMMA = re.compile(r"\s*[,;|#]\s*")


def is_section(text: str) -> bool:
    """Whether a value can be a section: not a number, an address, a list or a sentence."""
    return (
        1 < len(text) <= MAX_LINK
        and any(map(str.isalpha, text))
        and _DATED.search(text) is None
        and _ADDRESS.search(text) is None
        and len(text.split()) <= 7
    )


def is_general(text: str) -> bool:
    """Whether a section is only a word for news: `Berita`, `Artikel`, `Uncategorized`."""
    if text.strip().lower() in {"uncategorized", "tak berkategori"}:
        return True
    return is_section_name(" ".join(word for word in text.split() if word.lower() not in _ANY) or "berita")


def complete_facts(
    facts: Metadata,
    page_context: list[ContextElement],
    container: HtmlElement | None,
    *,
    heading: HtmlElement | None = None,
    title: str = "",
    portal: PortalFacts = NO_PORTAL_FACTS,
) -> bool:
    """Choose section and tags from metadata and from the text printed around the article.

    `heading` prints the article's `title`. Ignores values that all pages of the portal share. Returns
    whether tags were left out.
    """
    found = linked_names(page_context, container)
    labelled = _labelled(page_context)
    facts.tags = facts.tags or tidy_tags([*found["tag"], *labelled["tag"]])
    facts.tags = facts.tags or tidy_tags(labelled["hash"])
    cut = len(facts.tags) > MAX_TAGS
    facts.tags = facts.tags[:MAX_TAGS]
    first: Signal | None = None
    claimed = facts.section
    labelled["named"] += above_headline(heading)
    labelled["named"] += banner_section(facts.headings, heading)
    for signal in _sections(facts, found["section"], labelled, crumbs_of(facts.trails, heading, title)):
        if not is_section(signal.value) or key_of(signal.value) == key_of(title):
            continue
        if signal is claimed and portal.shares_section(signal.value):
            continue
        first = first or signal
        if not is_general(signal.value):
            facts.section = signal
            return cut
    facts.section = first
    return cut


def _sections(
    facts: Metadata, linked: list[str], labelled: dict[str, list[str]], crumbs: Iterator[str]
) -> Iterator[Signal]:
    """Candidate sections, most trusted first; breadcrumbs are searched only if there are no others."""
    claimed = facts.section
    late = claimed is not None and claimed.source in _LATE
    if claimed is not None and not late:
        yield claimed
    yield from (Signal("rel:category", text) for text in linked)
    for kind in ("section", "line"):
        yield from (Signal("label", text) for text in labelled[kind])
    yield from (Signal("breadcrumb", text) for text in crumbs)
    yield from (Signal("label", text) for text in labelled["named"])
    if claimed is not None and late:
        yield claimed


def _labelled(page_context: Iterable[ContextElement]) -> dict[str, list[str]]:
    """Sections and tags after a label or icon, or in an element of that class.

    `Kategori : X`, `Tag: <span>X</span><span>Y</span>`, `<ul class="post-tags">`. `line`: links of the date
    line.
    """
    found: dict[str, list[str]] = {"section": [], "tag": [], "named": [], "line": [], "hash": []}
    icons: set[HtmlElement] = set()
    for element, name, where in page_context:
        if where == "shared":
            continue
        icon = icon_of(element)
        if icon in ("section", "tag"):
            if element not in icons:  # the tail of a short text reaches up to its head
                _behind_icon(found, element, icon, where)
            icons.add(element)
            continue
        led_by, behind = emoji_lead((element.text or "").strip())
        if led_by in ("section", "tag") and behind and where in ("between", "before"):
            found["section"].append(behind)
            continue
        if name != " ":
            _in_named(found, element, where)
        if where == "between" and len(element) < 2 and (alone := section_alone(element)):
            found["named"].append(alone)
        if where == "between" and len(element) and _prints_date(element):
            found["line"].extend(
                text for link in element.iter("a") if _may_be_section(link, text := line_of(link))
            )
        own = (element.text or "").strip() or text_behind_first_icon(element)
        if (
            own[:1] == "#"
            and (where == "after" or (name != " " and where in ("between", "before")))
            and not len(element)
            and _may_be_tag(own)
            and own[1:2].isalpha()
        ):
            found["hash"].extend(own.split() if " #" in own else [own])
        if (
            where in ("between", "before")
            and ":" in own
            and (inside := _IN_LINE.search(own[:_META_LINE])) is not None
        ):
            found["section"].append(inside[1].strip())
            continue
        match = LABEL.match(own) if own else None
        if match is None or (not match["mark"] and own[match.end() :].strip() and " " not in match["label"]):
            continue
        kind = "tag" if match["tags"] else "section"
        values = _values(element, own[match.end() :])
        if kind == "section" and len(values) > 1:
            if _leads_to_tags(element):
                kind = "tag"  # `Filed under` may stand before tags
            elif _COUNT.search(values[0]):
                continue  # all sections of the site, each with its number of articles
        found[kind].extend(values[:MAX_TAGS] if kind == "tag" else values[:1])
    return found


def _behind_icon(found: dict[str, list[str]], icon: HtmlElement, kind: str, where: str) -> None:
    """Take the section behind a folder icon; several values behind a label icon, one below the text, and
    links to tags behind any icon are tags.
    """
    behind = list(elements_behind(icon, MAX_TAGS + 1))
    values = [text for element in behind if (text := line_of(element)) and _is_value(text)]
    if kind == "section" and any(_is_link_to_tag(element) for element in behind):
        found["tag"].extend(values[:MAX_TAGS])
        return
    if len(values) < 2:
        values = values or [part for part in _COMMA.split(text_behind(icon)) if _is_value(part)]
    if kind == "tag" and (len(values) > 1 or where in ("after", "tail")):
        found["tag"].extend(without_tag_label(value) for value in values[:MAX_TAGS])
    elif values and not any(char.isdigit() for char in values[0]):
        found["section"].append(values[0])


def _is_value(text: str) -> bool:
    """Whether a text can be a section or a tag, and is no label for them: `Tags`, `Kategori:`."""
    return 1 < len(text) <= MAX_LINK and LABEL.fullmatch(text) is None


def _is_link_to_tag(element: HtmlElement) -> bool:
    return element.tag == "a" and kind_of_link(element, by_address=True) == "tag"


def _is_plain(element: HtmlElement) -> bool:
    """Whether an element holds text alone, or one link."""
    return not len(element) or (len(element) == 1 and element[0].tag == "a" and not len(element[0]))


def _holds_text(element: HtmlElement) -> bool:
    """Whether an element holds text alone, or behind an icon."""
    return not len(element) or (
        len(element) == 1 and icon_of(element[0]) is not None and bool((element[0].tail or "").strip())
    )


def _may_be_tag(text: str) -> bool:
    return (
        1 < len(text) <= MAX_LINK
        and len(text.split()) <= _TAG_WORDS
        and not text.endswith(":")
        and _DATED.search(text) is None
        and _ISO_DAY.search(text) is None
        and LABEL.fullmatch(text) is None
    )


def _in_named(found: dict[str, list[str]], element: HtmlElement, where: str) -> None:
    """Take the text of an element classed as section, and the items of one classed as tags."""
    named = element.get("class") or ""
    if where in ("between", "before") and not len(element) and is_pill(element, named):
        found["named"].append(line_of(element))
    elif where in ("between", "before") and _is_plain(element) and NAMED_SECTION.search(named):
        if element.tag == "a" and kind_of_link(element, by_address=True) == "tag":
            return
        text = line_of(element)
        counts = "badge" in named and any(map(str.isdigit, text))
        if (
            1 < len(text) <= MAX_LINK
            and text[0] != "#"
            and text.lower().split()[0] not in NO_BADGE
            and not text.endswith(":")
            and LABEL.match(text) is None
            and not (counts or is_label(text) or names_no_section(text))
        ):
            found["named"].append(text)
    elif where in ("after", "tail") and len(element) and _NAMED_TAGS.search(named):
        items = list(islice(element.iter("a"), MAX_TAGS))
        items = items or [item for item in element.iter("li", "span", "div", "button") if _holds_text(item)]
        texts = (without_tag_label(line_of(item)).strip(" ,;") for item in items[:MAX_TAGS])
        found["tag"].extend(text for text in texts if _may_be_tag(text))


def _prints_date(element: HtmlElement) -> bool:
    """Whether an element prints a date between its children, like a date line."""
    own = (element.text, *(child.tail for child in element.iterchildren()))
    return any(piece and _YEAR.search(piece) for piece in own) and _DATED.search(line_of(element)) is not None


def _may_be_section(link: HtmlElement, text: str) -> bool:
    """Whether a link in the date line can name a section: a few words, no author, no counter."""
    href = link.get("href") or ""
    return (
        1 < len(text) <= 40
        and len(text.split()) <= 4
        and not any(char.isdigit() for char in text)
        and not href.startswith(("#", "mailto:", "javascript:"))
        and _NO_SECTION.search(f"{href} {text} {link.get('rel') or ''} {link.get('class') or ''}") is None
    )


def _leads_to_tags(label: HtmlElement) -> bool:
    """Whether the first link behind a label leads to a tag."""
    for place in (label, *islice(label.itersiblings(), 2)):
        link = next(place.iter("a"), None)
        if link is not None:
            return kind_of_link(link, by_address=True) == "tag"
    return False


def _items(element: HtmlElement) -> list[HtmlElement]:
    return list(element.iter("li", "a")) or [item for item in element.iter("span") if not len(item)]


def _values(element: HtmlElement, rest: str) -> list[str]:
    """The values of a label: in its element, in that element's children, or in the next elements."""
    if rest.strip():
        line = line_of(element)
        match = LABEL.match(line)
        text = line[match.end() :] if match is not None else rest
        return [part for part in _COMMA.split(text) if 1 < len(part) <= MAX_LINK]
    inner = [line_of(child) for child in element.iterchildren() if isinstance(child.tag, str)]
    values = [text for text in inner if text]
    tail = clean(element.tail or "").strip(" :|–-") if element.tag in _INLINE_LABELS else ""
    if not values and tail:
        return [part for part in _COMMA.split(tail) if 1 < len(part) <= MAX_LINK]
    if not values:
        values = [
            line_of(item)
            for sibling in element.itersiblings()
            if isinstance(sibling.tag, str)
            for item in (
                _items(sibling) if sibling.tag in ("ul", "ol", "div", "p") and len(sibling) else (sibling,)
            )
        ][:MAX_TAGS]
    return [part for text in values for part in _COMMA.split(text) if 1 < len(part) <= MAX_LINK]
