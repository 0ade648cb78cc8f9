"""A portal for an address that the registry does not list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from urllib.parse import urljoin

from crawler.portals.errors import UsageError
from crawler.portals.lookup import Registry, load_registry
from crawler.portals.portal import Portal
from crawler.portals.provinces import find_province
from crawler.portals.regions import regions_called
from crawler.portals.site_url import check_address, domain_of, slug_of
from crawler.urls.hosts import registrable_domain

# Whose portal speaks for the region of a domain, before those of its offices and villages.
_GOVERNMENTS = ("provinsi", "kabupaten", "kota", "kota administrasi")
_GOVERNMENT_SUFFIX = ".go.id"


def portal_from_address(url: str, registry: Registry | None = None) -> Portal:
    """A portal for the site at `url`, with nothing claimed that its host name does not tell.

    Region, province and zone come from the portals of `registry` (the bundled one by default) under the
    same registrable domain, where they agree: a village's site under malangkota.go.id lies in Jawa Timur.
    Failing that, from the name of a regency or city: the site of jayapurakab.go.id lies in Papua.
    Otherwise region and province are None and the zone is WIB, that of the capital and of most portals.
    Raises UsageError for an unusable address.
    """
    portal = _bare(check_address(url))
    region, province = _place(portal.domain, load_registry() if registry is None else registry)
    zone = find_province(province).zone if province else portal.zone
    return replace(portal, region=region, province=province, zone=zone)


def portal_of_host(url: str) -> Portal:
    """A portal for the host of `url`, whatever page of it that is, with nothing claimed: no region, zone WIB.

    Never raises: an unusable address gives a portal without a name.
    """
    try:
        scheme, _, rest = url.partition("//")
        host = rest.partition("/")[0]
        plain = scheme in ("http:", "https:") and host.replace("-", "").replace(".", "").isalnum()
        return _of_site(f"{scheme}//{host}/" if plain else urljoin(url, "/"))
    except (UsageError, ValueError):
        return Portal(id="", name="", address="", domain="")


@lru_cache(maxsize=256)  # pages come portal by portal
def _of_site(root: str) -> Portal:
    return _bare(check_address(root))


def _bare(address: str) -> Portal:
    domain = domain_of(address)
    return Portal(id=slug_of(address), name=domain, address=address, domain=domain, evidence="unverified")


def _place(domain: str, registry: Registry) -> tuple[str | None, str | None]:
    """Region and province of a domain, each None where nothing tells it for sure."""
    owner = _owner(domain)
    neighbours = [portal for portal in registry if _owner(portal.domain) == owner]
    if province := _agreed(portal.province for portal in neighbours):
        governments = [portal.region for portal in neighbours if portal.level in _GOVERNMENTS]
        return _agreed(governments), province
    if neighbours or not owner.endswith(_GOVERNMENT_SUFFIX):
        return None, None
    called = regions_called(owner.removesuffix(_GOVERNMENT_SUFFIX), registry.regions)
    province = _agreed(region.province for region in called)
    return _agreed(region.full_name for region in called) if province else None, province


def _owner(host: str) -> str:
    """What the owner of `host` registered; an IP address is its own."""
    return registrable_domain(host) or host


def _agreed(values: Iterable[str | None]) -> str | None:
    """The one value that all share, or None."""
    different = set(values)
    return different.pop() if len(different) == 1 else None
