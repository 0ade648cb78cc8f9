"""Data class of a portal: publisher, address, province, zone, platform."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Zone = Literal["WIB", "WITA", "WIT"]


@dataclass(frozen=True, slots=True)
class Portal:
    """One news portal, from the registry or made from an address that a user gave.

    `id` is a lower-case slug, unique in the registry, safe as a folder name.
    `address` is the absolute http(s) address where discovery starts.
    `domain` is the host of `address` in lower case, without a leading `www.`.
    `zone` is the Indonesian zone of its province: WIB +07:00, WITA +08:00, WIT +09:00.
    `level` is the level of government, one of `crawler.portals.loader.LEVELS`.
    `platform` names a module of `crawler.platforms`; None means that it is detected.
    `sections` limits discovery to these paths, relative to `address`; empty means the whole site.
    `options` are the platform's own settings, e.g. endpoint and paging of a JSON API.
    `render`: the pages are rendered in a browser; None means that the crawl detects whether they must be.
    `evidence` is the source of this entry, `seen` its day, month or year (ISO 8601), `notes` are remarks on
    the site.
    `code` is the Kemendagri code of the region, `35` or `35.73`. `kind` is its role for the
    government, one of `crawler.portals.loader.KINDS`.
    `alternatives` are other addresses of the same publisher, tried if `address` keeps failing.
    `zone_guessed`: the province is unknown, and `zone` is that of the capital.
    """

    id: str
    name: str
    address: str
    domain: str
    region: str | None = None
    province: str | None = None
    level: str | None = None
    zone: Zone = "WIB"
    platform: str | None = None
    sections: tuple[str, ...] = ()
    tls: Literal["verified", "unverified"] = "verified"
    evidence: str = "unverified"
    notes: str | None = None
    options: dict[str, Any] = field(default_factory=dict)
    code: str | None = None
    kind: str | None = None
    seen: str | None = None
    alternatives: tuple[str, ...] = ()
    zone_guessed: bool = False
    render: bool | None = None
