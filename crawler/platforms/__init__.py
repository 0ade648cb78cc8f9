"""The CMS families that portals run on, one module each."""

from __future__ import annotations

from crawler.discovery.platform import Platform
from crawler.platforms.generic import GENERIC
from crawler.platforms.wordpress import WORDPRESS

PLATFORMS: tuple[Platform, ...] = (WORDPRESS, GENERIC)
"""In the order in which they are asked; the last takes any site."""

__all__ = ["GENERIC", "PLATFORMS", "WORDPRESS", "Platform"]
