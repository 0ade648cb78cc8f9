"""The article in a page's embedded state, merged into the page's facts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from html import unescape

from lxml.html import HtmlElement

from crawler.extraction.deadline import check_time
from crawler.extraction.dom.element_index import ElementIndex
from crawler.extraction.dom.parse import parse_html
from crawler.extraction.dom.text import text_of
from crawler.extraction.metadata.fields import Metadata, Signal, tidy_tags
from crawler.extraction.state.choice import Candidate, PageIdentity, choose
from crawler.extraction.state.field_names import (
    AUTHOR,
    CAPTION,
    COUNTERS,
    IMAGE,
    MODIFIED,
    PUBLISHED,
    SECTION,
    TAGS,
)
from crawler.extraction.state.fields import images_of, names_of, time_of
from crawler.extraction.state.flight import as_html
from crawler.extraction.state.nodes import link_references
from crawler.extraction.state.rich_text import html_of
from crawler.extraction.state.scripts import PageState, has_state, read_further, read_scripts

SOURCE = "state"
"""The source of facts from embedded state, as in `published_source`."""
_MAX_HEADINGS = 6
_WORD = re.compile(r"\w{3,}")
_MARKUP = re.compile(r"<[^<>]{0,2000}>")


@dataclass(frozen=True)
class StateArticle:
    """The article in the state of the page at `url`. `markup` is the HTML of its text, None if the state has
    none; with `whole_page` it holds all elements of the page.

    `problems` list why parts of the state could not be read: `too_large`, `unreadable`.
    """

    url: str = ""
    title: str | None = None
    markup: str | None = None
    whole_page: bool = False
    published: str | None = None
    modified: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    tags: tuple[str, ...] = ()
    images: tuple[tuple[str, str | None], ...] = ()
    problems: tuple[str, ...] = ()

    @cached_property
    def tree(self) -> HtmlElement | None:
        """The tree of its text, None if there is none."""
        if self.markup is None:
            return None
        return parse_html(f"<html><body><article>{self.markup}</article></body></html>", self.url)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of its text."""
        return words_of(_MARKUP.sub(" ", self.markup or ""))


NO_STATE = StateArticle()


def read_state(outline: ElementIndex, url: str, facts: Metadata) -> StateArticle:
    """The article in the script state of the page at `url`; NO_STATE for most pages."""
    if not has_state(outline.scripts):
        return NO_STATE
    return _article(read_scripts(outline.scripts), url, facts)


def read_any_state(
    outline: ElementIndex, url: str, facts: Metadata, known: StateArticle = NO_STATE
) -> StateArticle:
    """The article of a page without text, from all attributes and scripts that hold data.

    `known` is the result of `read_state`. Completes the page's facts and records why state could not be read.
    """
    found = _article(read_further(outline.tree, outline.scripts), url, facts)
    if found.markup is None:
        facts.warnings.extend(f"state_{problem}" for problem in known.problems)
        return known
    add_facts(facts, found)
    return found


def _article(state: PageState, url: str, facts: Metadata) -> StateArticle:
    problems = tuple(state.problems)
    check_time()
    link_references(state.values)
    claims = [signal.value for signal in facts.titles]
    # Headings below the first level may belong to a list.
    firsts = [heading for heading in facts.headings if heading.tag == "h1"]
    claims += [text_of(heading, 500) for heading in firsts[:_MAX_HEADINGS]]
    page = PageIdentity(url, tuple(dict.fromkeys(claims)))
    found = choose(state.values, page, state.rows)
    if found is not None:
        return _of(found, url, problems)
    if state.rows:
        markup = as_html(state.rows)
        if _MARKUP.search(markup):
            return StateArticle(url, markup=markup, whole_page=True, problems=problems)
    return StateArticle(problems=problems) if problems else NO_STATE


def _of(found: Candidate, url: str, problems: tuple[str, ...]) -> StateArticle:
    fields = found.fields
    markup = html_of(found.body) if found.body is not None else None
    check_time()
    changed = None if COUNTERS & fields.members.keys() else time_of(fields.first(MODIFIED))
    # The first of several members: the others are smaller copies under other names.
    pictures = next((several for name in IMAGE if (several := [*images_of(fields.members.get(name))])), [])
    if len(pictures) == 1 and pictures[0][1] is None:
        pictures = [(pictures[0][0], fields.text(CAPTION))]
    tags = fields.first(TAGS)
    authors = next((names for name in AUTHOR if (names := names_of(fields.members.get(name)))), [])
    sections = next((names for name in SECTION if (names := names_of(fields.members.get(name)))), [])
    return StateArticle(
        url,
        title=found.title,
        markup=markup or None,
        published=next((time for name in PUBLISHED if (time := time_of(fields.members.get(name)))), None),
        modified=changed,
        authors=tuple(authors),
        section=sections[0] if sections else None,
        tags=tuple(tidy_tags(names_of(tags)))[:60],
        images=tuple(dict.fromkeys(pictures)),
        problems=problems,
    )


def words_of(text: str) -> frozenset[str]:
    """The words of a text with at least three letters, in lower case."""
    return frozenset(word.lower() for word in _WORD.findall(unescape(text)))


def add_facts(facts: Metadata, found: StateArticle) -> None:
    """Complete the page's facts from its state; metadata of the page take precedence."""
    if found.title:
        at = next((n for n, signal in enumerate(facts.titles) if signal.source == "title"), len(facts.titles))
        facts.titles.insert(at, Signal(SOURCE, found.title))
    if found.published:
        facts.published.append(Signal(SOURCE, found.published))
    if found.modified:
        facts.modified.append(Signal(SOURCE, found.modified))
    if not facts.authors:
        facts.authors = [Signal(SOURCE, name) for name in found.authors]
    if facts.section is None and found.section:
        facts.section = Signal(SOURCE, found.section)
    facts.tags = facts.tags or list(found.tags)
    facts.images = [*facts.images, *found.images]
