"""`scrapy portals --check`: runs the check and prints the results."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.commands.own_output import REPORTS, switch_off
from crawler.counting import counted
from crawler.portals import Portal
from crawler.portals.checks import FILE, Check, read_checks, unchecked

if TYPE_CHECKING:
    from scrapy.settings import Settings

NOT_KNOWN = "-"


def check_file(settings: Settings) -> Path:
    """Path of the stored checks, below OUTPUT_DIR."""
    return Path(str(settings.get("OUTPUT_DIR") or "output")) / FILE


def run_check(settings: Settings, portals: Sequence[Portal], *, again: bool, budget: int | None) -> bool:
    """Check the portals that were not checked in the last week; with `again` all of them.

    Returns whether all were requested: False if the time was up or the run was stopped. Raises UsageError.
    """
    from scrapy.crawler import AsyncCrawlerProcess

    from spiders.check import CheckSpider

    file = check_file(settings)
    wanted = [portal.id for portal in portals]
    missing = set(wanted if again else unchecked(wanted, read_checks(file), datetime.now(UTC)))
    if len(missing) < len(wanted):
        print(
            f"{len(wanted) - len(missing)} of {counted(len(wanted), 'portal')} checked in the last week",
            file=sys.stderr,
        )
    if not missing:
        return True
    switch_off(settings, REPORTS)  # no article is stored, so there is no run to report
    settings.set("ITEM_PIPELINES", {}, "cmdline")
    settings.set("ARCHIVE", False, "cmdline")
    done = 0

    def count(check: Check) -> None:
        nonlocal done
        done += 1
        if done % 20 == 0 or done == len(missing):
            print(f"{done} of {counted(len(missing), 'portal')} checked", file=sys.stderr)

    process = AsyncCrawlerProcess(settings)
    process.crawl(
        CheckSpider,
        portals=[portal for portal in portals if portal.id in missing],
        file=file,
        on_check=count,
        budget=budget,
    )
    process.start()
    if done < len(missing):
        print(
            f"{counted(len(missing) - done, 'is', 'are')} left; run the same command again to continue",
            file=sys.stderr,
        )
    return done == len(missing)


def checks_text(checks: Sequence[Check], *, as_json: bool) -> str:
    """The checks as a table with a header line, or as a JSON array."""
    from crawler.portals.docs_table import aligned

    if as_json:
        return json.dumps([asdict(check) for check in checks], ensure_ascii=False, indent=2) + "\n"
    return aligned([("ID", "ANSWERS", "PLATFORM", "NEWEST", "CERTIFICATE", "MOVED TO"), *map(_row, checks)])


def _row(check: Check) -> tuple[str, ...]:
    answer = "challenge" if check.challenge else check.failure or f"HTTP {check.status}"
    values = ("yes" if check.answers else answer, check.platform, check.newest, check.certificate)
    return (check.id, *(value or NOT_KNOWN for value in values), check.moved_to or NOT_KNOWN)
