"""The body of pages of known kinds."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from lxml import etree

from crawler.extraction.body import locate_body
from crawler.extraction.furniture import strip_boilerplate
from crawler.extraction.source import parse_html
from tests.extraction.pages import FIRST, SECOND, THIRD, lines, page


def test_paragraphs_between_header_and_footer() -> None:
    assert lines(page(f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>")) == [FIRST, SECOND, THIRD]


def test_paragraphs_between_line_breaks() -> None:
    assert lines(page(f"{FIRST}<br><br>{SECOND}<br />\n<br>&nbsp;{THIRD}")) == [FIRST, SECOND, THIRD]


def test_one_div_a_line() -> None:
    text = "".join(f"<div>{line}</div><div><br></div>" for line in (FIRST, SECOND, THIRD))
    assert lines(page(text)) == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    "html", ["", "<p></p>", "<html><body><nav><a href='/'>Beranda</a></nav></body></html>"]
)
def test_a_page_without_text_has_no_body(html: str) -> None:
    assert lines(html) == []


def test_the_tree_is_not_changed() -> None:
    tree = parse_html(page(f"<p>{FIRST}</p><p>Baca juga: <a href='/x'>Lain</a></p>{SECOND}"), "")
    before = etree.tostring(tree)
    strip_boilerplate(locate_body(tree))
    assert etree.tostring(tree) == before


def test_wordpress_pages_are_exact(shared_data: Path) -> None:
    with gzip.open(shared_data / "portals/wordpress.jsonl.gz", "rt") as file:
        rows = [json.loads(line) for line in file]
    wrong = []
    for row in rows[::3]:
        want = row["expected"]
        body = strip_boilerplate(locate_body(parse_html(row["html"], row["url"])), title=want["title"])
        got = [block.text.replace(" | ", " ") for block in body.blocks]
        if got != [" ".join(text.split()) for text in want["paragraphs"]]:
            wrong.append(row["id"])
    assert not wrong
