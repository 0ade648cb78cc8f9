"""Detects advertising in the body: single paragraphs in a report, whole ad pages, foreign-language spam."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.extraction.blocks import Block
from crawler.extraction.dom.anchors import cut
from crawler.extraction.spam.context import SpamContext
from crawler.extraction.spam.evidence import MAX_PIECES, Evidence
from crawler.extraction.spam.foreign_language import foreign_language, is_english_ad
from crawler.extraction.spam.lexicon import SILENT, Tone, tone

_QUOTED = re.compile(r"[“\"][^“”\"]{1,300}[”\"]")
_LANGUAGE_TREE = re.compile(
    r"/(?:en|zh|zh-[a-z]{2,4}|cn|ja|jp|ko|kr|ar|fr|de|es|pt|ru|nl|th|vi|tr|it|pl|fa|hi)(?:/|$)|[?&](?:lang|language|locale|hl)="
)


def find_ad_text(page: SpamContext) -> Iterator[Evidence]:
    """Return evidence of advertising in the body's text."""
    if page.body_tone.promo or page.body_tone.topic:
        paragraphs = _advertising_paragraphs(page)
        for block in paragraphs:
            yield Evidence(
                "injected_text", cut(block.text), (block.element,) if block.element is not None else ()
            )
        if not paragraphs:
            heard = tone(f"{page.title}\n{page.sample}")
            if _sells(page, heard) and _sells_throughout(page):
                yield Evidence("injected_text", cut(", ".join(heard.promo or heard.topic)))
    if page.indonesian and not _LANGUAGE_TREE.search(page.url.lower()):
        language = foreign_language(page.sample or page.title)
        if language:
            yield Evidence("foreign_language", language)
        elif page.is_public_body() and (sold := is_english_ad(page.sample, page.names)):
            yield Evidence("foreign_language", cut(f"en: {sold}"))


def _advertising_paragraphs(page: SpamContext) -> list[Block]:
    """Return advertising paragraphs within an article on another topic."""
    heard = {number: tone(_unquoted(_seen(page, block.text))) for number, block in enumerate(page.blocks)}
    selling = [n for n, t in heard.items() if len(t.promo) >= 3 and t.report_hits < 2]
    others = sum(t.topic_hits for n, t in heard.items() if n not in selling)
    if not others and not tone(page.title).topic_hits and len(selling) < len(heard):
        return [page.blocks[n] for n in selling]
    return []


def _seen(page: SpamContext, text: str) -> str:
    """Return the visible text of a paragraph."""
    for piece in page.unseen[:MAX_PIECES]:
        text = text.replace(piece, "")
    return text


def _sells_throughout(page: SpamContext) -> bool:
    """Return whether most of several paragraphs hold spam phrases; a report has them in one."""
    heard = [tone(_unquoted(block.text)) is not SILENT for block in page.blocks]
    return len(heard) < 3 or sum(heard) * 3 >= len(heard) * 2


def _sells(page: SpamContext, heard: Tone) -> bool:
    """Return whether the whole text is an advertisement: dense in spam phrases, without report words."""
    if heard.words == 0:
        return bool(heard.promo)
    hits = heard.topic_hits + heard.promo_hits
    rate = 100 * heard.promo_hits / heard.words
    if len(heard.promo) >= 4 and rate >= 2 and heard.report_hits * 2 <= heard.promo_hits:
        return True
    if not page.indonesian or heard.report_hits * 4 > hits:
        return False
    crowded = len({*heard.topic, *heard.promo}) >= 3 and 100 * hits >= 5 * heard.words
    return crowded or (len(heard.promo) >= 2 and rate >= 5)


def _unquoted(text: str) -> str:
    """Return the text without quotations: a report may quote an advertisement."""
    return _QUOTED.sub(" ", text)
