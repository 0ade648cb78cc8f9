"""The registry: which portals there are, where they stand, and what is known of them."""

from __future__ import annotations

from crawler.portals.portal import Portal

__all__ = ["Portal"]
