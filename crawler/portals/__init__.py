"""The registry: the known portals, their addresses and their properties."""

from __future__ import annotations

from crawler.portals.errors import RegistryError, UnknownPortalError, UnknownProvinceError, UsageError
from crawler.portals.lookup import Registry, load_registry
from crawler.portals.portal import Portal, Zone
from crawler.portals.unlisted import portal_from_address, portal_of_host

__all__ = [
    "Portal",
    "Registry",
    "RegistryError",
    "UnknownPortalError",
    "UnknownProvinceError",
    "UsageError",
    "Zone",
    "load_registry",
    "portal_from_address",
    "portal_of_host",
]
