"""Selects the records of a period of days."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any


def published_within(
    lines: Iterable[bytes], since: date | None, until: date | None
) -> Iterator[Mapping[str, Any]]:
    """The records published on these days, both inclusive, in the portal's zone, without removed ones.

    An article without a date counts on the day when it was first seen (UTC).
    """
    for line in lines:
        record = json.loads(line)
        day = (record.get("published_at") or record.get("first_seen_at") or "")[:10]
        after = since is None or day >= since.isoformat()
        if after and (until is None or day <= until.isoformat()) and not record.get("gone_at"):
            yield record
