"""The spider's part with the browser: looks for a portal's API, and compares drawn pages with plain ones."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from scrapy.http import Response

from crawler.discovery.core.state import FetchDecision
from crawler.middlewares.browser_requests import Downloads, browser_of
from crawler.render.messages import NotDelivered, RenderError, Wanted
from spiders.drawn_run import DrawnRun
from spiders.page_requests import GONE, headers_of, record_page

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.render.api_search import Findings

logger = logging.getLogger(__name__)

MORE = 200
"""Characters that a page must show more in the browser to be one that scripts draw."""
SAME = 0.95
"""Share of the words of a drawn page's text that the plain page holds if the browser is not needed."""
_WORD = re.compile(r"\w+")


class BrowserSearch:
    """Mixin of the portal spider."""

    crawler: Crawler

    def __init__(self) -> None:
        self.searches: set[asyncio.Task[None]] = set()
        self._searched: set[str] = set()

    def search_if_needed(self, run: DrawnRun) -> None:
        """Start the search for a run that waits for it, once."""
        if run.awaits_browser is None or run.portal.id in self._searched:
            return
        self._searched.add(run.portal.id)
        task = asyncio.ensure_future(self._search(run))
        self.searches.add(task)
        task.add_done_callback(self.searches.discard)

    async def _search(self, run: DrawnRun) -> None:
        try:
            findings = await self._find(run)
        except RenderError as error:
            run.give_up(f"the browser cannot read it: {error}")
        except Exception:
            logger.exception("error while searching the API of %s", run.portal.id)
            run.give_up("internal error in the browser; see the log")
        else:
            if findings is None:
                run.give_up("the browser shows no more")
            else:
                run.use(findings)
        self._go_on(run)

    async def _find(self, run: DrawnRun) -> Findings | None:
        from crawler.render.api_search import find_api  # few crawls need it

        browser, downloads = browser_of(self.crawler), Downloads(self.crawler)
        if run.thin and not await self._draws_more(run, run.thin[0].candidate.url):
            return None
        return await find_api(browser, downloads.get, run.portal.address, run.portal.id)

    async def _draws_more(self, run: DrawnRun, url: str) -> bool:
        """Whether a page shows more text in the browser than it holds."""
        downloads = Downloads(self.crawler)
        try:
            plain = await downloads.get(Wanted(url, site=run.portal.address, portal=run.portal.id))
        except NotDelivered:
            return False
        drawn = await browser_of(self.crawler).render(plain.url, run.portal.id, plain)
        texts = _text(drawn.html.encode()), _text(plain.body)
        return len(texts[0]) > len(texts[1]) + MORE

    def _go_on(self, run: DrawnRun) -> None:
        raise NotImplementedError

    def receive_data(self, response: Response, run: DrawnRun, job: FetchDecision) -> Iterator[Any]:
        """Handle the answer of an API with one article."""
        if response.status == 304 and (job.etag or job.last_modified):
            run.on_unchanged(job)
        elif response.status != 200:
            run.on_failed(job, f"http_{response.status}", gone=response.status in GONE)
        elif (record := run.read_data(response.body, job.candidate)) is None:
            run.on_rejected(job, "empty")
        else:
            yield record_page(run, job, record, headers_of(response))

    def compare(self, response: Response, run: DrawnRun) -> None:
        """Find out whether an article that was drawn stands in the plain page as well."""
        shell = response.request.meta.get("shell") if response.request is not None else None
        if shell is None or not run.compares:
            return
        from crawler.extraction import extract_article

        plain, drawn = (
            set(_WORD.findall(" ".join(extract_article(one.body, response.url).body)))
            for one in (shell, response)
        )
        if drawn:
            run.on_compared(same=len(plain & drawn) >= SAME * len(drawn))


def _text(body: bytes) -> str:
    from crawler.extraction.dom.parse import parse_html

    tree = parse_html(body, "")
    parts: Sequence[str] = tree.xpath(
        "//body//text()[not(parent::script or parent::style or parent::noscript)]"
    )
    return " ".join(" ".join(parts).split())
