"""Hints after the first run of the sample, computed from its records."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

NEXT = (
    ("make browse", "read and search the articles in a browser"),
    (".venv/bin/scrapy export --format csv --latest -o articles.csv", "export them"),
    (".venv/bin/scrapy crawl portal -a url=https://example.go.id/ -a limit=20", "crawl a portal of your own"),
)
"""The commands to try next, with descriptions."""


def tour(articles: Path, portals: frozenset[str]) -> Iterator[str]:
    """Lines about interesting records of these portals in the JSON Lines files below `articles`."""
    records = [record for record in _records(articles) if record["portal"]["id"] in portals]
    names = {record["id"]: record["title"] for record in records}
    yield "What to look at in these articles:"
    for record in records:
        for what in _remarks(record, names):
            yield f"  {record['title']!r}: {what}"
    yield "Try next:"
    width = max(len(command) for command, _ in NEXT)
    yield from (f"  {command:<{width}}  {meaning}" for command, meaning in NEXT)


def _remarks(record: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[str]:
    if record["duplicate_of"]:
        original = names.get(record["duplicate_of"], record["duplicate_of"])
        share = round(100 * (record["duplicate_similarity"] or 0))
        yield f"an edited copy of {original!r} ({share} % alike; duplicate_of)"
    for attachment in record["attachments"]:
        yield f"links a document: {attachment['title'] or attachment['url']} (attachments)"
    if "suspect_injection" in record["warnings"]:
        yield "somebody has injected advertising into the page (warnings: suspect_injection)"


def _records(articles: Path) -> Iterator[dict[str, Any]]:
    for file in sorted(articles.glob("*/*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)
