"""The User-Agent, with `CONTACT` from the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler import __version__

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


class UserAgent:
    """Scrapy add-on that appends `CONTACT` to `USER_AGENT`, so that site operators can reach the user."""

    def update_settings(self, settings: BaseSettings) -> None:
        contact = str(settings.get("CONTACT") or "").strip()
        comment = f" (+{contact})" if contact else ""
        settings.set("USER_AGENT", f"Warta/{__version__}{comment}", priority="addon")
