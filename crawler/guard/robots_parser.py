"""robots.txt from untrusted hosts: which lines are parsed, and what a failure means (RFC 9309)."""

from __future__ import annotations

import codecs
import re

from crawler.guard.limits import MAX_BODY

MAX_LINES = 20_000
"""Far more than any real file; every rule is checked for every URL."""

MAX_WILDCARDS = 10_000
"""Maximum wildcards in all rules together; each is searched in each URL. Further rules are dropped."""

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_USER_AGENT = re.compile(r"\s*user(?:-|\s*)agent\b[\s:]*([^#]*)", re.IGNORECASE)
_SOMEONE_ELSE = "User-agent: another-robot"


def reduced(robots: bytes, token: str) -> str:
    """The lines of a robots.txt that apply to the robot `token`, in order.

    A parser keeps every rule for every robot of its group: fifteen thousand robots times twenty thousand
    rules fit in 512 KiB of text and exhaust memory. All other robots are merged into one, once per
    group.
    """
    text = decoded(robots[: MAX_BODY["robots"]])
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


def decoded(robots: bytes) -> str:
    """The text of a robots.txt, UTF-8 unless a byte order mark or NUL bytes show UTF-16 or UTF-32."""
    for mark, name in BYTE_ORDER_MARKS:
        if robots.startswith(mark):
            return robots.decode(name, errors="replace")
    if b"\0" in robots[:200]:
        first = robots[:1] == b"\0"
        return robots.decode("utf-16-be" if first else "utf-16-le", errors="replace")
    return robots.decode("utf-8-sig", errors="replace")


def _ours(value: str, token: str) -> str | None:
    """The name in a User-agent line if it matches `token`: `*`, `warta/1.0`, or, leniently, `War*`."""
    name = value.strip().lower().partition("/")[0]
    prefix = name.replace("*", "")
    if not prefix:
        return "*" if name else None
    return prefix if token.startswith(prefix) else None


def unreachable(status: int) -> bool:
    """Whether a robots.txt response with this status forbids the whole host (RFC 9309 section 2.3.1.4).

    A server that fails (5xx) or is overloaded (429) must not be crawled; other 4xx mean that there are no
    rules (section 2.3.1.3).
    """
    return status >= 500 or status == 429
