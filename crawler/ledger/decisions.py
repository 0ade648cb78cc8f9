"""Which addresses are worth a request, and when next: pure functions over what the ledger knows.

Nothing here reads a clock, a file or a database; times are whole seconds since 1970 UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

HOUR = 3600
DAY = 24 * HOUR

RECHECK_AFTER = (1 * DAY, 3 * DAY, 7 * DAY, 30 * DAY, 90 * DAY)
"""How long an article without a dated source rests after 0, 1, 2, ... checks that found no change."""

OLD_ARTICLE = 30 * DAY
"""An article older than this is rarely edited: it rests at least as long again."""

MAX_ATTEMPTS = 5
"""Runs in which an address may fail before it rests for `GIVE_UP_REST`."""

GIVE_UP_REST = 30 * DAY
GONE_REST = (1 * DAY, 30 * DAY, 365 * DAY)
"""A 404 may be a mishap: gone addresses are asked again after these rests, by the answers so far."""

REJECTED_REST = 30 * DAY
"""A page that is no article is looked at again after this, unless its source dates it."""

DOUBTED_CHECKS = 3
"""After so many checks in vain a new `lastmod` is not believed: some sitemaps say "now" on every request."""


class State(StrEnum):
    """What became of an address."""

    PENDING = "pending"
    STORED = "stored"
    FAILED = "failed"
    GONE = "gone"
    REJECTED = "rejected"
    SKIPPED = "skipped"


class Decision(StrEnum):
    """What to do with an address now."""

    NEW = "new"
    CHANGED = "changed"
    DUE = "due"
    UNCHANGED = "unchanged"
    NOT_DUE = "not_due"
    GONE = "gone"
    GIVE_UP = "give_up"
    OUT_OF_RANGE = "out_of_range"

    @property
    def fetch(self) -> bool:
        """Whether the address is to be fetched."""
        return self in (Decision.NEW, Decision.CHANGED, Decision.DUE)


@dataclass(frozen=True, slots=True)
class AddressState:
    """What the ledger knows of one address.

    `lastmod` is what the source (sitemap, feed, REST) said when the address was last settled.
    `attempts` counts failures or 404s in a row, `checks` fetches in a row that found no change.
    `published` is the day of the article as `YYYY-MM-DD`.
    """

    state: State
    lastmod: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    attempts: int = 0
    checks: int = 0
    fetched_at: int | None = None
    next_due: int | None = None
    published: str | None = None
    reason: str | None = None
    article_id: str | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """The days of publication that a run wants, both included; None leaves an end open."""

    since: date | None = None
    until: date | None = None

    def excludes(self, day: str | None) -> bool:
        """Whether the day `YYYY-MM-DD...` is known and lies outside."""
        if day is None:
            return False
        day = day[:10]
        return (self.since is not None and day < self.since.isoformat()) or (
            self.until is not None and day > self.until.isoformat()
        )


EVERYTHING = Window()


def decide(
    known: AddressState | None,
    lastmod: str | None,
    now: int,
    *,
    full: bool = False,
    window: Window = EVERYTHING,
) -> Decision:
    """What to do with an address that a source names with `lastmod` (as printed, or None).

    `full` asks for every address whatever is known of it, within the `window`.
    """
    if known is None:
        return Decision.NEW
    if window.excludes(known.published):
        return Decision.OUT_OF_RANGE
    if known.state is State.PENDING:
        return Decision.NEW
    if full or known.state is State.SKIPPED:
        return Decision.DUE
    due = is_due(known, now)
    if known.state is State.FAILED:
        return Decision.DUE if known.attempts < MAX_ATTEMPTS or due else Decision.GIVE_UP
    if lastmod is not None:
        if lastmod == known.lastmod:
            return Decision.GONE if known.state is State.GONE else Decision.UNCHANGED
        if known.lastmod is not None and (due or known.checks < DOUBTED_CHECKS):
            return Decision.CHANGED
    if due:
        return Decision.DUE
    return Decision.GONE if known.state is State.GONE else Decision.NOT_DUE


def is_due(known: AddressState, now: int) -> bool:
    """Whether the address's rest is over.

    A rest that began in the future was set by a clock that has since been put right: it is over too.
    """
    if known.next_due is None or now >= known.next_due:
        return True
    return known.fetched_at is not None and known.fetched_at > now + HOUR


def after_article(
    known: AddressState | None,
    now: int,
    *,
    article_id: str,
    changed: bool,
    published: str | None,
    lastmod: str | None,
    etag: str | None,
    last_modified: str | None,
) -> AddressState:
    """The state of an address whose page gave an article; `changed` also means that it is new."""
    checks = 0
    if not changed and known is not None and known.state is State.STORED:
        checks = known.checks + 1
    # Counts on for an article of which the same page is missing again (`after_incomplete`).
    again = not changed and known is not None and known.state is State.FAILED
    return AddressState(
        state=State.STORED,
        lastmod=lastmod,
        etag=etag,
        last_modified=last_modified,
        attempts=known.attempts if known is not None and again else 0,
        checks=checks,
        fetched_at=now,
        next_due=now + max(_rest(RECHECK_AFTER, checks), OLD_ARTICLE if _is_old(published, now) else 0),
        published=published[:10] if published else None,
        article_id=article_id,
    )


def after_no_change(known: AddressState, now: int, *, lastmod: str | None) -> AddressState:
    """The state of an address whose server answered 304 Not Modified."""
    checks = known.checks + 1
    rest = max(_rest(RECHECK_AFTER, checks), OLD_ARTICLE if _is_old(known.published, now) else 0)
    return replace(
        known,
        lastmod=lastmod if lastmod is not None else known.lastmod,
        attempts=0,
        checks=checks,
        fetched_at=now,
        next_due=now + rest,
    )


def after_failure(known: AddressState | None, now: int, *, reason: str, gone: bool) -> AddressState:
    """The state of an address whose fetch failed; `gone` for 404 and 410. What was stored stays stored."""
    state = State.GONE if gone else State.FAILED
    attempts = known.attempts + 1 if known is not None and known.state is state else 1
    rest = _rest(GONE_REST, attempts - 1) if gone else GIVE_UP_REST
    before = known if known is not None else AddressState(State.PENDING)
    return replace(
        before,
        state=state,
        attempts=attempts,
        fetched_at=now,
        next_due=now + rest,
        reason=reason,
    )


def after_incomplete(known: AddressState, now: int, *, reason: str) -> AddressState:
    """The state of an address whose article was stored just now without all of its pages.

    It is tried again like a page that cannot be had: in a few runs, and then after a long rest.
    """
    return replace(
        known,
        state=State.FAILED,
        attempts=known.attempts + 1,
        fetched_at=now,
        next_due=now + GIVE_UP_REST,
        reason=reason,
    )


def after_rejection(
    known: AddressState | None,
    now: int,
    *,
    reason: str,
    lastmod: str | None,
    published: str | None,
    skipped: bool,
) -> AddressState:
    """The state of an address whose page is no article, or (`skipped`) one outside the run's dates."""
    before = known if known is not None else AddressState(State.PENDING)
    return replace(
        before,
        state=State.SKIPPED if skipped else State.REJECTED,
        lastmod=lastmod,
        attempts=0,
        fetched_at=now,
        next_due=now + REJECTED_REST,
        published=published[:10] if published else before.published,
        reason=reason,
    )


def _rest(table: tuple[int, ...], step: int) -> int:
    return table[min(step, len(table) - 1)]


def _is_old(published: str | None, now: int) -> bool:
    if published is None:
        return False
    try:
        day = date.fromisoformat(published[:10])
    except ValueError:
        return False
    return (now // DAY) - (day - date(1970, 1, 1)).days > OLD_ARTICLE // DAY
