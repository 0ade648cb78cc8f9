"""The error that a refused request gives."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest

from crawler.guard import Reason, Refusal


class Refused(IgnoreRequest):
    """A request that the guard did not let out.

    An errback can name it: `failure.check(Refused)`, then `failure.value.reason` ("loopback", "port", ...).
    It is never retried. Each one is counted as `guard/refused/<reason>`.
    """

    def __init__(self, refusal: Refusal, url: str) -> None:
        super().__init__(f"refused ({refusal.reason}): {refusal.detail}")
        self.reason: Reason = refusal.reason
        self.detail = refusal.detail
        self.url = url
