"""Spidermon, where it is wanted: its monitors and its ways of telling (Slack, Telegram, Sentry, ...).

Our own health needs none of it. With `SPIDERMON_ENABLED` the suite of `portal_monitors` runs when the engine
has stopped; a project that wants actions names a suite of its own in `SPIDERMON_ENGINE_STOP_MONITORS`.
Spidermon takes half a second to import, so it is imported only then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.exceptions import NotConfigured

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class Monitors:
    """Stands for Spidermon's extension until it is known whether it is wanted."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Any:
        if not crawler.settings.getbool("SPIDERMON_ENABLED"):
            raise NotConfigured
        from spidermon.contrib.scrapy.extensions import Spidermon

        return Spidermon.from_crawler(crawler)
