"""The health of a portal, compared with its own history. Pure: tallies and history in, a verdict out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median

from crawler.ledger.recrawl_interval import typical_publication_gap
from crawler.ledger.visit import Visit, failures_in_a_row
from crawler.report.run_data import Health, Reason, Verdict

DAY = 86400

REFUSAL = re.compile(r"HTTP (?:401|403|451)\b|challenge page|robots\.txt forbids")
"""Deliberate refusals by the site: the next run would fail too."""

ENOUGH_ARTICLES = 5
"""Minimum number of articles for a share; below it a single page could raise an alarm."""

ENOUGH_PAGES = 10
ENOUGH_VISITS = 3

SILENT_GAPS = 5
"""Silence is unusual from this multiple of the usual gap between articles, and at least `SILENT_DAYS`."""

SILENT_DAYS = 7

EMPTY = (5, 50)
"""Percent of articles with an empty body: from the first on watch, from the second broken."""

UNDATED = (20, 80)
"""Percent of articles without a date, when it is also `ABOVE` points more than usual."""

UNSURE = (20, 80)
"""Percent of articles with low confidence, when it is also `ABOVE` points more than usual."""

DROPPED = (50, 90)
"""Percent of fetched pages that are not articles, when it is also `ABOVE` points more than usual."""

ABOVE = 20

ERRORS = (20, 60)
"""Percent of requests that failed."""

COSTLY = 3
"""Multiple of the usual number of requests per article."""

SUSPECTS = 3
"""Suspected injections from which on a portal is broken (hacked); fewer need a manual check."""

TEMPLATE_REASONS = ("empty", "title_only")
"""Drop reasons that indicate a changed page layout."""

TEMPLATE = (20, 60)


@dataclass(frozen=True, slots=True)
class HealthInput:
    """Input of a verdict: the visit, earlier visits and publications (both newest first)."""

    visit: Visit
    before: Sequence[Visit] = ()
    published: Sequence[str] = ()


def assess_health(known: HealthInput) -> Health:
    """The portal's health after its last visit."""
    found: list[tuple[Verdict, Reason]] = []
    if known.visit.failed is not None:
        found.append(_failed(known))
    else:
        for rule in (
            _nothing,
            _drifted,
            _template,
            _empty,
            _undated,
            _unsure,
            _drops,
            _errors,
            _costly,
            _suspect,
        ):
            found += rule(known)
    found += _silent(known)
    found.sort(key=lambda one: -one[0].rank)
    verdict = found[0][0] if found else Verdict.OK
    return Health(verdict, tuple(reason for _, reason in found))


def _failed(known: HealthInput) -> tuple[Verdict, Reason]:
    assert known.visit.failed is not None
    runs = 1 + failures_in_a_row(known.before)
    if runs > 1:
        return Verdict.BROKEN, Reason("fails_again", {"runs": runs, "why": known.visit.failed})
    refused = REFUSAL.search(known.visit.failed) is not None
    verdict = Verdict.WATCH if known.before and not refused else Verdict.BROKEN
    return verdict, Reason("failed", {"why": known.visit.failed})


def _silent(known: HealthInput) -> list[tuple[Verdict, Reason]]:
    if not known.published:
        visits = 1 + len(known.before)
        if visits >= ENOUGH_VISITS and not any(visit.written for visit in (known.visit, *known.before)):
            return [(Verdict.BROKEN, Reason("never_published", {"runs": visits}))]
        return []
    if not known.before:  # the first crawl of an old archive: the silence is not new
        return []
    gap = typical_publication_gap(known.published)
    newest = _seconds(known.published[0])
    if gap is None or newest is None:
        return []
    silence = known.visit.ended_at - newest
    if silence <= max(SILENT_GAPS * gap, SILENT_DAYS * DAY):
        return []
    return [(Verdict.WATCH, Reason("silent", {"days": int(silence // DAY), "usual": max(0.1, gap / DAY)}))]


def _nothing(known: HealthInput) -> list[tuple[Verdict, Reason]]:
    good = [visit.found for visit in known.before if visit.failed is None]
    if known.visit.found or len(good) < ENOUGH_VISITS or not all(good) or not known.visit.complete:
        return []
    return [(Verdict.WATCH, Reason("nothing_found", {"usual": int(median(good))}))]


def _drifted(known: HealthInput) -> list[tuple[Verdict, Reason]]:
    count = known.visit.drifted
    return [(Verdict.WATCH, Reason("drifted", {"count": count}))] if count else []


def _template(known: HealthInput) -> list[tuple[Verdict, Reason]]:
    visit = known.visit
    lost = sum(visit.dropped.get(reason, 0) for reason in TEMPLATE_REASONS)
    read = visit.written + visit.unchanged + lost
    share = _percent(lost, read)
    if read < ENOUGH_PAGES or not any(before.written for before in known.before):
        return []
    return _stepped("template", share, TEMPLATE)


def _empty(known: HealthInput) -> list[tuple[Verdict, Reason]]:
    if known.visit.written < ENOUGH_ARTICLES:
        return []
    return _stepped("empty_bodies", _percent(known.visit.empty_bodies, known.visit.written), EMPTY)


def _undated(known: HealthInput) -> list[tuple[Verdict, Reason]]:
    if known.visit.written < ENOUGH_ARTICLES:
        return []
    usual = _usual([(visit.without_date, visit.written) for visit in known.before], ENOUGH_ARTICLES)
    share = _percent(known.visit.without_date, known.visit.written)
    if share <= (usual or 0) + ABOVE:
        return []
    if usual is None:
        return _stepped("without_date_first", share, UNDATED)
    return _stepped("without_date", share, UNDATED, usual=round(usual))


def _unsure(known: HealthInput) -> list[tuple[Verdict, Reason]]:
    if known.visit.written < ENOUGH_ARTICLES:
        return []
    usual = _usual([(visit.low_confidence, visit.written) for visit in known.before], ENOUGH_ARTICLES)
    share = known.visit.low_confidence_share
    if share <= (usual or 0) + ABOVE:
        return []
    if usual is None:
        return _stepped("low_confidence_first", share, UNSURE)
    return _stepped("low_confidence", share, UNSURE, usual=round(usual))


def _drops(known: HealthInput) -> list[tuple[Verdict, Reason]]:
    visit = known.visit
    if visit.lost + visit.written < ENOUGH_PAGES:
        return []
    usual = _usual([(one.lost, one.lost + one.written) for one in known.before], ENOUGH_PAGES)
    share = _percent(visit.lost, visit.lost + visit.written)
    if share <= (usual or 0) + ABOVE:
        return []
    most = max(visit.dropped, key=lambda reason: (visit.dropped[reason], reason))
    if usual is None:
        return _stepped("drops_first", share, DROPPED, reason=most)
    return _stepped("drops", share, DROPPED, usual=round(usual), reason=most)


def _errors(known: HealthInput) -> list[tuple[Verdict, Reason]]:
    if known.visit.requests < ENOUGH_PAGES:
        return []
    return _stepped("errors", _percent(known.visit.errors, known.visit.requests), ERRORS)


def _costly(known: HealthInput) -> list[tuple[Verdict, Reason]]:
    ratios = [visit.requests / visit.written for visit in known.before if visit.written >= ENOUGH_PAGES]
    visit = known.visit
    if visit.written < ENOUGH_PAGES or len(ratios) < ENOUGH_VISITS:
        return []
    ratio, usual = visit.requests / visit.written, median(ratios)
    if ratio <= COSTLY * max(usual, 1.0):
        return []
    return [(Verdict.WATCH, Reason("requests", {"ratio": ratio, "usual": usual}))]


def _suspect(known: HealthInput) -> list[tuple[Verdict, Reason]]:
    count = known.visit.suspect
    if not count:
        return []
    verdict = Verdict.BROKEN if count >= SUSPECTS else Verdict.WATCH
    return [(verdict, Reason("suspect", {"count": count}))]


def _stepped(
    key: str, share: float, steps: tuple[int, int], **values: str | int | float
) -> list[tuple[Verdict, Reason]]:
    watch, broken = steps
    if share < watch:
        return []
    verdict = Verdict.BROKEN if share >= broken else Verdict.WATCH
    return [(verdict, Reason(key, {"share": round(share), **values}))]


def _usual(shares: Sequence[tuple[int, int]], enough: int) -> float | None:
    """The median percentage over earlier visits with enough articles; None without any."""
    usual = [_percent(part, whole) for part, whole in shares if whole >= enough]
    return median(usual) if usual else None


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0


def _seconds(text: str) -> float | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
