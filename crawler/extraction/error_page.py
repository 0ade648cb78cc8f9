"""Detects error pages with status 200 in place of an article.

Maintenance notices, database errors and other sites' pages may look like a short article. They do not fit the
requested URL: their title shares no word with the URL's slug or with the title in the listing, they link to
no other page of the site, and they are short and undated. Each sign alone also occurs on real articles, so
all must agree.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from crawler.extraction.draft import Draft
from crawler.urls.canonical import same_site
from crawler.urls.parsing import join

REASON = "error_page"
"""The reason to drop the page; its URL is requested again later."""

SHORT = 500
"""Characters of an article's text; error pages have less."""

MIN_WORDS = 3
"""Words that a slug or title must have to be compared with."""

MAX_ANCHORS = 300
_WORD = re.compile(r"[^\W\d_]{3,}")
_NAMED = re.compile(r"\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)


def is_error_page(draft: Draft) -> bool:
    """Whether an article-like page is an error page of its site: all signs must agree."""
    return (
        draft.layout is None  # else it has the layout of the portal's articles
        and not _has_own_date(draft)
        and not draft.page.body_only
        and draft.body.length < SHORT
        and _has_foreign_title(draft)
        and not _links_within_site(draft)
    )


def _has_own_date(draft: Draft) -> bool:
    """Whether the page itself gives a publication date, not its URL or the source that listed it."""
    if not draft.published_at or draft.published_source == "url":
        return False
    return not draft.page.known.published_at


def _has_foreign_title(draft: Draft) -> bool:
    """Whether the title shares no word with the slug and the title in the source, as far as these are
    known.
    """
    path = _NAMED.sub("", urlsplit(draft.page.url).path.rstrip("/"))
    slug = _words(unquote(path.rpartition("/")[2]).replace("_", " "))
    named = _words(draft.page.known.title or "")
    references = [words for words in (slug, named) if len(words) >= MIN_WORDS]
    if not references:
        return False
    shown = _words(draft.title.text or draft.facts.document_title or "")
    return not any(shown & words for words in references)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def _links_within_site(draft: Draft) -> bool:
    """Whether the page links to another page of its site."""
    own = draft.page.url.partition("#")[0]
    for anchor in draft.page.tree.xpath("//a/@href")[:MAX_ANCHORS]:
        target = join(own, str(anchor))
        if target is not None and target.partition("#")[0] != own and same_site(target, own):
            return True
    return False
