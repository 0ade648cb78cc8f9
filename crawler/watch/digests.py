"""A digest as a message: HTML for mail, plain text for other services."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from crawler.digest.groups import Digest, digest
from crawler.digest.page import html_page
from crawler.digest.plain import text_page
from crawler.digest.wording import Language, long_day, word
from crawler.watch.messages import defused
from crawler.watch.sender import Message


def digest_message(
    name: str, records: Iterable[Mapping[str, Any]], language: Language, *, now: datetime
) -> Message:
    """The digest of the articles that a watch found; its day is that of `now` (aware)."""
    made = digest(
        records,
        title=f"{word('kliping', language)}: {name}",
        period=long_day(now.date(), language),
    )
    return message_of(made, language, now=now)


def message_of(made: Digest, language: Language, *, now: datetime) -> Message:
    """A digest as a message."""
    return Message(
        f"{made.title}, {made.period}",
        defused(text_page(made, language=language)),
        html_page(made, language=language, now=now),
    )
