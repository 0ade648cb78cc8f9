"""What a page in the browser asks for passes the guard, robots.txt and the pace of the crawl."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from itertools import pairwise

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.crawling import scrapy
from tests.middlewares.crawl import crawl

PAGE = """<!doctype html><title>Portal</title><body><p>{text}</p><script>
{script}
</script>"""
HOSTS = {
    "situs.portal.test": "127.0.0.1",
    "awan.portal.test": "169.254.169.254",
    "pindah.portal.test": "127.0.0.1",
}


class Site:
    """Serves one page, and notes when what was asked for."""

    def __init__(self, server: HTTPServer) -> None:
        self.port = server.port
        self.asked: list[tuple[str, float]] = []
        self.robots = ""
        self.script = ""
        server.expect_request(re.compile(".*")).respond_with_handler(self._answer)

    def _answer(self, request: Request) -> Response:
        self.asked.append((request.path, time.monotonic()))
        if request.path == "/robots.txt":
            return Response(self.robots, content_type="text/plain")
        if request.path == "/":
            page = PAGE.format(text="Berita Wonoasri. " * 9, script=self.script)
            return Response(page, content_type="text/html")
        if request.path == "/ke-awan":
            return Response(status=302, headers={"Location": f"http://awan.portal.test:{self.port}/latest/"})
        return Response('{"data": []}', content_type="application/json")

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@pytest.fixture
def site() -> Iterator[Site]:
    with HTTPServer() as server:
        yield Site(server)


def _render(site: Site, **settings: object):  # type: ignore[no-untyped-def]
    url = f"http://situs.portal.test:{site.port}/"
    return url, crawl(
        [url],
        settings={
            "ALLOW_PRIVATE_ADDRESSES": True,
            "SCRIPTED_HOSTS": HOSTS,
            "TWISTED_DNS_RESOLVER": "tests.middlewares.crawl.ScriptedResolver",
            **settings,
        },
        meta={url: {"render": True, "portal": "x"}},
    )


@pytest.mark.browser
def test_names_that_lead_to_forbidden_addresses_are_refused(site: Site) -> None:
    awan = f"http://awan.portal.test:{site.port}/"
    site.script = f"""
        fetch('{awan}a').catch(() => 0);
        fetch('/ke-awan').catch(() => 0);
        document.body.insertAdjacentHTML('beforeend', '<iframe src="{awan}b"></iframe>');
        fetch('/data').catch(() => 0);"""
    url, done = _render(site)
    assert done.outcomes[url].status == 200
    assert "rendered" in done.outcomes[url].flags
    assert "/data" in site.paths
    assert "/latest/" not in site.paths
    refused = {name: number for name, number in done.stats.items() if name.startswith("guard/refused/")}
    assert refused == {"guard/refused/metadata": 2, "guard/refused/offsite": 1}


@pytest.mark.browser
def test_robots_txt_holds_for_fetches_and_pages(site: Site) -> None:
    site.robots = "User-agent: *\nDisallow: /tertutup\n"
    site.script = "fetch('/tertutup/a').catch(() => 0); fetch('/data'); location.href = '/tertutup/b'"
    _, done = _render(site, ROBOTSTXT_OBEY=True)
    assert not any(path.startswith("/tertutup") for path in site.paths)
    assert done.stats["guard/refused/robots"] >= 1


@pytest.mark.browser
def test_the_hosts_pace_holds_for_fetches(site: Site) -> None:
    site.script = "for (const n of [1, 2, 3]) fetch('/data?' + n).catch(() => 0)"
    _render(site, DOWNLOAD_DELAY=1.0, CONCURRENT_REQUESTS_PER_DOMAIN=1)
    times = [at for path, at in site.asked if path in ("/", "/data")]
    assert len(times) == 4
    assert all(later - earlier >= 0.9 for earlier, later in pairwise(times))


@pytest.mark.parametrize(
    "arguments",
    [
        ("probe", "http://127.0.0.1:1/", "--render", "-s", "ALLOW_PRIVATE_ADDRESSES=1"),
        ("crawl", "portal", "-a", "url=https://wonoasri.test/", "-s", "RENDER=always"),
    ],
)
def test_without_chromium_it_is_exit_status_2(
    arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    done = scrapy(*arguments, fresh=True)
    assert done.returncode == 2
    assert "no Chromium is installed: apt-get install chromium" in done.stderr
    assert "Traceback" not in done.stderr
