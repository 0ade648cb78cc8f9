"""Resolves publication and modification time, and the dates in the text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, tzinfo

from crawler.dates import DateMention, find_dates
from crawler.dates.zones import as_zone
from crawler.extraction.dating.publication import Publication, choose_publication
from crawler.extraction.dating.text_dates import dated_by_text
from crawler.extraction.dating.time_elements import time_signals
from crawler.extraction.dating.visible_dates import PrintedStamps, printed_stamps
from crawler.extraction.deadline import check_time
from crawler.extraction.draft import Draft
from crawler.extraction.language.detect import detect_language
from crawler.extraction.metadata.byline_lines import DATED
from crawler.extraction.metadata.fields import Signal
from crawler.extraction.metadata.page_context import ContextElement, loose_lines
from crawler.items import BodyDate

_ENOUGH = 6
"""Paragraphs that tell a text's language."""
_LOCAL_LANGUAGES = frozenset({"id", "in", "ms", "jv", "su", "ba", "mi", "ac"})


def normalise_dates(draft: Draft) -> Draft:
    """Choose publication and modification time, and find the dates in the body."""
    chosen = choose_times(draft, draft.printed_about)
    if chosen.published_at is None and draft.page.known.listed_at is not None:
        chosen.published_at, chosen.source = draft.page.known.listed_at, "listing"
    if chosen.published_at is None:
        zone = zone_of(draft)
        found = dated_by_text(draft.dateline, [block.text for block in draft.printed], zone)
        if found is not None:
            chosen.published_at, chosen.source = found
            chosen.warnings.append("published_from_text")
    draft.published_at, draft.modified_at = chosen.published_at, chosen.modified_at
    draft.published_source, draft.published_text = chosen.source, chosen.text
    for warning in chosen.warnings:
        draft.warn(warning)
    zone = zone_of(draft)
    mentions = _mentions(draft, zone)
    draft.date_mentions = [
        BodyDate(m.text, number, m.start, m.end, m.iso, m.precision, list(m.flags)) for number, m in mentions
    ]
    assumed = chosen.assumes_zone or any(mention.zone_source == "default" for _, mention in mentions)
    if assumed and draft.page.portal.zone_guessed and zone is not UTC:
        draft.warn("zone_guessed")
    return draft


def choose_times(draft: Draft, printed_about: Callable[[], Iterable[ContextElement]]) -> Publication:
    """Publication and modification time from metadata and from dates printed in `printed_about`."""
    page, facts, known = draft.page, draft.facts, draft.page.known
    zone = zone_of(draft)
    # A foreign site that declares American English prints its dates in US order.
    american = zone is UTC and (facts.language or "").lower().replace("_", "-") == "en-us"
    month_first = draft.portal_facts.month_first or american
    published, modified, lines = list(facts.published), list(facts.modified), PrintedStamps([], [], [])
    if not page.body_only:
        stamps, changes, texts = time_signals(facts, draft.title.element, draft.body.container)
        texts += [
            line for line in loose_lines(draft.title.element, draft.body.container) if DATED.search(line)
        ]
        published += stamps
        modified += changes
        lines = printed_stamps(
            printed_about,
            draft.body,
            texts,
            published,
            zone,
            page.fetched_at,
            month_first=month_first,
            heading=draft.title.element,
        )
    if known.published_at:
        published.append(Signal(known.source, known.published_at))
    if known.modified_at:
        modified.append(Signal(known.source, known.modified_at))
    chosen = choose_publication(
        published,
        modified,
        lines.published,
        page.url,
        zone,
        latest=page.fetched_at,
        created=facts.created,
        changes=lines.modified,
    )
    if chosen.published_at is None:
        chosen.warnings += [warning for warning in lines.warnings if warning not in chosen.warnings]
    return chosen


def zone_of(draft: Draft) -> tzinfo:
    """The zone of a page: its portal's, or UTC for a foreign-language page of a site without registry entry.

    Such a site need not be in Indonesia: its UTC timestamps are kept, since conversion could change the day.
    """
    portal = draft.page.portal
    if portal.evidence == "unverified" and portal.region is None and not portal.domain.endswith(".id"):
        # Themes declare the language of their interface: the text decides.
        language = detect_language(draft.paragraphs[:_ENOUGH], draft.facts.language)
        if language and language[:2] not in _LOCAL_LANGUAGES:
            return UTC
    return as_zone(portal.zone)


def _mentions(draft: Draft, zone: tzinfo) -> list[tuple[int, DateMention]]:
    """The dates in the text, each with the number of its paragraph."""
    reference = None
    if draft.published_at is not None:
        reference = datetime.fromisoformat(draft.published_at)
        if reference.tzinfo is None:
            reference = reference.replace(hour=12, tzinfo=zone)
    found: list[tuple[int, DateMention]] = []
    for number, text in enumerate(draft.paragraphs):
        check_time()
        found.extend((number, m) for m in find_dates(text, reference=reference, timezone=zone))
    return found
