"""Where a page that was read the general way tells of its article: places that a template may point to.

A fact may be found by a search through the page: its microdata, the links and bylines about the article, the
dates printed there. Where it stands at a place of its own, the place spares the search on the next page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from lxml.html import HtmlElement

from crawler.extraction.dating.date_lines import read_dated_line
from crawler.extraction.dating.resolution import choose_times, zone_of
from crawler.extraction.draft import Draft
from crawler.extraction.metadata.bylines import byline_name
from crawler.extraction.metadata.fields import tidy_tags
from crawler.extraction.metadata.microdata import has_microdata
from crawler.extraction.metadata.page_context import ContextElement, line_of, name_of
from crawler.extraction.metadata.sections import telling_links
from crawler.extraction.wrapper.selector_builder import place_of, selector_of
from crawler.extraction.wrapper.selectors import find_all_near

_SEARCHED = frozenset({"label", "breadcrumb"})
"""Sources of a section that stand at no place of their own."""
_BESIDE_NAME = 20
"""Characters beside the author's name in an element that prints it: `Ditulis oleh`."""


@dataclass(frozen=True, slots=True)
class FieldLocators:
    """Selectors of the elements that tell a fact, each the first that it finds about the body; `tags` all.

    `needs` are the facts of this page that no metadata gave, by their names here, and the searches that found
    what stands at no such place: `microdata`, `surroundings`, `lines`.
    """

    title: str | None = None
    date: str | None = None
    author: str | None = None
    section: str | None = None
    tags: str | None = None
    needs: tuple[str, ...] = ()


def locate_fields(draft: Draft) -> FieldLocators:
    """The places on the page of a finished draft; none of an article that came without its page."""
    container, tree = draft.body.container, draft.page.tree
    if draft.page.body_only or container is None:
        return FieldLocators()
    element = _date_element(draft)
    section, tags, told = _links(draft, container)
    places = FieldLocators(
        title=place_of(draft.title.element, container, tree),
        date=place_of(element, container, tree),
        author=place_of(_author_element(draft), container, tree),
        section=section,
        tags=tags,
    )
    needs = [*_needs_of_dates(draft, element), *told]
    if draft.facts.authors and draft.facts.authors[0].source in ("rel:author", "byline"):
        needs.append("author")
    if draft.facts.credits or (draft.facts.section is not None and draft.facts.section.source in _SEARCHED):
        needs.append("surroundings")
    if has_microdata(tree):
        needs.append("microdata")
    return FieldLocators(
        places.title, places.date, places.author, places.section, places.tags, tuple(sorted(needs))
    )


def _date_element(draft: Draft) -> HtmlElement | None:
    """The element that prints the day of publication."""
    if draft.published_at is None:
        return None
    day = date.fromisoformat(draft.published_at[:10])
    year = str(day.year)
    times = {item for item in draft.facts.times if (item.get("datetime") or "")[:10] == day.isoformat()}
    zone, fetched_at = zone_of(draft), draft.page.fetched_at
    for element, _, _ in draft.surroundings():
        if element in times:
            return element
        own = (element.text, *(child.tail for child in element.iterchildren()))
        line = line_of(element) if any(year in piece for piece in own if piece) else ""
        mention = read_dated_line(line, zone, fetched_at).published if line else None
        if mention is not None and mention.iso[:10] == day.isoformat():
            return element
    return None


def _needs_of_dates(draft: Draft, element: HtmlElement | None) -> list[str]:
    """Which of the dates printed about the article its times need: the one at its place, or more."""
    found = draft.published_at, draft.modified_at

    def from_lines(lines: list[ContextElement]) -> tuple[str | None, str | None]:
        chosen = choose_times(draft, lambda: lines)
        return chosen.published_at or draft.published_at, chosen.modified_at

    if draft.published_source in ("dateline", "text") or from_lines([]) == found:
        return []
    if element is not None and from_lines([ContextElement(element, name_of(element), "between")]) == found:
        return ["date"]
    return ["lines"]


def _author_element(draft: Draft) -> HtmlElement | None:
    """The smallest element about the article that prints the author's name."""
    names = [credit.name for credit in draft.credits if credit.role == "author"]
    if not names:
        return None
    found: list[tuple[int, HtmlElement]] = []
    for element, _, _ in draft.surroundings():
        line = line_of(element)
        if (
            names[0] in line
            and len(line) <= len(names[0]) + _BESIDE_NAME
            and (line == names[0] or byline_name(line) == names[0])
        ):
            found.append((len(line), element))
    return min(found, key=itemgetter(0), default=(0, None))[1]


def _links(draft: Draft, container: HtmlElement) -> tuple[str | None, str | None, list[str]]:
    """Where the links stand that told section and tags, and which of the two they told."""
    facts, tree = draft.facts, draft.page.tree
    links: dict[str, list[HtmlElement]] = {"section": [], "tag": []}
    names: list[str] = []
    for link, kind, text in telling_links(draft.surroundings(), container, links):
        if kind == "section" and (facts.section is None or text != facts.section.value):
            continue
        links[kind].append(link)
        if kind == "tag":
            names.append(text)
    section = tags = None
    needs: list[str] = []
    if facts.section is not None and facts.section.source == "rel:category" and links["section"]:
        needs.append("section")
        section = place_of(links["section"][0], container, tree)
    if facts.tags and facts.tags == tidy_tags(names):
        needs.append("tags")
        place = selector_of(links["tag"][0])
        if place is not None and find_all_near(place, container, tree) == links["tag"]:
            tags = place
    return section, tags, needs
