"""Queries of portals, their health and their runs in the browse database."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timezone
from typing import Any

from crawler.browse.catalog import Catalog
from crawler.browse.facets import per_day
from crawler.dates.zones import WIB, WIT, WITA
from crawler.portals.provinces import PROVINCES
from crawler.report.run_data import Reason

ZONE_OF = {one.name: {"WIB": WIB, "WITA": WITA, "WIT": WIT}[one.zone] for one in PROVINCES}
"""Time zone of each province."""


@dataclass(frozen=True, slots=True)
class PortalFacts:
    """A portal on the pages. `health` is ok, watch or broken, or None before the end of its first run.

    `last_visit` is in the portal's time zone, `interval` in seconds. `template` is the revision of the
    learned template, `no_template` the reason why there is none.
    """

    id: str
    name: str
    province: str
    region: str
    domain: str
    articles: int
    newest: str | None
    health: str | None
    reasons: tuple[Reason, ...]
    last_visit: datetime | None
    interval: int | None
    template: str | None
    no_template: str | None


@dataclass(frozen=True, slots=True)
class PortalVisit:
    """A run of a portal."""

    ended_at: datetime
    verdict: str
    reasons: tuple[Reason, ...]
    failed: str | None
    found: int
    new: int
    changed: int
    dropped: int
    requests: int
    errors: int
    seconds: float


def all_portals(catalog: Catalog) -> list[PortalFacts]:
    """All portals, worst health first, then by name."""
    rows = catalog.database.execute(
        "SELECT * FROM portals ORDER BY CASE health WHEN 'broken' THEN 0 WHEN 'watch' THEN 1 ELSE 2 END, name"
    )
    return [_facts(row) for row in rows]


def portal(catalog: Catalog, id_: str) -> PortalFacts | None:
    """A portal by its id."""
    row = catalog.database.execute("SELECT * FROM portals WHERE id = ?", (id_,)).fetchone()
    return None if row is None else _facts(row)


def names(catalog: Catalog) -> dict[str, str]:
    """Name of each portal."""
    return {
        row["id"]: row["name"] or row["id"]
        for row in catalog.database.execute("SELECT id, name FROM portals")
    }


def visits(catalog: Catalog, id_: str, most: int = 60) -> list[PortalVisit]:
    """The portal's last runs, newest first."""
    rows = catalog.database.execute(
        "SELECT * FROM visits WHERE portal = ? ORDER BY ended_at DESC LIMIT ?", (id_, most)
    )
    found = portal(catalog, id_)
    zone = _zone(found.province if found else "")
    return [
        PortalVisit(
            datetime.fromtimestamp(row["ended_at"], zone),
            row["verdict"],
            _reasons(row["reasons"]),
            *(
                row[name]
                for name in ("failed", "found", "new", "changed", "dropped", "requests", "errors", "seconds")
            ),
        )
        for row in rows
    ]


def health(catalog: Catalog) -> Counter[str]:
    """Number of portals by health."""
    rows = catalog.database.execute("SELECT coalesce(health, ''), count(*) FROM portals GROUP BY 1")
    return Counter({row[0]: row[1] for row in rows})


def provinces(catalog: Catalog) -> list[tuple[str, int, int]]:
    """Name, portals and articles of each province; portals without one have an empty name."""
    rows = catalog.database.execute(
        "SELECT coalesce(province, '') AS name, count(*), sum(articles) FROM portals GROUP BY 1 "
        "ORDER BY name = '', name"
    )
    return [(row[0], row[1], row[2]) for row in rows]


def chart(catalog: Catalog, today: date, portal_id: str = "") -> list[tuple[date, int]]:
    """Articles of each of the last 30 days."""
    return per_day(catalog.database, today, 30, portal_id)


def as_json(one: PortalFacts) -> dict[str, Any]:
    """A portal as JSON for the API."""
    return {
        "id": one.id,
        "name": one.name,
        "province": one.province or None,
        "region": one.region or None,
        "domain": one.domain or None,
        "articles": one.articles,
        "newest": one.newest,
        "health": one.health,
        "reasons": [{"key": reason.key, **reason.values} for reason in one.reasons],
        "last_visit": one.last_visit.isoformat() if one.last_visit else None,
        "interval": one.interval,
    }


def _facts(row: sqlite3.Row) -> PortalFacts:
    last = row["last_visit"]
    return PortalFacts(
        id=row["id"],
        name=row["name"] or row["id"],
        province=row["province"] or "",
        region=row["region"] or "",
        domain=row["domain"] or "",
        articles=row["articles"],
        newest=row["newest"],
        health=row["health"],
        reasons=_reasons(row["reasons"]),
        last_visit=None if last is None else datetime.fromtimestamp(last, _zone(row["province"] or "")),
        interval=row["interval"],
        template=row["template"],
        no_template=row["no_template"],
    )


def _zone(province: str) -> timezone:
    """The time zone of a province; western Indonesia by default."""
    return ZONE_OF.get(province, WIB)


def _reasons(text: str) -> tuple[Reason, ...]:
    """Parse stored health reasons."""
    return tuple(
        Reason(one["key"], {name: value for name, value in one.items() if name != "key"})
        for one in json.loads(text)
    )
