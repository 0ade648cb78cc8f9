"""Decides which URLs to fetch and when to fetch them again: pure functions over the state of a URL.

No clock, file or database access; times are whole seconds since 1970 UTC.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Protocol

from crawler.ledger.revisits import DAY, HOUR, REVISIT, next_visit

MAX_ATTEMPTS = 5
"""Runs in which a URL may fail before it pauses for `GIVE_UP_REST`."""

GIVE_UP_REST = 30 * DAY
GONE_REST = (1 * DAY, 30 * DAY, 365 * DAY)
"""A 404 may be temporary: intervals before a gone URL is fetched again, by the number of 404s so far."""

GONE_ARTICLE_REST = (1 * DAY, 1 * DAY, 7 * DAY, 30 * DAY, 365 * DAY)
"""The same for a URL that had an article: it may come back."""

PROOF = 1 * DAY
"""Seconds between the first and the last time that an article must be found missing to be gone."""

MISSING_PAGES = frozenset({"not_found_page", "error_page"})
"""Reasons of rejection that say of a stored article that it is missing, as a 404 does."""

REJECTED_REST = (1 * DAY, 3 * DAY, 7 * DAY, 30 * DAY)
"""Intervals before a page that is not an article is fetched again, by the number of such responses so far: it
may be an error page with status 200."""

SETTLED_REJECTIONS = len(REJECTED_REST)
"""Responses without an article after which a URL is settled: it is fetched again for a new `lastmod`, or
after the last of `REJECTED_REST` if its source gives no date."""

DOUBTED_CHECKS = 3
"""After this many unchanged checks a new `lastmod` is ignored: some sitemaps set it on every request."""


class State(StrEnum):
    """Outcome of the last fetch of a URL."""

    PENDING = "pending"
    STORED = "stored"
    FAILED = "failed"
    GONE = "gone"
    REJECTED = "rejected"
    SKIPPED = "skipped"


class Decision(StrEnum):
    """Decision for one URL: fetch it, or why not."""

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
        """Whether to fetch the URL."""
        return self in (Decision.NEW, Decision.CHANGED, Decision.DUE)


@dataclass(frozen=True, slots=True)
class UrlState:
    """Stored state of one URL.

    `lastmod` is the value in the source (sitemap, feed, REST) when the URL was last settled.
    `attempts` counts consecutive failures or 404s, `checks` consecutive fetches without a change.
    `published` is the article's day, `YYYY-MM-DD`.
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
    missing_since: int | None = None
    """When an article was first found missing, if it has been missing since."""


class Candidate(Protocol):
    """A URL that discovery lists: absolute and, if the source dates it, with its last modification."""

    @property
    def url(self) -> str: ...
    @property
    def lastmod(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class UrlDecision:
    """The ledger's fetch decision for one candidate URL; `etag` and `last_modified` allow a conditional
    GET."""

    url: str
    lastmod: str | None
    decision: Decision
    etag: str | None = None
    last_modified: str | None = None
    stored: bool = False
    """Whether its last fetch gave an article."""


@dataclass(frozen=True, slots=True)
class Window:
    """What a run stores: publication days, both included (None leaves that end open), and a query."""

    since: date | None = None
    until: date | None = None
    query: str | None = None
    """The run's query, if it stores only the articles that match one."""

    def excludes(self, day: str | None) -> bool:
        """Whether the day `YYYY-MM-DD...` is known and outside the window."""
        if day is None:
            return False
        day = day[:10]
        return (self.since is not None and day < self.since.isoformat()) or (
            self.until is not None and day > self.until.isoformat()
        )


EVERYTHING = Window()

NO_MATCH = "no_match"
"""Reason of an article that was not stored because it did not match the run's query."""


def no_match(query: str) -> str:
    """The reason that the ledger records: it names the query, so that only another one fetches again."""
    return f"{NO_MATCH}:{hashlib.sha256(query.encode(errors='replace')).hexdigest()[:16]}"


def decide(
    known: UrlState | None,
    lastmod: str | None,
    now: int,
    *,
    full: bool = False,
    window: Window = EVERYTHING,
) -> Decision:
    """Decide on a URL that a source lists with `lastmod` (as printed, or None).

    `full` fetches every URL within the `window` regardless of its state.
    """
    if known is None:
        return Decision.NEW
    if window.excludes(known.published):
        return Decision.OUT_OF_RANGE
    if known.state is State.PENDING:
        return Decision.NEW
    if known.state is State.SKIPPED and not full and (known.reason or "").startswith(NO_MATCH):
        asked = window.query is not None and known.reason == no_match(window.query)
        return Decision.OUT_OF_RANGE if asked and lastmod == known.lastmod else Decision.NEW
    if full or known.state is State.SKIPPED:
        return Decision.DUE
    due = is_due(known, now)
    if due and known.state is State.REJECTED and known.attempts < SETTLED_REJECTIONS:
        return Decision.DUE
    if known.state is State.FAILED:
        return Decision.DUE if known.attempts < MAX_ATTEMPTS or due else Decision.GIVE_UP
    if lastmod is not None:
        if lastmod == known.lastmod:
            if known.state is not State.GONE:
                return Decision.UNCHANGED
            return Decision.DUE if due and needs_proof(known) else Decision.GONE
        if known.lastmod is not None and (due or known.checks < DOUBTED_CHECKS):
            return Decision.CHANGED
    if due:
        return Decision.DUE
    return Decision.GONE if known.state is State.GONE else Decision.NOT_DUE


def needs_proof(known: UrlState) -> bool:
    """Whether an article was found missing, and not once more a day later."""
    if known.article_id is None or known.missing_since is None or known.fetched_at is None:
        return False
    return known.fetched_at - known.missing_since < PROOF


def is_due(known: UrlState, now: int) -> bool:
    """Whether the interval of the URL has elapsed.

    An interval that started in the future was set by a wrong clock; it counts as elapsed.
    """
    if known.next_due is None or now >= known.next_due:
        return True
    return known.fetched_at is not None and known.fetched_at > now + HOUR


def after_article(
    known: UrlState | None,
    now: int,
    *,
    article_id: str,
    changed: bool,
    published: str | None,
    lastmod: str | None,
    etag: str | None,
    last_modified: str | None,
    revisit: Sequence[int] = REVISIT,
) -> UrlState:
    """State after a fetch that gave an article.

    `changed` includes new articles; `revisit` as in `next_visit`.
    """
    checks = 0
    if not changed and known is not None and known.state is State.STORED:
        checks = known.checks + 1
    # `after_incomplete` counts attempts of an article whose same page is missing again.
    again = not changed and known is not None and known.state is State.FAILED
    return UrlState(
        state=State.STORED,
        lastmod=lastmod,
        etag=etag,
        last_modified=last_modified,
        attempts=known.attempts if known is not None and again else 0,
        checks=checks,
        fetched_at=now,
        next_due=next_visit(published, now, checks, revisit),
        published=published[:10] if published else None,
        article_id=article_id,
    )


def after_no_change(
    known: UrlState, now: int, *, lastmod: str | None, revisit: Sequence[int] = REVISIT
) -> UrlState:
    """State after a 304 Not Modified response."""
    checks = known.checks + 1
    return replace(
        known,
        lastmod=lastmod if lastmod is not None else known.lastmod,
        state=State.STORED if known.article_id is not None else known.state,
        reason=None if known.article_id is not None else known.reason,
        missing_since=None,
        attempts=0,
        checks=checks,
        fetched_at=now,
        next_due=next_visit(known.published, now, checks, revisit),
    )


def after_failure(known: UrlState | None, now: int, *, reason: str, gone: bool) -> UrlState:
    """State after a failed fetch; `gone` for 404 and 410, and for what a site shows in their place."""
    state = State.GONE if gone else State.FAILED
    attempts = known.attempts + 1 if known is not None and known.state is state else 1
    before = known if known is not None else UrlState(State.PENDING)
    rests = GONE_ARTICLE_REST if before.article_id is not None else GONE_REST
    rest = _rest(rests, attempts - 1) if gone else GIVE_UP_REST
    return replace(
        before,
        state=state,
        attempts=attempts,
        fetched_at=now,
        next_due=now + rest,
        reason=reason,
        missing_since=(before.missing_since if attempts > 1 else now) if gone else None,
    )


def after_incomplete(known: UrlState, now: int, *, reason: str) -> UrlState:
    """State of a URL whose article was just stored without all of its pages.

    It is retried like a failed fetch: in a few runs, then after a long interval.
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
    known: UrlState | None,
    now: int,
    *,
    reason: str,
    lastmod: str | None,
    published: str | None,
    skipped: bool,
    settled: bool = False,
) -> UrlState:
    """State after a page that is not an article, or (`skipped`) an article outside the run's days.

    `settled`: the page is certain not to be stored (a duplicate), so no further response is needed.
    """
    before = known if known is not None else UrlState(State.PENDING)
    if before.article_id is not None and reason in MISSING_PAGES:
        return after_failure(before, now, reason=reason, gone=True)
    attempts = before.attempts + 1 if before.state is State.REJECTED else 1
    if skipped or settled:
        attempts = SETTLED_REJECTIONS
    return replace(
        before,
        state=State.SKIPPED if skipped else State.REJECTED,
        lastmod=lastmod,
        attempts=attempts,
        fetched_at=now,
        next_due=now + _rest(REJECTED_REST, attempts - 1),
        published=published[:10] if published else before.published,
        reason=reason,
        missing_since=None,
    )


def _rest(table: tuple[int, ...], step: int) -> int:
    return table[min(step, len(table) - 1)]
