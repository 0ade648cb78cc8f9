"""`scrapy history URL`: the revisions of an article, each as a unified diff to the one before."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scrapy.commands import ScrapyCommand

from crawler.commands.checked import ChecksSettings
from crawler.commands.closed_pipe import tolerate_closed_pipe
from crawler.ledger.active_ledger import existing_ledger
from crawler.ledger.errors import LedgerError
from crawler.portals import UsageError
from crawler.program import program

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.ledger.queries import Revision


class Command(ChecksSettings, ScrapyCommand):
    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 - a ClassVar in Scrapy

    def syntax(self) -> str:
        return "URL-or-id"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        try:
            if len(args) != 1:
                raise UsageError(f"name one article, e.g. {program()} history https://example.go.id/berita/1")
            with existing_ledger(self.settings) as ledger:
                id_ = _id(args[0])
                revisions = ledger.history([id_, *ledger.article_ids(id_)])
        except (UsageError, LedgerError) as error:
            print(f"{program()} history: {error}", file=sys.stderr)
            self.exitcode = 2
            return
        if not revisions:
            print(f"{program()} history: the ledger has no article {args[0]!r}", file=sys.stderr)
            self.exitcode = 1
            return
        with tolerate_closed_pipe():
            for line in _shown(revisions):
                print(_printable(line))


def _id(text: str) -> str:
    """Return the article id of an argument: an id from a record, or a URL."""
    from crawler.urls.canonical import article_id
    from crawler.urls.parsing import UrlError

    if "/" not in text:
        return text
    try:
        return article_id(text if "://" in text else f"https://{text}")
    except UrlError as error:
        raise UsageError(str(error)) from error


def _shown(revisions: Sequence[Revision]) -> Iterator[str]:
    from crawler.ledger.article_diff import unified_diff

    records: list[dict[str, Any]] = [json.loads(revision.line) for revision in revisions]
    yield f"{records[-1]['title']}"
    yield f"{records[-1]['canonical_url']}"
    for at, (revision, record) in enumerate(zip(revisions, records, strict=True)):
        when = datetime.fromtimestamp(revision.recorded_at, UTC).isoformat(timespec="seconds")
        what = f", changed: {', '.join(revision.changed)}" if revision.changed else ""
        yield ""
        yield f"revision {revision.number} (seq {revision.seq}) stored {when}{what}"
        if at:
            names = (f"revision {revisions[at - 1].number}", f"revision {revision.number}")
            yield from unified_diff(records[at - 1], record, names)


def _printable(line: str) -> str:
    """Return the line without terminal control characters."""
    return "".join(ch if ch.isprintable() else "\ufffd" for ch in line)
