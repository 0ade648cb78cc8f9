"""Hosts in trouble: waits, ends, robots.txt. Each host is its own loopback address."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

import pytest

from tests.middlewares.crawl import Crawl, crawl
from tests.middlewares.hostile import HostileServer, drip, flood, hang, response

CHALLENGES = Path(__file__).parents[1] / "guard" / "challenges"
PAGES = 20
HEALTHY_ROBOTS = response(b"User-agent: *\nDisallow: /secret\n", content_type="text/plain")


class Clock:
    """Records the time of each request."""

    def __init__(self) -> None:
        self.times: list[float] = []

    def tick(self) -> None:
        self.times.append(time.monotonic())


@pytest.fixture(scope="module")
def hosts() -> Iterator[dict[str, HostileServer]]:
    names = [
        "healthy", "storm", "moody", "away", "challenge", "slow robots", "no robots", "robots 503",
        "endless robots", "robots elsewhere", "delay",
    ]  # fmt: skip
    with ExitStack() as stack:
        servers = {}
        for number, name in enumerate(names, start=2):
            server = HostileServer(host=f"127.0.1.{number}")
            server.start()
            stack.callback(server.stop)
            servers[name] = server
            server.answer("/robots.txt", HEALTHY_ROBOTS)
            for page in range(PAGES):
                server.answer(f"/{page}", response(b"<p>Berita"))
        healthy, storm, moody = servers["healthy"], servers["storm"], servers["moody"]
        healthy.answer("/secret", response(b"<p>secret"))
        for page in range(PAGES):
            storm.answer(f"/{page}", response(status="500 Internal Server Error"))
            servers["challenge"].answer(
                f"/{page}", response((CHALLENGES / "cloudflare.html").read_bytes(), status="403 Forbidden")
            )
            servers["away"].answer(
                f"/{page}", response(status="503 Service Unavailable", retry_after="86400")
            )
        clock = Clock()
        moody.clock = clock  # type: ignore[attr-defined]

        def busy_once(connection, over: threading.Event) -> None:  # type: ignore[no-untyped-def]
            clock.tick()
            if len(clock.times) == 1:
                connection.sendall(response(status="429 Too Many Requests", retry_after="2"))
            else:
                connection.sendall(response(b"<p>Berita"))

        for page in range(3):
            moody.behave(f"/{page}", busy_once)
        servers["slow robots"].behave("/robots.txt", drip(b"HTTP/1.1 200 OK\r\n\r\n", b"#"))
        servers["no robots"].behave("/robots.txt", hang)
        servers["robots 503"].answer("/robots.txt", response(status="503 Service Unavailable"))
        servers["endless robots"].behave(
            "/robots.txt",
            flood(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nUser-agent: *\nDisallow: /1\n",
                b"# nothing\n" * 6000,
            ),
        )
        servers["robots elsewhere"].answer(
            "/robots.txt", response(status="302 Found", location="http://169.254.169.254/robots.txt")
        )
        servers["delay"].answer("/robots.txt", response(b"User-agent: warta\nCrawl-delay: 1.5\n"))
        delay_clock = Clock()
        servers["delay"].clock = delay_clock  # type: ignore[attr-defined]

        def timed(connection, over: threading.Event) -> None:  # type: ignore[no-untyped-def]
            delay_clock.tick()
            connection.sendall(response(b"<p>Berita"))

        for page in range(3):
            servers["delay"].behave(f"/{page}", timed)
        yield servers


@pytest.fixture(scope="module")
def polite(hosts: dict[str, HostileServer]) -> Crawl:
    urls = []
    for name, server in hosts.items():
        count = 3 if name in ("moody", "delay") else PAGES
        urls += [server.url(f"/{page}") for page in range(count)]
    return crawl(
        [*urls, hosts["healthy"].url("/secret")],
        settings={
            "ALLOW_PRIVATE_ADDRESSES": True,
            "ROBOTSTXT_OBEY": True,
            "AUTOTHROTTLE_ENABLED": True,
            "AUTOTHROTTLE_START_DELAY": 0.01,
            "DOWNLOAD_TIMEOUT": 3,
            "CONCURRENT_REQUESTS": 12,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
            "RETRY_TIMES": 2,
            "BACKOFF_SECONDS": 0.01,
        },
        timeout=120,
    )


def names_of(polite: Crawl, server: HostileServer) -> list[str | None]:
    return [
        outcome.name or f"HTTP {outcome.status}"
        for url, outcome in polite.outcomes.items()
        if url.startswith(server.url("/")) and not url.endswith("/secret")
    ]


def test_the_healthy_host_gives_everything(polite: Crawl, hosts: dict[str, HostileServer]) -> None:
    assert names_of(polite, hosts["healthy"]) == ["HTTP 200"] * PAGES


def test_robots_txt_is_obeyed(polite: Crawl, hosts: dict[str, HostileServer]) -> None:
    assert polite.outcomes[hosts["healthy"].url("/secret")].reason == "robots"
    assert hosts["healthy"].requests["/secret"] == 0
    assert hosts["healthy"].requests["/robots.txt"] == 1


def test_a_storm_of_errors_ends(polite: Crawl, hosts: dict[str, HostileServer]) -> None:
    names = names_of(polite, hosts["storm"])
    assert len(names) == PAGES
    assert set(names) == {"HTTP 500", "host_down"}
    assert names.count("host_down") >= PAGES - 4
    assert sum(hosts["storm"].requests.values()) < 20


def test_retry_after_is_waited_for(polite: Crawl, hosts: dict[str, HostileServer]) -> None:
    assert names_of(polite, hosts["moody"]) == ["HTTP 200"] * 3
    first, second = hosts["moody"].clock.times[:2]  # type: ignore[attr-defined]
    assert second - first >= 1.95


def test_retry_after_is_waited_for_where_no_delay_is_set() -> None:
    clock = Clock()

    def busy_once(connection, over: threading.Event) -> None:  # type: ignore[no-untyped-def]
        clock.tick()
        first = len(clock.times) == 1
        status = "429 Too Many Requests" if first else "200 OK"
        connection.sendall(response(b"<p>Berita", status=status, retry_after="1" if first else "0"))

    with ExitStack() as stack:
        server = HostileServer(host="127.0.1.40")
        server.start()
        stack.callback(server.stop)
        for page in range(4):
            server.behave(f"/{page}", busy_once)
        done = crawl(
            [server.url(f"/{page}") for page in range(4)],
            settings={
                "ALLOW_PRIVATE_ADDRESSES": True,
                "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
                "RETRY_TIMES": 2,
                "BACKOFF_SECONDS": 0.01,
            },
        )
    assert [outcome.status for outcome in done.outcomes.values()] == [200] * 4
    assert clock.times[1] - clock.times[0] >= 0.95


def test_a_host_that_is_away_for_a_day_is_left_alone(polite: Crawl, hosts: dict[str, HostileServer]) -> None:
    assert set(names_of(polite, hosts["away"])) == {"HTTP 503", "host_down"} or set(
        names_of(polite, hosts["away"])
    ) == {"host_down"}
    assert sum(count for path, count in hosts["away"].requests.items() if path != "/robots.txt") == 1


def test_challenges_are_named_and_not_repeated(polite: Crawl, hosts: dict[str, HostileServer]) -> None:
    names = names_of(polite, hosts["challenge"])
    assert names.count("challenge") == 3
    assert names.count("host_down") == PAGES - 3


@pytest.mark.parametrize("name", ["slow robots", "no robots", "robots 503"])
def test_where_robots_txt_cannot_be_had_nothing_is_asked(
    polite: Crawl, hosts: dict[str, HostileServer], name: str
) -> None:
    assert set(names_of(polite, hosts[name])) == {"robots_unreachable"}
    assert set(hosts[name].requests) == {"/robots.txt"}


def test_the_start_of_an_endless_robots_txt_holds(polite: Crawl, hosts: dict[str, HostileServer]) -> None:
    server = hosts["endless robots"]
    assert polite.outcomes[server.url("/1")].reason == "robots"
    assert polite.outcomes[server.url("/0")].status == 200


def test_a_robots_txt_in_a_closed_network_is_unreadable(
    polite: Crawl, hosts: dict[str, HostileServer]
) -> None:
    assert names_of(polite, hosts["robots elsewhere"]) == ["robots_unreachable"] * PAGES
    assert polite.stats["guard/refused/metadata"] == 1


def test_crawl_delay_is_kept(polite: Crawl, hosts: dict[str, HostileServer]) -> None:
    times = hosts["delay"].clock.times  # type: ignore[attr-defined]
    assert len(times) == 3
    # Of 1.5 s; a busy machine may see a request late, which shortens the time to the next.
    assert min(later - sooner for sooner, later in pairwise(times)) >= 1.2


def test_nothing_unhandled_is_in_the_log(polite: Crawl) -> None:
    assert "Traceback" not in polite.log
    assert "log_count/ERROR" not in polite.stats
