"""Lifecycle of a portal's template: induced from its pages, applied, monitored for drift, induced again.

Modules that read pages are imported on first use: a crawl with extraction workers only stores templates.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crawler.extraction.metadata.portal_facts import PortalFacts
from crawler.extraction.wrapper.induction import ENOUGH, PageFeatures, WrapperInducer, named
from crawler.extraction.wrapper.template import Layout, Template
from crawler.templates.portal_facts import PageClaims, PortalFactsCounter, page_claims

if TYPE_CHECKING:
    from crawler.extraction.draft import Draft
    from crawler.items import Page

WINDOW = 20
"""Pages over which a change of layout is detected."""

_MISSES = 0.5
"""Share of a window's pages without a matching layout that counts as a changed portal."""
_DOUBTS = 2
"""Pages in a row of which a template would take too much, after which it is not used any more."""
_FORMAT = 1
CHANGED = "the pages changed their look"
DOUBTED = f"it would have taken too much of {_DOUBTS} articles in a row"


@dataclass(frozen=True, slots=True)
class Observation:
    """Observation from one article: `revision` of the applied template (0 for none), whether the page
    matches one of its layouts, the page's features if they can teach another layout, its claims, and whether
    the template would have removed too much of the page.
    """

    revision: int
    fits: bool
    seen: PageFeatures | None
    claims: PageClaims | None = None
    doubted: bool = False


def observe(draft: Draft, template: Template | None) -> Observation:
    """The observation from a finished article that was located with `template`."""
    layout = _layout_named(template, draft.layout)
    seen = None
    if layout is None or not layout.is_proven:
        from crawler.extraction.wrapper.features import page_features

        seen = page_features(draft)
    claims = None if draft.page.body_only else page_claims(draft)
    return Observation(_revision_of(template), layout is not None, seen, claims, draft.doubted)


def _layout_named(template: Template | None, name: str | None) -> Layout | None:
    layouts = template.layouts if template is not None else ()
    return next((layout for layout in layouts if layout.name == name), None)


def _revision_of(template: Template | None) -> int:
    return template.revision if template is not None else 0


class TemplateLifecycle:
    """Extracts each page of a portal and removes what recurs once the portal's template is known.

    `locate` reads a page; call `note` with each finished draft that is an article: only articles are learned
    from. `template` is the current one: given, induced, or None while pages are collected. `revision` is that
    of the last template, `drifted` counts how often one was dropped because the portal changed, `why` gives
    the reason for having no template despite enough pages. Save `template` and `progress()` after a crawl
    and pass both to the next one.
    """

    def __init__(
        self, portal: str, template: Template | None = None, progress: str | bytes | None = None
    ) -> None:
        self.portal = portal
        self.template = template
        self.drifted = 0
        self.why = ""
        self.revision = template.revision if template is not None else 0
        self._fits: list[bool] = []
        self._doubts = 0
        self._learner = WrapperInducer()
        self._counter = PortalFactsCounter()
        self._counted = False
        if progress:
            self._restore(progress)

    @property
    def has_progress(self) -> bool:
        """Whether there is progress to save: pages learned from, or a page that did not match."""
        return len(self._learner) > 0 or not all(self._fits) or self._counted or bool(self.why)

    @property
    def portal_facts(self) -> PortalFacts:
        """Values known to be shared by the portal's pages."""
        return self._counter.facts

    def locate(self, page: Page) -> Draft:
        """The draft of a page, without what recurs by the template."""
        from crawler.extraction.extractor import locate_article

        return locate_article(page, self.template, self.portal_facts)

    def note(self, draft: Draft) -> bool:
        """Record a finished article; True if the template changed: induced, or dropped."""
        return self.record(observe(draft, self.template))

    def record(self, observation: Observation) -> bool:
        """Record an article that a worker extracted; ignores observations of another template.

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
        gone = False
        if self.template is not None:
            self._fits = [*self._fits[-(WINDOW - 1) :], observation.fits or observation.doubted]
            self._doubts = self._doubts + 1 if observation.doubted else 0
            gone = self._give_up()
        if observation.seen is not None:
            self._learner.add(observation.seen)
        return self._learn() or gone

    def _give_up(self) -> bool:
        """Drop a template that pages no longer match, or that would remove too much of them."""
        changed = self._fits.count(False) >= WINDOW * _MISSES
        if not changed and self._doubts < _DOUBTS:
            return False
        if changed:
            self.drifted += 1
            self._counter = PortalFactsCounter()
        self.template = None
        self._fits, self._doubts = [], 0
        self.why = CHANGED if changed else DOUBTED
        return True

    def _learn(self) -> bool:
        """With enough pages that match no layout: a new template, or further layouts of it."""
        if len(self._learner) < ENOUGH:
            return False
        learned = self._learner.learn()
        self._learner = WrapperInducer()
        if self.template is None:
            self.why = learned.why
            if not learned.layouts:
                return False
            template = Template(self.portal, learned.layouts)
        else:
            # A template learned from too few pages is replaced by one learned from more.
            by_hand = self.template.origin == "hand"
            proven = {one.body for one in self.template.layouts if by_hand or one.is_proven}
            further = {layout.body: layout for layout in learned.layouts if layout.body not in proven}
            kept = [layout for layout in self.template.layouts if layout.body not in further]
            if not further:
                return False
            template = replace(self.template, layouts=named((*kept, *further.values())))
        self.revision += 1
        self.template = replace(template, revision=self.revision)
        self._fits = []
        return True

    def progress(self) -> str:
        """Observations since the template was induced, as JSON."""
        return json.dumps(
            {
                "format": _FORMAT,
                "revision": self.revision,
                "fits": self._fits,
                "doubts": self._doubts,
                "why": self.why,
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
        self._fits, self._doubts = kept["fits"], kept.get("doubts", 0)
        self.why = kept.get("why", "")
        self._learner = WrapperInducer(map(PageFeatures.from_data, kept["pages"]))
        self._counter = PortalFactsCounter(kept.get("facts"))


def learn_template(portal: str, pages: Iterable[Page]) -> Template | None:
    """The template of `portal` (its id) from some of its pages, or None if they have too little in common.

    About `ENOUGH` pages suffice, in any order; pages that are not articles are skipped. Their trees are not
    modified.
    """
    from crawler.extraction.dating.resolution import normalise_dates
    from crawler.extraction.extractor import locate_article, strip_boilerplate
    from crawler.extraction.page_type import judge
    from crawler.extraction.wrapper.features import page_features

    learner = WrapperInducer()
    for page in pages:
        draft = normalise_dates(strip_boilerplate(locate_article(page)))
        seen = page_features(draft) if judge(draft).is_article else None
        if seen is not None:
            learner.add(seen)
    layouts = learner.learn().layouts
    return Template(portal, layouts) if layouts else None
