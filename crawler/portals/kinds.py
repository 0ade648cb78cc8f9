"""Kinds of portals: a government's main site, its communication office, another office, or an outlet."""

from __future__ import annotations

import re

from crawler.urls.hosts import registrable_domain

KINDS = ("main", "communications", "outlet", "office")
GOVERNMENTS = ("provinsi", "kabupaten", "kota", "kota administrasi", "kabupaten administrasi")
"""Levels of portals that represent a whole government."""
EVIDENCE = ("page seen", "named or linked on a page seen", "named in public code", "host list", "unverified")
"""Kinds of evidence for a bundled entry, best first."""

_OFFICES = ("opd", "vertikal", "kecamatan", "kelurahan", "desa")
# Names of communication offices (Dinas Kominfo, Humas, Prokopim) and of their news sites, as host labels.
COMMUNICATIONS = re.compile(
    r"kominfo|infokom|humas|mediacenter|infopublik|berita|prokopim|prokompim|protokol|^dkis|"
    r"^(?:mc|mmc|news|warta|kabar|info|kantorkite)(?:\.|$)"
)


def kind_of(level: str | None, host: str) -> str | None:
    """The kind derived from level and host; None if the level is unknown."""
    if level == "lokal":
        return "outlet"
    if level == "nasional":
        return "communications"
    if COMMUNICATIONS.search(prefix_of(host)) and level in (*GOVERNMENTS, "opd"):
        return "communications"
    if level in _OFFICES:
        return "office"
    return "main" if level in GOVERNMENTS else None


def prefix_of(host: str) -> str:
    """The labels of `host` before its registrable domain: `mediacenter` of mediacenter.malangkota.go.id."""
    return host.removesuffix(registrable_domain(host) or host).removesuffix(".").removeprefix("www")
