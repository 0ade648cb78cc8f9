"""When a run leaves a portal's address, and which address it tries next."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.messages import Fetch, FetchResult, Kind, Step
from crawler.discovery.other_addresses import MOVED_KEY, WEEK, may_try
from crawler.discovery.outage import FRONT_KEY
from crawler.discovery.planner import DiscoveryPlanner
from crawler.extraction.dom.parse import parse_html
from crawler.platforms import PLATFORMS

OLD, NEW, THIRD = "https://lama.example/", "https://baru.example/", "https://tiga.example/"
FRONT = """<html><head><title>Warta Wonoasri</title></head><body><div class="daftar">
<h2><a href="/berita/1/wali-kota-membuka-pasar-malam-di-alun-alun">Wali Kota membuka pasar malam</a></h2>
<h2><a href="/berita/2/warga-menanam-seribu-pohon-di-lereng">Warga menanam seribu pohon di lereng</a></h2>
<h2><a href="/berita/3/jembatan-gantung-selesai-diperbaiki">Jembatan gantung selesai diperbaiki</a></h2>
</div></body></html>"""


@pytest.mark.parametrize(
    ("failing_for", "memory", "may"),
    [
        (None, {}, False),
        (WEEK - 1, {}, False),
        (WEEK, {}, True),
        (None, {MOVED_KEY: NEW}, True),
        (3600, {MOVED_KEY: NEW}, True),
    ],
)
def test_a_portal_is_left_after_a_week_of_failing(
    failing_for: float | None, memory: dict[str, str], may: bool
) -> None:
    now = 1_800_000_000.0
    assert may_try(None if failing_for is None else now - failing_for, now, memory) is may


class Site:
    """Answers requests: `up` is the host that is up, `moves` a redirect that is not followed."""

    def __init__(self, own: str = OLD, *, up: str = "", moves: str = "", follows: str = "") -> None:
        self.own, self.up, self.moves, self.follows = own, up, moves, follows
        self.asked: list[str] = []
        self.final: Step = Step()
        self.notes: list[str] = []
        self.remembered: dict[str, str] = {}
        self.found: list[str] = []

    def crawl(self, alternatives: tuple[str, ...] | None, memory: dict[str, str] | None = None) -> None:
        options = CrawlOptions(
            datetime(2026, 11, 1, tzinfo=UTC),
            full=False,
            memory=memory or {},
            alternatives=alternatives,
            entry="bali.toml:7",
        )
        planner = DiscoveryPlanner(self.own, PLATFORMS, options)
        waiting = [planner.start()]
        while waiting:
            self.final = step = waiting.pop()
            self.notes += step.notes
            self.remembered |= dict(step.remember)
            self.found += [one.url for one in step.candidates]
            waiting += [planner.receive(self.answer(fetch)) for fetch in step.fetches]

    def answer(self, fetch: Fetch) -> FetchResult:
        if fetch.kind is Kind.HOME:
            self.asked.append(fetch.url)
        if fetch.url == self.own and self.moves:
            return FetchResult(fetch, failure="refused (offsite)", moved_to=self.moves)
        if fetch.url == self.own and self.follows:
            return FetchResult(fetch, 200, NEW, body=FRONT.encode(), tree=parse_html(FRONT, NEW))
        if not self.up or not fetch.url.startswith(self.up):
            return FetchResult(fetch, failure="connection refused")
        if fetch.url != self.up:
            return FetchResult(fetch, 404, fetch.url)
        return FetchResult(fetch, 200, fetch.url, body=FRONT.encode(), tree=parse_html(FRONT, fetch.url))


def test_the_alternative_that_answers_is_used_and_said() -> None:
    site = Site(up=THIRD)
    site.crawl((NEW, THIRD))
    assert site.asked == [OLD, NEW, THIRD]
    assert len(site.found) == 3
    assert site.final.failure is None
    assert f"moved to {THIRD}: change the address in bali.toml:7" in site.notes
    assert site.remembered[MOVED_KEY] == THIRD


@pytest.mark.parametrize(
    ("old", "new", "profile", "found"),
    [
        # `profile`: the title of the front page of the last complete run, whose links are all gone
        ("https://lama.go.id/", "https://baru.go.id/", "Kabar Desa", True),
        ("https://lama.go.id/", "https://baru.go.id/", "", True),
        ("https://lama.example/", "https://baru.example/", "Warta Wonoasri", True),
        ("https://lama.example/", "https://baru.example/", "Kabar Desa", False),
        ("https://lama.example/", "https://baru.example/", "", False),
        ("https://lama.go.id/", "https://baru.example/", "", False),
    ],
)
def test_where_the_host_redirects_to_comes_first(old: str, new: str, profile: str, found: bool) -> None:
    """A lost domain may redirect to anything: outside go.id the new front page must be like the old one."""
    words = profile.casefold().split()
    memory = {FRONT_KEY: json.dumps({"words": words, "links": [1, 2, 3]})} if profile else {}
    site = Site(old, up=new, moves=new)
    site.crawl((THIRD,), memory)
    assert bool(site.found) is found
    assert site.remembered.get(MOVED_KEY) == (new if found else None)


def test_a_redirect_that_is_followed_is_said() -> None:
    site = Site(up=NEW, follows=NEW)
    site.crawl((THIRD,))
    assert site.asked == [OLD]
    assert f"moved to {NEW}: change the address in bali.toml:7" in site.notes


def test_the_address_of_the_last_run_comes_before_the_others() -> None:
    site = Site(up=THIRD)
    site.crawl((NEW, THIRD), {MOVED_KEY: THIRD})
    assert site.asked == [OLD, THIRD]


def test_the_own_address_is_used_again_when_it_answers() -> None:
    site = Site(up=OLD)
    site.crawl((NEW,), {MOVED_KEY: NEW})
    assert site.asked == [OLD]
    assert MOVED_KEY not in site.remembered
    assert not any("moved to" in note for note in site.notes)


def test_without_permission_no_other_address_is_asked() -> None:
    site = Site(up=NEW)
    site.crawl(None)
    assert site.asked == [OLD]
    assert site.final.failure is not None


def test_when_all_fail_the_portals_own_failure_is_told() -> None:
    site = Site()
    site.crawl((NEW, THIRD))
    assert site.asked == [OLD, NEW, THIRD]
    assert site.final.failure == (f"{OLD}: connection refused; no articles at {NEW}, {THIRD} either")
