"""`scrapy fixture`: stores a portal's page and its extracted record as a test fixture.

A fixture is a folder `<portal id>/<article id>` with `page.html.gz` and `article.json`, the record.
"""

from __future__ import annotations

import gzip
import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.commands import ScrapyCommand

from crawler.commands.checked import ChecksSettings
from crawler.commands.page_input import portal_of_page, read_page
from crawler.portals import Registry, UsageError
from crawler.program import program

if TYPE_CHECKING:
    import argparse

FIXTURES = Path("tests/extraction/fixtures/portals")
PAGE, RECORD = "page.html.gz", "article.json"
# Fields that depend on the release or the ledger.
NOT_OF_THE_PAGE = frozenset(
    {"extractor_version", "seq", "revision", "first_seen_at", "duplicate_of", "duplicate_similarity"}
)


def save(
    folder: Path, html: bytes, url: str, registry: Registry, fetched_at: datetime
) -> tuple[Path, dict[str, Any]]:
    """Write the fixture of one page below `folder`; return the fixture's folder and the record.

    Raises UsageError with the reason if the page is not an article.
    """
    record = extract(html, url, registry, fetched_at)
    refused = [warning for warning in record["warnings"] if warning.startswith("not_an_article")]
    if refused or not record["title"] or not record["body"]:
        why = refused[0].partition(":")[2] if refused else "no title or no text was found"
        raise UsageError(f"the page of {url} is no article: {why}")
    place = folder / record["portal"]["id"] / record["id"]
    place.mkdir(parents=True, exist_ok=True)
    (place / PAGE).write_bytes(gzip.compress(html, mtime=0))
    write_record(place, record)
    return place, record


def extract(html: bytes, url: str, registry: Registry, fetched_at: datetime) -> dict[str, Any]:
    """Return the fields of the record that depend on the page alone."""
    from crawler.extraction import extract_article

    record = asdict(extract_article(html, url, portal_of_page(url, registry), fetched_at=fetched_at))
    return {key: value for key, value in record.items() if key not in NOT_OF_THE_PAGE}


def replay(place: Path, registry: Registry) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the fixture's expected record and the one that the extractor gives now."""
    expected = json.loads((place / RECORD).read_text(encoding="utf-8"))
    html = gzip.decompress((place / PAGE).read_bytes())
    today = extract(html, expected["url"], registry, datetime.fromisoformat(expected["fetched_at"]))
    return expected, today


def write_record(place: Path, record: dict[str, Any]) -> None:
    text = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
    (place / RECORD).write_text(text, encoding="utf-8")


class Command(ChecksSettings, ScrapyCommand):
    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 - a ClassVar in Scrapy

    def syntax(self) -> str:
        return "ADDRESS < page.html | --again"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--again", action="store_true", help="rewrite the records that changed; git diff shows how"
        )
        parser.add_argument(
            "--folder", type=Path, default=FIXTURES, metavar="DIR", help=f"default: {FIXTURES}"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from spiders.arguments import registry_of

        assert self.settings is not None
        try:
            registry = registry_of(self.settings)
            if opts.again and not args:
                self._again(opts.folder, registry)
            elif len(args) == 1 and not opts.again:
                self._keep(args[0], opts.folder, registry)
            else:
                raise UsageError("give the page's address and the page on stdin, or --again; see --help")
        except UsageError as error:
            print(f"{program()} fixture: {error}", file=sys.stderr)
            self.exitcode = 2

    def _keep(self, url: str, folder: Path, registry: Registry) -> None:
        place, record = save(folder, read_page(), url, registry, datetime.now(UTC).replace(microsecond=0))
        print(f"{place}: read {RECORD} against the page; if it is wrong, correct the extractor")
        print(f"title: {record['title']}\npublished: {record['published_at']}")
        print(f"paragraphs: {len(record['body'])}")

    def _again(self, folder: Path, registry: Registry) -> None:
        for record in sorted(folder.glob(f"*/*/{RECORD}")):
            expected, today = replay(record.parent, registry)
            # A field that did not exist when the page was stored does not count as a difference.
            if {name: today.get(name) for name in expected} != expected:
                write_record(record.parent, today)
                print(record.parent)
