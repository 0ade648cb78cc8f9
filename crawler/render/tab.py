"""An open page in the browser: answers its requests, and waits until its scripts have rendered it."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import MutableMapping
from time import monotonic
from typing import TYPE_CHECKING, Any

from crawler.api_finder.calls import Call
from crawler.render.messages import (
    Download,
    PageDownloadError,
    PageRequest,
    PageResponse,
    RenderedPage,
    RenderError,
)
from crawler.render.request_policy import Action, action_for

if TYPE_CHECKING:
    from playwright.async_api import Page, Request, Route

logger = logging.getLogger(__name__)

PAGE_SECONDS = 60.0
"""Time limit for one page in seconds, including crawl delays."""
READING = 0.25
"""Share of the time limit reserved for reading the page, settled or not."""
QUIET, LONG_QUIET = 0.25, 1.5
"""Seconds without a change after which a page counts as rendered; longer while it shows no text."""
POLL = 0.05
MAX_REQUESTS = 120
"""Maximum requests of one page; further ones are not answered."""
MAX_DOCUMENTS = 5
"""Maximum script redirects of one page."""
MAX_HTML = 10 * 1024 * 1024
"""Maximum characters of a rendered page."""
MAX_CALLS = 100
DATA = frozenset({"xhr", "fetch"})
_LONG_TEXT = 40
_KEPT = ("content-type", "access-control-", "cache-control")
"""Response headers passed to the page, without policies and cookies."""
_NOT_SENT = frozenset({"cookie", "host", "user-agent", "accept-encoding", "connection", "content-length"})
_STATE = """() => [document.readyState === 'complete',
    document.body ? document.body.innerText.length : 0, document.querySelectorAll('*').length]"""
_SIZE = "() => document.documentElement.outerHTML.length"


class Tab:
    """A page in the browser. `cache` holds the portal's scripts by URL."""

    def __init__(
        self, page: Page, download: Download, site: str, portal: str, cache: MutableMapping[str, PageResponse]
    ) -> None:
        self.page = page
        self.calls: list[Call] = []
        self.refused: Counter[str] = Counter()
        self.foreign: list[str] = []
        """Data URLs that the page requested on other owners' hosts."""
        self.requests = 0
        self._download = download
        self._site = site
        self._portal = portal
        self._cache = cache
        self._ready: dict[str, PageResponse] = {}
        self._under_way = 0
        self._documents = 0
        self._crashed = False
        self._trouble: str | None = None
        self._until = monotonic() + PAGE_SECONDS
        self._allowed = MAX_REQUESTS
        page.on("dialog", lambda dialog: asyncio.ensure_future(_dismiss(dialog)))
        page.on("crash", lambda _: self._on_crash())
        page.on("popup", lambda popup: asyncio.ensure_future(popup.close()))

    async def open(self, url: str, document: PageResponse | None = None) -> None:
        """Open a URL; `document` is its response if the crawl has it already. Raises RenderError."""
        if document is not None:
            self._ready[url] = document
        self._documents = 0
        await self._bounded(self.page.goto(url, wait_until="commit", timeout=0))

    def extend(self) -> None:
        """Restart the page's time limit and allow further requests, to load more of a list."""
        self._until = monotonic() + PAGE_SECONDS
        self._allowed = self.requests + MAX_REQUESTS // 4

    async def settle(self) -> bool:
        """Wait until the page stops changing; False if it still changes at the time limit."""
        last: Any = None
        since = monotonic()
        while monotonic() < self._until - PAGE_SECONDS * READING:
            await asyncio.sleep(POLL)
            if self._documents > MAX_DOCUMENTS:
                raise RenderError("render_redirects", f"scripts redirect through {self._documents} pages")
            state = await self.evaluate(_STATE)
            now = monotonic()
            if self._under_way or state is None or state != last:
                last, since = state, now
                continue
            complete, text, _ = state
            if complete and now - since >= (QUIET if text >= _LONG_TEXT else LONG_QUIET):
                return True
        return False

    async def read(self) -> RenderedPage:
        """The rendered page, after it has settled. Raises RenderError."""
        settled = await self.settle()
        size = await self._bounded(self.page.evaluate(_SIZE))
        if size > MAX_HTML:
            raise RenderError("render_size", f"the rendered page has {size} characters")
        html = await self._bounded(self.page.content())
        return RenderedPage(self.page.url, html, settled, tuple(self.calls), foreign=tuple(self.foreign))

    async def evaluate(self, script: str, argument: Any = None) -> Any:
        """The value of a script; None while the page changes to another document."""
        from playwright.async_api import Error

        try:
            return await self._bounded(self.page.evaluate(script, argument))
        except Error as error:
            if self._crashed or self.page.is_closed():
                raise RenderError("render_crashed", "the page crashed") from error
            return None

    async def _bounded(self, action: Any) -> Any:
        """The result of an action; raises RenderError at the page's time limit."""
        from playwright.async_api import Error

        left = max(0.1, self._until - monotonic())
        try:
            return await asyncio.wait_for(action, left)
        except TimeoutError:
            raise RenderError("render_timeout", f"not rendered in {PAGE_SECONDS:.0f} s") from None
        except Error as error:
            if self._crashed:
                raise RenderError("render_crashed", "the page crashed") from error
            if "net::ERR" in str(error):
                raise RenderError("render_failed", self._trouble or _first_line(error)) from error
            raise

    def _on_crash(self) -> None:
        self._crashed = True

    # --- requests of the page ----------------------------------------------------------------------

    async def answer(self, route: Route) -> None:
        """Answer one request of the page."""
        from playwright.async_api import Error

        self._under_way += 1
        try:
            await self._answer(route, route.request)
        except Error as error:  # the page has navigated or was closed
            logger.debug("%s: %s", route.request.url[:200], _first_line(error))
        finally:
            self._under_way -= 1

    async def _answer(self, route: Route, request: Request) -> None:
        kind, url = request.resource_type, request.url
        action = action_for(
            kind, request.method, url, self._site, request.post_data if request.method == "POST" else None
        )
        if action is Action.EMPTY:
            await route.fulfill(status=200, content_type="text/css", body="")
            return
        self.requests += 1
        if action.refuses or self.requests > self._allowed:
            self.refused[action.value if action.refuses else "too_many"] += 1
            if action is Action.THIRD_PARTY and kind in DATA and len(self.foreign) < MAX_CALLS:
                self.foreign.append(url)
            await route.abort("blockedbyclient")
            return
        is_page = kind == "document" and request.frame == self.page.main_frame
        if is_page:
            self._documents += 1
            if self._documents > MAX_DOCUMENTS:
                await route.abort("blockedbyclient")
                return
        wanted = PageRequest(
            url.partition("#")[0],
            kind,
            request.method,
            _sent(request.headers),
            request.post_data_buffer or b"",
            self._site,
            self._portal,
        )
        try:
            delivered = await self._fetch(wanted)
        except PageDownloadError as error:
            self.refused["not_delivered"] += 1
            if is_page:
                self._trouble = f"{wanted.url}: {error}"
            logger.debug("%s: %s", url[:200], error)
            await route.abort("failed")
            return
        if is_page and delivered.url != wanted.url:
            # Chromium would follow a redirect response itself, and it has no network.
            self._ready[delivered.url] = delivered
            await route.fulfill(status=200, content_type="text/html", body=_forward(delivered.url))
            return
        if kind in DATA and len(self.calls) < MAX_CALLS:
            self.calls.append(
                Call(url, request.method, wanted.headers, delivered.status, delivered.content_type,
                     delivered.body, self.page.url)
            )  # fmt: skip
        headers = {name: value for name, value in delivered.headers.items() if name.startswith(_KEPT)}
        await route.fulfill(status=delivered.status, headers=headers, body=delivered.body)

    async def _fetch(self, wanted: PageRequest) -> PageResponse:
        if wanted.kind == "document" and (ready := self._ready.pop(wanted.url, None)) is not None:
            return ready
        if wanted.kind == "script" and (kept := self._cache.get(wanted.url)) is not None:
            return kept
        delivered = await self._download(wanted)
        if wanted.kind == "script" and delivered.status == 200:
            self._cache[wanted.url] = delivered
        return delivered


async def _dismiss(dialog: Any) -> None:
    """Close an alert box: it blocks the page's scripts."""
    from playwright.async_api import Error

    try:
        await dialog.dismiss()
    except Error as error:
        logger.debug("dialog: %s", _first_line(error))


def _sent(headers: Any) -> dict[str, str]:
    return {
        name: value
        for name, value in headers.items()
        if name not in _NOT_SENT and not name.startswith(("sec-", ":"))
    }


def _forward(url: str) -> str:
    safe = url.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return f'<!doctype html><meta http-equiv="refresh" content="0;url={safe}">'


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0][:300]
