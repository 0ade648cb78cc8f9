"""State of watches in the ledger: cursors, matches, and what was sent to each destination.

Several processes (concurrent crawls, a cluster's workers) may work on the same watches: cursors advance by
compare-and-set, and articles are claimed before they are sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Update, case, func, select, update

from crawler.ledger.queries import LedgerReader
from crawler.ledger.schema import counters, revisions, watch_hits, watches
from crawler.ledger.upserts import insert_missing

CLAIM_SECONDS = 300
"""Lifetime of a claim: then another process sends what a killed one has not."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that a watch found."""

    watch: str
    article_id: str
    seq: int


@dataclass(frozen=True, slots=True)
class Claim:
    """Articles that this process sends to one destination; `lines` are their records, oldest first."""

    watch: str
    destination: str
    article_ids: tuple[str, ...]
    lines: tuple[bytes, ...]
    attempts: int
    """Most failed attempts among them."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one destination of a watch; `problem` is the reason of the last failure."""

    sent: int = 0
    waiting: int = 0
    failed: int = 0
    """Waiting articles with a failed attempt."""
    problem: str | None = None


class Watches(LedgerReader):
    """Reads and writes the state of watches. Every method raises LedgerError on database errors."""

    def now(self) -> int:
        """Current time in seconds since 1970 UTC."""
        return int(self._clock())

    def known(self, names: Sequence[str]) -> dict[str, int]:
        """The cursor of each watch that has begun."""
        with self._reading() as connection:
            return _cursors(connection, names)

    def register(self, names: Sequence[str]) -> dict[str, int]:
        """The cursor of each watch. A new watch starts after the newest record."""
        known = self.known(names)
        if len(known) == len(names):
            return known
        with self._writing() as connection:
            newest = connection.scalar(select(counters.c.value).where(counters.c.name == "seq")) or 0
            rows = [{"name": name, "cursor": newest, "created_at": self.now()} for name in names]
            insert_missing(connection, watches, rows)
            return _cursors(connection, names)

    def advance(
        self,
        moves: Mapping[str, tuple[int, int]],
        hits: Iterable[Hit],
        destinations: Mapping[str, Sequence[str]],
    ) -> bool:
        """Move cursors (from, to) and store the hits in one transaction.

        Skips a watch whose cursor another process has moved meanwhile, and its hits; then returns False, and
        the caller scans again from the new cursor.
        """
        with self._writing() as connection:
            moved = set()
            for name, (old, new) in moves.items():
                done = connection.execute(
                    update(watches).where(watches.c.name == name, watches.c.cursor == old).values(cursor=new)
                )
                if done.rowcount:
                    moved.add(name)
            now = self.now()
            rows = [
                {
                    "watch": hit.watch,
                    "destination": destination,
                    "article_id": hit.article_id,
                    "seq": hit.seq,
                    "found_at": now,
                }
                for hit in hits
                if hit.watch in moved
                for destination in destinations[hit.watch]
            ]
            insert_missing(connection, watch_hits, rows)
        return len(moved) == len(moves)

    def claim(
        self,
        watch: str,
        destination: str,
        most: int,
        *,
        found_before: int | None = None,
        retry_now: bool = False,
    ) -> Claim | None:
        """Claim up to `most` waiting articles, oldest first; None if there are none.

        `found_before` (seconds since 1970) leaves out later ones; `retry_now` includes articles whose next
        attempt is not due yet.
        """
        now = self.now()
        waiting = (
            select(watch_hits.c.article_id, watch_hits.c.seq, watch_hits.c.attempts)
            .where(
                watch_hits.c.watch == watch,
                watch_hits.c.destination == destination,
                watch_hits.c.told_at.is_(None),
                watch_hits.c.claimed_until <= now,
            )
            .order_by(watch_hits.c.seq)
            .limit(most)
        )
        if not retry_now:
            waiting = waiting.where(watch_hits.c.next_try <= now)
        if found_before is not None:
            waiting = waiting.where(watch_hits.c.found_at < found_before)
        with self._reading() as connection:
            if connection.execute(waiting.limit(1)).first() is None:
                return None  # without taking the write lock
        with self._writing() as connection:
            rows = connection.execute(waiting.with_for_update(skip_locked=True)).all()
            if not rows:
                return None
            ids = [row.article_id for row in rows]
            connection.execute(_of(watch, destination, ids).values(claimed_until=now + CLAIM_SECONDS))
            lines = _lines(connection, [row.seq for row in rows])
        return Claim(
            watch,
            destination,
            tuple(ids),
            tuple(self._line(row.seq, lines[row.seq]) for row in rows if row.seq in lines),
            max(row.attempts for row in rows),
        )

    def mark_sent(self, claim: Claim) -> None:
        """Record that the articles were sent."""
        self._settle(claim, told_at=self.now(), claimed_until=0, problem=None)

    def mark_failed(self, claim: Claim, problem: str, wait: int) -> None:
        """Record a failure; the next attempt is due in `wait` seconds."""
        self._settle(
            claim,
            claimed_until=0,
            next_try=self.now() + wait,
            attempts=watch_hits.c.attempts + 1,
            problem=problem,
        )

    def _settle(self, claim: Claim, **values: Any) -> None:
        with self._writing() as connection:
            connection.execute(_of(claim.watch, claim.destination, claim.article_ids).values(**values))

    def tallies(self) -> dict[tuple[str, str], Tally]:
        """Counts by watch and destination."""
        waits = watch_hits.c.told_at.is_(None)
        query = select(
            watch_hits.c.watch,
            watch_hits.c.destination,
            func.count(watch_hits.c.told_at),
            func.sum(case((waits, 1), else_=0)),
            func.sum(case((waits & watch_hits.c.problem.is_not(None), 1), else_=0)),
            func.max(case((waits, watch_hits.c.problem), else_=None)),
        ).group_by(watch_hits.c.watch, watch_hits.c.destination)
        with self._reading() as connection:
            return {
                (watch, destination): Tally(sent, int(waiting), int(failed), problem)
                for watch, destination, sent, waiting, failed, problem in connection.execute(query)
            }


def _cursors(connection: Connection, names: Sequence[str]) -> dict[str, int]:
    query = select(watches.c.name, watches.c.cursor).where(watches.c.name.in_(names))
    return {row.name: row.cursor for row in connection.execute(query)}


def _of(watch: str, destination: str, article_ids: Sequence[str]) -> Update:
    return update(watch_hits).where(
        watch_hits.c.watch == watch,
        watch_hits.c.destination == destination,
        watch_hits.c.article_id.in_(article_ids),
    )


def _lines(connection: Connection, seqs: Sequence[int]) -> dict[int, bytes]:
    query = select(revisions.c.seq, revisions.c.record).where(revisions.c.seq.in_(seqs))
    return {row.seq: row.record for row in connection.execute(query)}
