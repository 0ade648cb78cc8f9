"""Debian's Chromium, driven by Playwright; skipped if either is missing."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browse.harvest import fill
from tests.crawling import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SCREENSHOTS = ROOT / "output" / "screenshots"
WIDTHS = (390, 600, 768, 900, 1024, 1280, 1920)
DESKTOP = (1280, 900)
PHONE = (390, 844)

_JUTTING = """() => [...document.querySelectorAll('section, main')].flatMap(part =>
    [...part.querySelectorAll('*')]
        .filter(one => !one.closest('.scroll, svg, details:not([open])'))
        .filter(one => one.getBoundingClientRect().width > 0)
        .filter(one => one.getBoundingClientRect().right > part.getBoundingClientRect().right + 1)
        .map(one => one.tagName + ': ' + one.textContent.trim().slice(0, 40)))"""


@cache
def _axe() -> str:
    """The script of axe-core, https://github.com/dequelabs/axe-core."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


@dataclass
class Watched:
    """A page with the problems that occurred on it."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Record console errors, and requests that leave loopback."""
        self.page.on("console", lambda line: self._console(line.type, line.text))
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on("dialog", lambda dialog: self._dialog(dialog))
        self.page.on("request", lambda request: self._request(request.url))

    def _console(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(f"console {kind}: {text}")

    def _dialog(self, dialog: Any) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, url: str) -> None:
        if not re.match(r"(http://127\.0\.0\.1[:/]|file:|data:)", url):
            self.complaints.append(f"request: {url}")

    def serious(self) -> list[str]:
        """Violations of serious or critical impact that axe-core finds."""
        self.page.evaluate(_axe())
        found = self.page.evaluate("axe.run()")
        return [
            f"{one['id']}: {node['html']}"
            for one in found["violations"]
            if one["impact"] in ("serious", "critical")
            for node in one["nodes"]
        ]

    def jutting(self) -> list[str]:
        """Elements that reach over the right edge of their section or of the window."""
        found: list[str] = self.page.evaluate(_JUTTING)
        return found

    def keep(self, name: str) -> None:
        """Save a screenshot."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)


Open = Callable[..., Watched]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for the tests of one file: it needs an event loop, and other tests need another one."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no chromium on this machine: apt-get install chromium")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, chromium_sandbox=False)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Opens an address in a window of the given size and colour scheme."""
    contexts = []

    def open_(
        url: str, size: tuple[int, int] = DESKTOP, *, dark: bool = False, language: str = "en"
    ) -> Watched:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            locale=language,
        )
        contexts.append(context)
        watched = Watched(context.new_page())
        watched.listen()
        watched.page.goto(url)
        return watched

    yield open_
    for context in contexts:
        context.close()


@contextmanager
def _serving(output: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "scrapy", "browse", "--port", "0", "-s", f"OUTPUT_DIR={output}"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        said: list[str] = []
        for line in server.stderr:
            said.append(line)
            if match := re.search(r"running on (http://127\.0\.0\.1:\d+)", line):
                break
        else:
            pytest.fail("".join(said))
        try:
            yield match[1]
        finally:
            server.terminate()
            server.stderr.read()


@pytest.fixture(scope="module")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a served harvest, with a report."""

    from crawler.report.html_page import report_page
    from tests.report.make import portal, run

    output = tmp_path_factory.mktemp("harvest")
    fill(output / "ledger.db")
    (output / "reports").mkdir()
    (output / "reports" / "20261122T010000Z-1.html").write_text(report_page(run(portal())), encoding="utf-8")
    with _serving(output) as address:
        yield address
