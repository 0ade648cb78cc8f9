"""Extraction beside its peers: accuracy and cost on the development sets, growth with page size.

    make bench-extraction            # with the peers of the `bench` extra that are installed
    python bench/extraction.py --data ../shared/data

F1 is that of public article-extraction benchmarks: multisets of 4-token shingles, precision and recall
averaged over pages. Costs are CPU times of one run, in milliseconds and as multiples of the bare lxml parse
of the same pages. `news` is split by publisher (a hash of its name): one half was used during development,
the other was not.
The `template` rows read each theme's pages with a template learned from that theme's other pages;
`bench.templates` measures templates portal by portal.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import hashlib
import importlib.util
import json
import re
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import lxml.etree
import lxml.html

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from crawler.extraction import extract_article  # noqa: E402
from crawler.extraction.dom.parse import parse_html  # noqa: E402
from crawler.extraction.wrapper.template import Template  # noqa: E402
from crawler.items import Page  # noqa: E402
from crawler.portals import portal_of_host  # noqa: E402
from crawler.templates.lifecycle import learn_template  # noqa: E402

Row = dict[str, Any]
Extractor = Callable[[str, str], str]
TOKEN = re.compile(r"\w+")


def peers() -> dict[str, Extractor]:
    """The other extractors that are installed."""
    found: dict[str, Extractor] = {}
    if importlib.util.find_spec("trafilatura"):
        from trafilatura import extract

        found["trafilatura"] = lambda html, url: extract(html, include_comments=False) or ""
        found["trafilatura fast"] = lambda html, url: extract(html, include_comments=False, fast=True) or ""
    if importlib.util.find_spec("readability") and importlib.util.find_spec("html_text"):
        import html_text
        from readability import Document
        from readability.readability import Unparseable

        def readability(html: str, url: str) -> str:
            try:
                return str(html_text.extract_text(Document(html).summary(html_partial=True)))
            except Unparseable:
                return ""  # its own rejection of a page counts as no text

        found["readability-lxml"] = readability
    if importlib.util.find_spec("resiliparse"):
        from resiliparse.extract.html2text import extract_plain_text

        found["resiliparse"] = lambda html, url: extract_plain_text(
            html, main_content=True, alt_texts=False, comments=False, post_meta=False, list_bullets=False
        )
    return found


def ours(html: str, url: str) -> str:
    """The body by the generic extraction, as a library user gets it."""
    return "\n".join(extract_article(html, url).body)


def parse(html: str, url: str) -> str:
    """The bare parse: the unit of cost."""
    lxml.html.document_fromstring(html.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    return ""


def by_template(rows: list[Row]) -> Extractor:
    """Reading with templates: half of each theme's pages are read with a template of the other half."""
    templates: dict[str, Template] = {}
    themes: collections.defaultdict[str, list[Row]] = collections.defaultdict(list)
    for row in rows:
        themes[row["id"].split("/")[0]].append(row)
    for theme, pages in themes.items():
        for half in (0, 1):
            learned = learn_template(theme, map(page_of, pages[1 - half :: 2]))
            if learned is not None:
                templates.update((row["html"], learned) for row in pages[half::2])
    return lambda html, url: "\n".join(extract_article(html, url, template=templates.get(html)).body)


def page_of(row: Row) -> Page:
    """A row as a crawl passes it to the extraction."""
    return Page(
        row["url"], portal_of_host(row["url"]), parse_html(row["html"], row["url"]), datetime.now(UTC)
    )


def shingles(text: str) -> collections.Counter[tuple[str, ...]]:
    tokens = TOKEN.findall(text)
    return collections.Counter(tuple(tokens[i : i + 4]) for i in range(max(1, len(tokens) - 3)) if tokens)


def expected(row: Row, *, whole: bool) -> str:
    """The expected body; `whole` includes the dateline and credits that an Article stores separately."""
    if "body" in row:
        return str(row["body"])
    want = row["expected"]
    paragraphs = list(want["paragraphs"])
    if not whole:
        if want.get("dateline") and paragraphs[0].startswith(want["dateline"]):
            paragraphs[0] = paragraphs[0][len(want["dateline"]) :].lstrip(" –—-")
        if want.get("byline") and paragraphs[-1].endswith(want["byline"]):
            paragraphs[-1] = paragraphs[-1][: -len(want["byline"])].rstrip()
    return "\n".join(text for text in paragraphs if text)


def leaks(row: Row, text: str, key: str) -> int:
    flat = " ".join(TOKEN.findall(text)).lower()
    lines = row.get("expected", {}).get(key, [])
    return sum(" ".join(TOKEN.findall(line)).lower() in flat for line in lines)


def read_rows(path: Path) -> list[Row]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def measure(rows: list[Row], systems: dict[str, Extractor]) -> None:
    """Print one line per system; the bare parse comes first and is the unit."""
    unit = 0.0
    print(
        f"{'system':<20}{'F1':>8}{'P':>8}{'R':>8}{'exact':>8}{'med ms':>8}{'p95 ms':>8}"
        f"{'x parse':>8}  noise comments"
    )
    for name, extract in {"bare parse": parse, **systems}.items():
        for row in rows[:5]:
            extract(row["html"], row["url"])
        took, precision, recall, exact, noise, comments = [], [], [], 0, 0, 0
        for row in rows:
            start = time.process_time()
            text = extract(row["html"], row["url"])
            took.append(time.process_time() - start)
            gold = expected(row, whole=False)
            got, want = shingles(text), shingles(gold)
            hit = sum((got & want).values())
            precision.append(hit / max(1, sum(got.values())))
            recall.append(hit / max(1, sum(want.values())))
            exact += TOKEN.findall(text) == TOKEN.findall(gold)
            noise += leaks(row, text, "noise")
            comments += leaks(row, text, "comment_texts")
        unit = unit or sum(took)
        p, r = statistics.mean(precision), statistics.mean(recall)
        f1 = 2 * p * r / (p + r) if p + r else 0.0
        p95 = statistics.quantiles(took, n=20)[-1] if len(took) > 1 else took[0]
        print(
            f"{name:<20}{f1:8.4f}{p:8.4f}{r:8.4f}{exact / len(rows):8.3f}{statistics.median(took) * 1e3:8.2f}"
            f"{p95 * 1e3:8.2f}{sum(took) / unit:8.2f}  {noise} {comments}"
        )


def f1_of(text: str, gold: str) -> float:
    """The F1 of one page."""
    got, want = shingles(text), shingles(gold)
    hit = sum((got & want).values())
    return 2 * hit / max(1, sum(got.values()) + sum(want.values()))


def grow() -> None:
    """Print cost by page size: it must double with the page."""
    print("\nmegabytes   parse ms   ours ms")
    for megabytes in (1, 2, 4, 8):
        paragraphs = [
            f"<div class='c{n % 50}'><p>Warga ke-{n} datang ke pasar, membeli {n} butir telur, lalu pulang."
            f"</p><ul><li><a href='/{n}'>Tautan {n}</a></li></ul></div>"
            for n in range(megabytes * 8_000)
        ]
        html = f"<html><body><h1>Judul</h1><article>{''.join(paragraphs)}</article></body></html>"
        html += " " * (megabytes * 1_000_000 - len(html))
        start = time.process_time()
        parse(html, "")
        middle = time.process_time()
        ours(html, "https://portal.example.go.id/1")
        print(f"{megabytes:>9}{(middle - start) * 1e3:11.0f}{(time.process_time() - middle) * 1e3:10.0f}")


def main() -> None:
    """Measure every available set."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    args = cli.parse_args()
    found = peers()
    news = args.data / "articles" / "news.jsonl.gz"
    portals = args.data / "portals" / "wordpress.jsonl.gz"
    if news.is_file():
        rows = read_rows(news)
        halves: dict[str, list[Row]] = {"development half": [], "held-out half": []}
        for row in rows:
            publisher = row["id"].split("_")[0]
            odd = hashlib.sha256(publisher.encode()).digest()[0] % 2
            halves["held-out half" if odd else "development half"].append(row)
        for name, half in halves.items():
            print(f"\nnews, {name}: {len(half)} pages")
            measure(half, {"ours": ours})
        print(f"\nnews, both halves: {len(rows)} pages")
        measure(rows, {"ours": ours, **found})
    if portals.is_file():
        rows = read_rows(portals)
        print(f"\nportals: {len(rows)} pages")
        measure(rows, {"ours": ours, "ours, template": by_template(rows), **found})
    if not news.is_file() and not portals.is_file():
        print(f"no development sets in {args.data}; growth alone", file=sys.stderr)
    grow()


if __name__ == "__main__":
    main()
