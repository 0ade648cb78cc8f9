"""Region, province and zone of a portal by its host name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from crawler.portals.kinds import GOVERNMENTS
from crawler.portals.portal import Portal
from crawler.portals.provinces import find_province, provinces_called
from crawler.portals.regions import Regions
from crawler.urls.hosts import owner_of

_GOVERNMENT_SUFFIX = ".go.id"


def placed(portal: Portal, neighbours: Sequence[Portal], places: Regions) -> Portal:
    """The portal with region, province and zone as they follow from its host name.

    `neighbours` are the known portals of the same owner (`owner_of`), `places` all regions. `zone_guessed` is
    set if no province is certain.
    """
    region, province = _place(portal.domain, neighbours, places)
    if province is None:
        return replace(portal, zone_guessed=True)
    about = find_province(province)
    found = places.find(region) if region else None
    code = found.code if found else about.code if region == province else None
    return replace(portal, region=region, province=province, zone=about.zone, code=code, zone_guessed=False)


def _place(domain: str, neighbours: Sequence[Portal], places: Regions) -> tuple[str | None, str | None]:
    """Region and province of a domain, each None if uncertain.

    Derived from portals of the same owner, nearest to the host first: a government's portal at the host or
    above it; else all governments below the owner's domain; else its offices and villages, unless they have
    only a province. Otherwise from the owner's domain, if it is the name of a region or province.
    """
    owner = owner_of(domain)
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
    return _named_by(owner.removesuffix(_GOVERNMENT_SUFFIX), places, province)


def _named_by(label: str, places: Regions, province: str | None) -> tuple[str | None, str | None]:
    """Region and province of a label under go.id, within `province` if that is known."""
    called = [one for one in places.called(label) if province in (None, one.province)]
    provinces = [one.name for one in provinces_called(label) if province in (None, one.name)]
    region = _agreed([one.full_name for one in called] + provinces)
    return region, province or _agreed([one.province for one in called] + provinces)


def _agreed(values: Iterable[str | None]) -> str | None:
    """The one value that all share, or None."""
    different = set(values)
    return different.pop() if len(different) == 1 else None
