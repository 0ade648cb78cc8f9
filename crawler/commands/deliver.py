"""`scrapy deliver`: delivers the ledger's records to the sinks of `DELIVER_FILE`, each record once."""

from __future__ import annotations

import json
import logging
import signal
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from crawler.commands.checked import ChecksSettings
from crawler.counting import counted
from crawler.extensions.json_log import install_json_log, wants_json
from crawler.ledger.active_ledger import existing_ledger, ledger_target
from crawler.ledger.errors import LedgerError
from crawler.portals.errors import UsageError, nearest, shown
from crawler.program import program

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from crawler.deliver.deliverer import Deliverer, Result, Signals
    from crawler.deliver.model import SinkSpec


class Command(ChecksSettings, ScrapyCommand):
    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_LEVEL": "WARNING"}  # noqa: RUF012 - a ClassVar in Scrapy

    def syntax(self) -> str:
        return "NAME... | --all [--follow] [--from-seq N] [--dry-run] | --status | --parked | --retry"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--all", action="store_true", help="all sinks of the file")
        parser.add_argument(
            "--follow", action="store_true", help="keep delivering new records until SIGTERM or Ctrl-C"
        )
        parser.add_argument(
            "--from-seq",
            metavar="N",
            type=_seq,
            help="move the cursor so that this record is next; name the sinks",
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="count the records that would be sent, without a connection",
        )
        parser.add_argument("--status", action="store_true", help="cursor, lag and failures of each sink")
        parser.add_argument("--parked", action="store_true", help="list the records that a sink refused")
        parser.add_argument("--retry", action="store_true", help="send the parked records again")
        parser.add_argument("--json", action="store_true", help="--status and --parked as JSON Lines")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        try:
            _check(opts)
            from crawler.deliver.sink_file import read_sinks

            specs = _chosen(read_sinks(Path(str(self.settings.get("DELIVER_FILE")))), args, opts)
            existing_ledger(self.settings).close(finished=False)  # raises an error if the file is missing
            target = ledger_target(self.settings)
            if opts.status:
                self._status(specs, target, opts)
            elif opts.parked:
                self._parked(specs, target, opts)
            elif opts.dry_run:
                self._dry_run(specs, target, opts)
            else:
                self._deliver(specs, target, opts)
        except (UsageError, LedgerError) as error:
            print(f"{program()} deliver: {error}", file=sys.stderr)
            self.exitcode = 2

    def _deliver(self, specs: Sequence[SinkSpec], target: str, opts: argparse.Namespace) -> None:
        from scrapy.utils.log import configure_logging

        from crawler.deliver.deliverer import Deliverer, Signals
        from crawler.deliver.runs import check_sinks, run_sinks

        assert self.settings is not None
        self._check_portals(specs, target)
        if wants_json(self.settings):
            install_json_log(self.settings)
        configure_logging(self.settings)
        logging.getLogger("urllib3").setLevel(logging.ERROR)  # its warnings repeat the deliverer's
        complaints = check_sinks(specs, target)
        if complaints:
            for complaint in complaints:
                print(f"{program()} deliver: {complaint}", file=sys.stderr)
            self.exitcode = 2
            return
        signals = Signals()
        _stop_on_signals(signals)
        works: list[Callable[[Deliverer], Result]] = [Deliverer.retry_parked if opts.retry else Deliverer.run]
        if opts.from_seq is not None:
            works.insert(0, partial(_rewind, opts.from_seq))
        if not opts.follow:
            signals.drain.set()
        results: list[Result] = []
        for work in works:
            results = run_sinks(specs, target, signals, work)
            if any(result.error or result.held_by for result in results):
                break
        for result in results:
            print(_result_line(result), file=sys.stderr)
        failed = any(result.error or result.parked or result.held_by for result in results)
        self.exitcode = 2 if any(result.misconfigured for result in results) else int(failed)

    def _check_portals(self, specs: Sequence[SinkSpec], target: str) -> None:
        """Refuse a portal that is in neither the registry nor the ledger. Raises UsageError, LedgerError."""
        from crawler.ledger.deliveries import Deliveries
        from spiders.arguments import registry_of

        assert self.settings is not None
        if not any(spec.portals for spec in specs):
            return
        with Deliveries.open(target, reader=True) as ledger:
            known = {*ledger.portal_ids(), *(portal.id for portal in registry_of(self.settings))}
        for spec in specs:
            for portal_id in spec.portals:
                if portal_id not in known:
                    near = nearest(portal_id, known)
                    hint = f"; nearest: {', '.join(near)}" if near else ""
                    raise UsageError(f"sink {spec.name}: no portal has the id {shown(portal_id)}{hint}")

    def _status(self, specs: Sequence[SinkSpec], target: str, opts: argparse.Namespace) -> None:
        from crawler.deliver.status import read_status

        for status in read_status(specs, target):
            print(json.dumps(status.as_json()) if opts.json else status.as_text())

    def _parked(self, specs: Sequence[SinkSpec], target: str, opts: argparse.Namespace) -> None:
        from crawler.deliver.status import parked_json, parked_text
        from crawler.ledger.deliveries import Deliveries

        with Deliveries.open(target, reader=True) as ledger:
            for parked in ledger.parked([spec.name for spec in specs]):
                print(parked_json(parked) if opts.json else parked_text(parked))

    def _dry_run(self, specs: Sequence[SinkSpec], target: str, opts: argparse.Namespace) -> None:
        from crawler.deliver.status import waiting_records

        self._check_portals(specs, target)
        for spec in specs:
            print(waiting_records(spec, target, opts.from_seq))


def _check(opts: argparse.Namespace) -> None:
    """Refuse conflicting options. Raises UsageError."""
    modes = [name for name in ("status", "parked", "retry", "follow", "dry_run") if getattr(opts, name)]
    if len(modes) > 1:
        first, second = (f"--{name.replace('_', '-')}" for name in modes[:2])
        raise UsageError(f"{first} and {second} exclude each other")
    if opts.from_seq is not None and modes and modes[0] not in ("follow", "dry_run"):
        raise UsageError(f"--from-seq does not go with --{modes[0]}")
    if opts.json and modes not in (["status"], ["parked"]):
        raise UsageError("--json goes with --status and --parked")


def _chosen(
    specs: Sequence[SinkSpec], names: Sequence[str], opts: argparse.Namespace
) -> tuple[SinkSpec, ...]:
    """The named sinks, or all. Raises UsageError."""
    known = {spec.name: spec for spec in specs}
    for name in names:
        if name not in known:
            near = nearest(name, known)
            hint = f"did you mean {near[0]}?" if near else f"it has {', '.join(known)}"
            raise UsageError(f"the file has no sink {shown(name)}; {hint}")
    if names and opts.all:
        raise UsageError("--all and names exclude each other")
    if opts.from_seq is not None and not names:
        raise UsageError(f"--from-seq needs the names of its sinks; the file has {', '.join(known)}")
    if not names and not (opts.all or opts.status or opts.parked):
        raise UsageError(f"name a sink, or all with --all; the file has {', '.join(known)}")
    return tuple(known[name] for name in dict.fromkeys(names)) if names else tuple(specs)


def _rewind(seq: int, deliverer: Deliverer) -> Result:
    return deliverer.rewind(seq)


def _stop_on_signals(signals: Signals) -> None:
    """Shut down gracefully on SIGTERM and Ctrl-C; a second signal ends the process at once."""

    def stop(number: int, _frame: object) -> None:
        signal.signal(number, signal.SIG_DFL)
        signals.drain.set()
        signals.stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)


def _result_line(result: Result) -> str:
    line = f"{result.name}: {counted(result.delivered, 'record')} delivered"
    if result.parked:
        line += f", {result.parked} parked ({program()} deliver --parked)"
    if result.held_by:
        line += f"; {result.held_by} delivers to this sink"
    return f"{line}; stopped: {result.error}" if result.error else line


def _seq(text: str) -> int:
    import argparse

    if not (text.isascii() and text.isdigit() and 0 < len(text) < 19 and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is not a seq; write a number such as 1200")
    return int(text)
