"""Optional Spidermon: its monitors and notifiers (Slack, Telegram, Sentry, ...).

`scrapy health` does not use it. With `SPIDERMON_ENABLED` the suite of `portal_monitors` runs when the engine
stops; name a suite of your own in `SPIDERMON_ENGINE_STOP_MONITORS` to add actions. Importing Spidermon takes
half a second, so the import happens only when it is enabled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.exceptions import NotConfigured

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class Monitors:
    """Loads Spidermon's extension if `SPIDERMON_ENABLED` is set."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Any:
        if not crawler.settings.getbool("SPIDERMON_ENABLED"):
            raise NotConfigured
        from spidermon.contrib.scrapy.extensions import Spidermon

        return Spidermon.from_crawler(crawler)
