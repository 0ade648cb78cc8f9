"""Articles withdrawn while a crawl is under way: every article that stays is stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from tests.crawling import LOOPBACK, crawl, records
from tests.sites.cms import Cms
from tests.sites.site import Post, TestSite
from tests.sites.wordpress import WordPress


class Chainless(WordPress):
    """A theme without links to the posts before and after."""

    def navigation(self, post: Post) -> str:
        return ""


SITES: dict[str, Callable[[int], WordPress | Cms]] = {
    "listing": lambda count: Cms("codeigniter_offset", count),
    "front page": lambda count: Chainless(count, sitemap="none", feed=False),
    "chain": lambda count: WordPress(count, sitemap="none", feed=False),
    "feed": lambda count: Chainless(count, sitemap="none"),
    "REST": lambda count: Chainless(count, sitemap="none", feed=False, rest="open"),
    "sitemap": lambda count: Chainless(count, sitemap="core", feed=False),
}


def withdrawing(site: WordPress | Cms, after: int, places: Sequence[int]) -> None:
    """Let the site withdraw the articles at these places once so many requests were answered."""
    respond = site.respond

    def answer(target: str, headers: object = None) -> object:
        reply = respond(target, headers)  # type: ignore[arg-type]
        if len(site.requests) == after:
            site.posts = [post for place, post in enumerate(site.posts) if place not in places]
        return reply

    site.respond = answer  # type: ignore[method-assign, assignment]


def lost(site: TestSite, output: Path) -> set[str]:
    return site.articles - {record["url"] for record in records(output)}


@pytest.mark.parametrize(
    "kind",
    [pytest.param(kind, marks=() if kind in ("listing", "feed") else pytest.mark.slow) for kind in SITES],
)
@pytest.mark.parametrize(
    ("count", "after", "places"),
    [(64, 30, [2, 12]), pytest.param(64, 40, range(20), marks=pytest.mark.slow)],
)
def test_nothing_that_stays_is_lost(
    kind: str, count: int, after: int, places: Sequence[int], httpserver: HTTPServer, tmp_path: Path
) -> None:
    count, after = (count + 60, 3) if kind == "REST" else (count, after)  # a hundred articles per request
    site = SITES[kind](count)
    address = site.mount(httpserver)
    withdrawing(site, after, places)
    run = crawl(tmp_path, "-a", f"url={address}", settings=LOOPBACK)
    assert run.returncode == 0, run.stderr
    assert len(site.posts) == count - len(places)
    assert lost(site, tmp_path) == set()
    urls = [record["url"] for record in records(tmp_path)]
    assert len(urls) == len(set(urls))
