"""Builds a portal for an address that is not in the registry."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urljoin

from crawler.portals.errors import UsageError
from crawler.portals.lookup import Registry, load_registry
from crawler.portals.placing import placed
from crawler.portals.portal import Portal
from crawler.portals.site_url import check_address, domain_of, slug_of
from crawler.urls.hosts import owner_of


def portal_from_address(url: str, registry: Registry | None = None) -> Portal:
    """A portal for the site at `url`, with only the facts that follow from its host name.

    Region, province and zone come from the portals of `registry` (the bundled one by default) under the
    same registrable domain, where they agree: a village's site under malangkota.go.id is in Jawa Timur.
    Otherwise from the name of a region or province: the site of jayapurakab.go.id is in Papua.
    Else region and province are None and the zone is WIB, that of the capital and of most portals:
    `zone_guessed` is set. Raises UsageError for an unusable address.
    """
    portal = _bare(check_address(url))
    registry = load_registry() if registry is None else registry
    return placed(portal, registry.owned_by(owner_of(portal.domain)), registry.places)


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
