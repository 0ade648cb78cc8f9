"""HTTP/1.1 as Scrapy speaks it, with an end to the headers.

Twisted limits the length of one header line and not their number: a server can send headers until the memory
is full. What a protocol object holds is Twisted's; this adds a count and the refusal.
"""

from __future__ import annotations

from typing import Any

from scrapy.core.downloader.handlers import http11
from twisted.internet.defer import Deferred

from crawler.guard.limits import MAX_HEADER_BYTES, MAX_HEADER_LINES


class HeadersTooLarge(Exception):
    """The status line and headers of an answer passed the limit."""


class BoundedParser(http11._LenientHTTPClientParser):
    """Scrapy's parser, which gives up on headers without end."""

    # Class attributes, since the protocol below turns a parser that exists into this class.
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
