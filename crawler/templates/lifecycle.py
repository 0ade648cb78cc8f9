"""Lifecycle of a portal's template: induced from its pages, applied, monitored for drift, induced again.

Modules that read pages are imported on first use: a crawl with extraction workers only stores templates.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.extraction.metadata.portal_facts import PortalFacts
from crawler.extraction.wrapper.induction import ENOUGH, PageFeatures, WrapperInducer, named, page_features
from crawler.extraction.wrapper.template import Template
from crawler.templates.portal_facts import PageClaims, PortalFactsCounter, page_claims

if TYPE_CHECKING:
    from crawler.extraction.draft import Draft
    from crawler.items import Page

WINDOW = 20
"""Pages over which a change of layout is detected."""

_MISSES = 0.5
"""Share of a window's pages without a matching layout that counts as a changed portal."""
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Observation:
    """What one article shows about its portal's template: `revision` of the template that was tried (0 for
    none), whether it matched, the page's features if generic extraction was used, and what it claims."""

    revision: int
    fits: bool
    seen: PageFeatures | None
    claims: PageClaims | None = None


def observe(draft: Draft, template: Template | None) -> Observation:
    """The observation from a finished article that was located with `template`."""
    fits = draft.layout is not None
    features = None if fits else page_features(draft)
    claims = None if draft.page.body_only else page_claims(draft)
    return Observation(_revision_of(template), fits, features, claims)


def _revision_of(template: Template | None) -> int:
    return template.revision if template is not None else 0


class TemplateLifecycle:
    """Extracts each page of a portal with its template, or generically without one.

    `locate` reads a page; call `record_draft` with each finished draft that is an article: only articles are
    learned from. `template` is the current one: given, induced, or None while pages are collected. `revision`
    is that of the last template, `drifted` counts how often one was dropped because the portal changed. Save
    `template` and `progress()` after a crawl and pass both to the next one.
    """

    def __init__(
        self, portal: str, template: Template | None = None, progress: str | bytes | None = None
    ) -> None:
        self.portal = portal
        self.template = template
        self.drifted = 0
        self.revision = template.revision if template is not None else 0
        self._fits: list[bool] = []
        self._learner = WrapperInducer(portal)
        self._counter = PortalFactsCounter()
        self._counted = False
        if progress:
            self._restore(progress)

    @property
    def has_progress(self) -> bool:
        """Whether there is progress to save: pages learned from, or a page that did not match."""
        return len(self._learner) > 0 or not all(self._fits) or self._counted

    @property
    def portal_facts(self) -> PortalFacts:
        """What the portal's pages share, as far as it is known."""
        return self._counter.facts

    def locate(self, page: Page) -> Draft:
        """The draft of a page: by the template if it matches, else by generic extraction."""
        from crawler.extraction.extractor import locate_article

        return locate_article(page, self.template, self.portal_facts)

    def note(self, draft: Draft) -> bool:
        """Record a finished article; True if the template changed: induced, or dropped."""
        return self.record(observe(draft, self.template))

    def record(self, observation: Observation) -> bool:
        """Record an article that a worker extracted; observations of another template are ignored.

        Exception: a page that did not match a template dropped since is learned from.
        """
        self._counted = observation.claims is not None and not self._counter.is_full
        if observation.claims is not None:
            self._counter.add(observation.claims)
        if observation.revision != _revision_of(self.template):
            if self.template is not None or observation.seen is None:
                return False
            self._learner.add(observation.seen)
            return self._learn()
        if self.template is not None:
            self._fits = [*self._fits[-(WINDOW - 1) :], observation.fits]
        if observation.seen is not None:
            self._learner.add(observation.seen)
        gone = self.template is not None and self._fits.count(False) >= WINDOW * _MISSES
        if gone:
            self.drifted += 1
            self.template = None
            self._counter = PortalFactsCounter()
            self._fits = []
        return self._learn() or gone

    def _learn(self) -> bool:
        """With enough generically extracted pages: a new template, or further layouts of the current one."""
        if len(self._learner) < ENOUGH:
            return False
        learned = self._learner.learn()
        self._learner = WrapperInducer(self.portal)
        if learned is None:
            return False
        layouts, origin = learned.layouts, learned.origin
        if self.template is not None:
            known = {layout.body for layout in self.template.layouts}
            further = [layout for layout in layouts if layout.body not in known]
            if not further:
                return False
            layouts = named((*self.template.layouts, *further))
            origin = self.template.origin
        self.revision += 1
        self.template = Template(self.portal, layouts, self.revision, origin)
        self._fits = []
        return True

    def progress(self) -> str:
        """Observations since the template was induced, as JSON."""
        return json.dumps(
            {
                "format": _FORMAT,
                "revision": self.revision,
                "fits": self._fits,
                "pages": self._learner.to_data(),
                "facts": self._counter.to_data(),
            },
            ensure_ascii=False,
        )

    def _restore(self, progress: str | bytes) -> None:
        """Continue from saved progress; progress in another format is discarded."""
        kept = json.loads(progress)
        if kept.get("format") != _FORMAT:
            return
        self.revision = max(self.revision, kept["revision"])
        self._fits = kept["fits"]
        self._learner = WrapperInducer(self.portal, map(PageFeatures.from_data, kept["pages"]))
        self._counter = PortalFactsCounter(kept.get("facts"))


def learn_template(portal: str, pages: Iterable[Page]) -> Template | None:
    """The template of `portal` (its id) from some of its pages, or None if they have too little in common.

    About `ENOUGH` pages suffice, in any order; pages that are not articles are skipped. Their trees are not
    modified.
    """
    from crawler.extraction.dating.resolution import normalise_dates
    from crawler.extraction.extractor import locate_article, strip_boilerplate
    from crawler.extraction.page_type import judge

    learner = WrapperInducer(portal)
    for page in pages:
        draft = normalise_dates(strip_boilerplate(locate_article(page)))
        seen = page_features(draft) if judge(draft).is_article else None
        if seen is not None:
            learner.add(seen)
    return learner.learn()
