"""Contact policy from the settings; error and counters of a refused request."""

from __future__ import annotations

import logging

from scrapy.exceptions import IgnoreRequest
from scrapy.settings import BaseSettings
from scrapy.statscollectors import StatsCollector

from crawler.guard import ContactPolicy, Reason, Refusal


def contact_policy(settings: BaseSettings) -> ContactPolicy:
    """The policy in ALLOW_PRIVATE_ADDRESSES and ALLOW_PORTS."""
    return ContactPolicy(
        allow_private=settings.getbool("ALLOW_PRIVATE_ADDRESSES"),
        extra_ports=frozenset(int(port) for port in settings.getlist("ALLOW_PORTS")),
    )


logger = logging.getLogger(__name__)

_MANY: frozenset[Reason] = frozenset({"robots", "robots_unreachable", "host_down", "budget"})
"""Reasons that apply to all requests of a host; logged at DEBUG to keep the log readable."""


class Refused(IgnoreRequest):
    """A request that the guard did not send, or a response that it did not accept.

    In an errback: `failure.check(Refused)`, then `failure.value.reason` ("loopback", "size", ...).
    Never retried.
    """

    def __init__(self, refusal: Refusal, url: str) -> None:
        self.reason: Reason = refusal.reason
        self.detail = _for_people(refusal.detail)
        super().__init__(f"refused ({self.reason}): {self.detail}")
        self.url = url


def refuse(refusal: Refusal, url: str, stats: StatsCollector) -> Refused:
    """Create the error to raise; counts `guard/refused` and `guard/refused/<reason>`."""
    stats.inc_value("guard/refused")
    stats.inc_value(f"guard/refused/{refusal.reason}")
    level = logging.DEBUG if refusal.reason in _MANY else logging.INFO
    refused = Refused(refusal, url)
    logger.log(level, "%s %s", _for_people(url), refused)
    return refused


def _for_people(text: str) -> str:
    """`text` safe for a terminal: a server's header can contain escapes and bidirectional overrides."""
    return "".join(character if character.isprintable() else "?" for character in text[:300])
