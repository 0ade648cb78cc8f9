"""The Chromium process of a crawl: started with the first page, recycled, stopped with the crawl.

Chromium is controlled through a pipe, not a port. It exits when the pipe closes, so a killed crawl leaves no
browser behind.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from crawler.render.availability import find_chromium, why_unavailable
from crawler.render.blocking_proxy import BlockingProxy
from crawler.render.link_list import with_links
from crawler.render.messages import Download, PageResponse, RenderedPage, RenderError
from crawler.render.page_actions import load_all
from crawler.render.script_cache import ScriptCache
from crawler.render.tab import Tab

if TYPE_CHECKING:
    from playwright.async_api import Browser as Chromium
    from playwright.async_api import BrowserContext, Playwright

logger = logging.getLogger(__name__)

PAGES_PER_BROWSER = 200
"""Pages after which the browser is restarted: Chromium's memory grows with every page."""
MAX_CONTEXTS = 8
START_SECONDS, STOP_SECONDS = 60.0, 10.0
SCRIPT_HEAP_MIB = 256
"""Memory limit for one page's scripts."""
VIEWPORT = (1280, 2000)
"""A tall window: lists that load on scrolling load more at once."""

ARGUMENTS = (
    f"--js-flags=--max-old-space-size={SCRIPT_HEAP_MIB}",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # the proxy needs no name
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",  # WebRTC would send UDP past a proxy
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--dns-prefetch-disable",
    "--no-pings",
    "--no-first-run",
    "--mute-audio",
    "--blink-settings=imagesEnabled=false",
)
NO_PEERS = (
    "delete window.RTCPeerConnection; delete window.webkitRTCPeerConnection; delete window.WebTransport;"
)


class Browser:
    """Renders pages, at most `most` at once; `on_page` is called after each.

    Counters: `pages`, `refused` by kind, `restarts`.
    """

    def __init__(
        self,
        download: Download,
        user_agent: str,
        *,
        most: int = 2,
        on_page: Callable[[], None] = lambda: None,
    ) -> None:
        self._download = download
        self._on_page = on_page
        self._user_agent = user_agent
        self._room = asyncio.Semaphore(most)
        self._starting = asyncio.Lock()
        self._idle = asyncio.Condition()
        self._open = 0
        self._playwright: Playwright | None = None
        self._chromium: Chromium | None = None
        self._proxy = BlockingProxy()
        self._contexts: OrderedDict[str, BrowserContext] = OrderedDict()
        self._tabs: dict[object, Tab] = {}
        self._cache = ScriptCache()
        self._since_start = 0
        self.pages = 0
        self.restarts = 0
        self.refused: Counter[str] = Counter()

    @property
    def connections_refused(self) -> int:
        """Connections that Chromium itself tried to open."""
        return self._proxy.refused

    async def render(
        self, url: str, portal: str, document: PageResponse | None = None, *, more: int = 0
    ) -> RenderedPage:
        """The rendered page at `url`; loads up to `more` further parts of its list.

        Raises RenderError.
        """
        async with self.tab(url, portal) as tab:
            await tab.open(url, document)
            rendered = await tab.read()
            if not more:
                return rendered
            links, is_cut = await load_all(tab, more)
            last = await tab.read()
            return replace(last, html=with_links(last.html, links), is_cut=is_cut)

    @asynccontextmanager
    async def tab(self, site: str, portal: str) -> AsyncIterator[Tab]:
        """An empty page for a portal at `site`; closed at the end. Raises RenderError."""
        from playwright.async_api import Error

        async with self._room:
            context = await self._context(portal)
            try:
                page = await asyncio.wait_for(context.new_page(), START_SECONDS)
            except (Error, TimeoutError) as error:
                await self._leave(restart=True)
                raise RenderError("browser_unavailable", f"no page can be opened: {error}") from error
            tab = Tab(page, self._download, site, portal, self._cache)
            self._tabs[page] = tab
            hangs = False
            try:
                yield tab
            except Error as error:
                raise RenderError("render_crashed", str(error).partition("\n")[0][:300]) from error
            finally:
                self._tabs.pop(page, None)
                self.refused.update(tab.refused)
                try:
                    await asyncio.wait_for(page.close(), STOP_SECONDS)
                except (Error, TimeoutError) as error:
                    logger.debug("a page does not close: %s", error)
                    hangs = True
                await self._leave(restart=hangs)
                self._on_page()

    async def _leave(self, *, restart: bool) -> None:
        async with self._idle:
            self._open -= 1
            if restart:
                self._since_start = PAGES_PER_BROWSER
            self._idle.notify_all()

    async def _context(self, portal: str) -> BrowserContext:
        """The portal's browser context; the caller releases it by `_leave`."""
        async with self._starting:
            if self._since_start >= PAGES_PER_BROWSER:
                async with self._idle:
                    await self._idle.wait_for(lambda: self._open == 0)
                await self._stop()
                self.restarts += 1
            if self._chromium is None or not self._chromium.is_connected():
                await self._start()
            assert self._chromium is not None
            self.pages += 1
            self._since_start += 1
            context = self._contexts.get(portal)
            if context is None:
                if len(self._contexts) >= MAX_CONTEXTS and self._open == 0:
                    _, oldest = self._contexts.popitem(last=False)
                    await oldest.close()
                context = self._contexts[portal] = await self._new_context()
            self._contexts.move_to_end(portal)
            self._open += 1
            return context

    async def _new_context(self) -> BrowserContext:
        assert self._chromium is not None
        width, height = VIEWPORT
        context = await self._chromium.new_context(
            user_agent=self._user_agent,
            viewport={"width": width, "height": height},
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            accept_downloads=False,
            service_workers="block",
        )
        await context.add_init_script(NO_PEERS)
        await context.route("**/*", self._answer)
        await context.route_web_socket("**/*", self._refuse_socket)
        return context

    async def _answer(self, route: object) -> None:
        from playwright.async_api import Error, Route

        assert isinstance(route, Route)
        try:
            page = route.request.frame.page
        except Error:  # request of a worker, or before its frame is known
            page = None
        tab = self._tabs.get(page)
        if tab is None:
            self.refused["no_page"] += 1
            await route.abort("blockedbyclient")
            return
        await tab.answer(route)

    async def _refuse_socket(self, socket: object) -> None:
        from playwright.async_api import WebSocketRoute

        assert isinstance(socket, WebSocketRoute)
        self.refused["websocket"] += 1
        await socket.close()

    async def _start(self) -> None:
        from playwright.async_api import Error, async_playwright

        trouble = why_unavailable()
        if trouble is not None:
            raise RenderError("browser_unavailable", trouble)
        self._contexts.clear()
        self._since_start = 0
        proxy = await self._proxy.start()
        try:
            if self._playwright is None:
                self._playwright = await asyncio.wait_for(async_playwright().start(), START_SECONDS)
            self._chromium = await asyncio.wait_for(
                self._playwright.chromium.launch(
                    executable_path=find_chromium(),
                    args=list(ARGUMENTS),
                    proxy={"server": proxy},
                    # Chromium refuses to run as root with its sandbox.
                    chromium_sandbox=os.geteuid() != 0,
                    handle_sigint=False,
                    handle_sigterm=False,
                    handle_sighup=False,
                ),
                START_SECONDS,
            )
        except (Error, TimeoutError, OSError) as error:
            await self._stop()
            detail = str(error).partition("\n")[0][:300]
            raise RenderError("browser_unavailable", f"Chromium does not start: {detail}") from error

    async def _stop(self) -> None:
        from playwright.async_api import Error

        chromium, self._chromium = self._chromium, None
        self._contexts.clear()
        try:
            if chromium is not None:
                await asyncio.wait_for(chromium.close(), STOP_SECONDS)
        except (Error, TimeoutError) as error:
            logger.debug("Chromium does not close: %s", error)
            await self._stop_playwright()  # kills its processes
        await self._proxy.stop()

    async def _stop_playwright(self) -> None:
        playwright, self._playwright = self._playwright, None
        if playwright is not None:
            try:
                await asyncio.wait_for(playwright.stop(), STOP_SECONDS)
            except TimeoutError:
                logger.warning("Playwright does not stop; its processes end with this one")

    async def close(self) -> None:
        """Close the browser and all its pages."""
        await self._stop()
        await self._stop_playwright()
