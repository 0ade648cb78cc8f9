"""Deletions: an article that two runs found missing gets a last revision with `gone_at`."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import Connection, insert, select, update

from crawler.ledger.decisions import PROOF, State
from crawler.ledger.records import repacked
from crawler.ledger.schema import addresses, articles, counters, revisions, runs

GONE = "gone"
"""Name of the changed part of a revision that says that an article is gone, or is back."""


def record_deletions(connection: Connection, portal_id: str, now: int, crawl_date: date) -> int:
    """Write the last revision of each article that was found missing at least twice, a day apart or more.

    An article stays if another of its URLs still has it. Returns the number of revisions.
    """
    other = addresses.alias("other")
    query = (
        select(articles.c.id, articles.c.seq, addresses.c.fetched_at)
        .join(addresses, addresses.c.article_id == articles.c.id)
        .where(addresses.c.portal_id == portal_id, addresses.c.state == State.GONE.value)
        .where(addresses.c.attempts >= 2, addresses.c.fetched_at - addresses.c.missing_since >= PROOF)
        .where(articles.c.portal_id == portal_id, articles.c.gone_at.is_(None))
        .where(
            ~select(other.c.id)
            .where(other.c.portal_id == portal_id, other.c.article_id == articles.c.id)
            .where(other.c.state == State.STORED.value)
            .exists()
        )
        .order_by(articles.c.seq)
    )
    missing = {id_: (seq, at) for id_, seq, at in connection.execute(query)}
    if not missing:
        return 0
    seq = connection.scalars(select(counters.c.value).where(counters.c.name == "seq").with_for_update()).one()
    for id_, (last, at) in missing.items():
        seq += 1
        before = connection.execute(select(revisions).where(revisions.c.seq == last)).mappings().one()
        gone_at = datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
        number = before["revision"] + 1
        row = {
            "seq": seq,
            "article_id": id_,
            "revision": number,
            "portal_id": portal_id,
            "crawl_date": crawl_date,
            "recorded_at": now,
            "published": before["published"],
            "changed": GONE,
            "record": repacked(bytes(before["record"]), seq=seq, revision=number, gone_at=gone_at),
        }
        connection.execute(insert(revisions), [row])
        changed = {"seq": seq, "revision": number, "gone_at": gone_at}
        connection.execute(update(articles).where(articles.c.id == id_).values(**changed))
    connection.execute(update(counters).where(counters.c.name == "seq").values(value=seq))
    return len(missing)


def forget_missing(connection: Connection, portal_id: str, run_id: str) -> None:
    """Turn what the run found missing into plain failures: the portal answered errors in general."""
    began = select(runs.c.started_at).where(runs.c.id == run_id).scalar_subquery()
    connection.execute(
        update(addresses)
        .where(addresses.c.portal_id == portal_id, addresses.c.state == State.GONE.value)
        .where(addresses.c.article_id.is_not(None), addresses.c.fetched_at >= began)
        .values(state=State.FAILED.value, attempts=1, missing_since=None)
    )
