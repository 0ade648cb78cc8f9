"""robots.txt from a hostile host: what is read of it, and what its absence means (RFC 9309)."""

from __future__ import annotations

import re

from crawler.guard.limits import MAX_BODY

MAX_LINES = 20_000
"""Far more than any honest file; a hundred thousand tiny rules would still be checked one by one."""

MAX_WILDCARDS = 10_000
"""In all rules together; each is looked for in each address. Rules beyond it are not kept."""

_USER_AGENT = re.compile(r"\s*user(?:-|\s*)agent\b[\s:]*([^#]*)", re.IGNORECASE)
_SOMEONE_ELSE = "User-agent: another-robot"


def reduced(robots: bytes, token: str) -> str:
    """The lines of a robots.txt that can matter to the robot called `token`, in order.

    A parser keeps every rule for every robot of its group: fifteen thousand robots times twenty thousand
    rules fit in 512 KiB of text and fill the memory. Here all other robots become one, named once per group.
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
    """The name in a User-agent line, if it stands for `token`: `*`, `warta/1.0`, or, generously, `War*`."""
    name = value.strip().lower().partition("/")[0]
    prefix = name.replace("*", "")
    if not prefix:
        return "*" if name else None
    return prefix if token.startswith(prefix) else None


def unreachable(status: int) -> bool:
    """Whether an answer with this status to robots.txt forbids the whole host (RFC 9309 section 2.3.1.4).

    A server that is overloaded (429, 502 and up) must be left alone; 4xx means that there are no rules
    (section 2.3.1.3). One departure: 500 and 501 count as 4xx. They tell of a script that is broken at this
    one address, not of a server in need of rest.
    """
    return status > 501 or status == 429
