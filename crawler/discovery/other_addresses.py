"""Other addresses of a portal, for runs after its own has failed for long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crawler.discovery.messages import FetchResult
from crawler.discovery.outage import FRONT_KEY
from crawler.urls.hosts import host_of

MOVED_KEY = "moved to"
"""Memory key: the address that answered in place of the portal's own."""

GOVERNMENT = ".go.id"
WEEK = 7 * 86400
"""Seconds of failure from which on other addresses are tried."""


def may_try(failing_since: float | None, now: float, memory: Mapping[str, str]) -> bool:
    """Whether a run may leave the portal's address: it failed for a week, or was left before."""
    return MOVED_KEY in memory or (failing_since is not None and now - failing_since >= WEEK)


class OtherAddresses:
    """The addresses to try when `address` fails, each once: where its host redirects to, then `others`.

    With `others` None there are none. An address that answered in an earlier run comes first.
    """

    def __init__(self, address: str, others: Sequence[str] | None, memory: Mapping[str, str]) -> None:
        self._allowed = others is not None
        self._known = {address}
        before = [memory[MOVED_KEY]] if MOVED_KEY in memory else []
        self._waiting = [*before, *(others or ())] if self._allowed else []
        self.reason: str | None = None
        """Why the portal's own address failed."""
        self.tried: list[str] = []
        self._redirected: str | None = None
        self._unsure: set[str] = set()
        self._comparable = FRONT_KEY in memory

    def on_answer(self, answer: FetchResult) -> None:
        """Note where a request for the front page was redirected to, if that is another host.

        Lost domains redirect to anything. The target counts where both are of a government, or where its
        front page can be compared with that of the portal.
        """
        target = answer.moved_to or answer.url
        if not self._allowed or self.tried or not target or _host(target) == _host(answer.fetch.url):
            return
        official = all(_host(url).endswith(GOVERNMENT) for url in (target, answer.fetch.url))
        if answer.moved_to is None or official or self._comparable:
            self._redirected = target
            self._waiting.insert(0, target)
            if not official:
                self._unsure.add(target)

    def is_sure(self, address: str) -> bool:
        """Whether the address is the portal's; otherwise its front page must be like the portal's."""
        return address not in self._unsure

    def next(self, reason: str) -> str | None:
        """The next address, after the last one failed for this reason; None if there is none left."""
        self.reason = self.reason or reason
        while self._waiting:
            address = self._waiting.pop(0)
            if address not in self._known:
                self._known.add(address)
                self.tried.append(address)
                return address
        return None

    @property
    def failure(self) -> str | None:
        """Why nothing could be crawled, once other addresses failed too."""
        if not self.tried:
            return None
        return f"{self.reason}; no articles at {', '.join(self.tried)} either"

    def moved(self, entry: str) -> tuple[str, ...]:
        """What to tell of the address that answered; `entry` says where the portal's address is written."""
        target = self.tried[-1] if self.tried else self._redirected
        where = f" in {entry}" if entry else ""
        return (f"moved to {target}: change the address{where}",) if target else ()

    def remember(self) -> tuple[tuple[str, str], ...]:
        """The address that answered, for the next run."""
        return ((MOVED_KEY, self.tried[-1]),) if self.tried else ()


def _host(url: str) -> str:
    return host_of(url).removeprefix("www.")
