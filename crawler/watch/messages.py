"""Text of messages about new articles; mentions and commands in titles are defused."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.digest.entries import Entry
from crawler.digest.wording import Language, count_of, time_text, word

PER_MESSAGE = 15
"""Articles in one message: chat services accept about 4,000 characters."""

_MENTION = re.compile(r"(?<=[@<])(?=[\w!@#&])|(?<=^)(?=/\w)")
"""Start of `@everyone`, Slack's `<!channel>` or a bot's `/command`."""


def title_of(name: str, count: int, language: Language) -> str:
    """`bencana: 3 berita baru`."""
    return f"{name}: {count_of(count, 'one_new', 'new', language)}"


def text_of(entries: Sequence[Entry], language: Language) -> str:
    """The articles as plain text: headline, portal and time, URL; copies are listed with the first."""
    return "\n\n".join(_paragraph(entry, language) for entry in entries)


def _paragraph(entry: Entry, language: Language) -> str:
    lines = [defused(entry.title), defused(f"{entry.portal}, {time_text(entry.published, language)}")]
    if entry.copies:
        portals = ", ".join(copy.portal for copy in entry.copies[:10])
        more = f" (+{len(entry.copies) - 10})" if len(entry.copies) > 10 else ""
        lines.append(defused(f"{word('copies', language)}: {portals}{more}"))
    if entry.url:
        lines.append(entry.url)
    return "\n".join(lines)


def defused(text: str) -> str:
    """Insert an invisible space where a chat service would detect a mention or a command."""
    return _MENTION.sub("\u200b", text)
