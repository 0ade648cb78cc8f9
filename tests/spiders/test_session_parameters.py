"""Session parameters that change from answer to answer, or from run to run: each article is stored once."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from tests.crawling import LOOPBACK, crawl, records
from tests.sites.cms import Cms
from tests.sites.site import Post, Reply

LINK = re.compile(r'href="(/berita/[^"?]+)"')


class Tokens(Cms):
    """`name=...` is in every link; the value depends on the answer, or stays the same in a run."""

    def __init__(self, name: str, *, per_answer: bool) -> None:
        super().__init__("laravel", 16)
        self.name = name
        self.per_answer = per_answer
        self.value = "1"
        self.asks_for: list[str] = []
        self.edited = False

    def body(self, post: Post) -> str:
        edit = "<p>Teks ini diperbaiki oleh redaksi pada hari berikutnya.</p></div><aside>"
        text = super().body(post)
        return text.replace("</div><aside>", edit) if self.edited and post is self.posts[3] else text

    def answer(self, asked: str) -> Reply:
        asked = re.sub(rf"[?&]{self.name}=[^&]*", "", asked)
        self.asks_for.append(asked)
        reply = super().answer(asked)
        value = f"{random.Random(len(self.asks_for)).random()}" if self.per_answer else self.value
        if isinstance(reply.body, str):
            reply.body = LINK.sub(rf'href="\1?{self.name}={value}"', reply.body)
        return reply


@pytest.mark.parametrize(
    ("name", "per_answer"),
    [
        ("token", False),
        pytest.param("t", False, marks=pytest.mark.slow),
        ("_", True),
        pytest.param("csrf_token", True, marks=pytest.mark.slow),
    ],
)
def test_an_article_is_stored_once(
    name: str, per_answer: bool, httpserver: HTTPServer, tmp_path: Path
) -> None:
    site = Tokens(name, per_answer=per_answer)
    address = site.mount(httpserver)
    for day in range(3):
        site.value = f"{1700000000 + day}"
        site.asks_for.clear()
        run = crawl(tmp_path, "-a", f"url={address}", settings=LOOPBACK)
        assert run.returncode == 0, run.stderr
        assert len(records(tmp_path)) == 16
    assert sum("berita/" in asked for asked in site.asks_for) == 0, "learned: nothing is fetched again"


@pytest.mark.slow
def test_an_edit_is_a_revision_of_the_article(httpserver: HTTPServer, tmp_path: Path) -> None:
    site = Tokens("token", per_answer=False)
    address = site.mount(httpserver)
    for day in range(3):
        site.value = f"{day}x"
        site.edited = day == 2
        run = crawl(tmp_path, "-a", f"url={address}", *(["-a", "mode=full"] if day == 2 else []))
        assert run.returncode == 0, run.stderr
    found = records(tmp_path)
    assert len(found) == 17
    assert len({record["id"] for record in found}) == 16
    assert max(record["revision"] for record in found) == 2


class Numbers(Cms):
    """Articles are told apart by `?id=N` alone, and two of them have the same title and text."""

    def answer(self, asked: str) -> Reply:
        if (match := re.fullmatch(r"berita/baca\?id=(\d+)", asked)) and int(match[1]) <= len(self.posts):
            post = self.posts[4 if match[1] == "6" else int(match[1]) - 1]
            return Reply(self.html("", post.title, self.body(post)))
        reply = super().answer(asked)
        if isinstance(reply.body, str):
            numbers = {f"/{self.shape.article(post)}": n for n, post in enumerate(self.posts, start=1)}
            reply.body = LINK.sub(lambda match: f'href="/berita/baca?id={numbers[match[1]]}"', reply.body)
        return reply


def test_a_parameter_that_tells_articles_apart_is_no_session(httpserver: HTTPServer, tmp_path: Path) -> None:
    site = Numbers("laravel", 12)
    address = site.mount(httpserver)
    run = crawl(tmp_path, "-a", f"url={address}")
    assert run.returncode == 0, run.stderr
    found = records(tmp_path)
    assert len({record["id"] for record in found}) == 12
    assert sum(record["duplicate_of"] is not None for record in found) == 1
