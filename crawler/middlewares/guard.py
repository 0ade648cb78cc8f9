"""First downloader middleware: refuses requests by their URL before they are sent."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import chain
from typing import Self

from scrapy.crawler import Crawler
from scrapy.http import Request

from crawler.guard import refuse_redirect, refuse_url
from crawler.guard.limits import MAX_BODY
from crawler.guard.offsite import host_of
from crawler.middlewares.refusals import contact_policy, refuse
from crawler.portals import Portal, load_registry


class GuardMiddleware:
    """Checks a request before its host's robots.txt is fetched and before it is queued for the host.

    Also sets the size limit of the response (by `meta["kind"]`) and whether the certificate is verified: not
    for portals with `tls = "unverified"` in the registry.
    """

    def __init__(self, crawler: Crawler) -> None:
        assert crawler.stats is not None
        self._crawler = crawler
        self._stats = crawler.stats
        self._policy = contact_policy(crawler.settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        refusal = refuse_url(request.url, self._policy)
        came_from = request.meta.get("redirect_urls")
        # A robots.txt may be on another host, RFC 9309 section 2.3.1.2.
        if refusal is None and came_from and request.meta.get("kind") != "robots":
            refusal = refuse_redirect(came_from[0], request.url, lambda: self.named_hosts)
        if refusal is not None:
            raise refuse(refusal, request.url, self._stats)
        limit = MAX_BODY.get(str(request.meta.get("kind", "")))
        if limit is not None:
            request.meta.setdefault("download_maxsize", limit)
        request.meta["tls_unverified"] = host_of(request.url) in self.unverified_hosts

    @cached_property
    def portals(self) -> list[Portal]:
        """The portals of this crawl's spider; may be empty."""
        return list(getattr(self._crawler.spider, "portals", ()))

    @cached_property
    def unverified_hosts(self) -> frozenset[str]:
        return _hosts(portal for portal in self.portals if portal.tls == "unverified")

    @cached_property
    def named_hosts(self) -> frozenset[str]:
        """Hosts of the registry and of the spider's portals; loaded for the first redirect to another
        site."""
        return _hosts(chain(self.portals, load_registry()))


def _hosts(portals: Iterable[Portal]) -> frozenset[str]:
    hosts = {host_of(portal.address) for portal in portals}
    return frozenset(
        hosts | {host.removeprefix("www.") for host in hosts} | {f"www.{host}" for host in hosts}
    )
