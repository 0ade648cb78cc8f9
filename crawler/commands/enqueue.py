"""`scrapy enqueue`: puts portals or WARC files into the queue of a cluster, and lists parked tasks."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from crawler.cluster.errors import ClusterError
from crawler.commands.checked import ChecksSettings
from crawler.commands.selection import add_selection
from crawler.counting import counted
from crawler.portals.errors import UsageError
from crawler.program import program

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from crawler.cluster.queue import Added, Parked, Queue

WORDS = {"todo": "waiting", "doing": "running", "failed": "parked", "aborted": "put back or dropped"}


class Command(ChecksSettings, ScrapyCommand):
    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 - a ClassVar in Scrapy

    def syntax(self) -> str:
        return (
            "--due | --portal ID[,ID...] | --province NAME | --kind NAME | --from mine | --all "
            "| --warc GLOB | --parked | --status"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--due", action="store_true", help="the portals whose re-crawl interval has elapsed"
        )
        parser.add_argument(
            "--portal", metavar="ID", action="append", help="these portals; a comma list works"
        )
        add_selection(parser)
        parser.add_argument("--all", action="store_true", help="all portals of the registry")
        parser.add_argument(
            "--warc", metavar="GLOB", action="append", help="extract WARC files, one task per file"
        )
        parser.add_argument("--parked", action="store_true", help="list the tasks that are no longer retried")
        parser.add_argument(
            "--status", action="store_true", help="count the tasks that wait, run and are parked"
        )
        parser.add_argument(
            "--upgrade",
            action="store_true",
            help="upgrade the queue's tables to this release (stop all workers first)",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        try:
            if args:
                raise UsageError(f"{args[0]!r} is not understood; see {program()} enqueue --help")
            self._run(opts)
        except (UsageError, ClusterError) as error:
            print(f"{program()} enqueue: {error}", file=sys.stderr)
            self.exitcode = 2

    def _run(self, opts: argparse.Namespace) -> None:
        named = bool(opts.portal or opts.all)
        narrowed = bool(opts.province or opts.kind or opts.source)
        if not (named or opts.due or narrowed or opts.warc or opts.parked or opts.status or opts.upgrade):
            raise UsageError(
                "name one of --due, --portal ID, --province NAME, --all, --warc GLOB, or --parked"
            )
        if opts.due and named:
            raise UsageError(
                "--due selects from all portals; omit --portal and --all; "
                "--province, --kind and --from narrow it"
            )

        from crawler.cluster.database import prepare

        database = prepare(self.settings, upgrade=opts.upgrade)

        from crawler.cluster.due_jobs import archives, enqueue_due
        from crawler.cluster.locks import HostLocks
        from crawler.cluster.queue import Queue
        from spiders.arguments import registry_of

        assert self.settings is not None
        registry = registry_of(self.settings)
        locks = HostLocks(registry)
        narrow = partial(registry.select, province=opts.province, kind=opts.kind, source=opts.source)
        if opts.due:
            _say(enqueue_due(self.settings, database, narrow("all")))
        with Queue.open(database.address) as queue:
            if named or (narrowed and not opts.due):
                ids = "all" if opts.all else ",".join(opts.portal or ["all"])
                _say(queue.add_portals(narrow(ids), locks))
            files = [file for pattern in opts.warc or [] for file in archives(pattern, locks)]
            if files:
                _say(queue.add_archives(files))
            if opts.status:
                _print_status(queue)
            if opts.parked:
                _print_parked(queue.parked())


def _say(added: Added) -> None:
    parts = [f"{counted(added.added, 'task')} queued"]
    if added.waiting:
        parts.append(f"{counted(added.waiting, 'was', 'were')} queued already")
    if added.parked:
        parts.append(f"{counted(added.parked, 'is', 'are')} parked ({program()} enqueue --parked)")
    print(", ".join(parts), file=sys.stderr)


def _print_status(queue: Queue) -> None:
    counts = queue.counts()
    for status, count in sorted(counts.items()):
        print(f"{WORDS.get(status, status)}: {count}")
    if not counts.keys() & {"todo", "doing"}:
        print("nothing waits and nothing runs", file=sys.stderr)


def _print_parked(parked: Sequence[Parked]) -> None:
    for one in parked:
        print(
            f"{one.what}: parked since {one.since:%Y-%m-%d %H:%M} UTC after {one.tries} tries: {one.reason}"
        )
    if not parked:
        print("nothing is parked", file=sys.stderr)
