"""Learned templates of a crawl: loaded from the ledger, passed to extraction, saved again.

For each portal the ledger holds a template of its article pages and one of the articles that a REST API or
feed delivers in full, each with its earlier revisions and the observations since the last induction.

Every crawl imports this module at its start; extraction is imported with the first page.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal
from weakref import WeakKeyDictionary

from crawler.ledger.active_ledger import ledger_of
from crawler.stats import outcomes

if TYPE_CHECKING:
    from crawler.extraction import Draft
    from crawler.extraction.metadata.portal_facts import PortalFacts
    from crawler.extraction.wrapper.template import Template
    from crawler.items import Page
    from crawler.ledger.ledger import Ledger
    from crawler.ledger.queries import LedgerReader
    from crawler.templates.lifecycle import Observation, TemplateLifecycle

Kind = Literal["article", "record"]
KINDS: tuple[Kind, ...] = ("article", "record")
"""Pages of the portal, and articles delivered in full by an API or feed."""

CHANGED_LOOK = "its pages no longer fit the template; extracting generically until a new one is learned"
NONE = "no template of its pages: {}"
LEARNED = "learned template {} of its pages"
STORE = "pipelines.store.StorePipeline"


def kind_of(page: Page) -> Kind:
    """Which of the portal's templates applies to the page."""
    return "record" if page.body_only else "article"


@dataclass(slots=True)
class Templates:
    """One `TemplateLifecycle` per portal and kind. Without a ledger they last for the run.

    `stats` receives notes about templates that were learned or dropped.
    """

    stats: outcomes.Stats
    ledger: Ledger | None
    _lifecycles: dict[tuple[str, Kind], TemplateLifecycle] = field(default_factory=dict)

    def lifecycle(self, portal_id: str, kind: Kind) -> TemplateLifecycle:
        """The lifecycle of one of a portal's templates, loaded from the ledger on first use.

        A template that cannot be read is learned again, with a note. Raises LedgerError.
        """
        found = self._lifecycles.get((portal_id, kind))
        if found is None:
            from crawler.extraction.wrapper.template import TemplateError
            from crawler.templates.lifecycle import TemplateLifecycle

            template = progress = None
            if self.ledger is not None:
                try:
                    template = stored_template(self.ledger, portal_id, kind)
                except TemplateError as error:
                    outcomes.note(self.stats, portal_id, f"its stored template is not used: {error}")
                progress = self.ledger.template(portal_id, f"{kind}.progress")
            found = self._lifecycles[portal_id, kind] = TemplateLifecycle(portal_id, template, progress)
        return found

    def locate(self, page: Page) -> Draft:
        """The draft of a page, without what recurs by its portal's template."""
        return self.lifecycle(page.portal.id, kind_of(page)).locate(page)

    def note(self, draft: Draft) -> None:
        """Learn from a finished article, and save the result with the ledger's next transaction."""
        from crawler.templates.lifecycle import observe

        page = draft.page
        portal_id, kind = page.portal.id, kind_of(page)
        self.record(portal_id, kind, observe(draft, self.lifecycle(portal_id, kind).template))

    def record(self, portal_id: str, kind: Kind, observation: Observation) -> None:
        """Learn from an article that a worker extracted."""
        lifecycle = self.lifecycle(portal_id, kind)
        drifted, why = lifecycle.drifted, lifecycle.why
        changed = lifecycle.record(observation)
        if lifecycle.why and lifecycle.why != why:
            outcomes.note(self.stats, portal_id, NONE.format(lifecycle.why))
        if lifecycle.drifted > drifted:
            outcomes.note(self.stats, portal_id, CHANGED_LOOK)
            outcomes.measure(self.stats, portal_id, "drifted")
        if changed and lifecycle.template is not None:
            outcomes.note(self.stats, portal_id, LEARNED.format(lifecycle.template.revision))
        if self.ledger is None:
            return
        if changed:
            text = lifecycle.template.to_json().encode() if lifecycle.template is not None else b""
            self.ledger.record_template(portal_id, text, kind)
            if lifecycle.template is not None:
                self.ledger.record_template(portal_id, text, f"{kind}.{lifecycle.template.revision}")
        if changed or lifecycle.has_progress:
            self.ledger.record_template(portal_id, lifecycle.progress().encode(), f"{kind}.progress")


_crawls: WeakKeyDictionary[Any, Templates] = WeakKeyDictionary()


def templates_of(crawler: Any) -> Templates:
    """The templates of a Scrapy crawl, shared by its pipelines; saved only if articles are stored."""
    found = _crawls.get(crawler)
    if found is None:
        stored = STORE in crawler.settings.getdict("ITEM_PIPELINES")
        found = _crawls[crawler] = Templates(crawler.stats, ledger_of(crawler) if stored else None)
    return found


def stored_template(
    ledger: Ledger, portal_id: str, kind: Kind = "article", revision: int | None = None
) -> Template | None:
    """A portal's current template, or an earlier revision; None if it has none, or it was dropped.

    Raises LedgerError, TemplateError.
    """
    from crawler.extraction.wrapper.template import Template

    data = ledger.template(portal_id, kind if revision is None else f"{kind}.{revision}")
    return Template.from_json(data).without_guesses() if data else None


def stored_templates(ledger: Ledger) -> dict[str, Template]:
    """The current template of every portal's pages; unreadable ones are left out.

    Raises LedgerError.
    """
    from crawler.extraction.wrapper.template import Template, TemplateError

    found: dict[str, Template] = {}
    for portal_id, data in ledger.templates("article").items():
        with suppress(TemplateError):
            found[portal_id] = Template.from_json(data).without_guesses()
    return found


def stored_portal_facts(ledger: Ledger) -> dict[str, PortalFacts]:
    """The facts that the pages of each portal are known to share. Raises LedgerError."""
    from crawler.templates.lifecycle import TemplateLifecycle

    return {
        portal_id: TemplateLifecycle(portal_id, None, progress).portal_facts
        for portal_id, progress in ledger.templates("article.progress").items()
    }


def portal_facts_of(ledger: Ledger, portal_id: str) -> PortalFacts:
    """The facts that the pages of one portal are known to share. Raises LedgerError."""
    from crawler.templates.lifecycle import TemplateLifecycle

    return TemplateLifecycle(portal_id, None, ledger.template(portal_id, "article.progress")).portal_facts


def reason_for_none(ledger: LedgerReader, portal_id: str, kind: Kind = "article") -> str:
    """Why a portal has no template despite enough pages; empty if it has one, or too few pages.

    Raises LedgerError.
    """
    from crawler.templates.lifecycle import TemplateLifecycle

    return TemplateLifecycle(portal_id, None, ledger.template(portal_id, f"{kind}.progress")).why


def reasons_for_none(ledger: LedgerReader) -> dict[str, str]:
    """The reasons of all portals without a template. Raises LedgerError."""
    found = {
        portal_id: reason_for_none(ledger, portal_id) for portal_id in ledger.templates("article.progress")
    }
    return {portal_id: why for portal_id, why in found.items() if why}


def store_template(ledger: Ledger, template: Template, kind: Kind = "article") -> None:
    """Set the portal's template for future runs. Raises LedgerError."""
    from crawler.templates.lifecycle import TemplateLifecycle

    data = template.to_json().encode()
    progress = TemplateLifecycle(template.portal, template).progress().encode()
    ledger.save_template(template.portal, progress, f"{kind}.progress")
    ledger.save_template(template.portal, data, f"{kind}.{template.revision}")
    ledger.save_template(template.portal, data, kind)


def last_revision(ledger: Ledger, portal_id: str, kind: Kind = "article") -> int:
    """Number of templates the portal has had, including dropped ones. Raises LedgerError, TemplateError."""
    from crawler.templates.lifecycle import TemplateLifecycle

    progress = ledger.template(portal_id, f"{kind}.progress")
    return TemplateLifecycle(portal_id, stored_template(ledger, portal_id, kind), progress).revision


def forget_template(ledger: Ledger, portal_id: str, kind: Kind = "article") -> bool:
    """Delete the portal's template and observations; False if it has neither. Raises LedgerError."""
    if not ledger.template(portal_id, kind) and not ledger.template(portal_id, f"{kind}.progress"):
        return False
    from crawler.templates.lifecycle import TemplateLifecycle

    nothing = TemplateLifecycle(portal_id)
    nothing.revision = last_revision(ledger, portal_id, kind)
    ledger.save_template(portal_id, nothing.progress().encode(), f"{kind}.progress")
    ledger.save_template(portal_id, b"", kind)
    return True
