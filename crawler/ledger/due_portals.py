"""Selects the portals whose re-crawl interval has elapsed, the most overdue first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from crawler.ledger.recrawl_interval import Bounds, overdue
from crawler.portals import Portal


def due_portals(settings: Mapping[str, Any], portals: Sequence[Portal]) -> list[Portal]:
    """The portals whose re-crawl interval has elapsed. Raises LedgerError.

    A portal without visits is due; without a ledger, every portal is due.
    """
    from crawler.ledger.active_ledger import ledger_target
    from crawler.ledger.visits import History

    target = ledger_target(settings)
    if "://" not in target and not Path(target).exists():
        return list(portals)
    bounds = Bounds(float(settings["PACE_LEAST"]), float(settings["PACE_MOST"]))
    late: list[tuple[float, Portal]] = []
    with History.open(target) as history:
        now = history.now()
        known = history.histories([portal.id for portal in portals])
        for portal in portals:
            visits, published = next(known)
            late.append((overdue(portal.id, published, visits, now, bounds), portal))
    late.sort(key=lambda pair: (-pair[0], pair[1].id))
    return [portal for lateness, portal in late if lateness >= 1]
