"""Images with captions, documents, embeds and the description of a draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from crawler.extraction.content.attachments import (
    MAX_ATTACHMENTS,
    MAX_EMBEDS,
    attachments,
    embeds,
    regions_of,
)
from crawler.extraction.content.body_blocks import annotate
from crawler.extraction.content.caption_copies import drop_captions
from crawler.extraction.content.lead_figures import lead_figures
from crawler.extraction.deadline import check_time
from crawler.extraction.draft import SHORT, Draft
from crawler.extraction.metadata.description import DESCRIPTION_CUT, MAX_DESCRIPTION, choose_description
from crawler.extraction.metadata.images import MAX_IMAGES, collect_images
from crawler.items import BodyBlock

IMAGES_CUT, ATTACHMENTS_CUT, EMBEDS_CUT = "images_cut", "attachments_cut", "embeds_cut"
"""Warnings of an article with more of these than its record has."""


@dataclass(frozen=True, slots=True)
class Annotations:
    """Annotations of a finished body: see `Article`."""

    blocks: list[BodyBlock] = field(default_factory=list)
    description: str | None = None


def add_lead_figures(draft: Draft) -> None:
    """Insert the images outside the text's container before those in it."""
    declared = [url for url, _ in (*draft.page.known.images, *draft.facts.images)]
    body = draft.body
    found = lead_figures(
        draft.title.element, body, draft.facts.base, title=draft.title.text, declared=declared
    )
    # The caption that begins the text of a picture right above it.
    caption = next((figure for figure in body.figures if not figure.src), None)
    if found and caption is not None and found[-1].caption is None:
        found[-1].caption = caption.caption
        body.figures.remove(caption)
    body.figures[:0] = found


def take_media(draft: Draft) -> None:
    """Fill `images`, `attachments` and `embeds`; remove captions printed as paragraphs from the body."""
    body, facts = draft.body, draft.facts
    declared = [*draft.page.known.images, *facts.images]
    section = facts.section.value.casefold() if facts.section is not None else None

    def shared(caption: str) -> bool:
        return draft.portal_facts.shares_caption(caption) or caption.casefold() == section

    images = [
        replace(image, caption=None) if image.caption and shared(image.caption) else image
        for image in collect_images(body.figures, declared, facts.base, title=draft.title.text)
    ]
    drop_captions(body, images)
    short = draft.length < SHORT
    regions = regions_of(body.container)
    documents = attachments(regions, draft.title.element, facts.base, short=short)
    media = embeds(regions, facts.base)
    for warning, found, most in (
        (IMAGES_CUT, images, MAX_IMAGES),
        (ATTACHMENTS_CUT, documents, MAX_ATTACHMENTS),
        (EMBEDS_CUT, media, MAX_EMBEDS),
    ):
        if len(found) > most:
            draft.warn(warning)
    draft.images, draft.attachments, draft.embeds = (
        images[:MAX_IMAGES],
        documents[:MAX_ATTACHMENTS],
        media[:MAX_EMBEDS],
    )
    check_time()


def annotate_draft(draft: Draft, title: str, paragraphs: Sequence[str]) -> Annotations:
    """The structure of the finished body, and the page's description if it relates to the article."""
    facts = draft.facts
    blocks, warnings = annotate(draft.body.blocks, facts.base)
    names = [*facts.site_names, draft.page.portal.name]
    description = choose_description(draft.descriptions, title, paragraphs, names)
    if description is not None and len(description) > MAX_DESCRIPTION:
        description = description[:MAX_DESCRIPTION]
        warnings = [*warnings, DESCRIPTION_CUT]
    for warning in warnings:
        draft.warn(warning)
    return Annotations(blocks, description)
