"""Back-off for hosts with failures; gives up a host after too many."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from time import monotonic
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import HtmlResponse, Request, Response
from scrapy.utils.httpobj import urlparse_cached

from crawler.guard import Refusal
from crawler.guard.challenge import recognise_challenge
from crawler.guard.host_health import (
    NO_RETRIES_FROM,
    Health,
    Trouble,
    after_failure,
    after_success,
    read_retry_after,
)
from crawler.middlewares.failures import failure_reason
from crawler.middlewares.refusals import refuse

logger = logging.getLogger(__name__)

MIN_DELAY = 0.001
"""Minimum seconds between requests to a host after a failure, if the settings have no delay."""

_TROUBLES: tuple[tuple[type[BaseException], Trouble], ...] = (
    (DownloadTimeoutError, "timeout"),
    (CannotResolveHostError, "connection"),
    (DownloadConnectionRefusedError, "connection"),
    (DownloadFailedError, "connection"),
    (ResponseDataLossError, "connection"),
)


class PolitenessMiddleware:
    """Runs between retries and the downloader: sees every attempt, delays the host, gives it up.

    The delay is set on the host's download slot, so that no request to that host overtakes it. Stats:
    `polite/waits`, `polite/wait_seconds`, `polite/given_up`; refusals `host_down` and `challenge`.
    Setting: BACKOFF_SECONDS, the delay after a first failure, doubled with each further one.
    """

    def __init__(self, crawler: Crawler) -> None:
        assert crawler.stats is not None
        self._crawler = crawler
        self._stats = crawler.stats
        self._first_wait = crawler.settings.getfloat("BACKOFF_SECONDS")
        self._hosts: dict[str, Health] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        health = self._hosts.get(urlparse_cached(request).netloc)
        if health is not None and health.given_up is not None:
            raise refuse(Refusal("host_down", health.given_up), request.url, self._stats)

    def process_response(self, request: Request, response: Response) -> Response:
        shield = _shield(response)
        if shield is not None:
            self._failed(request, "challenge", None, f"challenge by {shield}")
            raise refuse(Refusal("challenge", f"challenge page by {shield}"), request.url, self._stats)
        if response.status in (429, 503):
            header = (response.headers.get("Retry-After") or b"").decode("latin-1")
            trouble: Trouble = "too_many_requests" if response.status == 429 else "server_error"
            wait = read_retry_after(header, datetime.now(UTC))
            self._failed(request, trouble, wait, f"HTTP {response.status}")
        elif response.status >= 500:
            self._failed(request, "server_error", None, f"HTTP {response.status}")
        else:
            netloc = urlparse_cached(request).netloc
            if netloc in self._hosts:
                self._hosts[netloc] = after_success(self._hosts[netloc])
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        for kind, trouble in _TROUBLES:
            if isinstance(exception, kind):
                self._failed(request, trouble, None, failure_reason(exception)[1])
                return

    def _failed(self, request: Request, trouble: Trouble, retry_after: float | None, what: str) -> None:
        netloc = urlparse_cached(request).netloc
        before = self._hosts.get(netloc, Health())
        is_retry = bool(request.meta.get("retry_times"))
        health = self._hosts[netloc] = after_failure(
            before, trouble, retry_after, first_wait=self._first_wait, is_retry=is_retry
        )
        if health.failures >= NO_RETRIES_FROM:
            request.meta["dont_retry"] = True
        if health.given_up is not None:
            if before.given_up is None:
                self._stats.inc_value("polite/given_up")
                logger.warning("%s is not requested for the rest of this run: %s", netloc, health.given_up)
            return
        self._stats.inc_value("polite/waits")
        self._stats.inc_value("polite/wait_seconds", round(health.wait))
        logger.debug("%s: %s; back-off of %.0f s", netloc, what, health.wait)
        self._pause(request, health.wait)

    def _pause(self, request: Request, seconds: float) -> None:
        """Keep the host's download slot from sending for `seconds`.

        A slot sends when its delay has passed since `lastseen`; a `lastseen` in the future postpones that. A
        slot without a delay ignores `lastseen`, so it gets the minimum delay.
        """
        assert self._crawler.engine is not None
        downloader = self._crawler.engine.downloader
        slot = downloader.slots.get(downloader.get_slot_key(request))
        if slot is not None:
            slot.delay = slot.delay or MIN_DELAY
            slot.lastseen = max(slot.lastseen, monotonic() + seconds - slot.delay)


def _shield(response: Response) -> str | None:
    headers = {
        name.decode("latin-1").lower(): value.decode("latin-1")
        for name, values in response.headers.items()
        for value in values[-1:]
    }
    body = response.body if isinstance(response, HtmlResponse) else b""
    return recognise_challenge(response.status, headers, body)
