"""`scrapy health`: the health of each portal, from its history in the ledger."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from crawler.commands.checked import ChecksSettings
from crawler.commands.closed_pipe import tolerate_closed_pipe
from crawler.counting import counted
from crawler.ledger.active_ledger import existing_ledger, ledger_target
from crawler.ledger.errors import LedgerError
from crawler.program import program

if TYPE_CHECKING:
    from crawler.ledger.visit import Visit
    from crawler.ledger.visits import History
    from crawler.report.run_data import Health


class Command(ChecksSettings, ScrapyCommand):
    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 - a ClassVar in Scrapy

    def syntax(self) -> str:
        return "[--portal ID] [--json] [--strict]"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--portal", metavar="ID", help="only this portal; a comma list works")
        parser.add_argument("--json", action="store_true", help="print one JSON object per portal")
        parser.add_argument("--strict", action="store_true", help="exit status 1 when a portal is broken")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        from crawler.ledger.visits import History
        from crawler.templates.store import reasons_for_none

        try:
            ledger = existing_ledger(self.settings)
            try:
                untaught = reasons_for_none(ledger)
            finally:
                ledger.close(finished=False)
            with History.open(ledger_target(self.settings), reader=True) as history:
                judged = judge_all(history, opts.portal)
        except LedgerError as error:
            print(f"{program()} health: {error}", file=sys.stderr)
            self.exitcode = 2
            return
        untaught = {portal_id: why for portal_id, why in untaught.items() if portal_id in judged}
        with tolerate_closed_pipe():
            for line in _json_lines(judged, untaught) if opts.json else _lines(judged, untaught):
                print(line)
        if opts.strict and any(health.verdict.value == "broken" for health, _ in judged.values()):
            self.exitcode = 1


def judge_all(history: History, portals: str | None) -> dict[str, tuple[Health, Visit]]:
    """Return the current health of the portals, each with its last visit.

    Raises LedgerError for a portal that was never crawled.
    """
    from crawler.report.health import HealthInput, assess_health

    known = history.names()
    wanted = [part.strip() for part in portals.split(",")] if portals else sorted(known)
    judged: dict[str, tuple[Health, Visit]] = {}
    for portal_id in wanted:
        if portal_id not in known:
            raise LedgerError(f"the ledger has no portal {portal_id!r}")
        visits = history.recent(portal_id)
        if visits:
            last = replace(
                visits[0], ended_at=history.now()
            )  # judged as of now: a silent portal grows more silent between runs
            health = assess_health(HealthInput(last, visits[1:], history.publications(portal_id)))
            judged[portal_id] = health, visits[0]
    return judged


def _lines(judged: dict[str, tuple[Health, Visit]], untaught: dict[str, str]) -> list[str]:
    from crawler.report.wording import reason_text

    ordered = sorted(judged.items(), key=lambda pair: (-pair[1][0].verdict.rank, pair[0]))
    lines = [
        f"{portal_id}: {health.verdict.value}: {'; '.join(map(reason_text, health.reasons))}"
        for portal_id, (health, _) in ordered
        if health.reasons
    ]
    lines += [
        f"{portal_id}: low confidence: {visit.low_confidence_share:.1f} % "
        f"of {counted(visit.written, 'article')}"
        for portal_id, (_, visit) in sorted(judged.items())
        if visit.low_confidence
    ]
    lines += [f"{portal_id}: no template: {why}" for portal_id, why in sorted(untaught.items())]
    counts = Counter(health.verdict.value for health, _ in judged.values())
    total = ", ".join(f"{counts[verdict]} {verdict}" for verdict in ("ok", "watch", "broken"))
    return [*lines, f"{counted(len(judged), 'portal')}: {total}"]


def _json_lines(judged: dict[str, tuple[Health, Visit]], untaught: dict[str, str]) -> list[str]:
    from crawler.report.wording import reason_text

    return [
        json.dumps(
            {
                "portal": portal_id,
                "verdict": health.verdict.value,
                "reasons": [{"key": reason.key, "text": reason_text(reason)} for reason in health.reasons],
                "no_template": untaught.get(portal_id),
                "low_confidence": round(visit.low_confidence_share / 100, 3) if visit.written else None,
            }
        )
        for portal_id, (health, visit) in judged.items()
    ]
