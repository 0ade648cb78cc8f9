"""Cost and benefit of a learned template: each portal is learned from 20 pages and read on others.

    python -m bench.templates [--data ../shared/data] [--only magazine] [--pages 40] [--rounds 5]

The portals are the themes of the `portals` set, if available, and the invented ones of `bench.layouts`. The
bare parse, the generic extraction and the template alternate page by page; a cost is the sum of each page's
median CPU time, as a multiple of the bare parse. F1 is that of `bench.extraction`; `exact` is the share of
pages whose body equals the expected one word by word.
"""

from __future__ import annotations

import argparse
import collections
import json
import random
import statistics
import time
from pathlib import Path

import lxml.etree
import lxml.html

from bench.extraction import ROOT, TOKEN, Row, f1_of, ours, page_of, parse, read_rows
from bench.layouts import ADVERTISER, HOST, LAYOUTS, marked, story
from crawler.extraction import extract_article
from crawler.templates.lifecycle import learn_template

LEARNED = 20
THEMES = ROOT / "tests" / "extraction" / "fixtures" / "themes"


def portals(data: Path, pages: int) -> dict[str, list[Row]]:
    """The pages of every portal: as many to learn from as a template needs, and `pages` others."""
    count = LEARNED + pages
    made = {name: invented(name, count) for name in LAYOUTS}
    file = data / "portals" / "wordpress.jsonl.gz"
    if file.is_file():
        themes: collections.defaultdict[str, list[Row]] = collections.defaultdict(list)
        for row in read_rows(file):
            themes[row["id"].split("/")[0]].append(row)
        made = {theme: generated(own, count) for theme, own in themes.items()} | made
    return made


def invented(name: str, count: int) -> list[Row]:
    """`count` pages of an invented portal; their paragraphs come from the test pages."""
    texts = sorted(
        {
            text
            for file in THEMES.glob("*.json")
            for text in json.loads(file.read_text(encoding="utf-8"))["body"]
            if len(text) > 80
        }
    )
    made: list[Row] = []
    for number in range(100, 100 + count):
        article = story(number, texts)
        made.append(
            {
                "id": f"{name}-{number}",
                "url": HOST + article.path,
                "html": LAYOUTS[name](article),
                "body": "\n".join(article.paragraphs),
            }
        )
    return made


def generated(rows: list[Row], count: int) -> list[Row]:
    """`count` pages of one portal: the page chromes in turn, each with its own text.

    The texts are paragraphs drawn from all pages, with boilerplate that no phrase list knows.
    """
    pick = random.Random(7)
    texts = [text for row in rows for text in row["expected"]["paragraphs"] if len(text) > 80]
    made: list[Row] = []
    for number in range(count):
        row = rows[number % len(rows)]
        root = lxml.html.document_fromstring(row["html"])
        (body,) = root.xpath("//div[contains(concat(' ', @class, ' '), ' entry-content ')]")[:1]
        for child in list(body):
            body.remove(child)
        drawn = [marked(text, number) for text in pick.sample(texts, pick.randrange(5, 14))]
        lines = [*drawn[:2], f"Jangan lewatkan: {texts[number % len(texts)][:60]}", *drawn[2:], ADVERTISER]
        for line in lines:
            lxml.etree.SubElement(body, "p").text = line
        url = f"{row['url'].rstrip('/')}-{number}/"
        html = lxml.html.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>")
        made.append(
            {
                "id": f"{row['id']}-{number}",
                "url": url,
                "html": html.replace(row["url"], url),
                "body": "\n".join(drawn),
            }
        )
    return made


def measure(name: str, pages: list[Row], rounds: int) -> None:
    """Print the line of one portal."""
    template = learn_template(name, map(page_of, pages[:LEARNED]))
    assert template is not None, f"nothing was learned of {name}"

    def read(html: str, url: str) -> str:
        return "\n".join(extract_article(html, url, template=template).body)

    ways = (parse, ours, read)
    costs: list[list[float]] = [[], [], []]
    scores: list[list[float]] = [[], [], []]
    exact = [0, 0, 0]
    for row in pages[LEARNED:]:
        took: list[list[float]] = [[], [], []]
        for _ in range(rounds):
            for way, extract in enumerate(ways):
                start = time.process_time()
                text = extract(row["html"], row["url"])
                took[way].append(time.process_time() - start)
        for way, extract in enumerate(ways):
            text = extract(row["html"], row["url"])
            costs[way].append(statistics.median(took[way]))
            scores[way].append(f1_of(text, row["body"]))
            exact[way] += TOKEN.findall(text) == TOKEN.findall(row["body"])
    unit, count = sum(costs[0]), len(costs[0])
    print(
        f"{name:<22}{unit / count * 1e3:9.2f}{sum(costs[1]) / unit:9.2f}{sum(costs[2]) / unit:9.2f}"
        f"{statistics.mean(scores[1]):12.4f}{statistics.mean(scores[2]):10.4f}"
        f"{exact[1] / count:15.2f}{exact[2] / count:10.2f}",
        flush=True,
    )


def main() -> None:
    """Print one line per portal."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    cli.add_argument("--only", help="portals whose name holds this")
    cli.add_argument("--pages", type=int, default=40)
    cli.add_argument("--rounds", type=int, default=5)
    args = cli.parse_args()
    print(
        f"{'portal':<22}{'parse ms':>9}{'general':>9}{'template':>9}"
        f"{'F1 general':>12}{'template':>10}{'exact general':>15}{'template':>10}"
    )
    for name, pages in portals(args.data, args.pages).items():
        if args.only is None or args.only in name:
            measure(name, pages, args.rounds)


if __name__ == "__main__":
    main()
