"""The template of one portal over its life: learned from its pages, used, watched, learned anew.

What reads pages is loaded with the first: a crawl whose pages another process reads only keeps its templates.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.extraction.wrapper.induction import ENOUGH, PageFeatures, WrapperInducer, named, page_features
from crawler.extraction.wrapper.template import Template

if TYPE_CHECKING:
    from crawler.extraction.draft import Draft
    from crawler.items import Page

WINDOW = 20
"""Pages within which a change of layout is noticed."""

_MISSES = 0.5
"""Share of a window's pages that fit no layout: the portal has changed."""
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Observation:
    """What an article says of its portal's template: `revision` of the one that was tried (0: there was
    none), whether it fitted, and what the page showed where it was read the general way."""

    revision: int
    fits: bool
    seen: PageFeatures | None


def observation_of(draft: Draft, template: Template | None) -> Observation:
    """The lesson of a finished article that was located with `template`."""
    fits = draft.layout is not None
    return Observation(_revision_of(template), fits, None if fits else page_features(draft))


def _revision_of(template: Template | None) -> int:
    return template.revision if template is not None else 0


class TemplateLifecycle:
    """Reads each page of a portal by its template once there is one, else the general way.

    `locate` reads a page; `note` is to be told of each draft that turned out to be an article, once it is
    finished: only articles teach. `template` is the present one: given, learned, or None while pages are
    collected. `revision` is that of the last one, `drifted` counts how often one was given up because the
    portal changed. Keep `template` and `progress()` after a crawl and give both to the next one.
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
        if progress:
            self._take_up(progress)

    @property
    def watchful(self) -> bool:
        """Whether there is progress worth keeping: pages that were learned from, or a page that fits not."""
        return len(self._learner) > 0 or not all(self._fits)

    def locate(self, page: Page) -> Draft:
        """The draft of a page: by the template where it fits, else by the general way."""
        from crawler.extraction.extractor import locate_article

        return locate_article(page, self.template)

    def note(self, draft: Draft) -> bool:
        """Take down a finished article; True when the template has changed: learned, or given up."""
        return self.take_down(observation_of(draft, self.template))

    def take_down(self, observation: Observation) -> bool:
        """The same for an article that another process read; one read by another template says nothing.

        But a page that did not fit a template that was given up since teaches the next one.
        """
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
            self._fits = []
        return self._learn() or gone

    def _learn(self) -> bool:
        """Once enough pages were read the general way: a template, or further layouts of the present one."""
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
        """What was seen since the template was learned, as JSON."""
        return json.dumps(
            {
                "format": _FORMAT,
                "revision": self.revision,
                "fits": self._fits,
                "pages": self._learner.to_data(),
            },
            ensure_ascii=False,
        )

    def _take_up(self, progress: str | bytes) -> None:
        """Go on from what an earlier run kept; what another version kept is left, and collected anew."""
        kept = json.loads(progress)
        if kept.get("format") != _FORMAT:
            return
        self.revision = max(self.revision, kept["revision"])
        self._fits = kept["fits"]
        self._learner = WrapperInducer(self.portal, map(PageFeatures.from_data, kept["pages"]))


def learn_template(portal: str, pages: Iterable[Page]) -> Template | None:
    """The template of `portal` (its id) from some of its pages, or None where they have too little alike.

    About `ENOUGH` pages will do, in any order; those that are no articles are passed over. Their trees are
    not changed.
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
