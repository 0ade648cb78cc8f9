"""Turns a page into an Article, in steps that the item pipelines call one by one.

locate_article -> strip_boilerplate -> normalise_dates -> judge -> finish. Each step takes a Draft and
completes it further; `extract_article` and `extract_text` run all steps, for use without a crawl.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from functools import partial

from lxml.html import HtmlElement

from crawler.extraction.attribution.credits import take_credits
from crawler.extraction.attribution.people import believable_author
from crawler.extraction.attribution.places import find_places
from crawler.extraction.blocks import OUTSIDE
from crawler.extraction.boilerplate import cleaner, phrases
from crawler.extraction.content.body import join_page, locate_body
from crawler.extraction.content.json_ld_body import body_or_json_ld
from crawler.extraction.content.plain_text import read_plain_text
from crawler.extraction.content.state_body import body_or_state, is_poor
from crawler.extraction.content.unsure_title import settle_unsure
from crawler.extraction.dating.resolution import normalise_dates
from crawler.extraction.deadline import check_time
from crawler.extraction.dom.element_index import build_element_index
from crawler.extraction.dom.parse import parse_html
from crawler.extraction.draft import Draft
from crawler.extraction.draft_attribution import (
    drop_picture_credits,
    gather_credits,
    take_dateline,
)
from crawler.extraction.draft_media import add_lead_figures, annotate_draft, take_media
from crawler.extraction.language.detect import detect_language
from crawler.extraction.metadata.authors import choose_authors
from crawler.extraction.metadata.byline_lines import byline_name
from crawler.extraction.metadata.bylines import read_printed
from crawler.extraction.metadata.description import read_description
from crawler.extraction.metadata.fact_links import MAX_LINK
from crawler.extraction.metadata.fields import Metadata, Signal, tidy_tags
from crawler.extraction.metadata.headline import settle_title
from crawler.extraction.metadata.json_ld import clean
from crawler.extraction.metadata.page_context import line_of, loose_lines
from crawler.extraction.metadata.portal_facts import NO_PORTAL_FACTS, PortalFacts
from crawler.extraction.metadata.reader import read_metadata
from crawler.extraction.metadata.sections import complete_facts
from crawler.extraction.metadata.title import (
    NO_TITLE,
    Title,
    choose_title,
    fallback_title,
    heading_title,
    last_resort,
    printed_title,
)
from crawler.extraction.metadata.title_claims import LONGEST, gather_evidence
from crawler.extraction.page_type import PREFIX, judge
from crawler.extraction.spam.detect import find_injection
from crawler.extraction.spam.evidence import remove_elements, warnings_of
from crawler.extraction.state.reader import NO_STATE, add_facts, read_any_state, read_state
from crawler.extraction.wrapper.apply import PlacesByHand, recurring_on, text_by_hand
from crawler.extraction.wrapper.template import Template
from crawler.items import Article, Page, PortalRef
from crawler.portals import Portal, portal_of_host
from crawler.urls.canonical import article_id, trusted_canonical
from crawler.urls.hosts import host_of
from crawler.urls.parsing import UrlError

CREDITS_CUT, TAGS_CUT = "credits_cut", "tags_cut"
"""Warnings of an article with more of these than its record has."""
EXTRACTOR_VERSION = "2"
"""Raised whenever the same page may give another article than before."""


def extract_article(
    html: str | bytes | HtmlElement,
    url: str,
    portal: Portal | None = None,
    *,
    fetched_at: datetime | None = None,
    template: Template | None = None,
) -> Article:
    """The article in a page: HTML text, its bytes, or the root of its lxml tree (not changed).

    `url` is the page's absolute address. `portal` decides zone and region; without it the zone is WIB and the
    portal is made from the host. `fetched_at` (aware) is the reference for relative dates on the page.
    `template` was learned from the portal's pages; a page that does not match it is read without it.
    A page that is not an article gives the warning `not_an_article:<reason>`. Never raises for any page.
    """
    page = Page(url, portal or portal_of_host(url), parse_html(html, url), fetched_at or datetime.now(UTC))
    return _run(locate_article(page, template), fetched_at)


def extract_text(
    text: str, url: str = "", portal: Portal | None = None, *, fetched_at: datetime | None = None
) -> Article:
    """The article in plain text, one paragraph per line, its title first; the lines may contain
    boilerplate.
    """
    title, body = read_plain_text(text)
    page = Page(url, portal or portal_of_host(url), parse_html("", url), fetched_at or datetime.now(UTC))
    draft = Draft(page, Metadata(base=url), body, Title(title, "text", None) if title else NO_TITLE)
    return _run(draft, fetched_at)


def _run(draft: Draft, fetched_at: datetime | None) -> Article:
    draft = normalise_dates(strip_boilerplate(draft))
    verdict = judge(draft)
    if verdict.reason is not None:
        draft.warn(PREFIX + verdict.reason)
    return _article_of(draft, fetched_at)


def locate_article(
    page: Page, template: Template | None = None, portal_facts: PortalFacts = NO_PORTAL_FACTS
) -> Draft:
    """Read the page's metadata and find its body. Resolves no dates and cleans nothing yet.

    Recurring blocks are removed from the body if the page matches a layout of the portal's `template`.
    """
    container = text_by_hand(template, page.tree) if template is not None else None
    outline = evidence = None
    embedded = NO_STATE
    if page.body_only:
        facts = Metadata(base=page.url)
        title = Title(page.known.title, page.known.source, None) if page.known.title else NO_TITLE
    else:
        outline = build_element_index(page.tree, host_of(page.url))
        facts = read_metadata(page.url, outline)
        embedded = read_state(outline, page.url, facts)
        add_facts(facts, embedded)
        facts.claimed_authors = [signal.value for signal in facts.authors]
        facts.claimed_section = facts.section.value if facts.section is not None else None
        claims_of = partial(
            gather_evidence,
            url=page.url,
            site_name=page.portal.name,
            listed=page.known.title,
            constants=portal_facts.titles,
        )
        evidence = claims_of(facts)
        title = choose_title(facts, evidence)
    check_time()
    printed = locate_body(
        page.tree,
        title=title.text or None,
        heading=title.element,
        url=page.url,
        container=container,
        outline=outline,
    )
    if outline is not None and embedded.markup is None and is_poor(printed):
        embedded = read_any_state(outline, page.url, facts, embedded)
        if embedded.markup is not None:
            evidence = claims_of(facts)
            title = choose_title(facts, evidence)
    body = body_or_state(embedded, printed, title=title.text or None, url=page.url)
    if body is printed:
        body = body_or_json_ld(facts.body, printed)
    if evidence is not None:
        unsure = title.weak and title.element is not None and title.element.tag != "h1"
        if unsure and body is printed and container is None and outline is not None:
            title, body = settle_unsure(title, body, evidence, page.tree, outline)
            printed = body
        else:
            title = settle_title(title, body, evidence)
    recurring = recurring_on(template, body, page.tree if page.body_only else None) if template else None
    by_hand = None
    if recurring is not None and body.container is not None:
        by_hand = PlacesByHand(recurring.layout, body.container, page.tree)
        named = heading_title(by_hand.first(recurring.layout.title))
        title = named if named.text else title
        lead = by_hand.lead()
        if lead is not None and all(block.text != lead.text for block in body.blocks):
            body.blocks.insert(0, lead)
    if title.weak or not title.text:
        title = printed_title(title, body, evidence, outline.texts if outline is not None else ())
    if not title.text and page.known.title:
        title = Title(clean(page.known.title[:LONGEST]), page.known.source, None)
    if not title.text and evidence is not None:
        title = last_resort(evidence)
    for tree in page.more:
        join_page(body, locate_body(tree, title=title.text or None, url=page.url))
    check_time()
    trees = [page.tree, *page.more]
    if body is not printed and embedded.tree is not None:
        trees.append(embedded.tree)
    suspicions = [
        found
        for tree in trees
        for found in find_injection(
            tree,
            page.url,
            body=body,
            title=title.text,
            portal=page.portal,
            outline=outline if tree is page.tree else None,
        )
    ]
    check_time()
    remove_elements(body, suspicions)
    draft = Draft(page, facts, body, title, warnings=facts.warnings + warnings_of(suspicions))
    draft.portal_facts = portal_facts
    if by_hand is not None:
        _take_named(draft, by_hand)
    if recurring is not None and template is not None:
        draft.layout, draft.template = recurring.layout.name, template.revision
        draft.take_recurring = recurring.take
    for warning in page.warnings:
        draft.warn(warning)
    if outline is not None:
        draft.descriptions = read_description(outline.metas)
    add_lead_figures(draft)
    if page.portal.tls == "unverified":
        draft.warn("tls_unverified")
    if not page.body_only:
        _read_context(draft)
    return draft


def _read_context(draft: Draft) -> None:
    """Compare author, section and tags in metadata with the text printed around the article."""
    facts, context = draft.facts, draft.surroundings()
    printed = read_printed(context, loose_lines(draft.title.element, draft.body.container))
    if choose_authors(facts, printed, draft.portal_facts):
        draft.warn(CREDITS_CUT)
    facts.credits, facts.credits_below = printed.credits, printed.credits_below
    if complete_facts(
        facts,
        context,
        draft.body.container,
        heading=draft.title.element,
        title=draft.title.text,
        portal=draft.portal_facts,
    ):
        draft.warn(TAGS_CUT)


def _take_named(draft: Draft, places: PlacesByHand) -> None:
    """Read the facts missing in metadata by hand-written selectors."""
    facts, layout = draft.facts, places.layout
    draft.printed_date = places.first(layout.date)
    claimed = [signal for signal in facts.authors if believable_author(signal.value)]
    weak = not claimed or claimed[0].source.startswith("meta:")
    author = places.first(layout.author) if weak else None
    name = byline_name(line_of(author)) if author is not None else None
    if name:
        facts.authors = [Signal("template", name)]
    section = places.first(layout.section) if facts.section is None else None
    if section is not None and 0 < len(named := line_of(section)) <= MAX_LINK:
        facts.section = Signal("template", named)
    if not facts.tags:
        facts.tags = tidy_tags(text for tag in places.tags() if len(text := line_of(tag)) <= MAX_LINK)


def strip_boilerplate(draft: Draft) -> Draft:
    """Remove boilerplate from the body, and move dateline, credits and captions into their fields."""
    body = cleaner.strip_boilerplate(draft.body, title=draft.title.text or None)
    check_time()
    if not draft.facts.tags:
        words = [
            word
            for item in body.removed
            if not item.reason.startswith(OUTSIDE) and phrases.is_hashtags(item.text)
            for word in phrases.hashtags(item.text)
        ]
        draft.facts.tags = tidy_tags(words)
    taken = take_credits(body.blocks, [signal.value for signal in draft.facts.authors])
    body.blocks = taken.blocks
    draft.rate_confidence()
    draft.credits = gather_credits(draft, taken.credits)
    take_dateline(draft)
    check_time()
    take_media(draft)
    drop_picture_credits(draft)
    draft.drop_recurring()
    return draft


def finish(draft: Draft) -> Article:
    """The Article of a draft; absent values are None or empty."""
    return _article_of(draft, draft.page.fetched_at)


def _article_of(draft: Draft, fetched_at: datetime | None) -> Article:
    page, facts, known = draft.page, draft.facts, draft.page.known
    title = draft.title.text
    body = [text for text in draft.paragraphs if text]
    if not title and body:
        title, origin = fallback_title(body, known.title, page.url)
        draft.warn(f"title_from:{origin}")
    canonical = _canonical(page, facts)
    digest = hashlib.sha256("\n".join([title, *body]).encode("utf-8", "replace")).hexdigest()
    try:
        identity = article_id(canonical)
    except UrlError:
        identity = digest[:16]
    portal = page.portal
    said = annotate_draft(draft, title, body)
    section = facts.section.value if facts.section else known.section
    return Article(
        id=identity,
        seq=None,
        url=page.url,
        canonical_url=canonical,
        portal=PortalRef(portal.id, portal.name, portal.domain, portal.region, portal.province, portal.code),
        title=title,
        body=body,
        published_at=draft.published_at,
        modified_at=draft.modified_at,
        published_source=draft.published_source,
        date_mentions=draft.date_mentions,
        dateline=draft.dateline,
        credits=draft.credits,
        section=section,
        tags=list(facts.tags or known.tags),
        language=detect_language(body, facts.language),
        images=draft.images,
        type="announcement" if draft.is_announcement else "article",
        description=said.description,
        published_text=draft.published_text,
        body_blocks=said.blocks,
        attachments=draft.attachments,
        embeds=draft.embeds,
        places=find_places(title, body, region=portal.region, province=portal.province),
        fetched_at=fetched_at.isoformat(timespec="seconds") if fetched_at is not None else None,
        content_hash=digest,
        extractor_version=EXTRACTOR_VERSION + (f"+template.{draft.template}" if draft.template else ""),
        confidence=draft.confidence,
        warnings=draft.warnings,
    )


def _canonical(page: Page, facts: Metadata) -> str:
    try:
        return trusted_canonical(page.url, facts.canonical or page.known.canonical_url)
    except UrlError:
        return page.url
