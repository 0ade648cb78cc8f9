"""The request budget of a portal over all of its hosts."""

from __future__ import annotations

import pytest
from scrapy import Spider
from scrapy.http import Request, Response
from scrapy.utils.test import get_crawler

from crawler.middlewares.budget import BudgetMiddleware
from crawler.middlewares.refusals import Refused
from crawler.portals import Portal

A = Portal("a", "A", "https://www.a.go.id/", "a.go.id")


def middleware(**settings: float) -> BudgetMiddleware:
    crawler = get_crawler(Spider, settings)
    crawler.spider = Spider("x")
    crawler.spider.portals = [A]  # type: ignore[attr-defined]
    return BudgetMiddleware.from_crawler(crawler)


def ask(url: str, portal: str | None = None) -> Request:
    return Request(url, meta={"portal": portal} if portal else {})


def test_hosts_of_one_portal_share_its_budget_and_others_have_their_own() -> None:
    budget = middleware(PORTAL_MAX_REQUESTS=3)
    budget.process_request(ask("https://www.a.go.id/1", "a"))
    budget.process_request(ask("https://api.a.go.id/2", "a"))
    budget.process_request(ask("https://a.go.id/robots.txt"))  # belongs to the portal by its host
    with pytest.raises(Refused, match="3 requests") as refused:
        budget.process_request(ask("https://mirror.example/3", "a"))
    assert refused.value.reason == "budget"
    budget.process_request(ask("https://api.a.go.id/4", "b"))  # of another portal, on the same host
    budget.process_request(ask("https://c.go.id/"))


def test_bytes_are_counted_wherever_they_come_from() -> None:
    budget = middleware(PORTAL_MAX_BYTES=1000)
    for host in ("a.go.id", "api.a.go.id"):
        request = ask(f"https://{host}/", "a")
        budget.process_request(request)
        budget.process_response(request, Response(request.url, body=b"x" * 600))
    with pytest.raises(Refused, match="1000 bytes"):
        budget.process_request(ask("https://a.go.id/2", "a"))


def test_time_runs_from_the_portals_first_request() -> None:
    budget = middleware(PORTAL_MAX_SECONDS=1e-9)
    with pytest.raises(Refused, match="seconds"):  # noqa: PT012
        budget.process_request(ask("https://a.go.id/", "a"))
        budget.process_request(ask("https://a.go.id/2", "a"))


def test_zero_is_no_limit() -> None:
    budget = middleware(PORTAL_MAX_REQUESTS=0, PORTAL_MAX_BYTES=0, PORTAL_MAX_SECONDS=0)
    for page in range(1000):
        budget.process_request(ask(f"https://a.go.id/{page}", "a"))
