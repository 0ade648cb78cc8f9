"""What the settings say of who may be contacted."""

from __future__ import annotations

from scrapy.settings import BaseSettings

from crawler.guard import ContactPolicy


def contact_policy(settings: BaseSettings) -> ContactPolicy:
    """The policy that ALLOW_PRIVATE_ADDRESSES and ALLOW_PORTS describe."""
    return ContactPolicy(
        allow_private=settings.getbool("ALLOW_PRIVATE_ADDRESSES"),
        extra_ports=frozenset(int(port) for port in settings.getlist("ALLOW_PORTS")),
    )
