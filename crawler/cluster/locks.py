"""Which tasks may not run side by side, and which may not wait twice. Pure: names from data."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from urllib.parse import urlsplit

from crawler.portals import Portal
from crawler.portals.site_url import domain_of

MANY_HOSTS = "archives"
"""The lock of archives that hold several hosts: they could not tell which of them disturb each other."""


def crawl_name(portal_id: str) -> str:
    """The queueing lock of a portal's crawl: at most one such task waits."""
    return f"crawl:{portal_id}"


def extraction_name(file: str) -> str:
    """The queueing lock of a WARC file's extraction."""
    return f"extract:{file}"


class HostLocks:
    """The lock of every portal: portals that share a host, directly or through others, share their lock.

    A portal's hosts are that of its address and those of addresses in its `options` (a JSON API elsewhere).
    Politeness is per host name whatever the port, so the lock is too.
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
        """The lock of tasks that have to do with a host alone (lower case, without `www.`)."""
        return f"host:{self._top(host)}"

    def of_archive(self, hosts: Collection[str]) -> str:
        """The lock of extracting an archive that holds these hosts.

        With one host it is that host's, so that its pages are neither crawled nor extracted elsewhere then.
        """
        locks = {self.of_host(host) for host in hosts}
        return locks.pop() if len(locks) == 1 else MANY_HOSTS

    def _join(self, one: str, other: str) -> None:
        first, second = sorted((self._top(one), self._top(other)))
        if first != second:
            self._above[second] = first

    def _top(self, host: str) -> str:
        top = host
        while top in self._above:
            top = self._above[top]
        while host != top:  # the next question is answered in one step
            self._above[host], host = top, self._above[host]
        return top


def hosts_of(portal: Portal) -> set[str]:
    """The hosts that the registry says a crawl of the portal asks."""
    return {domain_of(portal.address), *_hosts_in(portal.options)}


def _hosts_in(value: Any) -> set[str]:
    match value:
        case str() if value.startswith(("http://", "https://")):
            host = urlsplit(value.partition("{")[0]).hostname  # a template names its host before its fields
            return {host.removeprefix("www.")} if host else set()
        case dict():
            return {host for part in value.values() for host in _hosts_in(part)}
        case list() | tuple():
            return {host for part in value for host in _hosts_in(part)}
    return set()
