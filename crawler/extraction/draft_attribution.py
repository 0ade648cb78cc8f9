"""Credits, authors and dateline of a draft."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from crawler.extraction.attribution.dateline import find_dateline, strip_leading_dash
from crawler.extraction.attribution.dateline_parts import names_unit
from crawler.extraction.attribution.gazetteer import is_place
from crawler.extraction.attribution.people import same_name
from crawler.extraction.blocks import Block
from crawler.extraction.boilerplate.phrases import ends_sentence
from crawler.extraction.dom.class_patterns import is_called_lead, names
from crawler.extraction.draft import Draft
from crawler.extraction.metadata.json_ld import clean
from crawler.items import Credit, Dateline


def gather_credits(draft: Draft, taken: list[Credit]) -> list[Credit]:
    """Set the authors, then the other credits: those printed outside the text, and those in it (`taken`).

    An author in the text takes precedence over a page's `meta`, which may be the same on every page.
    """
    signed = [credit for credit in taken if credit.role in ("author", "reporter")]
    editors = [credit.name for credit in taken if credit.role == "editor"]
    authors = _authors(draft)
    if not authors and all(credit.role == "reporter" for credit in signed):
        # The page names no other author.
        taken = [replace(one, role="author") if one.role == "reporter" else one for one in taken]
    if signed and draft.facts.authors and draft.facts.authors[0].source.startswith("meta:"):
        authors = [author for author in authors if any(same_name(author.name, one.name) for one in signed)]
    if len(authors) > 1 or signed:
        authors = [one for one in authors if not any(same_name(one.name, editor) for editor in editors)]
    found = [*authors]
    # A credit that is read twice has the later place, which is that in the order of the page.
    below = draft.facts.credits_below
    inside = [credit for credit in taken if not _is_among(credit, below)]
    # The reporter in the text whom the page names as author is one person in one role.
    inside = [
        one
        for one in inside
        if one.role != "reporter" or not any(same_name(one.name, author.name) for author in authors)
    ]
    above = [credit for credit in draft.facts.credits if not _is_among(credit, (*taken, *below))]
    for credit in (*above, *inside, *below):
        if not _is_among(credit, found):
            found.append(next((one for one in taken if _is_among(one, [credit])), credit))
    return found


def drop_picture_credits(draft: Draft) -> None:
    """Remove the photographers printed above the text who are credited with a picture."""
    pictured = [image.credit for image in draft.images if image.credit]
    pictured += [image.caption for image in draft.images if image.caption]
    draft.credits = [
        credit
        for credit in draft.credits
        if credit.role != "photographer"
        or credit not in draft.facts.credits
        or not any(_is_part(credit.name, name) for name in pictured)
    ]


def _is_part(name: str, text: str) -> bool:
    """Whether a text names a person, perhaps with an outlet: `ANTARA FOTO/Maya`."""
    return same_name(name, text) or any(same_name(name, part) for part in text.split("/"))


def _is_among(credit: Credit, others: Sequence[Credit]) -> bool:
    return any(credit.role == one.role and same_name(credit.name, one.name) for one in others)


def _authors(draft: Draft) -> list[Credit]:
    found = draft.facts.authors
    # Of several places that name authors the most trusted one counts: the others repeat or mangle it.
    names = [s.value for s in found if s.source == found[0].source] or list(draft.page.known.authors)
    sites = {clean(name).lower() for name in draft.facts.site_names}
    names = [_without_site(name, sites) for name in names]
    unique = dict.fromkeys(name for name in names if 1 < len(name) <= 100 and name.lower() not in sites)
    return [Credit("author", name, name) for name in unique]


_SENTENCE = 40
_EMPHASIS = frozenset({"b", "strong", "em", "i"})
_BESIDE_NAME = re.compile(r"\s*[|•·]\s*|\s+[-–—/]\s+|,\s+")


def _without_site(name: str, sites: set[str]) -> str:
    """`Rangga - detikdaerah` becomes Rangga: the site's name is cut."""
    for match in _BESIDE_NAME.finditer(name):
        if name[match.end() :].lower() in sites:
            return name[: match.start()]
    return name


def take_dateline(draft: Draft) -> None:
    """Extract the dateline from the first paragraph, or from the second one after a standfirst."""
    blocks = draft.body.blocks
    site = urlsplit(draft.page.url).hostname or ""
    prose = [i for i, block in enumerate(blocks[:3]) if block.kind in {"paragraph", "verse"}]
    found = None
    for at in prose[:2]:
        following = blocks[at + 1].text if at + 1 < len(blocks) else None
        found = find_dateline(blocks[at].text, following, site)
        if found is not None:
            break
    if found is None:
        return
    if at != prose[0] and not _is_sure(found.dateline):
        around = [draft.page.portal.name, draft.title.text, *(block.text for block in blocks)]
        place = found.dateline.place or ""
        set_apart = place.isupper() and _is_standfirst(blocks[prose[0]])
        known = set_apart or _is_known_place(place, around)
        if not known or not _opens_text(blocks, at, found.end):
            return
    if found.end < len(blocks[at].text) and _may_be_phrase(found.dateline):
        around = [draft.title.text, *(block.text for block in blocks)]
        if not _is_named_as_place(found.dateline.place or "", around):
            return
    draft.dateline = found.dateline
    rest = blocks[at].text[found.end :].lstrip()
    if rest:
        blocks[at] = replace(blocks[at], text=rest)
    else:
        del blocks[at]
        if at < len(blocks):
            blocks[at] = replace(blocks[at], text=strip_leading_dash(blocks[at].text))


_PLACED_TEXT = """
    di ke dari desa dusun kecamatan kelurahan kota kabupaten kampung nagari distrik pulau wilayah daerah
    kawasan warga masyarakat camat lurah kades pasar pemkab pemkot polsek polres
"""
_PLACED = "|".join(_PLACED_TEXT.split())
"""Words before the name of a place."""


def _may_be_phrase(dateline: Dateline) -> bool:
    """Whether a head is only capitalized words that name no known place: `Operasi Pasar - ...`."""
    place = dateline.place or ""
    known = dateline.outlet is not None or any(char.isdigit() for char in dateline.text)
    if known or " " not in place or place.isupper():
        return False
    return not names_unit(place) and not any(is_place(part.strip()) for part in place.split(","))


def _is_named_as_place(place: str, texts: list[str], *, any_case: bool = False) -> bool:
    """Whether the texts name a place elsewhere: `warga Sungai Kunyit`, `di Sungai Kunyit`."""
    named = re.compile(rf"(?<!\w)(?i:{_PLACED})\s+{re.escape(place)}(?!\w)", re.IGNORECASE * any_case)
    return any(named.search(text) for text in texts)


def _is_known_place(place: str, texts: list[str]) -> bool:
    """Whether a place is in the gazetteer, or in capitals and named as a place in the texts around it."""
    return is_place(place) or (place.isupper() and _is_named_as_place(place, texts, any_case=True))


def _is_standfirst(block: Block) -> bool:
    """Whether a paragraph is set apart from those below it: bold or italic as a whole, or a lead by class."""
    element = block.element
    return element is not None and (element.tag in _EMPHASIS or is_called_lead(names(element)))


def _opens_text(blocks: list[Block], at: int, end: int) -> bool:
    """Whether a sentence follows a head after a standfirst; in a list of towns the next line has one too."""
    rest = blocks[at].text[end:]
    if len(rest) < _SENTENCE or not ends_sentence(rest):
        return False
    following = blocks[at + 1].text if at + 1 < len(blocks) else ""
    return find_dateline(following) is None


def _is_sure(dateline: Dateline) -> bool:
    """Whether a head after a standfirst is a dateline: with an outlet, or a known place in capitals."""
    place = dateline.place or ""
    return dateline.outlet is not None or (place.isupper() and is_place(place))
