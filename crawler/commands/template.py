"""`scrapy template PORTAL`: shows, replaces or deletes a portal's learned template."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from crawler.commands.checked import ChecksSettings
from crawler.commands.closed_pipe import tolerate_closed_pipe
from crawler.ledger.active_ledger import existing_ledger
from crawler.ledger.errors import LedgerError
from crawler.program import program

if TYPE_CHECKING:
    import argparse

    from crawler.ledger.ledger import Ledger
    from crawler.templates.store import Kind


class Command(ChecksSettings, ScrapyCommand):
    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 - a ClassVar in Scrapy

    def syntax(self) -> str:
        return "PORTAL [--revision N] [--import FILE] [--forget] [--records]"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--revision", type=int, metavar="N", help="show this earlier revision")
        parser.add_argument(
            "--import",
            dest="file",
            metavar="FILE",
            help="use the template in this file (- is stdin) from the next run on",
        )
        parser.add_argument(
            "--forget", action="store_true", help="delete it; the next articles train a new one"
        )
        parser.add_argument(
            "--records", action="store_true", help="the template for articles from an API or feed"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        from crawler.extraction.wrapper.template import TemplateError

        if len(args) != 1 or bool(opts.file) + opts.forget + (opts.revision is not None) > 1:
            self._refuse("name one portal, and at most one of --revision, --import and --forget")
            return
        kind: Kind = "record" if opts.records else "article"
        try:
            with existing_ledger(self.settings) as ledger:
                if opts.file:
                    _take(ledger, args[0], kind, opts.file)
                elif opts.forget:
                    _forget(ledger, args[0], kind)
                else:
                    _show(ledger, args[0], kind, opts.revision)
        except (LedgerError, TemplateError, OSError) as error:
            self._refuse(str(error))

    def _refuse(self, message: str) -> None:
        print(f"{program()} template: {message}", file=sys.stderr)
        self.exitcode = 2


def _show(ledger: Ledger, portal_id: str, kind: Kind, revision: int | None) -> None:
    from crawler.templates.store import reason_for_none, stored_template

    template = stored_template(ledger, portal_id, kind, revision)
    if template is None:
        what = "template" if revision is None else f"template {revision}"
        why = reason_for_none(ledger, portal_id, kind) or "it takes about 20 articles to learn one"
        raise LedgerError(f"the ledger has no {what} of {portal_id!r}; {why}")
    with tolerate_closed_pipe():
        sys.stdout.write(template.to_json())


def _take(ledger: Ledger, portal_id: str, kind: Kind, file: str) -> None:
    """Store the template in a file as the portal's next revision."""
    from crawler.extraction.wrapper.template import Template
    from crawler.templates.store import last_revision, store_template

    text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    revision = last_revision(ledger, portal_id, kind) + 1
    template = replace(Template.from_json(text), portal=portal_id, revision=revision, origin="hand")
    store_template(ledger, template, kind)
    print(f"{portal_id}: template {revision} applies from the next run on", file=sys.stderr)


def _forget(ledger: Ledger, portal_id: str, kind: Kind) -> None:
    from crawler.templates.store import forget_template

    if not forget_template(ledger, portal_id, kind):
        raise LedgerError(f"the ledger has no template of {portal_id!r}")
    print(f"{portal_id}: template deleted; a new one is learned from the next articles", file=sys.stderr)
