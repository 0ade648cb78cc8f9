"""Read access for exports and histories: records in order of their sequence numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select

from crawler.ledger.errors import LedgerError
from crawler.ledger.handle import LedgerHandle
from crawler.ledger.records import current_line
from crawler.ledger.schema import addresses, articles, portals, revisions, templates, visits

LINES_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Selection:
    """Records to export. Days are inclusive; times are seconds since 1970, the end excluded.

    `since_seq` is the cursor of a downstream system: the highest sequence number it has read. `latest`: only
    the newest revision of each article, without articles that are gone unless `with_gone`.
    """

    portal_ids: tuple[str, ...] = ()
    since_seq: int = 0
    published_since: date | None = None
    published_until: date | None = None
    stored_since: int | None = None
    stored_until: int | None = None
    latest: bool = False
    with_gone: bool = False


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision of an article for display; `changed` lists the parts that changed."""

    seq: int
    number: int
    recorded_at: int
    changed: tuple[str, ...]
    line: bytes


class LedgerReader(LedgerHandle):
    """The read methods of the ledger."""

    def lines(self, portal_id: str, crawl_date: date, after: int) -> Iterator[tuple[int, bytes]]:
        """`seq` and JSON line of the records of one file after `after`, in order."""
        return self._lines(
            select(revisions.c.seq, revisions.c.record).where(
                revisions.c.portal_id == portal_id, revisions.c.crawl_date == crawl_date
            ),
            after,
        )

    def selected(self, selection: Selection) -> Iterator[tuple[int, bytes]]:
        """`seq` and JSON line of the selected records, in order."""
        query = select(revisions.c.seq, revisions.c.record)
        if selection.latest:
            query = query.join(articles, articles.c.seq == revisions.c.seq)
            if not selection.with_gone:
                query = query.where(articles.c.gone_at.is_(None))
        if selection.portal_ids:
            query = query.where(revisions.c.portal_id.in_(selection.portal_ids))
        if selection.published_since is not None:
            query = query.where(revisions.c.published >= selection.published_since.isoformat())
        if selection.published_until is not None:
            query = query.where(revisions.c.published <= selection.published_until.isoformat())
        if selection.stored_since is not None:
            query = query.where(revisions.c.recorded_at >= selection.stored_since)
        if selection.stored_until is not None:
            query = query.where(revisions.c.recorded_at < selection.stored_until)
        return self._lines(query, selection.since_seq)

    def history(self, article_ids: Sequence[str]) -> list[Revision]:
        """All revisions, oldest first, of the first of these articles that the ledger holds."""
        query = select(
            revisions.c.seq,
            revisions.c.revision,
            revisions.c.recorded_at,
            revisions.c.changed,
            revisions.c.record,
        ).order_by(revisions.c.revision)
        for article_id in article_ids:
            with self._reading() as connection:
                rows = connection.execute(query.where(revisions.c.article_id == article_id)).all()
            if rows:
                return [
                    Revision(seq, number, at, _names(changed), self._line(seq, record))
                    for seq, number, at, changed, record in rows
                ]
        return []

    def article_ids(self, address_id: str) -> list[str]:
        """Articles that a URL (its id, see `article_id`) led to."""
        query = select(addresses.c.article_id).where(
            addresses.c.portal_id.in_(self.portal_ids()),
            addresses.c.id == address_id,
            addresses.c.article_id.is_not(None),
        )
        with self._reading() as connection:
            return [str(found) for found in connection.scalars(query)]

    def file_days(self, portal_id: str) -> list[tuple[date, int]]:
        """Days on which articles of the portal were stored, with the last `seq` of each."""
        query = (
            select(revisions.c.crawl_date, func.max(revisions.c.seq))
            .where(revisions.c.portal_id == portal_id)
            .group_by(revisions.c.crawl_date)
            .order_by(revisions.c.crawl_date)
        )
        with self._reading() as connection:
            return [(day, seq) for day, seq in connection.execute(query)]

    def last_seq(self, portal_id: str, crawl_date: date) -> int:
        """The highest `seq` of one file; 0 if it has no records."""
        query = select(func.max(revisions.c.seq)).where(
            revisions.c.portal_id == portal_id, revisions.c.crawl_date == crawl_date
        )
        with self._reading() as connection:
            return connection.scalar(query) or 0

    def count(self, portal_id: str, crawl_date: date, seq: int) -> int:
        """Number of records of one file with this `seq` or a lower one."""
        query = select(func.count()).where(
            revisions.c.portal_id == portal_id, revisions.c.crawl_date == crawl_date, revisions.c.seq <= seq
        )
        with self._reading() as connection:
            return connection.scalar(query) or 0

    def holds(self, portal_id: str, crawl_date: date, seq: int, article_id: str) -> bool:
        """Whether record `seq` is this article's and belongs to this file."""
        query = select(revisions.c.portal_id, revisions.c.crawl_date, revisions.c.article_id).where(
            revisions.c.seq == seq
        )
        with self._reading() as connection:
            return connection.execute(query).one_or_none() == (portal_id, crawl_date, article_id)

    def portal_ids(self) -> list[str]:
        """All portals that were ever crawled."""
        with self._reading() as connection:
            return list(connection.scalars(select(portals.c.id).order_by(portals.c.id)))

    def failing_since(self, portal_id: str) -> int | None:
        """When the first of the portal's failed visits since its last good one ended; None if none failed."""
        here = visits.c.portal_id == portal_id
        good = select(func.max(visits.c.ended_at)).where(here, visits.c.failed.is_(None)).scalar_subquery()
        query = select(func.min(visits.c.ended_at)).where(here, visits.c.ended_at > func.coalesce(good, 0))
        with self._reading() as connection:
            found = connection.scalar(query)
            return None if found is None else int(found)

    def template(self, portal_id: str, name: str = "article") -> bytes | None:
        """Stored template data of the portal, or None."""
        query = select(templates.c.data).where(templates.c.portal_id == portal_id, templates.c.name == name)
        with self._reading() as connection:
            found = connection.scalar(query)
            return None if found is None else bytes(found)

    def templates(self, name: str = "article") -> dict[str, bytes]:
        """Stored template data under that name, by portal; abandoned templates are left out."""
        query = select(templates.c.portal_id, templates.c.data).where(templates.c.name == name)
        with self._reading() as connection:
            return {portal_id: bytes(data) for portal_id, data in connection.execute(query) if data}

    def _lines(self, query: Select[int, bytes], after: int) -> Iterator[tuple[int, bytes]]:
        """Reads in pages, so that neither memory nor a lock is held while the caller works."""
        page = query.order_by(revisions.c.seq).limit(LINES_AT_ONCE)
        while True:
            with self._reading() as connection:
                found = connection.execute(page.where(revisions.c.seq > after)).all()
            for seq, record in found:
                yield seq, self._line(seq, record)
            if len(found) < LINES_AT_ONCE:
                return
            after = found[-1][0]

    def _line(self, seq: int, record: bytes) -> bytes:
        try:
            return current_line(record)
        except ValueError as error:
            raise LedgerError(f"ledger {self.name}: record {seq} cannot be read ({error})") from error


def _names(changed: str) -> tuple[str, ...]:
    return tuple(filter(None, changed.split(",")))
