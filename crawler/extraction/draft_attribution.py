"""Credits, authors and dateline of a draft."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from crawler.extraction.attribution.dateline import find_dateline, strip_leading_dash
from crawler.extraction.attribution.gazetteer import is_place
from crawler.extraction.attribution.people import same_name
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
    if signed and draft.facts.authors and draft.facts.authors[0].source.startswith("meta:"):
        authors = [author for author in authors if any(same_name(author.name, one.name) for one in signed)]
    if len(authors) > 1 or signed:
        authors = [one for one in authors if not any(same_name(one.name, editor) for editor in editors)]
    found = [*authors]
    for credit in (*draft.facts.credits, *taken, *draft.facts.credits_below):
        if not any(credit.role == one.role and same_name(credit.name, one.name) for one in found):
            found.append(credit)
    return found


def _authors(draft: Draft) -> list[Credit]:
    found = draft.facts.authors
    # Of several places that name authors the most trusted one counts: the others repeat or mangle it.
    names = [s.value for s in found if s.source == found[0].source] or list(draft.page.known.authors)
    sites = {clean(name).lower() for name in draft.facts.site_names}
    names = [_without_site(name, sites) for name in names]
    unique = dict.fromkeys(name for name in names if 1 < len(name) <= 100 and name.lower() not in sites)
    return [Credit("author", name, name) for name in unique]


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
    if found is None or (at != prose[0] and not _is_sure(found.dateline)):
        return
    draft.dateline = found.dateline
    rest = blocks[at].text[found.end :].lstrip()
    if rest:
        blocks[at] = replace(blocks[at], text=rest)
    else:
        del blocks[at]
        if at < len(blocks):
            blocks[at] = replace(blocks[at], text=strip_leading_dash(blocks[at].text))


def _is_sure(dateline: Dateline) -> bool:
    """Whether a head after a standfirst is a dateline: with an outlet, or a known place in capitals."""
    place = dateline.place or ""
    return dateline.outlet is not None or (place.isupper() and is_place(place))
