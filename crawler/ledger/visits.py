"""History of runs per portal: written when a run ends, read by scheduling and health."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, Text, func, literal, select

from crawler.ledger.handle import LedgerHandle
from crawler.ledger.schema import articles, portals, revisions, visits
from crawler.ledger.upserts import upsert
from crawler.ledger.visit import Visit

RECENT = 40
"""Publications from which a portal's re-crawl interval is learned."""

RECENT_VISITS = 10
HISTORIES_AT_ONCE = 500
"""Portals whose histories are read in one query."""


AT_ONCE = 5000
"""Maximum portals per statement: both databases limit its parameters."""


@dataclass(frozen=True, slots=True)
class DuplicateRow:
    """An article and the article that it duplicates."""

    title: str
    url: str
    portal_id: str
    original_title: str
    original_url: str
    original_portal_id: str
    similarity: float | None


class History(LedgerHandle):
    """Reads and writes the history of runs. Every method raises LedgerError on database errors."""

    def record(self, made: Iterable[Visit]) -> None:
        """Store the visits of a run."""
        rows = [_row(visit) for visit in made]
        with self._writing() as connection:
            upsert(connection, visits, ["portal_id", "ended_at"], rows)

    def recent(self, portal_id: str, most: int = RECENT_VISITS) -> list[Visit]:
        """The portal's last visits, newest first."""
        query = _newest_visits(portal_id).limit(most)
        with self._reading() as connection:
            return [_visit(dict(row)) for row in connection.execute(query).mappings()]

    def publications(self, portal_id: str, most: int = RECENT) -> list[str]:
        """Publication times (ISO 8601) of the portal's newest articles, newest first."""
        query = _newest_publications(portal_id).limit(most)
        with self._reading() as connection:
            return [str(moment) for _, moment in connection.execute(query)]

    def histories(self, portal_ids: Sequence[str]) -> Iterator[tuple[list[Visit], list[str]]]:
        """`recent` and `publications` of each portal, in order; on PostgreSQL in batches."""
        if self._engine.dialect.name == "sqlite":
            for portal_id in portal_ids:
                yield self.recent(portal_id), self.publications(portal_id)
            return
        for start in range(0, len(portal_ids), HISTORIES_AT_ONCE):
            some = portal_ids[start : start + HISTORIES_AT_ONCE]
            made: dict[str, list[Visit]] = {portal_id: [] for portal_id in some}
            published: dict[str, list[str]] = {portal_id: [] for portal_id in some}
            with self._reading() as connection:
                for row in connection.execute(_of_each(some, _newest_visits, RECENT_VISITS)).mappings():
                    made[row["portal_id"]].append(_visit(dict(row)))
                for portal_id, moment in connection.execute(_of_each(some, _newest_publications, RECENT)):
                    published[portal_id].append(str(moment))
            yield from ((made[portal_id], published[portal_id]) for portal_id in some)

    def harvest(self, since: date, portal_ids: Sequence[str]) -> dict[str, dict[date, int]]:
        """Number of new articles of these portals by the day they were stored, from `since` on."""
        counted: dict[str, dict[date, int]] = {}
        for some in _parts(portal_ids):
            query = (
                select(revisions.c.portal_id, revisions.c.crawl_date, func.count())
                .where(revisions.c.portal_id.in_(some))
                .where(revisions.c.crawl_date >= since, revisions.c.revision == 1)
                .group_by(revisions.c.portal_id, revisions.c.crawl_date)
            )
            with self._reading() as connection:
                for portal_id, day, count in connection.execute(query):
                    counted.setdefault(portal_id, {})[day] = count
        return counted

    def duplicates(self, after_seq: int, most: int = 50) -> list[DuplicateRow]:
        """Articles with a higher `seq` that duplicate another portal's, newest first."""
        original = articles.alias("original")
        query = (
            select(
                articles.c.title,
                articles.c.url,
                articles.c.portal_id,
                original.c.title,
                original.c.url,
                original.c.portal_id,
                articles.c.similarity,
            )
            .join(original, original.c.id == articles.c.duplicate_of)
            .where(articles.c.seq > after_seq, original.c.portal_id != articles.c.portal_id)
            .order_by(articles.c.seq.desc())
            .limit(most)
        )
        with self._reading() as connection:
            return [DuplicateRow(*row) for row in connection.execute(query)]

    def names(self, portal_ids: Sequence[str] | None = None) -> dict[str, tuple[str, str | None]]:
        """Name and province of these portals, or of every portal ever crawled."""
        query = select(portals.c.id, portals.c.name, portals.c.province)
        queries = [query]
        if portal_ids is not None:
            queries = [query.where(portals.c.id.in_(some)) for some in _parts(portal_ids)]
        with self._reading() as connection:
            return {
                id_: (name or id_, province)
                for one in queries
                for id_, name, province in connection.execute(one)
            }

    def now(self) -> int:
        """Current time in seconds since 1970 UTC."""
        return int(self._clock())


def _newest_visits(portal_id: Any) -> Select[Any]:
    return select(visits).where(visits.c.portal_id == portal_id).order_by(visits.c.ended_at.desc())


def _newest_publications(portal_id: Any) -> Select[Any]:
    return (
        select(articles.c.portal_id, articles.c.published_at)
        .where(articles.c.portal_id == portal_id, articles.c.published_at.is_not(None))
        .order_by(articles.c.published_at.desc())
    )


def _of_each(portal_ids: Sequence[str], newest: Callable[[Any], Select[Any]], most: int) -> Select[Any]:
    """The first rows of a query for each portal (LATERAL: one index scan per portal). PostgreSQL only."""
    from sqlalchemy.dialects.postgresql import ARRAY

    named = (
        func.unnest(literal(list(portal_ids), ARRAY(Text))).table_valued("id").render_derived(name="named")
    )
    return select(newest(named.c.id).limit(most).lateral("of_each")).select_from(named)


def _parts(names: Sequence[str]) -> Iterator[Sequence[str]]:
    return (names[start : start + AT_ONCE] for start in range(0, len(names), AT_ONCE))


def _row(visit: Visit) -> dict[str, Any]:
    row = asdict(visit)
    row["complete"] = int(visit.complete)
    row["dropped"] = json.dumps(visit.dropped)
    row["reasons"] = json.dumps(visit.reasons)
    return row


def _visit(row: dict[str, Any]) -> Visit:
    row["complete"] = bool(row["complete"])
    row["dropped"] = json.loads(row["dropped"])
    row["reasons"] = json.loads(row["reasons"])
    return Visit(**row)
