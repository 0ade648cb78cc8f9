"""What the browser makes of pages, and of pages that misbehave."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import crawler.render.tab as visit_module
from crawler.render.browser import Browser
from crawler.render.messages import RenderedPage, RenderError
from tests.crawling import ROOT
from tests.render.pages import SITE, Table, in_browser

pytestmark = pytest.mark.browser
TEXT = "Pemerintah Kabupaten Wonoasri memperbaiki jembatan. " * 4


def _draws(script: str, before: str = "") -> str:
    return f"<!doctype html><title>Portal</title><body>{before}<div id=x></div><script>{script}</script>"


async def _render(browser: Browser) -> RenderedPage:
    return await browser.render(SITE, "p")


def test_what_scripts_draw_is_there() -> None:
    table = Table(
        {
            SITE: '<!doctype html><body><script type=module src="/a.js"></script>',
            SITE + "a.js": "const a = await (await fetch('/data')).json(); document.body.append(a.teks)",
            SITE + "data": f'{{"teks": "{TEXT}"}}',
        }
    )
    rendered = in_browser(table, _render)
    assert TEXT.strip() in rendered.html
    assert rendered.settled
    assert [(call.url, call.method, call.status) for call in rendered.calls] == [(SITE + "data", "GET", 200)]
    assert rendered.calls[0].data() == {"teks": TEXT}


@pytest.mark.slow
def test_scripts_are_downloaded_once() -> None:
    table = Table({SITE: f"<body>{TEXT}<script src=/a.js></script>", SITE + "a.js": "document.title = 'x'"})

    async def scenario(browser: Browser) -> None:
        for _ in range(3):
            await browser.render(SITE, "p")

    in_browser(table, scenario)
    assert table.asked.count(SITE + "a.js") == 1
    assert table.asked.count(SITE) == 3


def test_the_user_agent_is_ours() -> None:
    rendered = in_browser(Table({SITE: _draws("x.textContent = navigator.userAgent", TEXT)}), _render)
    assert "Warta/test" in rendered.html


@pytest.mark.slow
def test_alert_boxes_are_closed() -> None:
    rendered = in_browser(
        Table({SITE: _draws(f"alert('a'); confirm('b'); x.textContent = '{TEXT}'")}), _render
    )
    assert TEXT.strip() in rendered.html


def test_endless_redirects_by_script_end() -> None:
    table = Table({SITE: _draws("location.href = '/?' + Math.random()")})
    table.get = _always(table, table.pages[SITE])  # type: ignore[method-assign]
    with pytest.raises(RenderError) as caught:
        in_browser(table, _render)
    assert caught.value.reason == "render_redirects"
    assert len(table.asked) <= visit_module.MAX_DOCUMENTS + 1


def _always(table: Table, body: str):  # type: ignore[no-untyped-def]
    get = table.get

    async def answer(wanted):  # type: ignore[no-untyped-def]
        table.pages[wanted.url] = body
        return await get(wanted)

    return answer


@pytest.mark.slow
def test_a_page_that_never_settles_is_read_when_its_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visit_module, "PAGE_SECONDS", 20.0)
    rendered = in_browser(
        Table({SITE: _draws("setInterval(() => x.append(document.createElement('b')), 20)", TEXT)}), _render
    )
    assert not rendered.settled
    assert TEXT.strip() in rendered.html


@pytest.mark.slow
def test_a_page_that_asks_on_and_on_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visit_module, "MAX_REQUESTS", 10)
    table = Table({SITE: _draws("(async () => { for (;;) await fetch('/data').catch(() => 0) })()", TEXT)})
    monkeypatch.setattr(visit_module, "PAGE_SECONDS", 20.0)
    in_browser(table, _render)
    assert len(table.asked) <= 11


@pytest.mark.slow
def test_a_script_that_hangs_costs_its_page_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visit_module, "PAGE_SECONDS", 8.0)
    table = Table({SITE: _draws("for (;;) {}", TEXT), SITE + "b": f"<p>{TEXT}"})

    async def scenario(browser: Browser) -> RenderedPage:
        with pytest.raises(RenderError) as caught:
            await browser.render(SITE, "p")
        assert caught.value.reason == "render_timeout"
        monkeypatch.setattr(visit_module, "PAGE_SECONDS", 60.0)
        return await browser.render(SITE + "b", "p")

    assert TEXT.strip() in in_browser(table, scenario).html


def test_a_page_of_200_mb_is_refused() -> None:
    table = Table({SITE: _draws("for (let i = 0; i < 200; i++) x.append('x'.repeat(1 << 20))")})
    with pytest.raises(RenderError) as caught:
        in_browser(table, _render)
    assert caught.value.reason in ("render_size", "render_crashed", "render_timeout")


def test_an_answer_that_is_no_json_is_none() -> None:
    table = Table({SITE: _draws("fetch('/data')", TEXT), SITE + "data": "{" + "[" * 100_000})
    rendered = in_browser(table, _render)
    assert rendered.calls[0].data() is None


@pytest.mark.slow
def test_the_browser_is_recycled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.render.browser.PAGES_PER_BROWSER", 2)

    async def scenario(browser: Browser) -> tuple[int, int]:
        for _ in range(5):
            await browser.render(SITE, "p")
        return browser.pages, browser.restarts

    assert in_browser(Table({SITE: f"<p>{TEXT}"}), scenario) == (5, 2)


def _pager(count: int) -> str:
    """A list of one entry a page, whose buttons replace it."""
    return _draws(
        "let n = 0; window.draw = () => { n++;"
        "x.innerHTML = `<h3><a href=/berita/${n}>Kabar desa nomor ${n}</a></h3><a href=/lain>Lain</a>`"
        f" + (n < {count} ? '<button onclick=draw()>Berikutnya</button>' : '') }}; draw()",
        TEXT,
    )


@pytest.mark.parametrize(("more", "found", "cut"), [(0, 1, False), (2, 3, True), (20, 6, False)])
@pytest.mark.slow
def test_a_list_is_asked_for_more(more: int, found: int, cut: bool) -> None:
    async def scenario(browser: Browser) -> RenderedPage:
        return await browser.render(SITE, "p", more=more)

    rendered = in_browser(Table({SITE: _pager(6)}), scenario)
    shown = [n for n in range(1, 9) if f"nomor {n}<" in rendered.html]
    assert shown == [*range(1, found + 1)]
    assert rendered.is_cut is cut


KILLED = """
import asyncio, sys
from tests.render.pages import SITE, Table
from crawler.render.browser import Browser
async def main():
    browser = Browser(Table({SITE: "<p>" + "Berita. " * 20}).get, "Warta/test")
    await browser.render(SITE, "p")
    print("ready", flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""


def _family(parent: int) -> set[int]:
    """The processes below a process."""
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
    found = {parent}
    while more := {pid for pid, of in parents.items() if of in found} - found:
        found |= more
    return found - {parent}


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_no_browser_outlives_a_killed_crawl() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", KILLED], cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ}
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        family = _family(process.pid)
        assert len(family) >= 2
        process.kill()
    deadline = time.monotonic() + 20
    while (left := [pid for pid in family if _is_alive(pid)]) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left == []
