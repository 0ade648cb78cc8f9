"""A portal for an address that the registry does not list."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from crawler.portals.addresses import check_address, domain_of, slug_of
from crawler.portals.portal import Portal

if TYPE_CHECKING:
    from tldextract import TLDExtract

# Whose portal speaks for the region of a domain, before those of its offices and villages.
_GOVERNMENTS = ("provinsi", "kabupaten", "kota", "kota administrasi")


def portal_from_address(url: str, known: Iterable[Portal] | None = None) -> Portal:
    """A portal for the site at `url`, with nothing claimed that its host name does not tell.

    Region, province and zone come from `known` portals (the bundled registry by default) under the same
    registrable domain, where they agree: a village's site under malangkota.go.id lies in Jawa Timur.
    Otherwise region and province are None and the zone is WIB, that of the capital and of most portals.
    Raises UsageError for an unusable address.
    """
    address = check_address(url)
    domain = domain_of(address)
    neighbours = _neighbours(domain, known)
    governments = [portal for portal in neighbours if portal.level in _GOVERNMENTS]
    region = _agreed({portal.region for portal in governments})
    province = _agreed({portal.province for portal in neighbours})
    return Portal(
        id=slug_of(address),
        name=domain,
        address=address,
        domain=domain,
        region=region if province else None,
        province=province,
        zone=neighbours[0].zone if province else "WIB",
        evidence="unverified",
    )


def registrable_domain(host: str) -> str:
    """The part of `host` that its owner registered: `malangkota.go.id`, or the whole of an IP address.

    From the public suffix list that tldextract brings along, with its private part (blogspot.com and the
    like), never from the network.
    """
    return _extractor()(host).top_domain_under_public_suffix or host


def _neighbours(domain: str, known: Iterable[Portal] | None) -> list[Portal]:
    if known is None:
        from crawler.portals.lookup import load_registry

        known = load_registry()
    owner = registrable_domain(domain)
    return [portal for portal in known if registrable_domain(portal.domain) == owner]


def _agreed(values: set[str | None]) -> str | None:
    return values.pop() if len(values) == 1 else None


@cache
def _extractor() -> TLDExtract:
    from tldextract import TLDExtract  # 0.2 s, and only an unlisted address needs it

    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
