"""Spider mixin for the browser: searches a portal's API, and compares rendered with plain pages."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from scrapy.http import Response

from crawler.discovery.core.state import FetchDecision
from crawler.middlewares.browser_requests import Downloads, browser_of
from crawler.render.messages import PageDownloadError, PageRequest, RenderError
from spiders.page_requests import GONE, headers_of, record_page
from spiders.rendered_run import RenderedRun

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.render.api_search import Findings

logger = logging.getLogger(__name__)

MORE = 200
"""A page needs rendering if it shows this many more characters in the browser."""
SAME = 0.95
"""A plain page with this share of a rendered page's words needs no browser."""
_WORD = re.compile(r"\w+")


class BrowserSearch:
    """Mixin of the portal spider."""

    crawler: Crawler

    def __init__(self) -> None:
        self.searches: set[asyncio.Task[None]] = set()
        self._searched: set[str] = set()

    def search_if_needed(self, run: RenderedRun) -> None:
        """Start the search once, if the run waits for it."""
        run.check_list()
        if run.awaits_browser is None or run.portal.id in self._searched:
            return
        self._searched.add(run.portal.id)
        task = asyncio.ensure_future(self._search(run))
        self.searches.add(task)
        task.add_done_callback(self.searches.discard)

    async def _search(self, run: RenderedRun) -> None:
        try:
            findings = await self._find(run)
        except RenderError as error:
            run.give_up(f"the browser cannot read it: {error}")
        except Exception:
            logger.exception("error while searching the API of %s", run.portal.id)
            run.give_up("internal error in the browser; see the log")
        else:
            if findings is None:
                run.give_up("the browser shows no more text")
            else:
                run.use(findings)
        self._go_on(run)

    async def _find(self, run: RenderedRun) -> Findings | None:
        from crawler.render.api_search import find_api  # few crawls need it

        browser, downloads = browser_of(self.crawler), Downloads(self.crawler)
        if run.thin and not await self._shows_more(run, run.thin[0].candidate.url):
            return None
        return await find_api(browser, downloads.get, run.portal.address, run.portal.id)

    async def _shows_more(self, run: RenderedRun, url: str) -> bool:
        """Whether a page shows more text in the browser than without it."""
        downloads = Downloads(self.crawler)
        try:
            plain = await downloads.get(PageRequest(url, site=run.portal.address, portal=run.portal.id))
        except PageDownloadError:
            return False
        rendered = await browser_of(self.crawler).render(plain.url, run.portal.id, plain)
        texts = _text(rendered.html.encode()), _text(plain.body)
        return len(texts[0]) > len(texts[1]) + MORE

    def _go_on(self, run: RenderedRun) -> None:
        raise NotImplementedError

    def receive_data(self, response: Response, run: RenderedRun, job: FetchDecision) -> Iterator[Any]:
        """Handle an API response with one article."""
        if response.status == 304 and (job.etag or job.last_modified):
            run.on_unchanged(job)
        elif response.status != 200:
            run.on_failed(job, f"http_{response.status}", gone=response.status in GONE)
        elif (record := run.read_data(response.body, job.candidate)) is None:
            run.on_rejected(job, "empty")
        else:
            yield record_page(run, job, record, headers_of(response))

    def compare(self, response: Response, run: RenderedRun) -> None:
        """Compare a rendered article with its plain page."""
        shell = response.request.meta.get("shell") if response.request is not None else None
        if shell is None or not run.compares:
            return
        from crawler.extraction import extract_article

        plain, rendered = (
            set(_WORD.findall(" ".join(extract_article(one.body, response.url).body)))
            for one in (shell, response)
        )
        if rendered:
            run.on_compared(same=len(plain & rendered) >= SAME * len(rendered))


def _text(body: bytes) -> str:
    from crawler.extraction.dom.parse import parse_html

    tree = parse_html(body, "")
    parts: Sequence[str] = tree.xpath(
        "//body//text()[not(parent::script or parent::style or parent::noscript)]"
    )
    return " ".join(" ".join(parts).split())
