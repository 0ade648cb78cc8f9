"""Cache for scripts of rendered portals: each is downloaded once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, MutableMapping

from crawler.render.messages import PageResponse

MAX_BYTES = 48 * 1024 * 1024


class ScriptCache(MutableMapping[str, PageResponse]):
    """LRU cache of responses by URL, up to MAX_BYTES in total."""

    def __init__(self, most: int = MAX_BYTES) -> None:
        self._most = most
        self._bytes = 0
        self._kept: OrderedDict[str, PageResponse] = OrderedDict()

    def __getitem__(self, url: str) -> PageResponse:
        self._kept.move_to_end(url)
        return self._kept[url]

    def __setitem__(self, url: str, delivered: PageResponse) -> None:
        if url in self._kept:
            del self[url]
        self._kept[url] = delivered
        self._bytes += len(delivered.body)
        while self._bytes > self._most:
            del self[next(iter(self._kept))]

    def __delitem__(self, url: str) -> None:
        self._bytes -= len(self._kept.pop(url).body)

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)
