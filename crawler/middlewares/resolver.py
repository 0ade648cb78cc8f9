"""DNS resolver that distinguishes unknown names from DNS servers that do not answer.

An IPv6 address as host (`http://[2001:db8::1]/`) is its own answer; Scrapy's resolver takes it for a name.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.abstract import isIPv6Address
from twisted.internet.defer import Deferred, succeed
from twisted.python.failure import Failure

NO_ANSWER = (f"[Errno {socket.EAI_AGAIN}]", "timeout error")
"""How Twisted's messages of failed lookups show `EAI_AGAIN` (RFC 3493, 6.4) and its own timeout."""

_unanswered: set[str] = set()


def was_unanswered(host: str | None) -> bool:
    """Whether no DNS server answered the last lookup of a host."""
    return host in _unanswered


class Resolver(CachingThreadedResolver):
    """Scrapy's resolver; Twisted drops the reason of a failed lookup, so it is recorded here."""

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:
        return succeed(name) if isIPv6Address(name) else super().getHostByName(name, timeout)

    def _fail(self, name: str, err: str) -> Failure:
        if any(text in err for text in NO_ANSWER):
            _unanswered.add(name)
        else:
            _unanswered.discard(name)
        return super()._fail(name, err)
