"""Checks the output of a crawl of the sample portal: `python tests/sample/check_crawl.py OUTPUT_DIR`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

EXPECTED = Path(__file__).with_name("expected.jsonl")


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The JSON records of a file, one per line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def expected_articles() -> dict[str, dict[str, Any]]:
    """The expected results of the sample's articles, by path; `paragraphs` include dateline and credit."""
    return {record["path"]: record for record in read_lines(EXPECTED)}


def clean_body(expected: dict[str, Any]) -> list[str]:
    """The expected paragraphs without the dateline at the head and the credit at the tail."""
    paragraphs = list(expected["paragraphs"])
    if expected["dateline"]:
        paragraphs[0] = paragraphs[0].removeprefix(expected["dateline"]).lstrip(" –—-")
    if expected["byline"]:
        paragraphs[-1] = paragraphs[-1].removesuffix(expected["byline"]).rstrip()
    return [paragraph for paragraph in paragraphs if paragraph]


def problems(output: Path) -> list[str]:
    """Every difference between the JSON Lines below `output` and the sample's articles."""
    records = [record for file in sorted(output.glob("articles/*/*.jsonl")) for record in read_lines(file)]
    expected = expected_articles()
    found: list[str] = []
    paths = [urlsplit(record["canonical_url"]).path for record in records]
    found += [f"{path}: missing" for path in sorted(set(expected) - set(paths))]
    found += [f"{path}: not an article of the sample" for path in sorted(set(paths) - set(expected))]
    found += [
        f"{path}: written {paths.count(path)} times" for path in sorted(set(paths)) if paths.count(path) > 1
    ]
    for path, record in zip(paths, records, strict=True):
        if path not in expected:
            continue
        want = expected[path]
        for field, value in (
            ("title", want["title"]),
            ("published_at", want["published"]),
            ("body", clean_body(want)),
        ):
            if record[field] != value:
                found.append(f"{path}: {field} is {record[field]!r}, expected {value!r}")
    return found


if __name__ == "__main__":
    wrong = problems(Path(sys.argv[1]))
    for line in wrong:
        print(line, file=sys.stderr)
    print(f"sample crawl: {len(expected_articles())} articles expected, {len(wrong)} differences")
    sys.exit(bool(wrong))
