"""A page gets only responses of the crawl: no attempt sends a packet from the browser."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from crawler.render.browser import Browser
from crawler.render.messages import RenderedPage
from tests.render.pages import SITE, Table, in_browser

pytestmark = pytest.mark.browser

ATTEMPTS = {
    "fetch": "fetch('http://{trap}/fetch').catch(() => 0)",
    "fetch without cors": "fetch('http://{trap}/plain', {{mode: 'no-cors', method: 'POST', body: 'x'}})"
    ".catch(() => 0)",
    "frame": "document.body.insertAdjacentHTML('beforeend', '<iframe src=\"http://{trap}/frame\"></iframe>')",
    "image": "new Image().src = 'http://{trap}/image'",
    "script": "document.head.append(Object.assign(document.createElement('script'), {{src: 'http://{trap}/s.js'}}))",
    "websocket": "new WebSocket('ws://{trap}/socket')",
    "event source": "new EventSource('http://{trap}/events')",
    "beacon": "navigator.sendBeacon('http://{trap}/beacon', 'x')",
    "preconnect": "document.head.insertAdjacentHTML('beforeend', '<link rel=preconnect href=\"http://{trap}/\">'"
    '+ \'<link rel=prefetch href="http://{trap}/p"><link rel=dns-prefetch href="//name.trap.test/">\')',
    "worker": "new Worker(URL.createObjectURL(new Blob([\"fetch('http://{trap}/worker').catch(() => 0);"
    "new WebSocket('ws://{trap}/worker')\"])))",
    "shared worker": "new SharedWorker('data:text/javascript,fetch(\"http://{trap}/shared\")')",
    "service worker": "navigator.serviceWorker && navigator.serviceWorker.register('/sw.js').catch(() => 0)",
    "form": "document.body.insertAdjacentHTML('beforeend', '<form target=_blank action=\"http://{trap}/form\"></form>');"
    "document.forms[0].submit()",
    "window": "window.open('http://{trap}/window')",
    "download": "Object.assign(document.createElement('a'), {{href: 'http://{trap}/file', download: 'x'}})"
    ".click()",
    "peer": "new RTCPeerConnection({{iceServers: [{{urls: 'stun:{trap}'}}]}}).createDataChannel('x')",
    "font": "new FontFace('x', 'url(http://{trap}/font)').load().catch(() => 0)",
    "redirect": "setTimeout(() => location.href = 'http://{trap}/redirect', 100)",
}


@pytest.fixture
def trap() -> Iterator[tuple[str, list[bytes]]]:
    """A port on loopback that notes whoever connects, and its address."""
    caught: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        stopped = threading.Event()

        def listen() -> None:
            while not stopped.is_set():
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    connection.settimeout(1)
                    try:
                        caught.append(connection.recv(200))
                    except OSError:
                        caught.append(b"connected")

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}", caught
        stopped.set()
        server.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def _page(*scripts: str) -> str:
    lines = "\n".join(f"try {{ {script} }} catch (error) {{}}" for script in scripts)
    return f"<!doctype html><body><p>{'Berita dari Wonoasri. ' * 5}</p><script>{lines}</script>"


def test_the_trap_catches(trap: tuple[str, list[bytes]]) -> None:
    address, caught = trap
    host, port = address.split(":")
    socket.create_connection((host, int(port))).close()
    for _ in range(50):
        if caught:
            break
        threading.Event().wait(0.05)
    assert caught


def test_a_page_reaches_no_private_address(trap: tuple[str, list[bytes]]) -> None:
    address, caught = trap
    table = Table({SITE: _page(*(script.format(trap=address) for script in ATTEMPTS.values()))})

    async def scenario(browser: Browser) -> tuple[RenderedPage, set[str]]:
        return await browser.render(SITE, "p"), set(browser.refused)

    rendered, refused = in_browser(table, scenario)
    assert "Berita dari Wonoasri" in rendered.html or rendered.url != SITE
    assert {"third_party", "kind", "websocket"} <= refused  # the attempts were made
    assert caught == []
    assert [url for url in table.asked if address in url] == []


@pytest.mark.parametrize("name", ["websocket", "worker", "redirect", "frame"])
def test_one_attempt_alone(name: str, trap: tuple[str, list[bytes]]) -> None:
    address, caught = trap
    table = Table({SITE: _page(ATTEMPTS[name].format(trap=address))})

    async def scenario(browser: Browser) -> RenderedPage:
        return await browser.render(SITE, "p")

    in_browser(table, scenario)
    assert caught == []
    assert table.asked == [SITE]


def test_hosts_of_the_same_owner_are_asked_by_the_crawl() -> None:
    """Their names may lead to private addresses: the guard of the crawl checks where they lead."""
    table = Table({SITE: _page("fetch('http://intern.portal.test/rahasia').catch(() => 0)")})

    async def scenario(browser: Browser) -> RenderedPage:
        return await browser.render(SITE, "p")

    in_browser(table, scenario)
    assert table.asked == [SITE, "http://intern.portal.test/rahasia"]


def test_a_redirect_is_followed_by_the_crawl_alone() -> None:
    """The answer of a redirect comes with its final URL; Chromium itself follows none."""
    table = Table({SITE: _page("location.href = '/pindah'"), SITE + "baru": "<p>" + "Halaman baru. " * 9})
    table.moved[SITE + "pindah"] = SITE + "baru"

    async def scenario(browser: Browser) -> RenderedPage:
        return await browser.render(SITE, "p")

    rendered = in_browser(table, scenario)
    assert rendered.url == SITE + "baru"
    assert "Halaman baru" in rendered.html
    assert table.asked == [SITE, SITE + "pindah"]
