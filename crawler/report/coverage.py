"""Coverage of local governments: their portals, the evidence, the newest article; table, CSV and HTML."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from jinja2 import Environment, PackageLoader, StrictUndefined

from crawler.portals import Portal, Registry
from crawler.portals.checks import Check
from crawler.portals.docs_table import aligned
from crawler.portals.kinds import EVIDENCE, prefix_of
from crawler.portals.provinces import PROVINCES

OWN_KINDS = ("main", "communications")
CURRENT = timedelta(days=60)
"""Maximum age of current news."""
NOT_KNOWN = "-"

# Row and column of each province on the tile map, roughly from west to east.
TILES = {
    "11": (1, 1), "12": (2, 2), "14": (3, 3), "21": (2, 4), "13": (3, 2), "15": (4, 3), "17": (4, 2),
    "16": (5, 3), "19": (4, 4), "18": (6, 3), "36": (7, 3), "31": (7, 4), "32": (8, 4), "33": (8, 5),
    "34": (9, 5), "35": (8, 6), "51": (8, 7), "52": (8, 8), "53": (8, 9), "61": (4, 6), "62": (5, 7),
    "63": (5, 8), "64": (4, 8), "65": (3, 8), "71": (3, 11), "75": (3, 10), "72": (4, 10), "76": (5, 10),
    "73": (6, 10), "74": (6, 11), "82": (4, 12), "81": (6, 13), "96": (4, 14), "92": (5, 14), "94": (5, 15),
    "91": (5, 17), "95": (6, 16), "93": (7, 16),
}  # fmt: skip
COLUMNS = (
    "code", "government", "province",
    *(f"{kind}_{column}" for kind in OWN_KINDS for column in ("id", "evidence", "answers", "newest")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Site:
    """The best portal of a government in one kind; `answers` is None if it was not checked."""

    portal: Portal
    answers: bool | None
    newest: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """A government and its best site of each kind."""

    code: str
    name: str
    province: str
    sites: Mapping[str, Site]

    @property
    def newest(self) -> str | None:
        """The day of the newest article on any of its sites."""
        return max((site.newest for site in self.sites.values() if site.newest), default=None)


@dataclass(frozen=True, slots=True)
class Tile:
    """A province on the map: its rows, and counts of those with a news site, a response, current news."""

    code: str
    name: str
    row: int
    column: int
    rows: tuple[Row, ...]
    with_news_site: int
    answering: int
    current: int

    @property
    def level(self) -> int:
        """0 to 4: the share of governments with a known communication office or news site."""
        return 0 if not self.with_news_site else 1 + min(3, 4 * self.with_news_site // (len(self.rows) + 1))


def coverage_rows(registry: Registry, checks: Mapping[str, Check]) -> list[Row]:
    """The rows of all governments, in order of code."""
    sites: dict[tuple[str, str], Site] = {}
    for portal in registry:
        if portal.code is None or portal.kind not in OWN_KINDS:
            continue
        check = checks.get(portal.id)
        site = Site(portal, check.answers if check else None, check.newest if check else None)
        before = sites.get((portal.code, portal.kind))
        if before is None or _rank(site) < _rank(before):
            sites[portal.code, portal.kind] = site
    names = [(province.code, province.name, province.name) for province in PROVINCES]
    names += [(region.code, region.full_name, region.province) for region in registry.regions]
    return [
        Row(code, name, province, {kind: sites[code, kind] for kind in OWN_KINDS if (code, kind) in sites})
        for code, name, province in sorted(names)
    ]


def _rank(site: Site) -> tuple[bool, bool, int, int, str]:
    """Sort key: sites that respond first, then the government's own domain, evidence, newest article."""
    evidence = site.portal.evidence
    newest = int((site.newest or "0").replace("-", ""))
    known = EVIDENCE.index(evidence) if evidence in EVIDENCE else 0
    below = site.portal.kind == "main" and bool(prefix_of(site.portal.domain))
    return (not site.answers, below, known, -newest, site.portal.id)


def coverage_table(rows: Sequence[Row]) -> str:
    """A text table, grouped by province."""
    lines = [tuple(column.upper().replace("_", " ") for column in COLUMNS)]
    return aligned([*lines, *(tuple(cell or NOT_KNOWN for cell in _cells(row)) for row in rows)])


def coverage_csv(rows: Sequence[Row]) -> str:
    """A CSV file (RFC 4180); unknown values are empty."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(_cells(row) for row in rows)
    return out.getvalue()


def coverage_html(rows: Sequence[Row], today: date) -> str:
    """One self-contained page without scripts: a tile map, and a table per province."""
    environment = Environment(
        loader=PackageLoader("crawler.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    tiles = coverage_tiles(rows, today)
    template = environment.get_template("coverage.html")
    return template.render(tiles=tiles, rows=rows, today=today.isoformat(), kinds=OWN_KINDS)


def coverage_tiles(rows: Iterable[Row], today: date) -> list[Tile]:
    """The tiles in reading order of the map."""
    by_province: dict[str, list[Row]] = {}
    for row in rows:
        by_province.setdefault(row.province, []).append(row)
    since = (today - CURRENT).isoformat()
    tiles = []
    for province in PROVINCES:
        own = tuple(by_province.get(province.name, ()))
        place = TILES[province.code]
        answering = sum(any(site.answers for site in row.sites.values()) for row in own)
        current = sum((row.newest or "") >= since for row in own)
        with_site = sum("communications" in row.sites for row in own)
        tiles.append(Tile(province.code, province.name, *place, own, with_site, answering, current))
    return sorted(tiles, key=lambda tile: (tile.row, tile.column))


def _cells(row: Row) -> tuple[str, ...]:
    cells = [row.code, row.name, row.province]
    for kind in OWN_KINDS:
        site = row.sites.get(kind)
        if site is None:
            cells += ["", "", "", ""]
        else:
            answers = {None: "", True: "yes", False: "no"}[site.answers]
            cells += [site.portal.id, site.portal.evidence, answers, site.newest or ""]
    return tuple(cells)
