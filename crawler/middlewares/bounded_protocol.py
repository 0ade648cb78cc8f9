"""Scrapy's HTTP/1.1 protocol with a limit on response headers.

Twisted limits the length of a header line but not their number: a server can send headers until memory is
exhausted. This module adds a count and an error.
"""

from __future__ import annotations

from typing import Any

from scrapy.core.downloader.handlers import http11
from twisted.internet.defer import Deferred

from crawler.guard.limits import MAX_HEADER_BYTES, MAX_HEADER_LINES


class HeadersTooLarge(Exception):
    """The status line and headers of a response exceeded the limit."""


class BoundedParser(http11._LenientHTTPClientParser):
    """Scrapy's parser, which raises on headers beyond the limit."""

    # Class attributes, since the protocol below changes the class of an existing parser.
    header_bytes = 0
    header_lines = 0

    def lineReceived(self, line: bytes) -> None:
        self.header_bytes += len(line) + 2
        self.header_lines += 1
        if self.header_bytes > MAX_HEADER_BYTES or self.header_lines > MAX_HEADER_LINES:
            raise HeadersTooLarge(f"{self.header_lines} lines, {self.header_bytes} bytes of headers")
        super().lineReceived(line)


class BoundedProtocol(http11._LenientHTTP11ClientProtocol):
    """Scrapy's protocol with a `BoundedParser`."""

    def request(self, request: Any) -> Deferred[Any]:
        answered = super().request(request)
        assert self._parser is not None
        self._parser.__class__ = BoundedParser
        return answered


class BoundedFactory(http11._LenientHTTP11ClientFactory):
    """Builds a `BoundedProtocol` for each connection of a pool."""

    def buildProtocol(self, addr: Any) -> BoundedProtocol:
        return BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
