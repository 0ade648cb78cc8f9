"""Detects titles and descriptions written by intruders: spam, defacement, foreign script."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.extraction.dom.anchors import cut
from crawler.extraction.spam.context import SpamContext
from crawler.extraction.spam.evidence import Evidence
from crawler.extraction.spam.foreign_language import foreign_share
from crawler.extraction.spam.lexicon import SILENT, tone

_DEFACED = re.compile(r"^\W*(?:hacked|owned|pwned|defaced|stamped|touched|rooted)\s+by\b", re.I | re.M)
_TITLE_PARTS = re.compile(r"\s+[-–—|»•·]+\s+|\s*[|»•]\s*")


def find_hacked_titles(page: SpamContext) -> Iterator[Evidence]:
    """Return evidence of a title or description that is not the portal's."""
    together = "\n".join([page.title, *page.claims.titles, *page.claims.texts])
    if tone(together) is SILENT and not foreign_share(together) and not _DEFACED.search(together):
        return
    for claim in dict.fromkeys([*page.claims.titles, page.title]):
        if claim and _is_hacked(page, " ".join(claim.split())[:600]):
            yield Evidence("hacked_title", cut(claim))
            return
    for claim in page.claims.texts:
        if _is_hacked(page, " ".join(claim.split())[:600]):
            yield Evidence("hacked_title", cut(claim))
            return


def _is_hacked(page: SpamContext, claim: str) -> bool:
    if _DEFACED.match(claim):
        return page.body_tone.report_hits < 2 or len(page.sample) < 300
    if page.indonesian and _speaks_indonesian(page) and foreign_share(claim) > 0.4:
        return True
    for part in {claim, *_TITLE_PARTS.split(claim)}:
        heard = tone(part)
        if heard is SILENT or (heard.report_hits and len(heard.promo) < 4) or not heard.promo:
            continue
        if page.reports() and page.body_tone.topic_hits:
            continue
        if len(heard.promo) >= 2 or (
            heard.promo_hits and not page.body_tone.topic_hits and heard.topic_hits >= 1
        ):
            return True
    return False


def _speaks_indonesian(page: SpamContext) -> bool:
    return foreign_share(page.sample) < 0.2
