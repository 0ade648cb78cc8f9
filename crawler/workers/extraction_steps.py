"""Runs all extraction steps on a page, for use in worker processes."""

from __future__ import annotations

from crawler.extraction import finish, judge, locate_article, normalise_dates, strip_boilerplate
from crawler.extraction.deadline import Deadline, OutOfTime
from crawler.extraction.error_page import REASON, is_error_page, reason_of_drop
from crawler.extraction.metadata.portal_facts import NO_PORTAL_FACTS, PortalFacts
from crawler.extraction.wrapper.template import Template
from crawler.guard.complexity import too_complex
from crawler.items import Page
from crawler.templates.lifecycle import observe
from crawler.workers.wire_format import Outcome


def read_page(
    page: Page,
    template: Template | None,
    seconds: float = 0.0,
    *,
    teaches: bool = True,
    portal_facts: PortalFacts = NO_PORTAL_FACTS,
) -> Outcome:
    """Run all steps of the item pipelines on a page, up to its article.

    `seconds`: limit of processor time; 0 means no limit.
    An article has an observation for its template only if `teaches`.
    """
    for tree in (page.tree, *page.more):
        excess = too_complex(tree)
        if excess is not None:
            return Outcome(None, reason="too_complex", detail=excess)
    budget = Deadline(seconds)
    try:
        with budget:
            draft = normalise_dates(strip_boilerplate(locate_article(page, template, portal_facts)))
            budget.check()
    except OutOfTime as error:
        return Outcome(None, reason="too_slow", detail=str(error))
    verdict = judge(draft)
    if verdict.reason is not None:
        detail = f"{page.url} {verdict.explanation}".rstrip()
        return Outcome(None, None, reason_of_drop(draft, verdict.reason), detail, draft.published_at)
    if is_error_page(draft):
        return Outcome(None, None, REASON, page.url)
    observation = observe(draft, template) if teaches else None
    return Outcome(finish(draft), observation, published_at=draft.published_at)
