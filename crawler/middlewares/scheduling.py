"""Scheduler queue that never returns a second request of a host that is still busy with the first.

Scrapy's queue prefers the host with the fewest downloads but does not stop there: while one host is slow,
waits, or has no robots.txt yet, the queue returns further requests of that host until all CONCURRENT_REQUESTS
places are taken by requests that only wait, and other hosts starve.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from scrapy.crawler import Crawler
from scrapy.pqueues import DownloaderAwarePriorityQueue, DownloaderInterface


class _FreeHosts(DownloaderInterface):
    """Lists the hosts with a free place, counting every request in flight, not only downloads."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._places = crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")

    def stats(self, possible_slots: Iterable[str]) -> list[tuple[int, str]]:
        active = Counter(map(self.get_slot_key, self.downloader.active))
        return [(active[slot], slot) for slot in possible_slots if active[slot] < self._places]


class FairPriorityQueue(DownloaderAwarePriorityQueue):
    """Returns no request of a host that has CONCURRENT_REQUESTS_PER_DOMAIN requests in flight."""

    def __init__(self, crawler: Crawler, *args: Any, **kwargs: Any) -> None:
        super().__init__(crawler, *args, **kwargs)
        self._downloader_interface = _FreeHosts(crawler)
