"""`scrapy explain ADDRESS`: shows how a page is read: its type, its container, each line kept or removed."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scrapy.commands import ScrapyCommand

from crawler.commands.checked import ChecksSettings
from crawler.commands.closed_pipe import tolerate_closed_pipe
from crawler.commands.page_input import portal_of_page, read_page
from crawler.ledger.errors import LedgerError
from crawler.portals import UsageError
from crawler.program import program

if TYPE_CHECKING:
    import argparse

    from crawler.extraction.draft import Draft
    from crawler.extraction.page_type import PageType
    from crawler.extraction.wrapper.template import Template
    from crawler.portals import Portal

LONGEST = 160
"""Characters of a line that the text output shows; `--json` shows all."""


class Command(ChecksSettings, ScrapyCommand):
    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 - a ClassVar in Scrapy

    def syntax(self) -> str:
        return "ADDRESS < page.html [--json]"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="print a JSON object with whole lines")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from spiders.arguments import registry_of

        assert self.settings is not None
        try:
            if len(args) != 1:
                raise UsageError("give the page's address, and the page on stdin; see --help")
            registry = registry_of(self.settings)
            portal = portal_of_page(args[0], registry)
            draft, page_type = _read(args[0], read_page(), portal, self.settings)
        except (UsageError, LedgerError) as error:
            print(f"{program()} explain: {error}", file=sys.stderr)
            self.exitcode = 2
            return
        found = explanation(draft, page_type)
        with tolerate_closed_pipe():
            if opts.json:
                print(json.dumps(found, ensure_ascii=False, indent=2))
            else:
                print("\n".join(text_lines(found)))


def _read(url: str, html: bytes, portal: Portal, settings: Any) -> tuple[Draft, PageType]:
    """Run the steps of a crawl, with the portal's template and facts in the ledger."""
    from crawler.extraction import locate_article, normalise_dates, strip_boilerplate
    from crawler.extraction.dom.parse import parse_html
    from crawler.extraction.metadata.portal_facts import NO_PORTAL_FACTS
    from crawler.extraction.page_type import classify_page
    from crawler.items import Page
    from crawler.ledger.active_ledger import existing_ledger, missing_file
    from crawler.templates.store import portal_facts_of, stored_template

    template: Template | None = None
    facts = NO_PORTAL_FACTS
    if missing_file(settings) is None:
        with existing_ledger(settings) as ledger:
            template = stored_template(ledger, portal.id)
            facts = portal_facts_of(ledger, portal.id)
    page = Page(url, portal, parse_html(html, url), datetime.now(UTC))
    draft = normalise_dates(strip_boilerplate(locate_article(page, template, facts)))
    return draft, classify_page(draft)


def explanation(draft: Draft, page_type: PageType) -> dict[str, Any]:
    """What was read on the page and why, as a JSON object."""
    container = draft.body.container
    return {
        "page_type": page_type.reason or "article",
        "score": page_type.score,
        "evidence": [str(item) for item in page_type.evidence],
        "title": draft.title.text,
        "title_source": draft.title.source,
        "published_at": draft.published_at,
        "published_source": draft.published_source,
        "published_text": draft.published_text,
        "container": _selector(container) if container is not None else None,
        "confidence": draft.confidence,
        "portal": draft.page.portal.id,
        "template": draft.template,
        "layout": draft.layout,
        "dateline": draft.dateline.text if draft.dateline is not None else None,
        "credits": [asdict(credit) for credit in draft.credits],
        "warnings": draft.warnings,
        "kept": [{"kind": block.kind, "text": block.text} for block in draft.body.blocks if block.text],
        "removed": [asdict(item) for item in draft.body.removed],
    }


def text_lines(found: dict[str, Any]) -> list[str]:
    """The explanation as text: one fact per line, then the kept lines (+) and the removed ones (-)."""
    lines = [
        f"page type:  {found['page_type']} (score {found['score']}: {', '.join(found['evidence'])})"
        if found["evidence"]
        else f"page type:  {found['page_type']}",
        f"title:      {found['title']} (from {found['title_source']})",
        f"published:  {found['published_at']} (from {found['published_source']}: {found['published_text']})",
        f"container:  {found['container']}, confidence {found['confidence']}",
        f"template:   {_template_of(found)}",
        f"dateline:   {found['dateline']}",
        f"credits:    {'; '.join(credit['text'] for credit in found['credits']) or None}",
        f"warnings:   {', '.join(found['warnings']) or None}",
        "",
    ]
    lines += [f"+ {_cut(block['text'])}" for block in found["kept"]]
    lines += [f"- [{item['reason']}] {_cut(item['text'])}" for item in found["removed"]]
    return lines


def _template_of(found: dict[str, Any]) -> str:
    if found["template"] is None:
        return f"none applied; see {program()} template {found['portal']}"
    return f"revision {found['template']} of {found['portal']}, layout {found['layout']}"


def _selector(element: Any) -> str:
    """Tag, id and classes of an element, as in CSS."""
    label = f"#{element.get('id')}" if element.get("id") else ""
    return f"{element.tag}{label}{''.join(f'.{name}' for name in (element.get('class') or '').split())}"


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 3] + "..."
