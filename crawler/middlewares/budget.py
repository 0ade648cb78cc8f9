"""Budget of one portal in one run."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from time import monotonic
from typing import Self

from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy.utils.httpobj import urlparse_cached

from crawler.guard import Refusal
from crawler.guard.crawl_budget import Budget, Spent, exhausted
from crawler.middlewares.refusals import refuse
from crawler.portals import Portal


class BudgetMiddleware:
    """Refuses requests for a portal with an exhausted budget (reason `budget`). Runs next to the downloader,
    so that retries and redirects count, and bytes are those on the wire.

    A request counts for the portal in its `meta["portal"]`, on any host (a REST API, a redirect, a
    mirror); other requests, such as for robots.txt, count for the portal of their host, or for the host
    itself.

    Settings: PORTAL_MAX_REQUESTS, PORTAL_MAX_BYTES, PORTAL_MAX_SECONDS, each 0 for no limit.
    """

    def __init__(self, crawler: Crawler) -> None:
        assert crawler.stats is not None
        self._crawler = crawler
        self._stats = crawler.stats
        self._spent: dict[str, Spent] = {}
        self._budget = Budget(
            requests=crawler.settings.getint("PORTAL_MAX_REQUESTS"),
            bytes=crawler.settings.getint("PORTAL_MAX_BYTES"),
            seconds=crawler.settings.getfloat("PORTAL_MAX_SECONDS"),
        )

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        spent = self._of(request)
        used_up = exhausted(spent, self._budget, monotonic())
        if used_up is not None:
            detail = f"the budget of {used_up} is used up"
            raise refuse(Refusal("budget", detail), request.url, self._stats)
        spent.requests += 1

    def process_response(self, request: Request, response: Response) -> Response:
        self._of(request).bytes += len(response.body)
        return response

    def _of(self, request: Request) -> Spent:
        host = urlparse_cached(request).netloc.removeprefix("www.")
        owner = request.meta.get("portal") or self._portal_of_host.get(host, host)
        return self._spent.setdefault(owner, Spent(since=monotonic()))

    @cached_property
    def _portal_of_host(self) -> dict[str, str]:
        portals: Iterable[Portal] = getattr(self._crawler.spider, "portals", ())
        return {
            portal.address.partition("://")[2].partition("/")[0].removeprefix("www."): portal.id
            for portal in portals
        }
