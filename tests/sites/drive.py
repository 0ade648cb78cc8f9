"""Runs a plan against a site without a network, like the spider with one."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

import lxml.html

from crawler.discovery.conditional_requests import (
    as_not_modified,
    memory_key,
    stored_validators,
    update_validators,
)
from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.messages import Candidate, Fetch, FetchResult, Kind, Record
from crawler.discovery.page.prev_next import prev_next_links
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
    needs_scripts: bool = False

    @property
    def ids(self) -> list[str]:
        """The ids of everything found, in order."""
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
    options: CrawlOptions | None = None,
    platforms: Sequence[Platform] = PLATFORMS,
    known: Callable[[str], bool] = lambda url: False,
    named: str | None = None,
    pages: bool = False,
) -> Result:
    """Run a plan to its end; `known` are the addresses that an earlier run stored.

    With `pages` the article pages are fetched too, before anything else, and may name further articles.
    """
    options = options or CrawlOptions(now=NOW)
    planner = DiscoveryPlanner(site.base, platforms, options, named=named)
    result = Result()
    queue: deque[Fetch] = deque()
    articles: deque[Candidate] = deque()
    new: set[str] = set()

    def take(step_of: Callable[[], object]) -> None:
        step = step_of()
        result.candidates += step.candidates  # type: ignore[attr-defined]
        result.records += step.records  # type: ignore[attr-defined]
        if pages:
            articles.extend(one for one in step.candidates if not one.is_update and not known(one.url))  # type: ignore[attr-defined]
        result.notes += step.notes  # type: ignore[attr-defined]
        result.remembered += step.remember  # type: ignore[attr-defined]
        result.failure = result.failure or step.failure  # type: ignore[attr-defined]
        news = {article_id(one.url) for one in step.candidates if not known(one.url)}  # type: ignore[attr-defined]
        new.update(news)
        named = step.candidates or step.repeated  # type: ignore[attr-defined]
        for one in step.fetches:  # type: ignore[attr-defined]
            if one.if_new and named and not news and new.isdisjoint(step.repeated):  # type: ignore[attr-defined]
                take(lambda one=one: planner.receive(FetchResult.skipped(one)))  # type: ignore[misc]
            else:
                queue.append(one)

    take(planner.start)
    while queue or articles:
        if articles:
            one = articles.popleft()
            page = fetch(site, Fetch(one.url, Kind.LISTING))
            result.page_bytes += len(page.body)
            assert page.tree is not None, one.url
            if planner.follows_prev_next and planner.page_kind(page.tree) not in {"page", "listing"}:
                named_ones = prev_next_links(page.tree, page.url)
                take(lambda one=one, found=named_ones: planner.receive_prev_next(one, found))  # type: ignore[misc]
            continue
        asked = queue.popleft()
        if asked.after_articles and planner.superseded:
            take(lambda asked=asked: planner.receive(FetchResult.superseded(asked)))  # type: ignore[misc]
            continue
        result.fetches += 1
        assert result.fetches < MAX_REQUESTS, "the plan does not end"
        answer = fetch(site, asked)
        if asked.conditional:
            validators, unchanged = update_validators(stored_validators(options.memory, asked.url), answer)
            if validators is not None:
                result.remembered.append((memory_key(asked.url), validators.dump()))
            if unchanged and not options.full:
                answer = as_not_modified(answer)
        take(lambda answer=answer: planner.receive(answer))  # type: ignore[misc]
    assert planner.done
    result.needs_scripts = planner.needs_scripts
    return result
