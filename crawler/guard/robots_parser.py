"""robots.txt from untrusted hosts: which lines are parsed, and what a failure means (RFC 9309)."""

from __future__ import annotations

import re

from crawler.guard.limits import MAX_BODY

MAX_LINES = 20_000
"""Far more than any real file; every rule is checked for every URL."""

MAX_WILDCARDS = 10_000
"""Maximum wildcards in all rules together; each is searched in each URL. Further rules are dropped."""

_USER_AGENT = re.compile(r"\s*user(?:-|\s*)agent\b[\s:]*([^#]*)", re.IGNORECASE)
_SOMEONE_ELSE = "User-agent: another-robot"


def reduced(robots: bytes, token: str) -> str:
    """The lines of a robots.txt that apply to the robot `token`, in order.

    A parser keeps every rule for every robot of its group: fifteen thousand robots times twenty thousand
    rules fit in 512 KiB of text and exhaust memory. All other robots are merged into one, named once per
    group.
    """
    text = robots[: MAX_BODY["robots"]].decode("utf-8-sig", errors="replace")
    lines: list[str] = []
    wildcards = 0
    for line in text.splitlines()[:MAX_LINES]:
        agent = _USER_AGENT.match(line)
        if agent is None:
            wildcards += line.count("*")
            if "*" not in line or wildcards <= MAX_WILDCARDS:
                lines.append(line)
            continue
        shown = f"User-agent: {name}" if (name := _ours(agent[1], token.lower())) else _SOMEONE_ELSE
        if not lines or lines[-1] != shown:
            lines.append(shown)
    return "\n".join(lines)


def _ours(value: str, token: str) -> str | None:
    """The name in a User-agent line if it matches `token`: `*`, `warta/1.0`, or, leniently, `War*`."""
    name = value.strip().lower().partition("/")[0]
    prefix = name.replace("*", "")
    if not prefix:
        return "*" if name else None
    return prefix if token.startswith(prefix) else None


def unreachable(status: int) -> bool:
    """Whether a robots.txt response with this status forbids the whole host (RFC 9309 section 2.3.1.4).

    An overloaded server (429, 502 and above) must not be crawled; 4xx means that there are no rules
    (section 2.3.1.3). One deviation: 500 and 501 count as 4xx, because they indicate a broken script at this
    URL, not an overloaded server.
    """
    return status > 501 or status == 429
