"""Drives a plan against a site without a network, as the spider does with one."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

import lxml.html

from crawler.discovery.conditional_requests import as_unchanged, conditions, key_of, learn
from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.messages import Candidate, Fetch, FetchResult, Kind, Record
from crawler.discovery.page.prev_next import neighbours
from crawler.discovery.planner import DiscoveryPlanner
from crawler.discovery.platform import Platform
from crawler.platforms import PLATFORMS
from crawler.urls.canonical import article_id
from tests.sites.site import TestSite

NOW = datetime(2026, 6, 10, 5, 0, tzinfo=UTC)
MAX_REQUESTS = 5000
UTF8 = lxml.html.HTMLParser(encoding="utf-8")


@dataclass(slots=True)
class Result:
    candidates: list[Candidate] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    remembered: list[tuple[str, str]] = field(default_factory=list)
    failure: str | None = None
    fetches: int = 0
    page_bytes: int = 0

    @property
    def ids(self) -> list[str]:
        """The identities of all that was found, in order."""
        return [article_id(one.url) for one in self.candidates] + [
            article_id(one.candidate.url) for one in self.records
        ]


def fetch(site: TestSite, asked: Fetch, redirects: int = 0) -> FetchResult:
    """The site's answer, redirects followed."""
    parts = urlsplit(asked.url)
    url = asked.url
    while True:
        parts = urlsplit(url)
        reply = site.respond(parts.path + (f"?{parts.query}" if parts.query else ""))
        if reply.status not in {301, 302} or redirects > 5:
            break
        url = urljoin(url, reply.headers["Location"])
        redirects += 1
    is_page = asked.kind in {Kind.HOME, Kind.LISTING} and reply.content_type.startswith("text/html")
    tree = lxml.html.document_fromstring(reply.data, parser=UTF8) if is_page and reply.data.strip() else None
    headers = {"content-type": reply.content_type} | {k.lower(): v for k, v in reply.headers.items()}
    sitemaps = tuple(
        line.partition(":")[2].strip()
        for line in site.robots.splitlines()
        if line.lower().startswith("sitemap:")
    )
    return FetchResult(asked, reply.status, url, headers, reply.data, tree, sitemaps)


def drive(
    site: TestSite,
    wish: CrawlOptions | None = None,
    platforms: Sequence[Platform] = PLATFORMS,
    known: Callable[[str], bool] = lambda url: False,
    named: str | None = None,
    pages: bool = False,
) -> Result:
    """Run a plan to its end; `known` says which addresses an earlier run stored.

    With `pages` the articles' pages are fetched too, before anything else, and may name others.
    """
    wish = wish or CrawlOptions(now=NOW)
    plan = DiscoveryPlanner(site.base, platforms, wish, named=named)
    result = Result()
    queue: deque[Fetch] = deque()
    articles: deque[Candidate] = deque()
    new: set[str] = set()

    def take(step_of: Callable[[], object]) -> None:
        step = step_of()
        result.candidates += step.candidates  # type: ignore[attr-defined]
        result.records += step.records  # type: ignore[attr-defined]
        if pages:
            articles.extend(one for one in step.candidates if not one.again and not known(one.url))  # type: ignore[attr-defined]
        result.notes += step.notes  # type: ignore[attr-defined]
        result.remembered += step.remember  # type: ignore[attr-defined]
        result.failure = result.failure or step.failure  # type: ignore[attr-defined]
        news = {article_id(one.url) for one in step.candidates if not known(one.url)}  # type: ignore[attr-defined]
        new.update(news)
        named = step.candidates or step.repeated  # type: ignore[attr-defined]
        for one in step.fetches:  # type: ignore[attr-defined]
            if one.if_news and named and not news and new.isdisjoint(step.repeated):  # type: ignore[attr-defined]
                take(lambda one=one: plan.receive(FetchResult.skipped(one)))  # type: ignore[misc]
            else:
                queue.append(one)

    take(plan.start)
    while queue or articles:
        if articles:
            one = articles.popleft()
            page = fetch(site, Fetch(one.url, Kind.LISTING))
            result.page_bytes += len(page.body)
            assert page.tree is not None, one.url
            if plan.wants_neighbours and plan.page_kind(page.tree) not in {"page", "listing"}:
                named_ones = neighbours(page.tree, page.url)
                take(lambda one=one, found=named_ones: plan.neighbours(one, found))  # type: ignore[misc]
            continue
        asked = queue.popleft()
        if asked.waits and plan.overtaken:
            take(lambda asked=asked: plan.receive(FetchResult.overtaken(asked)))  # type: ignore[misc]
            continue
        result.fetches += 1
        assert result.fetches < MAX_REQUESTS, "the plan does not end"
        answer = fetch(site, asked)
        if asked.conditional:
            validators, unchanged = learn(conditions(wish.memory, asked.url), answer)
            if validators is not None:
                result.remembered.append((key_of(asked.url), validators.dump()))
            if unchanged and not wish.full:
                answer = as_unchanged(answer)
        take(lambda answer=answer: plan.receive(answer))  # type: ignore[misc]
    assert plan.done
    return result
