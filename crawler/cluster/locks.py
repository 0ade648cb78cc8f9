"""Names of queue locks: which tasks exclude each other, and which wait at most once. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from urllib.parse import urlsplit

from crawler.portals import Portal
from crawler.portals.site_url import domain_of

MULTI_HOST = "archives"
"""Lock of archives with several hosts: all of them exclude each other."""


def crawl_name(portal_id: str) -> str:
    """Queueing lock of a portal's crawl: at most one such task waits."""
    return f"crawl:{portal_id}"


def extraction_name(file: str) -> str:
    """Queueing lock of a WARC file's extraction."""
    return f"extract:{file}"


class HostLocks:
    """Locks of portals: portals that share a host, directly or transitively, share a lock.

    A portal's hosts are those of its URL, of its alternatives, and in its `options` (a JSON API elsewhere).
    Politeness is per host name, ignoring the port, so the lock is too.
    """

    def __init__(self, portals: Iterable[Portal]) -> None:
        self._above: dict[str, str] = {}
        for portal in portals:
            first, *others = sorted(hosts_of(portal))
            for other in others:
                self._join(first, other)

    def of_portal(self, portal: Portal) -> str:
        """The lock of the portal's tasks."""
        return self.of_host(min(hosts_of(portal)))

    def of_host(self, host: str) -> str:
        """The lock of tasks for a single host (lower case, without `www.`)."""
        return f"host:{self._top(host)}"

    def of_archive(self, hosts: Collection[str]) -> str:
        """The lock of extracting an archive with these hosts.

        With one host it is that host's, so that its pages are not crawled or extracted elsewhere at the same
        time.
        """
        locks = {self.of_host(host) for host in hosts}
        return locks.pop() if len(locks) == 1 else MULTI_HOST

    def _join(self, one: str, other: str) -> None:
        first, second = sorted((self._top(one), self._top(other)))
        if first != second:
            self._above[second] = first

    def _top(self, host: str) -> str:
        top = host
        while top in self._above:
            top = self._above[top]
        while host != top:  # path compression
            self._above[host], host = top, self._above[host]
        return top


def hosts_of(portal: Portal) -> set[str]:
    """The hosts that a crawl of the portal contacts, according to the registry."""
    return {domain_of(portal.address), *map(domain_of, portal.alternatives), *_hosts_in(portal.options)}


def _hosts_in(value: Any) -> set[str]:
    match value:
        case str() if value.startswith(("http://", "https://")):
            host = urlsplit(value.partition("{")[0]).hostname  # the host precedes the template's fields
            return {host.removeprefix("www.")} if host else set()
        case dict():
            return {host for part in value.values() for host in _hosts_in(part)}
        case list() | tuple():
            return {host for part in value for host in _hosts_in(part)}
    return set()
