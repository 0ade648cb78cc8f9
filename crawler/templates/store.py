"""The learned templates of a crawl: taken from the ledger, handed to the steps that extract, kept again.

The ledger holds for each portal a template of its article pages and one of the articles that a REST API or
feed delivers whole, each with its earlier revisions, and what was seen since the last one was learned.

Every crawl has this module from its start; extraction is loaded with the first page.
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
    from crawler.extraction.wrapper.template import Template
    from crawler.items import Page
    from crawler.ledger.ledger import Ledger
    from crawler.templates.lifecycle import Observation, TemplateLifecycle

Kind = Literal["article", "record"]
KINDS: tuple[Kind, ...] = ("article", "record")
"""Pages of the portal, and articles that came whole from an API or feed."""

CHANGED_LOOK = "its pages no longer fit the template; reading them the general way until a new one is learned"
LEARNED = "learned template {} of its pages"
STORE = "pipelines.store.StorePipeline"


def kind_of(page: Page) -> Kind:
    """Which of the portal's templates reads the page."""
    return "record" if page.body_only else "article"


@dataclass(slots=True)
class Templates:
    """One keeper for each portal and kind. Without a ledger they live as long as the run.

    `stats` counts what people should know of: templates learned, and given up.
    """

    stats: outcomes.Stats
    ledger: Ledger | None
    _keepers: dict[tuple[str, Kind], TemplateLifecycle] = field(default_factory=dict)

    def keeper(self, portal_id: str, kind: Kind) -> TemplateLifecycle:
        """The keeper of one of a portal's templates, taken from the ledger when first asked for.

        One that cannot be read is learned anew, and said so. Raises LedgerError.
        """
        found = self._keepers.get((portal_id, kind))
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
            found = self._keepers[portal_id, kind] = TemplateLifecycle(portal_id, template, progress)
        return found

    def locate(self, page: Page) -> Draft:
        """The draft of a page, by its portal's template where there is one that fits."""
        return self.keeper(page.portal.id, kind_of(page)).locate(page)

    def note(self, draft: Draft) -> None:
        """Learn from a finished article, and keep what was learned with the ledger's next transaction."""
        from crawler.templates.lifecycle import observation_of

        page = draft.page
        portal_id, kind = page.portal.id, kind_of(page)
        self.take_down(portal_id, kind, observation_of(draft, self.keeper(portal_id, kind).template))

    def take_down(self, portal_id: str, kind: Kind, observation: Observation) -> None:
        """The same for an article that another process read."""
        keeper = self.keeper(portal_id, kind)
        drifted = keeper.drifted
        changed = keeper.take_down(observation)
        if keeper.drifted > drifted:
            outcomes.note(self.stats, portal_id, CHANGED_LOOK)
            outcomes.measure(self.stats, portal_id, "drifted")
        if changed and keeper.template is not None:
            outcomes.note(self.stats, portal_id, LEARNED.format(keeper.template.revision))
        if self.ledger is None:
            return
        if changed:
            text = keeper.template.to_json().encode() if keeper.template is not None else b""
            self.ledger.record_template(portal_id, text, kind)
            if keeper.template is not None:
                self.ledger.record_template(portal_id, text, f"{kind}.{keeper.template.revision}")
        if changed or keeper.watchful:
            self.ledger.record_template(portal_id, keeper.progress().encode(), f"{kind}.progress")


_crawls: WeakKeyDictionary[Any, Templates] = WeakKeyDictionary()


def templates_of(crawler: Any) -> Templates:
    """The templates of a Scrapy crawl, shared by its steps; kept only where articles are stored."""
    found = _crawls.get(crawler)
    if found is None:
        stored = STORE in crawler.settings.getdict("ITEM_PIPELINES")
        found = _crawls[crawler] = Templates(crawler.stats, ledger_of(crawler) if stored else None)
    return found


def stored_template(
    ledger: Ledger, portal_id: str, kind: Kind = "article", revision: int | None = None
) -> Template | None:
    """A portal's present template, or an earlier revision; None where there is none, or it was given up.

    Raises LedgerError, TemplateError.
    """
    from crawler.extraction.wrapper.template import Template

    data = ledger.template(portal_id, kind if revision is None else f"{kind}.{revision}")
    return Template.from_json(data) if data else None


def stored_templates(ledger: Ledger) -> dict[str, Template]:
    """The present template of every portal's pages; those that cannot be read are left out.

    Raises LedgerError.
    """
    from crawler.extraction.wrapper.template import Template, TemplateError

    found: dict[str, Template] = {}
    for portal_id, data in ledger.templates("article").items():
        with suppress(TemplateError):
            found[portal_id] = Template.from_json(data)
    return found


def store_template(ledger: Ledger, template: Template, kind: Kind = "article") -> None:
    """Make it the portal's template, from the next run on. Raises LedgerError."""
    from crawler.templates.lifecycle import TemplateLifecycle

    data = template.to_json().encode()
    progress = TemplateLifecycle(template.portal, template).progress().encode()
    ledger.save_template(template.portal, progress, f"{kind}.progress")
    ledger.save_template(template.portal, data, f"{kind}.{template.revision}")
    ledger.save_template(template.portal, data, kind)


def last_revision(ledger: Ledger, portal_id: str, kind: Kind = "article") -> int:
    """How many templates the portal has had, those given up included. Raises LedgerError, TemplateError."""
    from crawler.templates.lifecycle import TemplateLifecycle

    progress = ledger.template(portal_id, f"{kind}.progress")
    return TemplateLifecycle(portal_id, stored_template(ledger, portal_id, kind), progress).revision


def forget_template(ledger: Ledger, portal_id: str, kind: Kind = "article") -> bool:
    """Drop the portal's template and what was seen since; False where it has neither. Raises LedgerError."""
    if not ledger.template(portal_id, kind) and not ledger.template(portal_id, f"{kind}.progress"):
        return False
    from crawler.templates.lifecycle import TemplateLifecycle

    nothing = TemplateLifecycle(portal_id)
    nothing.revision = last_revision(ledger, portal_id, kind)
    ledger.save_template(portal_id, nothing.progress().encode(), f"{kind}.progress")
    ledger.save_template(portal_id, b"", kind)
    return True
