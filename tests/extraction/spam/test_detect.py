"""The injected and honest pages in fixtures/injection, with the expected results in cases.toml."""

from __future__ import annotations

import gzip
import json
import time
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from crawler.extraction import extract_article
from crawler.extraction.blocks import Block, Body
from crawler.extraction.content.body import locate_body
from crawler.extraction.dom.parse import parse_html
from crawler.extraction.spam.detect import find_injection
from crawler.extraction.spam.evidence import WARNING, remove_elements, warnings_of
from crawler.items import Article
from crawler.portals import Portal

PAGES = Path(__file__).parent / "fixtures" / "injection"
CASES: list[dict[str, Any]] = tomllib.loads((PAGES / "cases.toml").read_text(encoding="utf-8"))["case"]
SPAM = [case for case in CASES if case["file"].startswith("spam/")]
HONEST = [case for case in CASES if case["file"].startswith("legitimate/")]
PORTAL = Portal(
    id="a",
    name="A",
    address="https://a.go.id/",
    domain="a.go.id",
    province="Jawa Timur",
    region="Kabupaten A",
)


@cache
def article_of(file: str, url: str) -> Article:
    return extract_article((PAGES / file).read_bytes(), url)


def name(case: dict[str, Any]) -> str:
    return Path(case["file"]).stem


def test_the_set_is_as_large_as_it_should_be() -> None:
    assert len(SPAM) >= 60
    assert len(HONEST) >= 30
    assert {case["file"] for case in CASES} == {str(p.relative_to(PAGES)) for p in PAGES.rglob("*.html")}


@pytest.mark.parametrize("case", SPAM, ids=name)
def test_injected_pages_are_marked(case: dict[str, Any]) -> None:
    article = article_of(case["file"], case["url"])
    assert WARNING in article.warnings
    evidence = [w for w in article.warnings if w.startswith(f"{WARNING}:")]
    assert evidence
    assert all(w.isprintable() and len(w) < 200 for w in evidence)


@pytest.mark.parametrize("case", [c for c in CASES if c.get("absent")], ids=name)
def test_injected_words_are_not_in_the_body(case: dict[str, Any]) -> None:
    body = "\n".join(article_of(case["file"], case["url"]).body).lower()
    assert not [word for word in case["absent"] if word.lower() in body]


@pytest.mark.parametrize("case", [c for c in CASES if c.get("kept")], ids=name)
def test_nothing_else_is_taken_out(case: dict[str, Any]) -> None:
    body = "\n".join(article_of(case["file"], case["url"]).body)
    # a dateline before the first sentence goes to its own field
    assert not [paragraph for paragraph in case["kept"] if paragraph.rpartition(" – ")[2] not in body]


@pytest.mark.parametrize("case", HONEST, ids=name)
def test_reports_and_ordinary_pages_are_not_marked(case: dict[str, Any]) -> None:
    assert not [w for w in article_of(case["file"], case["url"]).warnings if w.startswith(WARNING)]


@pytest.mark.parametrize("name", ["portals/wordpress", "articles/news"])
def test_no_page_of_the_development_sets_is_marked(shared_data: Path, name: str) -> None:
    with gzip.open(shared_data / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        pages = [json.loads(line) for line in lines]
    for page in pages[::4]:  # a part of them keeps the suite fast
        tree = parse_html(page["html"], page["url"])
        body = locate_body(tree, url=page["url"])
        assert find_injection(tree, page["url"], body=body) == []


def test_a_news_site_may_have_partners_that_a_portal_cannot_have() -> None:
    page = '<p>Texto.</p><footer><a href="https://bonus.example/">free spins</a></footer>'
    tree = parse_html(page, "https://gazette.example/a")
    assert find_injection(tree, "https://gazette.example/a") == []
    assert [e.kind for e in find_injection(tree, "https://a.go.id/a", portal=PORTAL)] == ["link_farm"]


def test_visitors_spam_in_comments_is_not_the_portals() -> None:
    page = (
        "<article><p>Berita.</p></article><ol class='comment-list'>"
        "<li><a href='https://x.example/'>slot gacor</a> <a href='https://y.example/'>togel</a></li></ol>"
    )
    assert find_injection(parse_html(page, "https://a.go.id/a"), "https://a.go.id/a", portal=PORTAL) == []


def test_a_link_is_cut_out_of_an_honest_sentence() -> None:
    page = (
        "<div><p>Peserta datang dari sebelas kecamatan dan menginap di balai desa. Baca "
        "<a href='https://x.example/'>slot gacor maxwin</a>.</p></div>"
    )
    tree = parse_html(page, "https://a.go.id/a")
    paragraph = next(tree.iter("p"))
    body = Body([Block("paragraph", " ".join("".join(paragraph.itertext()).split()), paragraph)])
    remove_elements(body, find_injection(tree, "https://a.go.id/a", body=body, portal=PORTAL))
    assert [b.text for b in body.blocks] == [
        "Peserta datang dari sebelas kecamatan dan menginap di balai desa. Baca."
    ]
    assert body.removed[0].reason == "injected"


def test_no_evidence_no_warning() -> None:
    assert warnings_of([]) == []


@pytest.mark.parametrize(
    "page",
    [
        "<div style='display:none'>" * 3000 + "slot gacor maxwin rtp live" + "</div>" * 3000,
        "<div>" * 3000 + "<a href='https://slot88.example/'>slot gacor</a>" * 300 + "</div>" * 3000,
        "<p>" + "<a href='https://slot88.example/'>slot gacor</a><br>" * 3000 + "</p>",
        "<style>" + ".a,.b{left:-9999px}" * 20_000 + "</style><a href='https://togel.example/'>togel</a>",
        f"<p style='left:{' ' * 100_000}x;transform:{'transform:' * 20_000}'>slot gacor maxwin rtp live</p>",
        f"<title>{'|' * 100_000}</title><p>{'slot ' * 50_000}</p>",
        f"<p>{'buy ' * 50_000}</p>",
    ],
    ids=["deep", "deep links", "many links", "style sheet", "style", "title", "words"],
)
def test_pages_made_to_be_slow_are_not(page: str) -> None:
    tree = parse_html(page, "https://a.go.id/a")
    body = Body([Block("paragraph", "slot gacor " * 500, p) for p in list(tree.iter("p"))[:50]])
    started = time.process_time()
    remove_elements(body, find_injection(tree, "https://a.go.id/a", body=body, portal=PORTAL))
    assert time.process_time() - started < 2.0
