"""Chooses the authors from bylines on the page and from metadata."""

from __future__ import annotations

from crawler.extraction.attribution.people import believable_author, same_name
from crawler.extraction.metadata.fields import Metadata, Signal
from crawler.extraction.metadata.portal_facts import NO_PORTAL_FACTS, PortalFacts
from crawler.extraction.metadata.printed_names import ICON, LINK, MAX_AUTHORS, NAMED, Printed


def choose_authors(facts: Metadata, printed: Printed, portal: PortalFacts = NO_PORTAL_FACTS) -> bool:
    """Set the authors of `facts` to those that the page's bylines and metadata support together; return
    whether some were left out.

    Ignores a metadata author that is a company, a site, a placeholder, or the printed editor; also a `meta`
    author printed nowhere on the page, if the page prints another name or the portal's pages share the value.
    """
    editors = [
        credit.name for credit in (*printed.credits, *printed.credits_below) if credit.role == "editor"
    ]
    # The whole document title names the site, or the article: never who wrote it.
    sites = [*facts.site_names, facts.document_title or ""]
    signals = [
        signal
        for signal in facts.authors
        if believable_author(signal.value)
        and not any(same_name(signal.value, site) for site in sites)
        and not (any(same_name(signal.value, editor) for editor in editors) and printed.names)
        and not (portal.shares_author(signal.value) and _is_meta(signal) and not printed.has(signal.value))
    ]
    claimed = [signal for signal in signals if not _is_meta(signal)]
    rank = printed.rank
    if claimed and (rank is None or rank > NAMED or any(printed.has(signal.value) for signal in claimed)):
        facts.authors = [signal for signal in claimed if signal.source == claimed[0].source]
    elif rank is not None and rank <= ICON:
        facts.authors = [Signal("rel:author" if rank == LINK else "byline", name) for name in printed.best()]
    elif signals and (rank is None or any(printed.has(signal.value) for signal in signals)):
        facts.authors = [signal for signal in signals if signal.source == signals[0].source]
    elif rank is not None:
        facts.authors = [Signal("byline", name) for name in printed.best()[:1]]
    else:
        facts.authors = []
    cut = printed.cut or len(facts.authors) > MAX_AUTHORS
    facts.authors = facts.authors[:MAX_AUTHORS]
    return cut


def _is_meta(signal: Signal) -> bool:
    return signal.source.startswith("meta:")
