"""Tests new records against the watches and sends the matches.

All state is in the ledger: several processes may run at once, and a killed one loses nothing. Each
destination has its own thread, so one that does not respond does not delay the others.
"""

from __future__ import annotations

import json
import queue
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from crawler.dates.zones import WIB
from crawler.digest.entries import entries
from crawler.ledger.queries import Selection
from crawler.ledger.watches import Claim, Hit, Watches
from crawler.portals.errors import UsageError
from crawler.query import Document
from crawler.watch.digests import digest_message
from crawler.watch.messages import PER_MESSAGE, text_of, title_of
from crawler.watch.sender import PATIENCE, Message, send
from crawler.watch.watch_file import Watch, WatchFile

AT_ONCE = 500
"""Records tested in one transaction."""

PER_DIGEST = 500
GATHER = 10.0
"""Minimum seconds between two messages of a watch during a crawl: collects articles into one message."""

OVERDUE = PATIENCE + 10
"""Seconds after which a sending thread counts as stuck."""

RETRY_LEAST, RETRY_MOST = 60, 3600
"""Initial back-off in seconds after a failed message, doubled after each further failure."""


Send = Callable[[str, str, Message], str | None]
Report = Callable[[dict[str, Any]], None]


@dataclass(slots=True)
class _Sending:
    claim: Claim
    begun: float
    given_up: bool = False


@dataclass(slots=True)
class Watcher:
    """`report` receives events: `notified`, `failed` and `old`, with watch, destination and article count."""

    state: Watches
    file: WatchFile
    report: Report
    send: Send = send
    _busy: dict[str, _Sending] = field(default_factory=dict)
    """Messages in flight, by destination."""
    _results: queue.Queue[tuple[str, str | None]] = field(default_factory=queue.Queue)
    _failed: set[str] = field(default_factory=set)
    """Destinations for which a message of this process failed."""
    _quiet_until: dict[tuple[str, str], float] = field(default_factory=dict)

    def scan(self) -> None:
        """Test the records after each watch's cursor and store the matches. Raises LedgerError."""
        while self.file.watches and not self._scan():
            continue  # another process moved a cursor, perhaps not to the end

    def _scan(self) -> bool:
        """Advance every cursor to the last record; False if another process moved one meanwhile."""
        watches = {watch.name: watch for watch in self.file.watches}
        cursors = self.state.register(list(watches))
        old: dict[str, int] = {}
        hits: list[Hit] = []
        done = start = min(cursors.values())
        for seq, line in self.state.selected(Selection(since_seq=start)):
            record = json.loads(line)
            document = Document(record)
            for name, watch in watches.items():
                if seq > cursors[name] and not record.get("gone_at") and watch.query.matches(document):
                    if _is_old(record, watch.max_age_days):
                        old[name] = old.get(name, 0) + 1
                    else:
                        hits.append(Hit(name, record["id"], seq))
            done = seq
            if done - start >= AT_ONCE:
                if not self._advance(cursors, done, hits):
                    return False
                start, hits = done, []
        if done > start and not self._advance(cursors, done, hits):
            return False
        for name, count in old.items():
            self.report({"event": "old", "watch": name, "count": count})
        return True

    def _advance(self, cursors: dict[str, int], done: int, hits: list[Hit]) -> bool:
        moves = {name: (cursor, done) for name, cursor in cursors.items() if cursor < done}
        tell = {watch.name: watch.tell for watch in self.file.watches}
        cursors.update(dict.fromkeys(moves, done))
        return self.state.advance(moves, hits, tell)

    def notify(self, *, at_once: bool = False, retry_now: bool = False) -> bool:
        """Start the next message of each idle destination; returns whether one started. Raises LedgerError.

        `at_once` does not wait for further articles; `retry_now` retries failed messages before they are due.
        """
        begun = False
        self.collect_results()
        now = time.monotonic()
        for watch in self.file.watches:
            for name in watch.tell:
                waits = not at_once and now < self._quiet_until.get((watch.name, name), 0)
                if name in self._busy or waits:
                    continue
                claim = self.state.claim(
                    watch.name,
                    name,
                    PER_MESSAGE if watch.digest_at is None else PER_DIGEST,
                    found_before=None if retry_now else self._digest_due(watch),
                    retry_now=retry_now and name not in self._failed,
                )
                if claim is not None:
                    self._quiet_until[watch.name, name] = now + GATHER
                    self._begin(claim, watch)
                    begun = True
        return begun

    @property
    def busy(self) -> bool:
        """Whether a message is in flight that is not stuck."""
        return any(not sending.given_up for sending in self._busy.values())

    def collect_results(self) -> None:
        """Store the results of finished threads in the ledger; give up stuck ones. Raises LedgerError."""
        while True:
            try:
                name, problem = self._results.get_nowait()
            except queue.Empty:
                break
            sending = self._busy[name]
            if not sending.given_up:
                self._record(sending.claim, problem)
            elif problem is None:
                self.state.mark_sent(sending.claim)  # late, but sent: do not repeat it
            del self._busy[name]
        for sending in self._busy.values():
            if not sending.given_up and time.monotonic() - sending.begun > OVERDUE:
                sending.given_up = True
                self._record(sending.claim, f"no answer within {OVERDUE:.0f} s")

    def wait(self, seconds: float) -> None:
        """Wait up to `seconds` for a message to finish."""
        try:
            self._results.put(self._results.get(timeout=seconds))
        except queue.Empty:
            return

    def give_up(self) -> None:
        """Store messages in flight as failed: the next run sends them again. Raises LedgerError."""
        self.collect_results()
        for sending in self._busy.values():
            if not sending.given_up:
                sending.given_up = True
                self._record(sending.claim, "no answer before the end of the run")

    def _begin(self, claim: Claim, watch: Watch) -> None:
        message = self._message(claim, watch)
        address = self.file.address(claim.destination)
        self._busy[claim.destination] = _Sending(claim, time.monotonic())

        def run() -> None:
            try:
                problem = self.send(claim.destination, address, message)
            except UsageError as error:  # has the destination's name, not its address
                problem = str(error)
            except Exception as error:  # a bug in a plug-in; its text may contain the address
                problem = f"internal error: {type(error).__name__}"
            self._results.put((claim.destination, problem))

        threading.Thread(target=run, name=f"notify {claim.destination}", daemon=True).start()

    def _message(self, claim: Claim, watch: Watch) -> Message:
        records = [json.loads(line) for line in claim.lines]
        language = self.file.language
        if watch.digest_at is not None:
            return digest_message(watch.name, records, language, now=datetime.now(WIB))
        found = entries(records)
        return Message(title_of(watch.name, len(found), language), text_of(found, language))

    def _record(self, claim: Claim, problem: str | None) -> None:
        event = {"watch": claim.watch, "to": claim.destination, "count": len(claim.article_ids)}
        if problem is None:
            self.state.mark_sent(claim)
            self.report({"event": "notified", **event})
            return
        self._failed.add(claim.destination)
        wait = min(RETRY_LEAST * 2 ** min(claim.attempts, 10), RETRY_MOST)
        self.state.mark_failed(claim, problem, wait)
        self.report({"event": "failed", **event, "why": problem})

    def _digest_due(self, watch: Watch) -> int | None:
        """The last time at which the watch's digest was due; None for a watch that sends at once."""
        if watch.digest_at is None:
            return None
        now = datetime.fromtimestamp(self.state.now(), WIB)
        slot = datetime.combine(now.date(), watch.digest_at, WIB)
        return int((slot if slot <= now else slot - timedelta(days=1)).timestamp())


def _is_old(record: Mapping[str, Any], days: int) -> bool:
    """Whether the article was published more than `days` before it was fetched."""
    published, fetched = record.get("published_at"), record.get("fetched_at") or record.get("first_seen_at")
    if not days or not published or not fetched:
        return False
    try:
        age = datetime.fromisoformat(fetched).astimezone(UTC).date() - date.fromisoformat(published[:10])
    except ValueError:
        return False
    return age.days > days
