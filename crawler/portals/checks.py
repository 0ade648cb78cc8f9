"""Results of portal checks, as a JSON Lines file that a later check continues."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from pathlib import Path

from crawler.portals.errors import UsageError

FILE = "portals-check.jsonl"
KEPT = timedelta(days=7)
"""Maximum age of a check that is not repeated."""


@dataclass(frozen=True, slots=True)
class Check:
    """One portal's front page at one time.

    `checked_at` is ISO 8601 in UTC. `status` is the HTTP status, None without a response; then `failure` is
    the reason. `moved_to` is the final URL on another host. `newest` is the day of the newest article listed
    on the front page. `certificate` is `ok`, `none` (http), or its problem.
    """

    id: str
    checked_at: str
    address: str
    status: int | None = None
    failure: str | None = None
    moved_to: str | None = None
    platform: str | None = None
    confidence: int = 0
    newest: str | None = None
    challenge: bool = False
    certificate: str | None = None

    @property
    def answers(self) -> bool:
        """Whether the response was a page and not a challenge."""
        return self.status is not None and 200 <= self.status < 300 and not self.challenge


def read_checks(path: Path) -> dict[str, Check]:
    """The newest check of each portal; empty if the file does not exist. Raises UsageError.

    A truncated last line of a killed check is skipped.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
    checks: dict[str, Check] = {}
    names = {field.name for field in fields(Check)}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            check = Check(**{name: row[name] for name in names & row.keys()})
        except (ValueError, TypeError, AttributeError) as error:
            if number == len(lines):
                continue
            raise UsageError(f"{path}:{number}: is not a portal check; remove the line") from error
        checks[check.id] = check
    return checks


def append_check(path: Path, check: Check) -> None:
    """Append a line atomically; a truncated last line is terminated first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as file:
        if file.tell():
            file.seek(-1, 2)
            if file.read(1) != b"\n":
                file.write(b"\n")
        file.write(json.dumps(asdict(check), ensure_ascii=False).encode() + b"\n")


def unchecked(ids: Iterable[str], checks: dict[str, Check], now: datetime) -> list[str]:
    """The portals without a check in the last week."""
    return [
        one
        for one in ids
        if one not in checks or now - datetime.fromisoformat(checks[one].checked_at) >= KEPT
    ]
