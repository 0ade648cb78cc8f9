"""Builds a portal for an address that is not in the registry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from urllib.parse import urljoin

from crawler.portals.errors import UsageError
from crawler.portals.kinds import GOVERNMENTS
from crawler.portals.lookup import Registry, load_registry
from crawler.portals.portal import Portal
from crawler.portals.provinces import find_province, provinces_called
from crawler.portals.site_url import check_address, domain_of, slug_of
from crawler.urls.hosts import owner_of

_GOVERNMENT_SUFFIX = ".go.id"


def portal_from_address(url: str, registry: Registry | None = None) -> Portal:
    """A portal for the site at `url`, with only the facts that follow from its host name.

    Region, province and zone come from the portals of `registry` (the bundled one by default) under the
    same registrable domain, where they agree: a village's site under malangkota.go.id is in Jawa Timur.
    Otherwise from the name of a region or province: the site of jayapurakab.go.id is in Papua.
    Else region and province are None and the zone is WIB, that of the capital and of most portals:
    `zone_guessed` is set. Raises UsageError for an unusable address.
    """
    return placed(_bare(check_address(url)), load_registry() if registry is None else registry)


def placed(portal: Portal, registry: Registry) -> Portal:
    """The portal with region, province and zone as they follow from its host name, see above."""
    region, province = _place(portal.domain, registry)
    if province is None:
        return replace(portal, zone_guessed=True)
    about = find_province(province)
    found = registry.places.find(region) if region else None
    code = found.code if found else about.code if region == province else None
    return replace(portal, region=region, province=province, zone=about.zone, code=code, zone_guessed=False)


def portal_of_host(url: str) -> Portal:
    """A portal for the host of `url`, without region, in zone WIB.

    Never raises: an invalid address gives a portal without a name.
    """
    try:
        scheme, _, rest = url.partition("//")
        host = rest.partition("/")[0]
        plain = scheme in ("http:", "https:") and host.replace("-", "").replace(".", "").isalnum()
        return _of_site(f"{scheme}//{host}/" if plain else urljoin(url, "/"))
    except (UsageError, ValueError):
        return Portal(id="", name="", address="", domain="")


@lru_cache(maxsize=256)  # pages arrive portal by portal
def _of_site(root: str) -> Portal:
    return _bare(check_address(root))


def _bare(address: str) -> Portal:
    domain = domain_of(address)
    return Portal(id=slug_of(address), name=domain, address=address, domain=domain)


def _place(domain: str, registry: Registry) -> tuple[str | None, str | None]:
    """Region and province of a domain, each None if uncertain.

    Derived from portals of the same owner, nearest to the host first: a government's portal at the host or
    above it; else all governments below the owner's domain; else its offices and villages, unless they have
    only a province. Otherwise from the owner's domain, if it is the name of a region or province.
    """
    owner = owner_of(domain)
    neighbours = registry.owned_by(owner)
    province = _agreed(portal.province for portal in neighbours)
    if neighbours and province is None:
        return None, None
    governments = [portal for portal in neighbours if portal.level in GOVERNMENTS]
    above = [portal for portal in governments if f".{domain}".endswith(f".{portal.domain}")]
    nearest = max((len(portal.domain) for portal in above), default=0)
    offices = [portal.region for portal in neighbours if portal.region != province]
    for regions in (
        [portal.region for portal in above if len(portal.domain) == nearest],
        [portal.region for portal in governments],
        offices,
    ):
        if region := _agreed(regions):
            return region, province
    if governments or not owner.endswith(_GOVERNMENT_SUFFIX):
        return None, province
    return _named_by(owner.removesuffix(_GOVERNMENT_SUFFIX), registry, province)


def _named_by(label: str, registry: Registry, province: str | None) -> tuple[str | None, str | None]:
    """Region and province of a label under go.id, within `province` if that is known."""
    called = [one for one in registry.places.called(label) if province in (None, one.province)]
    provinces = [one.name for one in provinces_called(label) if province in (None, one.name)]
    region = _agreed([one.full_name for one in called] + provinces)
    return region, province or _agreed([one.province for one in called] + provinces)


def _agreed(values: Iterable[str | None]) -> str | None:
    """The one value that all share, or None."""
    different = set(values)
    return different.pop() if len(different) == 1 else None
