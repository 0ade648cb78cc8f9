"""DNS resolver that distinguishes unknown names from DNS servers that do not answer."""

from __future__ import annotations

import socket

from scrapy.resolver import CachingThreadedResolver
from twisted.python.failure import Failure

NO_ANSWER = (f"[Errno {socket.EAI_AGAIN}]", "timeout error")
"""How Twisted's messages of failed lookups show `EAI_AGAIN` (RFC 3493, 6.4) and its own timeout."""

_unanswered: set[str] = set()


def was_unanswered(host: str | None) -> bool:
    """Whether no DNS server answered the last lookup of a host."""
    return host in _unanswered


class Resolver(CachingThreadedResolver):
    """Scrapy's resolver; Twisted drops the reason of a failed lookup, so it is recorded here."""

    def _fail(self, name: str, err: str) -> Failure:
        if any(text in err for text in NO_ANSWER):
            _unanswered.add(name)
        else:
            _unanswered.discard(name)
        return super()._fail(name, err)
