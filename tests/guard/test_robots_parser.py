from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis.strategies import lists, sampled_from
from protego import Protego

from crawler.guard.limits import MAX_BODY
from crawler.guard.robots_parser import reduced, unreachable

LINES = [
    "User-agent: *",
    "User-agent: Warta",
    "user agent warta",
    "User-agent: OtherBot",
    "Useragent: Warta-news",
    "User-agent: W*",
    "User-agent:",
    "Disallow: /a",
    "Allow: /a/b",
    "Disallow: /*?s=",
    "Disallow:",
    "Crawl-delay: 7",
    "Sitemap: https://x.go.id/sitemap.xml",
    "# User-agent: Warta",
    "",
    "nonsense",
]


@given(lists(sampled_from(LINES), max_size=12))
def test_our_rules_are_the_same_as_in_the_whole_file(lines: list[str]) -> None:
    whole = Protego.parse("\n".join(lines))
    ours = Protego.parse(reduced("\n".join(lines).encode(), "Warta"))
    for path in ("/", "/a", "/a/b", "/c?s=1"):
        url = "https://x.go.id" + path
        assert ours.can_fetch(url, "Warta") == whole.can_fetch(url, "Warta")
    assert ours.crawl_delay("Warta") == whole.crawl_delay("Warta")
    assert list(ours.sitemaps) == list(whole.sitemaps)


def test_a_version_behind_our_name_does_not_hide_it() -> None:
    rules = Protego.parse(reduced(b"User-agent: Warta/0.1\nDisallow: /a\n", "Warta"))
    assert not rules.can_fetch("https://x.go.id/a", "Warta")


ATTACKS = {
    "robots times rules": "".join(f"User-agent: a{i}\n" for i in range(15000)) + "Disallow: /a\n" * 20000,
    "smuggled line ends": "\u2028".join(f"User-agent: a{i}" for i in range(15000))
    + "\nDisallow: /a\n" * 20000,
    "returning robots": "".join(f"User-agent: a{i}\n" for i in range(12000)) * 2 + "Crawl-delay: 1\n" * 12000,
    "wildcards": "User-agent: *\n" + "".join(f"Disallow: /{'*a' * 10}{i}\n" for i in range(15000)),
    "one rule of wildcards": "User-agent: *\nDisallow: /" + "*a" * 200_000,
    "one long line": "User-agent: *\nDisallow: /" + "a" * 500_000,
    "no line at all": "a" * MAX_BODY["robots"],
    "empty rules": "\n:" * 200_000,
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_hostile_files_cost_little(attack: str) -> None:
    started = time.process_time()
    rules = Protego.parse(reduced(attack.encode(), "Warta"))
    for number in range(10):
        rules.can_fetch(f"https://x.go.id/{'a' * 2000}{number}", "Warta")
    assert time.process_time() - started < 3
    assert len(rules._user_agents) <= 3


def test_what_lies_beyond_the_limit_is_not_read() -> None:
    robots = b"User-agent: *\nDisallow: /a\n" + b"#" * MAX_BODY["robots"] + b"\nDisallow: /b\n"
    rules = Protego.parse(reduced(robots, "Warta"))
    assert not rules.can_fetch("https://x.go.id/a", "Warta")
    assert rules.can_fetch("https://x.go.id/b", "Warta")


@pytest.mark.parametrize(
    ("status", "forbids"),
    [
        (500, True),
        (501, True),
        (502, True),
        (503, True),
        (429, True),
        (404, False),
        (403, False),
        (200, False),
    ],
)
def test_a_server_in_trouble_forbids_everything(status: int, forbids: bool) -> None:
    assert unreachable(status) is forbids
