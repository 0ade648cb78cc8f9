"""Edits and deletions on a portal that announces neither: later runs detect them; full runs on loopback."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from crawler.ledger.revisits import DAY
from tests.sites.cms import Cms
from tests.sites.site import NOT_FOUND, Post, Reply
from tests.spiders.crawl import WHOLE, Crawl, crawl

COUNT = 24


class Portal(Cms):
    """A portal of 24 articles, one a day until yesterday, whose removed articles answer in `way`."""

    def __init__(self, folder: Path, server: HTTPServer) -> None:
        super().__init__("laravel", COUNT)
        now = datetime.now(UTC)
        for age, post in enumerate(self.posts):
            post.date = now - timedelta(days=age, hours=1)
        self.folder = folder
        self.way = "404"
        self.removed: dict[str, Post] = {}
        self.broken = False
        self.mount(server)

    def body(self, post: Post) -> str:
        return f'<time datetime="{post.date.isoformat()}">{post.date:%d/%m/%Y}</time>' + super().body(post)

    def reply(self, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
        if path not in self.removed:
            return super().reply(path, query, headers)
        match self.way:
            case "404":
                return NOT_FOUND
            case "410":
                return Reply("<h1>Gone</h1>", 410)
            case "redirect":
                return Reply(status=302, headers={"Location": "/"})
            case "front":
                return super().reply("", {}, {})
            case "frame":  # the boxes around an article, without one
                boxes = "".join(
                    f'<li><a href="/{self.shape.article(post)}">{post.title}</a></li>'
                    for post in self.posts[:8]
                )
                return Reply(self.html("", "Portal", f"<h3>Terpopuler</h3><ul>{boxes}</ul>"))
            case "soft":
                return Reply(self.html("", "404", "<h1>Halaman tidak ditemukan</h1><p>Maaf.</p>"))
        return Reply("<h1>Server Error</h1>", 500)

    def remove(self, place: int) -> str:
        post = self.posts.pop(place)
        path = self.shape.article(post)
        self.removed[path] = post
        return self.base + path

    def put_back(self) -> None:
        self.posts += self.removed.values()
        self.posts.sort(key=lambda post: post.date, reverse=True)
        self.removed.clear()

    def run(self, day: float = 0, **settings: str) -> Crawl:
        """Crawl so many days after the first run."""
        self.requests.clear()
        settings = WHOLE | {"RETRY_TIMES": "0"} | settings
        return crawl(self.folder, url=self.base, settings=settings, ahead=f"{day * DAY:.0f}")

    @property
    def visits(self) -> int:
        """Requests of the last run for articles."""
        paths = {self.shape.article(post) for post in self.posts} | {*self.removed}
        return sum(request.lstrip("/") in paths for request in self.requests)

    def records(self, url: str) -> list[dict[str, Any]]:
        lines = [
            json.loads(line)
            for file in sorted(self.folder.glob("articles/*/*.jsonl"))
            for line in file.read_text(encoding="utf-8").splitlines()
        ]
        return [record for record in lines if record["url"] == url]


@pytest.fixture
def portal(tmp_path: Path, httpserver: HTTPServer) -> Portal:
    made = Portal(tmp_path, httpserver)
    first = made.run()
    assert len(first.pages) == COUNT, first.stderr
    return made


def test_an_edit_is_found_by_its_schedule(portal: Portal) -> None:
    edited = [portal.posts[place] for place in (0, 1)]
    for post in edited:
        post.title += " Diralat"
    assert not portal.run().pages  # nothing is due yet
    found: dict[str, tuple[float, int]] = {}
    for day in (1, 1.5, 2):
        done = portal.run(day)
        assert portal.visits <= max(4, 0.2 * len(portal.requests)), portal.requests
        found |= {page["url"]: (day, page["revision"]) for page in done.pages}
    newest, second = (portal.base + portal.shape.article(post) for post in edited)
    assert found == {newest: (1, 2), second: (2, 2)}


def test_revisit_0_reads_nothing_again(portal: Portal) -> None:
    portal.posts[0].title += " Diralat"
    assert not portal.run(8, REVISIT="0").pages
    assert portal.visits == 0


@pytest.mark.parametrize(
    "way",
    [
        "404",
        pytest.param("410", marks=pytest.mark.slow),
        pytest.param("redirect", marks=pytest.mark.slow),
        pytest.param("front", marks=pytest.mark.slow),
        pytest.param("frame", marks=pytest.mark.slow),
        pytest.param("soft", marks=pytest.mark.slow),
    ],
)
def test_a_deletion_is_recorded_by_its_second_sight(portal: Portal, way: str) -> None:
    portal.way = way
    url = portal.remove(0)
    path = url.removeprefix(portal.base)
    portal.run(1)
    assert portal.asked(path) == 1
    portal.run(1.1)
    assert portal.asked(path) == 0  # a day has to pass
    done = portal.run(2.1)
    first, last = portal.records(url)
    assert (first["revision"], first["gone_at"], last["revision"]) == (1, None, 2)
    assert last["gone_at"]
    assert last["body"] == first["body"]
    assert "removed" in done.stderr
    portal.put_back()
    portal.run(3.2)
    assert [record["gone_at"] is None for record in portal.records(url)] == [True, False, True]


def test_a_deletion_that_a_list_shows_is_seen_at_once(portal: Portal) -> None:
    portal.run(0.1)
    url = portal.remove(4)  # due in three days at the earliest
    assert portal.asked(url.removeprefix(portal.base)) == 0
    portal.run(0.2)
    assert portal.asked(url.removeprefix(portal.base)) == 1
    portal.run(0.3)
    assert portal.asked(url.removeprefix(portal.base)) == 0
    portal.run(1.3)
    assert [record["gone_at"] is None for record in portal.records(url)] == [True, False]


def test_the_articles_of_each_day_keep_the_schedule_on_a_quiet_portal(portal: Portal) -> None:
    edited = [portal.posts[place] for place in (0, 2, 6)]  # due on the first day: 1, 3 and 7 days old
    for post in edited:
        post.title += " Diralat"
    assert {page["url"] for page in portal.run(1).pages} == {
        portal.base + portal.shape.article(post) for post in edited
    }


def test_errors_delete_nothing(portal: Portal) -> None:
    portal.way = "500"
    url = portal.remove(0)
    for day in (1, 2.1, 3.2):
        portal.run(day)
    assert len(portal.records(url)) == 1


def test_a_portal_without_any_of_its_pages_deletes_nothing(portal: Portal) -> None:
    """The listing is there, and each article on it answers 404: its routes are broken."""
    shape = portal.shape.article
    portal.removed = {shape(post): post for post in portal.posts}
    for day in (1, 2.1):
        crawl(
            portal.folder,
            url=portal.base,
            mode="full",
            settings=WHOLE | {"RETRY_TIMES": "0"},
            ahead=f"{day * DAY:.0f}",
        )
    assert all(len(portal.records(url)) == 1 for url in portal.articles)
