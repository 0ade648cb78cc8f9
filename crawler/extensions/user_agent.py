"""Who we say we are: the User-Agent, with the contact that the settings name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler import __version__

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


class UserAgent:
    """A Scrapy add-on that completes `USER_AGENT` with `CONTACT`, so that a portal can reach its caller."""

    def update_settings(self, settings: BaseSettings) -> None:
        contact = str(settings.get("CONTACT") or "").strip()
        comment = f" (+{contact})" if contact else ""
        settings.set("USER_AGENT", f"Warta/{__version__}{comment}", priority="addon")
