"""Extracts articles from captures with the same steps as the pipelines of a crawl."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType

from w3lib.encoding import http_content_type_encoding

from crawler.archive.multipage_join import PageJoiner
from crawler.archive.results import ExtractedArticle, RejectedPage, Result, TemplateObservation
from crawler.archive.warc_reader import Capture
from crawler.extraction.dom.parse import parse_html
from crawler.extraction.metadata.portal_facts import NO_PORTAL_FACTS, PortalFacts
from crawler.extraction.wrapper.induction import ENOUGH
from crawler.extraction.wrapper.template import Template
from crawler.items import Page, WarcRef
from crawler.ledger.fingerprint import article_fingerprint_of
from crawler.portals import Portal, Registry, portal_from_address
from crawler.workers.extraction_steps import read_page


class CaptureExtractor:
    """Extracts captures in order, with the portal's template and shared facts if it has any.

    With `article_fingerprints`, also computes the ledger's fingerprint.
    """

    def __init__(
        self,
        registry: Registry,
        templates: Mapping[str, Template],
        portal_facts: Mapping[str, PortalFacts] = MappingProxyType({}),
        *,
        article_fingerprints: bool = False,
    ) -> None:
        self._registry = registry
        self._templates = templates
        self._facts = portal_facts
        self._fingerprints = article_fingerprints
        self._joiner = PageJoiner()
        self._shown: Counter[str] = Counter()

    def read(self, capture: Capture, file: str) -> Iterator[Result]:
        """Results for the next capture of the archive: none while its article lacks pages."""
        portal = _portal(capture.url, self._registry)
        if not capture.body.strip():
            yield RejectedPage(portal.id, capture.url, "empty")
            return
        declared = http_content_type_encoding(capture.content_type)
        tree = parse_html(capture.body, capture.url, declared)
        page = Page(capture.url, portal, tree, capture.fetched_at)
        for whole, place in self._joiner.take(page, WarcRef(file, capture.offset)):
            yield from self._extract(whole, place)

    def rest(self) -> Iterator[Result]:
        """At the end of the archive: the articles with missing pages."""
        for page, place in self._joiner.rest():
            yield from self._extract(page, place)

    def _extract(self, page: Page, place: WarcRef) -> Iterator[Result]:
        portal_id = page.portal.id
        template = self._templates.get(portal_id)
        # Pages of a portal without a template are learned from, for the next run; a few are enough.
        teaches = template is not None or self._shown[portal_id] < ENOUGH
        facts = self._facts.get(portal_id, NO_PORTAL_FACTS)
        outcome = read_page(page, template, teaches=teaches, portal_facts=facts)
        if outcome.article is None:
            yield RejectedPage(portal_id, page.url, str(outcome.reason))
            return
        article = replace(outcome.article, warc=place)
        yield ExtractedArticle(article, article_fingerprint_of(article) if self._fingerprints else None)
        if outcome.observation is not None:
            self._shown[portal_id] += outcome.observation.seen is not None
            yield TemplateObservation(portal_id, outcome.observation)


def _portal(url: str, registry: Registry) -> Portal:
    host = "/".join(url.split("/", 3)[:3]) + "/"
    return _portal_at(host, registry)


@cache
def _portal_at(address: str, registry: Registry) -> Portal:
    return registry.by_address(address) or portal_from_address(address, registry)
