"""`scrapy portals --check`: requests the front page of each portal once, and records the result."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from scrapy import Request, Spider, signals
from scrapy.http import Response
from scrapy.utils.asyncio import call_later
from scrapy.utils.defer import deferred_from_coro

from crawler.discovery.messages import Fetch, FetchResult, Kind
from crawler.discovery.page.homepage import read_homepage
from crawler.middlewares.failures import failure_reason, left_site_for
from crawler.platforms import PLATFORMS
from crawler.portals import Portal
from crawler.portals.checks import Check, append_check
from crawler.urls.hosts import host_of
from spiders.page_requests import headers_of, tree_of

if TYPE_CHECKING:
    from twisted.python.failure import Failure

CHALLENGE, CERTIFICATE, BUDGET = "challenge", "certificate", "budget"


class CheckSpider(Spider):
    """Checks `portals`; each result is appended to `file` at once, and passed to `on_check`."""

    name = "check"
    custom_settings = {"HTTPERROR_ALLOW_ALL": True, "RETRY_TIMES": 1}  # noqa: RUF012 (Scrapy reads it so)

    def __init__(
        self,
        portals: Sequence[Portal] = (),
        file: Path | None = None,
        on_check: Callable[[Check], None] | None = None,
        budget: int | None = None,
    ) -> None:
        super().__init__()
        self.portals = portals
        self._file = file
        self._on_check = on_check
        self._budget = budget

    async def start(self) -> AsyncIterator[Any]:
        if self._budget is not None:
            timer = call_later(self._budget, self._stop)
            self.crawler.signals.connect(lambda: timer.cancel(), signals.spider_closed, weak=False)
        for portal in self.portals:
            yield Request(
                portal.address,
                callback=self.receive,
                errback=self.miss,
                cb_kwargs={"portal": portal},
                meta={"kind": Kind.HOME.value, "portal": portal.id},
                dont_filter=True,
            )

    def receive(self, response: Response, portal: Portal) -> None:
        """Record a response."""
        now = datetime.now(UTC)
        tree = tree_of(response) if response.status == 200 else None
        answer = FetchResult(
            Fetch(portal.address, Kind.HOME),
            response.status,
            response.url,
            headers_of(response),
            response.body,
            tree,
        )
        site = read_homepage(answer)
        confidence, platform = 0, None
        newest = None
        if tree is not None:
            confidence, _, platform = max(
                (one.detect(site), -place, one.name) for place, one in enumerate(PLATFORMS)
            )
            from crawler.discovery.listing.newest import newest_day

            newest = newest_day(tree, response.url, now)
        moved = host_of(response.url).removeprefix("www.") != portal.domain.partition(":")[0]
        self._keep(
            portal,
            now,
            status=response.status,
            moved_to=response.url if moved else None,
            platform=platform,
            confidence=confidence,
            newest=newest.isoformat() if newest is not None else None,
            certificate=self._certificate(response, portal),
        )

    def miss(self, failure: Failure) -> None:
        """Record a request without response."""
        request = cast("Request", failure.request)  # type: ignore[attr-defined]
        word, text = failure_reason(cast("BaseException", failure.value))
        if word == BUDGET:
            return  # not requested: the next check does
        self._keep(
            request.cb_kwargs["portal"],
            datetime.now(UTC),
            failure=text,
            moved_to=left_site_for(failure.value),
            challenge=word == CHALLENGE,
            certificate=text if word in (CERTIFICATE, "tls") else None,
        )

    def _certificate(self, response: Response, portal: Portal) -> str:
        if not response.url.startswith("https:"):
            return "none"
        return "not verified" if portal.tls == "unverified" else "ok"

    def _keep(self, portal: Portal, now: datetime, **facts: Any) -> None:
        check = Check(portal.id, now.isoformat(timespec="seconds"), portal.address, **facts)
        assert self._file is not None
        append_check(self._file, check)
        if self._on_check is not None:
            self._on_check(check)

    def _stop(self) -> None:
        """The time is up: finish the requests in flight; the next check requests the other portals."""
        engine = self.crawler.engine
        assert engine is not None
        deferred_from_coro(engine.close_spider_async(reason=BUDGET))
